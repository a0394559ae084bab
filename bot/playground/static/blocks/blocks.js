// Blocks as elements. https://docs.slack.dev/reference/block-kit/blocks

import { element } from "../dom.js";
import { unescaped } from "../mrkdwn.js";
import { textOf } from "../text.js";
import { chart } from "./chart.js";
import { dataTable, table } from "./table.js";
import { input } from "./input.js";
import { interactive } from "./interactive.js";
import { richText } from "./rich_text.js";

// `surface` is where the blocks stand: a message, a modal or a home tab; see surface.js.
export const blocksOf = (blocks, surface) => blocks.map((block) => (BLOCKS[block.type] ?? unknown)(block, surface));

const BLOCKS = {
  actions: (block, surface) => element("div", { className: "block actions" }, ...parts(block, surface)),
  context: (block, surface) => element("div", { className: "block context" }, ...parts(block, surface)),
  data_table: dataTable,
  data_visualization: chart,
  divider: () => element("hr", { className: "block" }),
  header: (block) =>
    element("div", { className: "block header", role: "heading", "aria-level": "3" }, unescaped(block.text.text)),
  image,
  input: (block, surface) => input(block, surface, part),
  rich_text: (block, surface) =>
    element("div", { className: "block rich-text text" }, ...richText(block, surface.directory)),
  section,
  table,
};

function section(block, surface) {
  const words = element("div", { className: "words" });
  if (block.text) words.append(element("div", { className: "text" }, ...textOf(block.text, surface.directory)));
  if (block.fields) {
    const fields = block.fields.map((text) =>
      element("div", { className: "text" }, ...textOf(text, surface.directory)),
    );
    words.append(element("div", { className: "fields" }, ...fields));
  }
  const made = element("div", { className: "block section" }, words);
  if (block.accessory) {
    const beside = ["checkboxes", "radio_buttons"].includes(block.accessory.type) ? "accessory below" : "accessory";
    made.append(element("div", { className: beside }, part(block.accessory, block, surface)));
  }
  return made;
}

function image(block, surface) {
  const figure = element("figure", { className: "block picture" });
  if (block.title) figure.append(element("figcaption", {}, ...textOf(block.title, surface.directory)));
  figure.append(picture(block));
  return figure;
}

const picture = (image) => {
  if (!image.image_url) return element("span", { className: "text" }, image.alt_text);
  return element("img", { className: "image", src: image.image_url, alt: image.alt_text, loading: "lazy" });
};

const parts = (block, surface) => block.elements.map((each) => part(each, block, surface));

function part(each, block, surface) {
  if (each.type === "image") return picture(each);
  if (each.type === "mrkdwn" || each.type === "plain_text") {
    return element("div", { className: "text" }, ...textOf(each, surface.directory));
  }
  return interactive(each, block, surface) ?? unknown(each, surface, "element");
}

// What this page cannot draw is shown as it is.
const unknown = (block, _surface, what = "block") =>
  element(
    "details",
    { className: "block unknown" },
    element("summary", {}, `${what} type ${block.type}`),
    element("pre", {}, element("code", {}, JSON.stringify(block, null, 2))),
  );
