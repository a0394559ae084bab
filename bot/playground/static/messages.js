// One message as an element: who, when, for whom, and its blocks or its text.

import { element } from "./dom.js";
import { mrkdwn, unescaped } from "./mrkdwn.js";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

// `on` holds what a reader can do: press(message, blockId, button, control) and openThread(message).
export function messageElement(message, directory, on) {
  const author = directory.author(message.user);
  const article = element("article", { className: message.ephemeral ? "message ephemeral" : "message" });
  article.dataset.ts = message.ts;
  const body = element("div", { className: "body" }, byline(message, author), ...contents(message, directory, on));
  if (message.edited && !message.blocks) body.append(element("span", { className: "edited" }, "(edited)"));
  if (message.ephemeral) article.append(element("p", { className: "only-you" }, "Only visible to you"));
  article.append(avatar(author), body);
  return article;
}

// The line below a message that leads into its thread; not for messages that have none.
export function threadLink(message, replies, on) {
  const words = replies === 0 ? "Reply in thread" : replies === 1 ? "1 reply" : `${replies} replies`;
  const className = replies === 0 ? "thread-link none" : "thread-link";
  return element("button", { type: "button", className, onclick: () => on.openThread(message) }, words);
}

function avatar(author) {
  const letters = author.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  return element("div", { className: `avatar tone-${author.tone}`, "aria-hidden": "true" }, letters);
}

function byline(message, author) {
  const at = new Date(Number(message.ts) * 1000);
  const line = element("div", { className: "byline" }, element("strong", {}, author.name));
  if (author.isApp) line.append(element("span", { className: "badge" }, "APP"));
  line.append(element("time", { dateTime: at.toISOString(), title: at.toLocaleString() }, TIME.format(at)));
  return line;
}

function contents(message, directory, on) {
  if (!message.blocks) return [element("div", { className: "text" }, ...mrkdwn(message.text, directory.nameOf))];
  return message.blocks.map((block) => (BLOCKS[block.type] ?? unknown)(block, message, directory, on));
}

const BLOCKS = {
  header: (block) =>
    element("div", { className: "block header", role: "heading", "aria-level": "3" }, unescaped(block.text.text)),
  divider: () => element("hr", { className: "block" }),
  section(block, message, directory, on) {
    const words = element("div", { className: "words" });
    if (block.text) words.append(element("div", { className: "text" }, ...textNodes(block.text, directory)));
    if (block.fields) words.append(fields(block.fields, directory));
    const section = element("div", { className: "block section" }, words);
    if (block.accessory) section.append(part(block.accessory, block, message, directory, on));
    return section;
  },
  context: (block, message, directory, on) =>
    element("div", { className: "block context" }, ...parts(block, message, directory, on)),
  actions: (block, message, directory, on) =>
    element("div", { className: "block actions" }, ...parts(block, message, directory, on)),
};

const unknown = (block) => element("div", { className: "block context" }, `[${block.type}]`);

const fields = (texts, directory) =>
  element(
    "div",
    { className: "fields" },
    ...texts.map((text) => element("div", { className: "text" }, ...textNodes(text, directory))),
  );

const parts = (block, message, directory, on) =>
  block.elements.map((each) => part(each, block, message, directory, on));

function part(each, block, message, directory, on) {
  if (each.type === "button") return button(each, block, message, on);
  if (each.type === "image") return element("img", { className: "image", src: each.image_url, alt: each.alt_text });
  return element("div", { className: "text" }, ...textNodes(each, directory));
}

function button(each, block, message, on) {
  const label = unescaped(each.text.text);
  const control = element("button", { type: "button", className: `press ${each.style ?? ""}` }, label);
  if (each.accessibility_label) control.setAttribute("aria-label", each.accessibility_label);
  control.dataset.action = each.action_id;
  control.addEventListener("click", () => on.press(message, block.block_id, each, control));
  return control;
}

const textNodes = (text, directory) =>
  text.type === "mrkdwn" ? mrkdwn(text.text, directory.nameOf) : [element("div", { className: "line" }, unescaped(text.text))];
