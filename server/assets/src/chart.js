// Answers as charts: bars, bars in columns where two things are counted together, and timelines.
import * as Plot from "@observablehq/plot";
import { describePicture, make, shorten } from "./make.js";
import { categories, datesOf, isDistinct, measuresOf } from "./model.js";

const MOST_BARS = 60;
const MOST_COLUMNS = 12;
const MOST_ROWS = 40;
const LETTER = 7;
const INK = "var(--ink)", BAR = "var(--bar)", FAINT = "var(--faint)";

export function drawChart(model, width) {
  const measure = measuresOf(model).filter(({ name }) => name !== "order").pop();
  const kinds = categories(model);
  const two = kinds.slice(-2);
  const one = bestName(model, kinds);
  if (!one && two.length === 2 && fits(model, two)) return drawColumns(model, two, measure, width);
  return drawBars(model, one ? [one] : kinds, measure, width);
}

// The column whose values tell the rows apart and that reads best: a label, else a thing, else a text.
function bestName(model, kinds) {
  const distinct = kinds.filter((column) => isDistinct(model, column));
  return distinct.find(({ name }) => /label|name|title/i.test(name)) || distinct.find(({ kind }) => kind === "thing") || distinct[0];
}

const countOf = (model, { at }) => new Set(model.rows.map((row) => row[at].label)).size;

function fits(model, columns) {
  const counts = columns.map((column) => countOf(model, column)).sort((one, other) => one - other);
  return isDistinct(model, ...columns) && counts[0] <= MOST_COLUMNS && counts[1] <= MOST_ROWS;
}

function drawBars(model, kinds, measure, width) {
  const told = kinds.map(({ title }) => title.toLowerCase()).join(" and ");
  const all = model.rows.map((row) => ({ name: kinds.map(({ at }) => row[at].label).join(" · "), value: Number(row[measure.at].value) }));
  const data = all.slice(0, MOST_BARS).map((bar, at) => ({ ...bar, at }));
  const margin = roomFor(data.map(({ name }) => name), width);
  const values = data.map(({ value }) => value);
  const ticks = values.every(Number.isInteger) ? Math.min(5, Math.max(...values, 1)) : 5;
  const y = { domain: data.map(({ at }) => at), axis: null };
  const svg = plot({
    width, height: data.length * 24 + 50, marginLeft: margin, marginRight: 40, marginTop: 10, marginBottom: 34,
    x: { label: null, nice: true, ticks, domain: [Math.min(0, ...values), Math.max(...values, 1)] }, y,
    marks: [
      Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 1, ticks }),
      Plot.barX(data, { x: "value", y: "at", fill: BAR, title: (bar) => `${bar.name}: ${bar.value}` }),
      Plot.text(data, { x: "value", y: "at", text: (bar) => String(bar.value), dx: 4, textAnchor: "start", fill: INK }),
      names(data, margin),
      Plot.ruleX([0], { stroke: FAINT }),
    ],
  });
  const rest = all.length > data.length ? ` The first ${data.length} of ${all.length} rows.` : "";
  const largest = [...data].sort((a, b) => b.value - a.value).slice(0, 3).map(({ name, value }) => `${name} (${value})`).join("; ");
  return figure(svg, `${measure.title} by ${told}`, `Bar chart. Largest: ${largest}.${rest} The table below says the same.`, rest);
}

const names = (data, margin) => Plot.text(data, {
  y: "at", frameAnchor: "left", text: ({ name }) => shorten(name, Math.floor((margin - 12) / LETTER)), title: "name",
  textAnchor: "end", dx: -8, fill: INK,
});

function drawColumns(model, pair, measure, width) {
  const [columns, rows] = [...pair].sort((one, other) => countOf(model, one) - countOf(model, other));
  const data = model.rows.map((row) => ({ column: row[columns.at].label, row: row[rows.at].label, value: Number(row[measure.at].value) }));
  const across = [...new Set(data.map(({ column }) => column))].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const down = [...new Set(data.map(({ row }) => row))];
  const margin = roomFor(down, width);
  const least = margin + across.length * 84 + 30;
  const longest = Math.max(...across.flatMap((name) => name.split(" ").map((word) => word.length)));
  const lines = Math.max(...across.map((name) => Math.ceil(name.length / 9)));
  const svg = plot({
    width: Math.max(width, least), height: down.length * 26 + 30 + lines * 14, marginLeft: margin, marginRight: 20,
    marginTop: 12 + lines * 14, marginBottom: 8,
    x: { axis: null, domain: [0, Math.max(...data.map(({ value }) => value)) * 1.5] },
    y: { domain: down, label: null, tickSize: 0, tickFormat: (name) => shorten(name, Math.floor((margin - 12) / LETTER)) },
    fx: { domain: across, label: null, padding: 0.08, axis: null },
    marks: [
      Plot.axisFx({ anchor: "top", lineWidth: Math.max(longest * 0.55, 6.5), lineAnchor: "bottom", label: null, fill: INK }),
      Plot.ruleX([0], { stroke: "var(--rule)" }),
      Plot.barX(data, { x: "value", y: "row", fx: "column", fill: BAR, title: (bar) => `${bar.row}, ${bar.column}: ${bar.value}` }),
      Plot.text(data, { x: "value", y: "row", fx: "column", text: (bar) => String(bar.value), dx: 4, textAnchor: "start", fill: INK }),
    ],
  });
  const told = `${measure.title} by ${rows.title.toLowerCase()} and ${columns.title.toLowerCase()}`;
  return figure(svg, told, `Bars in ${across.length} columns: ${across.join(", ")}. The table below says the same.`);
}

export function drawTimeline(model, width) {
  const dates = datesOf(model);
  const kinds = categories(model).filter(({ name }) => name !== "status");
  const name = kinds.find(({ name: told }) => /label|law|name|title/i.test(told)) || kinds[0];
  const told = name.name === "label" ? "Dates" : name.title;
  const dated = model.rows.filter((row) => dates.some(({ at }) => row[at].value));
  const labels = [...new Set(dated.map((row) => row[name.at].label))].slice(0, 120);
  const points = dated.flatMap((row) => dates.filter(({ at }) => row[at].value).map((column) => ({
    label: row[name.at].label, what: column.title, date: toDate(row[column.at].value), day: row[column.at].value,
  }))).filter(({ label, date }) => labels.includes(label) && !Number.isNaN(date.getTime()));
  const spans = dates.length < 2 ? [] : dated.filter((row) => row[dates[0].at].value && row[dates[1].at].value)
    .map((row) => ({ label: row[name.at].label, from: toDate(row[dates[0].at].value), to: toDate(row[dates[1].at].value) }))
    .filter(({ label }) => labels.includes(label));
  const margin = roomFor(labels, width);
  const svg = plot({
    width, height: labels.length * 22 + 60, marginLeft: margin, marginRight: 20, marginTop: 30, marginBottom: 30,
    x: { type: "utc", label: null, nice: true, ticks: Math.max(Math.floor((width - margin) / 80), 2) },
    y: { domain: labels, label: null, tickSize: 0, tickFormat: (label) => shorten(label, Math.floor((margin - 12) / LETTER)) },
    symbol: { domain: dates.map(({ title }) => title), range: ["circle", "triangle2", "square"] },
    marks: [
      Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 1 }),
      Plot.axisX({ anchor: "top", label: null, fill: INK, ticks: Math.max(Math.floor((width - margin) / 80), 2) }),
      Plot.link(spans, { x1: "from", x2: "to", y1: "label", y2: "label", stroke: FAINT, strokeWidth: 1.5 }),
      Plot.dot(points, {
        x: "date", y: "label", symbol: "what", r: 5, fill: BAR, stroke: "var(--paper)",
        title: ({ label, what, day }) => `${label}: ${what.toLowerCase()} ${day}`,
      }),
    ],
  });
  const signs = dates.length > 1 ? ` ${dates.slice(0, 3).map(({ title }, at) => `${["●", "▲", "■"][at]} ${title.toLowerCase()}`).join(", ")}.` : "";
  const undated = model.rows.length - dated.length;
  const rest = `${signs}${undated ? ` ${undated} ${undated === 1 ? "row has" : "rows have"} no date.` : ""}`;
  const ordered = points.map(({ day }) => day).sort();
  const span = ordered.length ? `from ${ordered[0]} to ${ordered[ordered.length - 1]}` : "without dates";
  return figure(svg, `${told} in time`, `Timeline of ${points.length} dates, ${span}. The table below says the same.`, rest);
}

// A year or a month alone stands at its beginning; the table shows the date as the data have it.
const toDate = (value) => new Date(/^\d{4}$/.test(value) ? `${value}-01-01` : /^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value.slice(0, 10));

const roomFor = (names, width) => Math.min(Math.max(...names.map((name) => name.length), 4) * LETTER + 16, width * 0.42);

function plot(options) {
  const svg = Plot.plot({ ...options, className: "plot" });
  for (const style of svg.querySelectorAll("style")) style.remove(); // the policy of our pages allows none; ours has it
  for (const group of svg.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label"); // parts of one picture
  return svg;
}

function figure(svg, title, description, rest = "") {
  describePicture(svg, title, description);
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Chart" }, svg);
  return make("figure", { class: "picture" }, scroll, make("figcaption", {}, `${title}.${rest} The table says the same.`));
}
