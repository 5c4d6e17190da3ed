// Pictures of an answer above its table, which says the same.
import { make } from "./make.js";
import { viewsOf } from "./model.js";
import { makeText } from "./text.js";

const NAMES = { table: "Table", chart: "Chart", timeline: "Timeline", network: "Network", text: "Text" };

export function makeViews(model, table, wanted = "table") {
  const views = ["table", ...viewsOf(model, wanted)];
  const picture = make("div", { class: "drawn" });
  const status = make("span", { role: "status", class: "unseen" });
  const buttons = views.map((view) => make("button", { type: "button", "aria-pressed": "false", onclick: () => show(view) }, NAMES[view]));
  const bar = make("div", { class: "views", role: "group", "aria-label": "Show the answer as" }, ...buttons, status);
  let text = null;
  let last = "";

  async function show(view) {
    last = view;
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(views[at] === view)));
    picture.replaceChildren();
    table.hidden = view === "text";
    if (text) text.hidden = view !== "text";
    if (view === "text" && !text) {
      text = makeText(model);
      table.after(text);
    } else if (view === "chart" || view === "timeline") {
      const { drawChart, drawTimeline } = await import("./chart.js");
      place(view, (view === "chart" ? drawChart : drawTimeline)(model, picture.clientWidth));
    } else if (view === "network") {
      const { drawNetwork } = await import("./network.js");
      place(view, drawNetwork(model, picture.clientWidth, wanted === "network"));
    }
    status.textContent = `Shown: ${NAMES[view]}`;
  }

  function place(view, figure) {
    if (view === last) picture.replaceChildren(figure);
  }

  let width = 0;
  new ResizeObserver(() => {
    if (width && picture.clientWidth !== width && (last === "chart" || last === "timeline")) show(last);
    width = picture.clientWidth;
  }).observe(picture);
  const start = views.includes(wanted) ? wanted : "table";
  return { nodes: views.length > 1 ? [bar, picture] : [], begin: () => show(start) };
}
