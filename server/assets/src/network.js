// An answer whose rows join two things, as a network: laid out first, then drawn, so that nothing moves.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { describePicture, draw, make, shorten } from "./make.js";
import { endsOf, measuresOf } from "./model.js";

const ROUNDS = 300;
const MOST_NAMES = 90;
const LINE_LENGTH = 19;
const LINES = 3;
const SMALLEST = 0.75;
const LETTER = 6.4;

export function drawNetwork(model, width, isMeant) {
  const [from, to] = endsOf(model, isMeant);
  const weight = measuresOf(model)[0];
  const { nodes, links } = read(model, from, to, weight);
  layOut(nodes, links);
  const isTwoWay = /^other/i.test(to.name);
  const svg = paint(nodes, links, width, isTwoWay);
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
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).distance(90).strength(0.5))
    .force("charge", forceManyBody().strength(-260).distanceMax(420))
    .force("room", forceCollide((node) => 20 + widthOf(node) * 0.4).iterations(3))
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.11))
    .stop();
  simulation.tick(ROUNDS);
}

const radius = (node) => 4 + Math.min(Math.sqrt(node.degree) * 2, 10);

function paint(nodes, links, width, isTwoWay) {
  const most = Math.max(...links.map((link) => link.weight), 1);
  const named = new Set([...nodes].sort((one, other) => other.degree - one.degree).slice(0, MOST_NAMES));
  const wide = (node) => (named.has(node) ? widthOf(node) / 2 + 8 : 16);
  const left = Math.min(...nodes.map((node) => node.x - wide(node))), right = Math.max(...nodes.map((node) => node.x + wide(node)));
  const top = Math.min(...nodes.map((node) => node.y)) - 64, bottom = Math.max(...nodes.map((node) => node.y)) + 64;
  const size = { width: Math.round(right - left), height: Math.round(bottom - top) };
  const lines = links.map((link) => line(link, most, isTwoWay));
  const marks = nodes.map((node) => draw("circle", { class: "node", cx: round(node.x), cy: round(node.y), r: round(radius(node)) },
    draw("title", {}, node.label)));
  const names = nodes.filter((node) => named.has(node)).map((node) => nameOf(node, links));
  const head = draw("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto",
    markerUnits: "userSpaceOnUse" }, draw("path", { class: "arrow", d: "M0 0L8 4L0 8z" }));
  const scale = Math.max(Math.min(width / size.width, 1), SMALLEST);
  return draw("svg", { width: Math.round(size.width * scale), height: Math.round(size.height * scale), viewBox: `${round(left)} ${round(top)} ${size.width} ${size.height}` },
    draw("defs", {}, head), ...lines, ...marks, ...names);
}

function linesOf(label) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length >= LINE_LENGTH) lines.push(word);
    else lines[last] += `${lines[last] ? " " : ""}${word}`;
  }
  if (lines.length <= LINES) return lines;
  return [...lines.slice(0, LINES - 1), shorten(lines.slice(LINES - 1).join(" "), LINE_LENGTH)];
}

const widthOf = (node) => Math.max(...linesOf(node.label).map((text) => text.length)) * LETTER;

// The name stands on the side to which fewer lines lead, so that it covers no arrow.
function nameOf(node, links) {
  const others = links.filter(({ source, target }) => source === node || target === node)
    .map(({ source, target }) => (source === node ? target : source).y - node.y);
  const isAbove = others.filter((way) => way > 0).length > others.length / 2;
  const lines = linesOf(node.label);
  const first = isAbove ? node.y - radius(node) - 5 - (lines.length - 1) * 13 : node.y + radius(node) + 12;
  return draw("text", { "text-anchor": "middle" }, ...lines.map((text, at) => draw("tspan", { x: round(node.x), y: round(first + at * 13) }, text)));
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
