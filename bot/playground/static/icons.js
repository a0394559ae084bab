// The page's own signs, drawn as lines on a ground of 20 by 20. They never stand alone: each has a label beside it.

const LINES = {
  archive: "M3 4h14v4H3zM4.5 8v8.5h11V8M8 11.5h4",
  back: "M12 4.5 6.5 10l5.5 5.5",
  close: "M5 5l10 10M15 5 5 15",
  copy: "M7.5 7.5H16V16H7.5zM12.5 7.5V4H4v8.5h3.5",
  down: "M5.5 8 10 12.5 14.5 8",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  hash: "M7.5 3.5 6 16.5M14 3.5l-1.5 13M4 7.5h12.5M3.5 12.5H16",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5v8h9v-8",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  more: "M4.75 10h.01M10 10h.01M15.25 10h.01",
  next: "M8 4.5 13.5 10 8 15.5",
  plus: "M10 4v12M4 10h12",
  reply: "M16.5 9.5a6 5.5 0 0 1-8.6 4.9L4 15.5l1-3.2a6 5.5 0 1 1 11.5-2.8z",
  send: "M3.5 16.5 17 10 3.5 3.5 6 10zM6 10h5",
  sortDown: "M10 4v12M5.5 11.5 10 16l4.5-4.5",
  sortUp: "M10 16V4M5.5 8.5 10 4l4.5 4.5",
  tools: "M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", LINES[name]);
  svg.append(path);
  return svg;
}
