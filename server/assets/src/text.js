// The rows of an answer as text to read: what is short stands at the head of each, what is long below.
import { make } from "./make.js";
import { cellNode } from "./table.js";

const MOST = 500;
const SHORT = 60;

export function makeText(model) {
  const { columns, rows } = model;
  const isSame = (at) => rows.length > 1 && rows.every((row) => row[at].value === rows[0][at].value);
  const told = columns.filter(({ at, kind }) => !(kind === "thing" && isSame(at)));
  const long = told.filter(({ at }) => rows.some((row) => row[at].kind === "text" && row[at].label.length > SHORT));
  const short = told.filter((column) => !long.includes(column));
  const items = rows.slice(0, MOST).map((row) => make("li", {},
    make("p", { class: "head" }, ...short.filter(({ at }) => row[at].kind !== "none")
      .map(({ at, title }) => make("span", { title }, named(row[at])))),
    ...long.filter(({ at }) => row[at].kind !== "none").map(({ at }) => make("p", {}, cellNode(row[at])))));
  const rest = rows.length > MOST ? [make("p", { class: "faint" }, `The first ${MOST} of ${rows.length} rows; the files hold all.`)] : [];
  return make("div", { class: "as-text" }, make("ol", {}, ...items), ...rest);
}

function named(cell) {
  const node = cellNode(cell);
  if (node.querySelector) node.querySelector("code.iri")?.remove();
  return node;
}
