// The rows of an answer as a table: sorted by any column, a page at a time.
import { compareCells, isOurs, pageAt, pageOf, pathOf } from "./model.js";
import { make } from "./make.js";

const ROWS_PER_PAGE = 100;

export function cellNode(cell) {
  if (cell.path) return make("a", { href: pageAt(cell.path) }, cell.label);
  if (cell.kind !== "thing") {
    return cell.language ? make("span", { lang: cell.language }, cell.label) : document.createTextNode(cell.label);
  }
  const address = pageOf(cell.value);
  const name = cell.isNamed ? cell.label : cell.value;
  const main = address ? make("a", { href: address, class: isOurs(cell.value) ? null : "out", rel: "noopener" }, name) : make("span", {}, name);
  if (!cell.isNamed) return main;
  const both = document.createDocumentFragment();
  both.append(main, make("code", { class: "iri", title: cell.value }, pathOf(cell.value)));
  return both;
}

export function makeTable(model, caption) {
  const body = make("tbody");
  const state = { rows: model.rows, page: 0, sorted: null, isDown: false };
  const heads = model.columns.map((column) => sortHead(column, () => sortBy(column.at)));
  const table = make("table", { class: "rows" }, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body);
  const pages = Math.max(Math.ceil(model.rows.length / ROWS_PER_PAGE), 1);
  const place = make("span", { role: "status" });
  const step = (name, way) => make("button", { type: "button", onclick: () => turn(state.page + way) }, name);
  const back = step("Earlier rows", -1), on = step("Later rows", 1);
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer as a table" }, table);

  function sortBy(at) {
    state.isDown = state.sorted === at && !state.isDown;
    state.sorted = at;
    const way = state.isDown ? -1 : 1;
    state.rows = [...model.rows].sort((one, other) => {
      const gap = (one[at].kind === "none") - (other[at].kind === "none");
      return gap || way * compareCells(one[at], other[at]);
    });
    markHeads(heads, at, state.isDown);
    turn(0);
  }

  function turn(page) {
    state.page = Math.min(Math.max(page, 0), pages - 1);
    const first = state.page * ROWS_PER_PAGE;
    const shown = state.rows.slice(first, first + ROWS_PER_PAGE);
    body.replaceChildren(...shown.map((row) => make("tr", {}, ...row.map((cell, at) => make("td", { class: classOf(cell, model.columns[at]) }, cellNode(cell))))));
    place.textContent = `Rows ${first + 1} to ${first + shown.length} of ${state.rows.length}`;
    back.disabled = state.page === 0;
    on.disabled = state.page === pages - 1;
  }

  turn(0);
  const turning = pages > 1 ? make("p", { class: "pages" }, back, place, on) : null;
  return make("div", {}, scroll, ...(turning ? [turning] : []));
}

// A single number among words stands where the words stand.
const classOf = (cell, column) => (cell.kind === "number" && column.kind !== "number" ? "text" : cell.kind);

function sortHead(column, sort) {
  const button = make("button", { type: "button", class: "sort", onclick: sort }, column.title);
  return make("th", { scope: "col", class: column.kind }, button);
}

function markHeads(heads, at, isDown) {
  heads.forEach((head, place) => {
    if (place === at) head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

// Makes the table that the server wrote sortable, too.
export function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  let sorted = null, isDown = false;
  const toCell = (cell) => ({ kind: cell.className, value: cell.textContent.trim(), label: cell.textContent.trim() });
  heads.forEach((head, at) => {
    const button = make("button", { type: "button", class: "sort" }, head.textContent);
    button.addEventListener("click", () => {
      isDown = sorted === at && !isDown;
      sorted = at;
      const rows = [...body.rows].map((row) => [toCell(row.cells[at]), row]);
      rows.sort(([one], [other]) => (one.kind === "none") - (other.kind === "none") || (isDown ? -1 : 1) * compareCells(one, other));
      body.append(...rows.map(([, row]) => row));
      markHeads(heads, at, isDown);
    });
    head.replaceChildren(button);
  });
}
