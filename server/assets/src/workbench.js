// Makes the form for queries a workbench, and shows the answers of stored questions as they are best seen.
import NAMES from "../../../queries/pages/called.rq";
import { copyButton, make } from "./make.js";
import { isOurs, toModel } from "./model.js";
import { isGraph, WAYS } from "./share.js";
import { makeSortable, makeTable } from "./table.js";
import { makeViews } from "./views.js";

const LONGEST_ADDRESS = 6000;
const MOST_NAMES = 2000;
const LONGEST_SHOWN = 200_000;

function enrichQuestion(section) {
  const table = section.querySelector("table.rows");
  if (!table) return;
  makeSortable(table);
  const data = document.getElementById("answer-data");
  if (!data) return;
  const answer = JSON.parse(data.textContent);
  const views = makeViews(toModel(answer, answer.labels, answer.places), table.closest(".scroll"), section.dataset.view);
  table.closest(".scroll").before(...views.nodes);
  views.begin();
}

class Workbench {
  constructor(form) {
    this.form = form;
    this.field = form.elements.query;
    this.endpoint = new URL(form.getAttribute("action") || location.pathname, location.href).href.split(/[?#]/)[0];
    this.out = document.getElementById("answer");
    this.terms = null;
    this.asking = null;
  }

  async begin() {
    const shared = new URLSearchParams(location.hash.slice(1)).get("query");
    if (shared) this.field.value = shared;
    this.form.classList.add("lively");
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(); });
    this.addControls();
    const { makeEditor } = await import("./editor.js");
    this.editor = makeEditor(this.field, { terms: () => this.readTerms(), run: () => this.ask(), changed: () => this.editor.unmarkSoon() });
    this.editor.unmarkSoon = () => queueMicrotask(() => this.marked && this.unmark());
    document.getElementById("query-label").addEventListener("click", () => this.editor.focus());
    addEventListener("hashchange", () => {
      const query = new URLSearchParams(location.hash.slice(1)).get("query");
      if (query) this.set(query);
    });
  }

  addControls() {
    this.form.querySelector(".plainly").hidden = true;
    const begin = this.form.querySelector(".begin");
    begin.hidden = false;
    begin.querySelector("select").addEventListener("change", (event) => { if (event.target.value) this.set(event.target.value); });
    this.button = this.form.querySelector("button.main");
    this.stop = make("button", { type: "button", hidden: true, onclick: () => this.asking?.abort() }, "Stop");
    this.status = make("span", { role: "status", class: "told" });
    this.button.after(this.stop, this.status);
    this.form.after(this.makeSharing());
  }

  makeSharing() {
    const inside = make("div");
    const box = make("details", { class: "elsewhere" }, make("summary", {}, "Share the query, or ask it from elsewhere"), inside);
    box.addEventListener("toggle", () => { if (box.open) inside.replaceChildren(...this.sharing()); });
    this.shared = () => { if (box.open) inside.replaceChildren(...this.sharing()); };
    return box;
  }

  sharing() {
    const link = this.link();
    const way = ([name, write]) => {
      const text = write(this.endpoint, this.field.value);
      const heading = make("h3", {}, name);
      return make("section", {}, heading, make("pre", { tabindex: "0" }, text), copyButton(() => text, `Copy for ${name.split(",")[0]}`));
    };
    const address = make("p", {}, make("label", { for: "shared-link" }, "Link to this query"), " ",
      make("input", { id: "shared-link", type: "text", readonly: true, value: link }), " ", copyButton(() => link, "Copy the link"));
    return [address, ...WAYS.map(way)];
  }

  link() {
    // In the fragment, which no server logs, and which has no limit that matters.
    return `${this.endpoint}#${new URLSearchParams({ query: this.field.value })}`;
  }

  readTerms() {
    this.terms ??= Promise.all([fetch(new URL(this.form.dataset.terms, location.href)).then((answer) => answer.json()), import("./editor.js")])
      .then(([told, { Terms }]) => new Terms(told));
    return this.terms;
  }

  set(text) {
    this.field.value = text;
    this.editor?.set(text);
    this.shared();
  }

  unmark() {
    this.marked = false;
    this.editor.unmark();
  }

  send(body, accept, signal, parameters = "") {
    return fetch(this.endpoint + parameters, {
      method: "POST", body, signal, headers: { "Content-Type": "application/sparql-query", Accept: accept },
    });
  }

  async ask() {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const query = this.field.value;
    this.stop.hidden = false;
    this.status.textContent = "Asking …";
    this.shared();
    const start = performance.now();
    const accept = isGraph(query) ? "text/turtle" : "application/sparql-results+json";
    const told = await this.send(query, accept, asking.signal).then(async (answer) => ({ answer, text: await answer.text() }), (error) => ({ error }))
      .catch((error) => ({ error }));
    if (asking !== this.asking) return; // another query was asked meanwhile
    this.stop.hidden = true;
    const time = `${Math.max(Math.round(performance.now() - start), 1)} ms`;
    if (told.error) this.fail(told.error);
    else if (told.answer.ok) await this.show(query, told.answer, told.text, time);
    else this.refuse(JSON.parse(told.text));
  }

  fail(error) {
    this.status.textContent = error.name === "AbortError" ? "Stopped." : "No answer";
    if (error.name !== "AbortError") this.tell("No answer", make("p", {}, "The answer did not arrive, or not whole. Try again."));
  }

  async show(query, answer, text, time) {
    this.status.textContent = time;
    if (isGraph(query)) return this.showGraph(query, text);
    const told = JSON.parse(text);
    if ("boolean" in told) {
      return this.tell("Answer", make("p", { class: "boolean" }, told.boolean ? "Yes: the graph holds this." : "No: the graph does not hold this."));
    }
    const rows = told.results.bindings.length;
    const cut = answer.headers.get("Iprgraph-Truncated");
    this.status.textContent = `${rows} ${rows === 1 ? "row" : "rows"} in ${time}`;
    if (!rows) return this.showNothing(query);
    const model = toModel(told, await this.names(told));
    const table = makeTable(model, `${rows} ${rows === 1 ? "row" : "rows"}${cut ? ", which is the most that is sent; there are more" : ""}`);
    const views = makeViews(model, table);
    this.tell("Answer", ...views.nodes, table, this.files(query));
    return views.begin();
  }

  showGraph(query, text) {
    const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}\n…` : text;
    this.tell("Answer", make("pre", { tabindex: "0", class: "graph" }, shown || "(no triples)"), this.files(query));
  }

  async names(told) {
    const iris = new Set();
    for (const row of told.results.bindings) {
      for (const term of Object.values(row)) if (term.type === "uri" && isNameable(term.value)) iris.add(term.value);
      if (iris.size >= MOST_NAMES) break;
    }
    if (!iris.size) return {};
    const list = [...iris].map((iri) => `<${iri}>`).join(" ");
    const answer = await this.send(NAMES.replace("VALUES ?thing { }", () => `VALUES ?thing { ${list} }`), "application/sparql-results+json");
    if (!answer.ok) return {};
    const rows = (await answer.json()).results.bindings;
    return Object.fromEntries(rows.map((row) => [row.thing.value, row.label.value]));
  }

  files(query) {
    const forms = isGraph(query)
      ? [["ttl", "Turtle", "ttl"], ["nt", "N-Triples", "nt"], ["jsonld", "JSON-LD", "jsonld"], ["rdf", "RDF/XML", "rdf"]]
      : [["csv", "CSV, exact", "csv"], ["spreadsheet", "CSV for spreadsheets (no cell can be taken for a formula)", "csv"], ["json", "JSON", "json"]];
    const items = forms.map(([form, title, suffix]) => make("li", {}, this.file(query, form, title, suffix)));
    return make("ul", { class: "files", "aria-label": "Files of this answer" }, ...items);
  }

  file(query, form, title, suffix) {
    const address = `${this.endpoint}?${new URLSearchParams({ query, format: form })}`;
    const name = `answer.${suffix}`;
    if (address.length <= LONGEST_ADDRESS) return make("a", { href: address, download: name }, title);
    const fetchFile = async () => {
      const answer = await this.send(query, "*/*", undefined, `?format=${form}`);
      const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    };
    return make("button", { type: "button", onclick: fetchFile }, title);
  }

  refuse(problem) {
    this.status.textContent = "Refused";
    const place = problem.line ? make("p", {}, make("button", { type: "button", onclick: () => this.goTo(problem) },
      `Go to line ${problem.line}, column ${problem.column}`)) : null;
    if (problem.line) this.goTo(problem);
    this.tell(problem.line ? "This cannot be read as SPARQL" : problem.title || "Refused", make("p", { class: "problem" }, problem.detail || ""), place, ...this.help(problem));
  }

  // What the endpoint advises: words, and a query that it holds to be the right one.
  help({ hint, mended }) {
    const button = mended && make("button", { type: "button", class: "main", onclick: () => { this.set(mended); this.ask(); } }, "Mend it so, and ask");
    return [hint && make("p", { class: "hint" }, hint), mended && make("pre", { tabindex: "0" }, mended), button && make("p", {}, button)];
  }

  goTo({ line, column, detail }) {
    if (!this.editor) return;
    this.editor.mark(line, column || 1, detail);
    this.editor.focus();
    this.marked = true;
  }

  async showNothing(query) {
    this.tell("Answer", make("p", {}, "Nothing in the data answers this."), this.files(query));
    const answer = await this.send(query, "application/json", this.asking.signal, "?explain=1");
    const why = answer.ok ? await answer.json() : {};
    if (why.verdict && query === this.field.value) this.tell("Answer", ...this.reasons(why), this.files(query));
  }

  // Why there is no answer: the pattern that left nothing, and names that the data do not have, with the nearest that they do.
  reasons({ message, patterns, names, undetermined }) {
    const items = [...patterns, ...names].map((found) => make("li", {}, make("p", {}, found.message),
      make("p", { class: "mends" }, found.line && make("button", { type: "button", onclick: () => this.goTo({ ...found, detail: found.message }) },
        `Go to line ${found.line}`), ...(found.near || []).map((near) => this.useNear(found, near)))));
    return [make("p", { class: "why" }, message), items.length ? make("ul", { class: "findings" }, ...items) : null,
      ...undetermined.map((told) => make("p", { class: "faint" }, `Not determined: ${told}`))];
  }

  useNear({ name, line, column }, near) {
    if (!line || !near.iri) return null;
    // A prefix that the query does not declare would only be refused.
    const prefix = /^([\w-]*):/.exec(near.name);
    const isDeclared = !prefix || new RegExp(`\\bprefix\\s+${prefix[1]}:`, "i").test(this.field.value);
    const use = () => { if (this.editor.replace(line, column, name, isDeclared ? near.name : `<${near.iri}>`)) this.ask(); };
    return make("button", { type: "button", onclick: use }, `Use ${near.label ? `“${near.label}”` : near.name}, and ask`);
  }

  tell(title, ...nodes) {
    const heading = make("h2", { id: "answer-title", tabindex: "-1" }, title);
    this.out.replaceChildren(make("section", { class: "answer", "aria-labelledby": "answer-title" }, heading, ...nodes.filter(Boolean)));
    this.out.hidden = false;
  }
}

// A name is looked up for what a query can hold as it is; things of others may have one, too.
const isNameable = (iri) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(iri) && (isOurs(iri) || iri.length < 200);

const section = document.querySelector("section.answer[data-view]");
if (section) enrichQuestion(section);
const form = document.getElementById("workbench");
if (form) new Workbench(form).begin();
