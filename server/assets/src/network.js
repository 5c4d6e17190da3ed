// An answer whose rows join two things, as a network: laid out first, then drawn, so that nothing moves.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { describePicture, draw, make, shorten } from "./make.js";
import { endsOf, measuresOf } from "./model.js";

const ROUNDS = 300;
const MOST_NAMES = 90;
const NAME_LENGTH = 34;
const LETTER = 6.4;

export function drawNetwork(model, isMeant) {
  const [from, to] = endsOf(model, isMeant);
  const weight = measuresOf(model)[0];
  const { nodes, links } = read(model, from, to, weight);
  layOut(nodes, links);
  const isTwoWay = /^other/i.test(to.name);
  const svg = paint(nodes, links, isTwoWay);
  const busiest = [...nodes].sort((one, other) => other.degree - one.degree).slice(0, 3);
  const description = `${nodes.length} things and ${links.length} lines between them. Most lines have: ${
    busiest.map(({ label, degree }) => `${label} (${degree})`).join("; ")}. The table below says the same, row by row.`;
  describePicture(svg, `Network of ${from.title.toLowerCase()} and ${to.title.toLowerCase()}`, description);
  const told = isTwoWay ? "A line joins two of the same row" : `Arrows lead from ${from.title.toLowerCase()} to ${to.title.toLowerCase()}`;
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Network" }, svg);
  return make("figure", { class: "picture network" }, scroll,
    make("figcaption", {}, `${told}${weight ? `; the thicker, the more ${weight.title.toLowerCase()}` : ""}. The table says the same.`));
}

function read(model, from, to, weight) {
  const nodes = new Map();
  const links = new Map();
  const node = (cell) => {
    if (!nodes.has(cell.label)) nodes.set(cell.label, { id: cell.label, label: cell.label, degree: 0 });
    return nodes.get(cell.label);
  };
  for (const row of model.rows) {
    if (row[from.at].kind === "none" || row[to.at].kind === "none") continue;
    const one = node(row[from.at]), other = node(row[to.at]);
    const key = `${one.id}\u0000${other.id}`;
    if (!links.has(key)) {
      links.set(key, { source: one, target: other, weight: 0 });
      one.degree += 1;
      other.degree += 1;
    }
    links.get(key).weight += weight ? Number(row[weight.at].value) || 0 : 1;
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

function layOut(nodes, links) {
  const half = (node) => (Math.min(node.label.length, NAME_LENGTH) * LETTER) / 2;
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).distance(90).strength(0.5))
    .force("charge", forceManyBody().strength(-260).distanceMax(420))
    .force("room", forceCollide((node) => 16 + half(node) * 0.55).iterations(3))
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.11))
    .stop();
  simulation.tick(ROUNDS);
}

const radius = (node) => 4 + Math.min(Math.sqrt(node.degree) * 2, 10);

function paint(nodes, links, isTwoWay) {
  const most = Math.max(...links.map((link) => link.weight), 1);
  const named = new Set([...nodes].sort((one, other) => other.degree - one.degree).slice(0, MOST_NAMES));
  const wide = (node) => (named.has(node) ? (Math.min(node.label.length, NAME_LENGTH) * LETTER) / 2 + 8 : 16);
  const left = Math.min(...nodes.map((node) => node.x - wide(node))), right = Math.max(...nodes.map((node) => node.x + wide(node)));
  const top = Math.min(...nodes.map((node) => node.y)) - 24, bottom = Math.max(...nodes.map((node) => node.y)) + 34;
  const size = { width: Math.round(right - left), height: Math.round(bottom - top) };
  const lines = links.map((link) => line(link, most, isTwoWay));
  const marks = nodes.map((node) => draw("circle", { class: "node", cx: round(node.x), cy: round(node.y), r: round(radius(node)) },
    draw("title", {}, node.label)));
  const names = nodes.filter((node) => named.has(node)).map((node) => draw("text", {
    x: round(node.x), y: round(node.y + radius(node) + 12), "text-anchor": "middle" }, shorten(node.label, NAME_LENGTH)));
  const head = draw("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto",
    markerUnits: "userSpaceOnUse" }, draw("path", { class: "arrow", d: "M0 0L8 4L0 8z" }));
  return draw("svg", { ...size, viewBox: `${round(left)} ${round(top)} ${size.width} ${size.height}` },
    draw("defs", {}, head), ...lines, ...marks, ...names);
}

function line({ source, target, weight }, most, isTwoWay) {
  const long = Math.hypot(target.x - source.x, target.y - source.y) || 1;
  const gap = (radius(target) + 2) / long;
  return draw("line", {
    class: "tie", x1: round(source.x), y1: round(source.y),
    x2: round(target.x - (target.x - source.x) * gap), y2: round(target.y - (target.y - source.y) * gap),
    "stroke-width": round(1.2 + (3 * (weight - 1)) / Math.max(most - 1, 1)), ...(isTwoWay ? {} : { "marker-end": "url(#arrow)" }),
  });
}

const round = (value) => Math.round(value * 10) / 10;
