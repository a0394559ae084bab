// Slack's text formatting as DOM nodes.
// https://docs.slack.dev/messaging/formatting-message-text

import { element } from "./dom.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const CODE_BLOCK = /```\n?([\s\S]+?)\n?```/g;
const QUOTED = /^(?:&gt;|>) ?/;
const BULLET = /^\s*• /;
// `code`, <link or mention>, then *bold*, _italic_ and ~struck~, whose marks must stand at the edges of words.
const INLINE = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\p{L}\p{N}])/gu;
const TAGS = { "*": "strong", "_": "em", "~": "s" };
const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

// `names` gives the name of a person or channel by its id.
export function mrkdwn(text, names) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(CODE_BLOCK)) {
    nodes.push(...lines(text.slice(end, found.index), names));
    nodes.push(element("pre", {}, element("code", {}, unescaped(found[1]))));
    end = found.index + found[0].length;
  }
  nodes.push(...lines(text.slice(end), names));
  return nodes;
}

// Slack escapes these three characters and no others, so each is undone exactly once.
export const unescaped = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);

function lines(text, names) {
  const nodes = [];
  let quote = null;
  const trimmed = text.replace(/^\n|\n$/g, "");
  for (const line of trimmed === "" ? [] : trimmed.split("\n")) {
    if (QUOTED.test(line)) {
      quote ??= nodes[nodes.push(element("blockquote")) - 1];
      quote.append(lineOf(line.replace(QUOTED, ""), names));
    } else {
      quote = null;
      nodes.push(lineOf(line, names));
    }
  }
  return nodes;
}

function lineOf(line, names) {
  const className = BULLET.test(line) ? "line bullet" : "line";
  return element("div", { className }, ...(line === "" ? [element("br")] : inline(line, names)));
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, reference, mark, marked] = found;
    nodes.push(unescaped(text.slice(end, found.index)));
    if (code !== undefined) nodes.push(element("code", {}, unescaped(code)));
    else if (reference !== undefined) nodes.push(referenceTo(reference, names));
    else nodes.push(element(TAGS[mark], {}, ...inline(marked, names)));
    end = found.index + whole.length;
  }
  nodes.push(unescaped(text.slice(end)));
  return nodes;
}

function referenceTo(reference, names) {
  const [target, label] = split(reference);
  if (target.startsWith("@")) return mention(`@${names(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${names(target.slice(1)) ?? label ?? target.slice(1)}`);
  // A date in a format that is unknown falls back to its label. Dates in known formats are not rendered here.
  if (target.startsWith("!date^")) return unescaped(label ?? "");
  if (target.startsWith("!")) return mention(label ?? `@${target.slice(1).split("^")[0]}`);
  if (!SAFE_LINK.test(target)) return unescaped(`<${reference}>`);
  return element(
    "a",
    { href: unescaped(target), target: "_blank", rel: "noopener noreferrer" },
    unescaped(label ?? target.replace(/^mailto:/, "")),
  );
}

function split(reference) {
  const bar = reference.indexOf("|");
  return bar < 0 ? [reference, undefined] : [reference.slice(0, bar), reference.slice(bar + 1)];
}

const mention = (text) => element("span", { className: "mention" }, unescaped(text));
