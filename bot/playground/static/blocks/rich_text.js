// Rich text. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { formatted } from "../dates.js";
import { element } from "../dom.js";
import { link, mention } from "../mrkdwn.js";

const MARKS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

export const richText = (block, directory) =>
  block.elements.map((part) => (PARTS[part.type] ?? unknown)(part, directory));

const PARTS = {
  rich_text_section: (part, directory) => element("div", { className: "line" }, ...inline(part.elements, directory)),
  rich_text_preformatted: (part, directory) =>
    element("pre", {}, element("code", {}, ...inline(part.elements, directory))),
  rich_text_quote: (part, directory) =>
    element("blockquote", {}, element("div", { className: "line" }, ...inline(part.elements, directory))),
  rich_text_list(part, directory) {
    const items = part.elements.map((item) => element("li", {}, ...inline(item.elements, directory)));
    const list = element(
      part.style === "ordered" ? "ol" : "ul",
      { className: `indent-${Math.min(8, part.indent ?? 0)}` },
      ...items,
    );
    if (part.style === "ordered") list.start = (part.offset ?? 0) + 1;
    return list;
  },
};

const inline = (elements, directory) => elements.map((each) => styled(wordsOf(each, directory), each.style));

const styled = (node, style = {}) =>
  Object.entries(MARKS).reduce((inner, [name, tag]) => (style[name] ? element(tag, {}, inner) : inner), node);

function wordsOf(each, directory) {
  switch (each.type) {
    case "text":
      return each.text;
    case "link":
      return link(each.url, each.text || each.url) ?? (each.text || each.url);
    case "user":
      return mention(`@${directory.nameOf(each.user_id) ?? each.user_id}`);
    case "channel":
      return mention(`#${directory.nameOf(each.channel_id) ?? each.channel_id}`);
    case "usergroup":
      return mention(`@${each.usergroup_id}`);
    case "broadcast":
      return mention(`@${each.range}`);
    case "emoji":
      return `:${each.name}:`;
    case "color":
      return each.value;
    case "date": {
      const words = formatted(each.timestamp, each.format, each.fallback ?? "");
      return (each.url && link(each.url, words)) || words;
    }
    default:
      return `[${each.type}]`;
  }
}

const unknown = (part) => element("pre", {}, element("code", {}, JSON.stringify(part, null, 2)));
