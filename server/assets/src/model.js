// An answer in SPARQL's JSON as rows of cells, each with what to show and where it leads.

const BASE = "https://w3id.org/iprgraph/";
const ROOT = new URL("..", import.meta.url);
const NUMBER = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|unsignedInt)$/;
// Names are shorter than this, as a rule; what is longer is text to be read.
const MOST_LETTERS = 100;
const DATE = /#(date|dateTime|gYear|gYearMonth)$/;

export function pageOf(iri) {
  // Our own things have their pages here; others are led to where they are, unless that is no web address.
  if (iri.startsWith(BASE)) return new URL(iri.slice(BASE.length), ROOT).href;
  return /^https?:\/\/[^\s<>"'\\]+$/.test(iri) ? iri : null;
}

export const pageAt = (path) => new URL(path, ROOT).href;

// Our IRIs by what stands below the base.
export const pathOf = (iri) => (iri.startsWith(BASE) ? iri.slice(BASE.length) : iri);

export const isOurs = (iri) => iri.startsWith(BASE);

const lastPart = (iri) => iri.replace(/[/#]$/, "").split(/[/#]/).pop() || iri;

function toCell(term, labels, places) {
  if (!term) return { kind: "none", value: "", label: "" };
  if (term.type === "uri") {
    const label = labels[term.value] || "";
    return { kind: "thing", value: term.value, label: label || lastPart(term.value), isNamed: Boolean(label) };
  }
  if (term.type === "triple") return { kind: "text", value: JSON.stringify(term.value), label: JSON.stringify(term.value) };
  if (term.type === "bnode") return { kind: "text", value: `_:${term.value}`, label: `_:${term.value}` };
  const datatype = term.datatype || "";
  const kind = NUMBER.test(datatype) ? "number" : DATE.test(datatype) ? "date" : "text";
  const path = Object.hasOwn(places, term.value) ? places[term.value] : null;
  return { kind, value: term.value, label: term.value, language: term["xml:lang"] || "", datatype, path };
}

export function words(name) {
  const told = name.replace(/(?<=[a-z])(?=[A-Z])|_/g, " ").toLowerCase();
  return told.charAt(0).toUpperCase() + told.slice(1);
}

export function toModel(answer, labels = {}, places = {}) {
  const names = answer.head.vars;
  const rows = answer.results.bindings.map((row) => names.map((name) => toCell(row[name], labels, name === "number" ? places : {})));
  const columns = names.map((name, at) => {
    const kinds = new Set(rows.map((row) => row[at].kind));
    kinds.delete("none");
    let kind = kinds.size === 1 ? [...kinds][0] : "text";
    if (kind === "number" && /year/i.test(name) && rows.every((row) => /^([12]\d{3})?$/.test(row[at].value))) {
      if (!/years/i.test(name)) kind = "date";
    }
    return { name, title: words(name), kind, at };
  });
  return { columns, rows };
}

// Columns by which people tell the rows apart: a name in place of the thing that it names, no long texts.
export function categories(model) {
  const { columns, rows } = model;
  return columns.filter(({ kind, at }) => {
    if (kind !== "text" && kind !== "thing") return false;
    if (kind === "thing" && columns[at + 1] && /label$/i.test(columns[at + 1].name)) return false;
    if (rows.length > 1 && rows.every((row) => row[at].value === rows[0][at].value)) return false;
    return rows.reduce((sum, row) => sum + row[at].label.length, 0) <= MOST_LETTERS * rows.length;
  }).map((column) => (/^(other)?label$/i.test(column.name) && column.at > 0 && columns[column.at - 1].kind === "thing"
    ? { ...column, title: columns[column.at - 1].title } : column));
}

export function isDistinct(model, ...columns) {
  const seen = new Set(model.rows.map((row) => columns.map(({ at }) => row[at].label).join("\u0000")));
  return seen.size === model.rows.length;
}

export const measuresOf = (model) => model.columns.filter(({ kind }) => kind === "number");
export const datesOf = (model) => model.columns.filter(({ kind }) => kind === "date");

// The ends of the lines of a network: two columns of things, or else of short texts where these were meant.
export function endsOf(model, isMeant) {
  const short = categories(model).filter(({ name }) => name !== "number");
  const isThing = ({ kind, at }) => kind === "thing" || (at > 0 && model.columns[at - 1].kind === "thing");
  const things = short.filter(isThing);
  const found = things.length >= 2 || !isMeant ? things : short;
  return found.length >= 2 ? found.slice(0, 2) : null;
}

// What the rows may be seen as, besides a table.
export function viewsOf(model, wanted) {
  if (!model.rows.length) return [];
  const views = [];
  if (measuresOf(model).length && categories(model).length) views.push("chart");
  if (datesOf(model).length && categories(model).length) views.push("timeline");
  if (endsOf(model, wanted === "network")) views.push("network");
  views.push("text");
  return views;
}

export function compareCells(one, other) {
  // What is missing stands last, whichever way.
  if (one.kind === "none" || other.kind === "none") return (one.kind === "none") - (other.kind === "none");
  if (one.kind === "number" && other.kind === "number") return Number(one.value) - Number(other.value);
  return one.label.localeCompare(other.label, "en", { numeric: true });
}
