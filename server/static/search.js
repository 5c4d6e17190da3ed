// Suggestions while typing, as a combobox with a list (WAI-ARIA Authoring Practices); the form works without.
"use strict";

const WAIT = 120;
let lists = 0;

// The words that matched are marked; places are counted in code points.
const marked = (text, spans) => {
  const points = Array.from(text);
  const pieces = [];
  let place = 0;
  for (const [start, end] of spans) {
    const mark = document.createElement("mark");
    mark.textContent = points.slice(start, end).join("");
    pieces.push(points.slice(place, start).join(""), mark);
    place = end;
  }
  pieces.push(points.slice(place).join(""));
  return pieces;
};

class Suggestions {
  constructor(input) {
    this.input = input;
    this.address = new URL(input.dataset.suggest, document.baseURI);
    this.root = new URL(".", this.address);
    this.active = -1;
    this.options = [];
    this.list = this.add("ul", "suggestions");
    this.list.id = `suggestions-${++lists}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.status = this.add("span", "unseen");
    this.status.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, "aria-haspopup": "listbox",
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // The field keeps the focus while the list is used with a pointer.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  add(name, kind) {
    const element = document.createElement(name);
    element.className = kind;
    this.input.parentElement.append(element);
    return element;
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    this.asking?.abort();
    if (!text) return this.close();
    this.asking = new AbortController();
    this.address.search = new URLSearchParams({ q: text });
    try {
      const answer = await fetch(this.address, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // left for a newer question, or the server cannot be reached: the form still works
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.choose(-1);
    this.options = found.map((hit, place) => this.option(hit, place));
    this.list.replaceChildren(...this.options);
    this.open(found.length > 0);
    this.status.textContent = found.length === 1 ? "1 suggestion" : `${found.length} suggestions`;
  }

  option(hit, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.href = new URL(hit.path, this.root).href;
    const name = document.createElement("span");
    if (hit.name.language) name.lang = hit.name.language;
    name.append(...marked(hit.name.text, hit.spans));
    const kind = document.createElement("small");
    kind.textContent = hit.name.text === hit.label ? hit.kind : `${hit.kind}: ${hit.label}`;
    option.append(name, " ", kind);
    option.addEventListener("click", () => this.go(option));
    return option;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.choose(-1);
    this.open(false);
    this.status.textContent = "";
  }

  choose(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  go(option) {
    location.assign(option.dataset.href);
  }

  press(event) {
    const isOpen = !this.list.hidden, last = this.options.length - 1;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && !isOpen) this.ask();
    else if (event.key === "ArrowDown") this.choose(this.active < last ? this.active + 1 : -1);
    else if (event.key === "ArrowUp" && isOpen) this.choose(this.active < 0 ? last : this.active - 1);
    else if (event.key === "Enter" && isOpen && this.active >= 0) this.go(this.options[this.active]);
    else if (event.key === "Escape" && isOpen) this.close();
    else {
      if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") this.choose(-1);
      return;
    }
    event.preventDefault();
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
