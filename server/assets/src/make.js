// Makes elements; what comes from the data only ever becomes text.

export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function copyButton(text, name = "Copy") {
  if (!navigator.clipboard) return null; // not offered to pages that came over plain HTTP from elsewhere
  const button = make("button", { type: "button" }, name);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = name; }, 2000);
  });
  return button;
}

export const shorten = (text, most) => (text.length <= most ? text : `${text.slice(0, Math.max(most - 1, 1)).trimEnd()}…`);

let pictures = 0;

// Names a picture for those who do not see it, and says that the table below tells the same.
export function describePicture(svg, title, description) {
  pictures += 1;
  const ids = [`picture-${pictures}-title`, `picture-${pictures}-text`];
  svg.setAttribute("role", "img");
  svg.removeAttribute("aria-label");
  svg.setAttribute("aria-labelledby", ids[0]);
  svg.setAttribute("aria-describedby", ids[1]);
  svg.prepend(draw("title", { id: ids[0] }, title), draw("desc", { id: ids[1] }, description));
  return svg;
}
