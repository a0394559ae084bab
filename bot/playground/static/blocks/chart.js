// Charts: a picture that the server draws, and the same figures as a table.
// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block

import { element, newId } from "../dom.js";

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 10 });
const NAMES = { area: "Area chart", bar: "Bar chart", line: "Line chart", pie: "Pie chart" };
// Where there is little room, as on a phone and in threads, a narrower chart is drawn: its letters stay as large.
const NARROW = 460;
const NARROW_WIDTH = 360;

export function chart(block, surface) {
  const id = newId("figures");
  const figures = element("div", { id, className: "visually-hidden" }, figuresOf(block));
  const show = element(
    "button",
    { type: "button", className: "quiet", "aria-expanded": "false", "aria-controls": id },
    "Show figures",
  );
  const setShown = (shown) => {
    figures.className = shown ? "table-scroller" : "visually-hidden";
    show.setAttribute("aria-expanded", String(shown));
    show.textContent = shown ? "Hide figures" : "Show figures";
  };
  show.addEventListener("click", () => setShown(show.getAttribute("aria-expanded") === "false"));
  const drawn = picture(block, surface, () => {
    drawn.replaceWith(element("p", { className: "faint" }, "This chart could not be drawn."));
    setShown(true);
  });
  const caption = element("figcaption", {}, element("strong", {}, block.title), show);
  return element("figure", { className: "block chart" }, caption, drawn, figures);
}

function picture(block, surface, onError) {
  const alt = `${NAMES[block.chart.type] ?? "Chart"}: ${block.title}. The figures are in the table that follows.`;
  const image = element("img", { alt, className: "chart-image" });
  const dark = element("source", { media: "(prefers-color-scheme: dark)" });
  const draw = (width) => {
    const address = (theme) => surface.server.chartAddress(surface.place, block.block_id, theme, width);
    dark.srcset = address("dark");
    image.src = address("light");
  };
  image.addEventListener("error", onError);
  const made = element("picture", { className: "chart-picture" }, dark, image);
  let drawn;
  new ResizeObserver(([{ contentRect }]) => {
    const width = contentRect.width < NARROW ? NARROW_WIDTH : undefined;
    if (contentRect.width > 0 && drawn !== String(width)) draw(width);
    drawn = String(width);
  }).observe(made);
  return made;
}

function figuresOf({ title, chart: { type, segments = [], series = [], axis_config: axes = {} } }) {
  if (type === "pie") {
    return tableOf(
      title,
      ["Part", "Value"],
      segments.map(({ label, value }) => [label, NUMBER.format(value)]),
    );
  }
  const valueOf = (each, category) => {
    const point = each.data.find(({ label }) => label === category);
    return point ? NUMBER.format(point.value) : "no data";
  };
  const rows = (axes.categories ?? []).map((category) => [category, ...series.map((each) => valueOf(each, category))]);
  return tableOf(title, [axes.x_label || "Category", ...series.map(({ name }) => name)], rows);
}

function tableOf(caption, header, rows) {
  const cells = (row) =>
    row.map((text, at) => element(at ? "td" : "th", at ? { className: "number" } : { scope: "row" }, text));
  return element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...header.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row)))),
  );
}
