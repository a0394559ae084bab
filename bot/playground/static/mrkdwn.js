// Slack's text formatting as DOM nodes.
// https://docs.slack.dev/messaging/formatting-message-text

import { formatted } from "./dates.js";
import { element } from "./dom.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const CODE_BLOCK = /```\n?([\s\S]+?)\n?```/g;
const QUOTED = /^(?:&gt;|>) ?/;
const ALL_QUOTED = /^(?:&gt;|>){3} ?/;
const LISTED = /^\s*(?:[•◦▪] |\d{1,3}[.)] )/;
// `code`, <link or mention>, then *bold*, _italic_ and ~struck~, whose marks must stand at the edges of words.
const INLINE = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\p{L}\p{N}])/gu;
const TAGS = { "*": "strong", _: "em", "~": "s" };
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
  let rest = false;
  const trimmed = text.replace(/^\n|\n$/g, "");
  for (const line of trimmed === "" ? [] : trimmed.split("\n")) {
    const begins = !rest && ALL_QUOTED.test(line);
    if (rest || begins || QUOTED.test(line)) {
      quote ??= nodes[nodes.push(element("blockquote")) - 1];
      quote.append(lineOf(rest ? line : line.replace(begins ? ALL_QUOTED : QUOTED, ""), names));
      rest ||= begins;
    } else {
      quote = null;
      nodes.push(lineOf(line, names));
    }
  }
  return nodes;
}

function lineOf(line, names) {
  const className = LISTED.test(line) ? "line listed" : "line";
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
  if (target.startsWith("!date^")) return date(target, label ?? "");
  if (target.startsWith("!")) return mention(label ?? `@${target.slice(1).split("^")[0]}`);
  return link(unescaped(target), unescaped(label ?? target.replace(/^mailto:/, ""))) ?? unescaped(`<${reference}>`);
}

function date(target, fallback) {
  const [, timestamp, pattern = "", address] = target.split("^");
  const words = formatted(timestamp, unescaped(pattern), unescaped(fallback));
  return (address && link(unescaped(address), words)) || element("span", { className: "date" }, words);
}

// A link that opens outside of the page; undefined for what is no web or mail address, such as javascript:.
export function link(address, ...words) {
  if (!SAFE_LINK.test(address)) return undefined;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...words);
}

function split(reference) {
  const bar = reference.indexOf("|");
  return bar < 0 ? [reference, undefined] : [reference.slice(0, bar), reference.slice(bar + 1)];
}

export const mention = (text) => element("span", { className: "mention" }, unescaped(text));
