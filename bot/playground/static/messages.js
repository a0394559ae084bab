// One message as an element: who, when, for whom, its blocks or its text, its files, and what can be done with it.

import { blocksOf } from "./blocks/blocks.js";
import { confirmed } from "./confirm.js";
import { inFull, instant, time } from "./dates.js";
import { element, iconButton } from "./dom.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { openMenu } from "./popup.js";

// `on` holds what a reader can do: surfaceOf(message), openThread(message), shortcuts, useShortcut(shortcut, message),
// edit(message, text), remove(message). `isReply` is a message that stands in its thread.
export function messageElement(message, directory, on, { isReply = false, isCompact = false } = {}) {
  const author = directory.author(message.user);
  const className = ["message", message.ephemeral && "ephemeral", isCompact && "compact"].filter(Boolean).join(" ");
  const article = element("article", { className });
  article.dataset.ts = message.ts;
  const body = element("div", { className: "body" });
  if (message.ephemeral) body.append(element("p", { className: "only-you" }, "Only visible to you"));
  body.append(byline(message, author), ...contents(message, directory, on));
  article.append(isCompact ? gutter(message) : avatar(author), body);
  if (message.subtype !== "tombstone") article.append(toolbar(message, article, directory, on, isReply));
  return article;
}

// The line below a message that leads into its thread.
export function threadLink(message, replies, on) {
  if (replies.length === 0) return null;
  const words = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const last = element("span", { className: "faint" }, `Last at ${time(instant(replies.at(-1).ts))}`);
  const open = () => on.openThread(message);
  const link = element("button", { type: "button", className: "thread-link", onclick: open }, words);
  return element("div", { className: "thread-line" }, link, last);
}

export function avatar(author) {
  const letters = author.name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
  const bars = () => element("span", { className: "bars" }, ...[1, 2, 3].map(() => element("i")));
  return element(
    "div",
    { className: `avatar tone-${author.tone}`, "aria-hidden": "true" },
    author.tone === "bot" ? bars() : letters,
  );
}

const gutter = (message) => element("div", { className: "gutter", "aria-hidden": "true" }, time(instant(message.ts)));

function byline(message, author) {
  const at = instant(message.ts);
  const line = element("div", { className: "byline" }, element("strong", {}, author.name));
  if (author.isApp) line.append(element("span", { className: "badge" }, "APP"));
  line.append(element("time", { dateTime: at.toISOString(), title: inFull(at) }, time(at)));
  return line;
}

function contents(message, directory, on) {
  const parts = message.blocks?.length
    ? blocksOf(message.blocks, on.surfaceOf(message))
    : [element("div", { className: "text" }, ...mrkdwn(message.text, directory.nameOf))];
  // Slack says so of messages that people edit; an app's are updated all the time.
  if (message.edited && !message.blocks?.length) parts.push(element("span", { className: "edited" }, "(edited)"));
  if (message.files?.length) {
    parts.push(element("div", { className: "files" }, ...message.files.map((file) => fileCard(file, on.server))));
  }
  return parts;
}

function toolbar(message, article, directory, on, isReply) {
  const bar = element("div", { className: "toolbar", role: "group", "aria-label": "Message actions" });
  if (message.ephemeral) {
    bar.append(iconButton("Dismiss", icon("close"), () => on.remove(message)));
    return bar;
  }
  if (!isReply) bar.append(iconButton("Reply in thread", icon("reply"), () => on.openThread(message)));
  const items = itemsOf(message, article, directory, on);
  if (items.length > 0) {
    const more = iconButton("More actions", icon("more"), () => openMenu(more, "More actions", items));
    more.setAttribute("aria-haspopup", "menu");
    more.dataset.focus = "more";
    bar.append(more);
  }
  return bar;
}

function itemsOf(message, article, directory, on) {
  const items = on.shortcuts
    .filter((shortcut) => shortcut.kind === "message")
    .map((shortcut) => ({
      label: shortcut.name,
      description: `${directory.bot.name} · ${shortcut.description}`,
      act: () => on.useShortcut(shortcut, message),
    }));
  if (message.user !== directory.me) return items;
  return [
    ...items,
    { label: "Edit message", act: () => edit(message, article, on) },
    { label: "Delete message", danger: true, act: () => remove(message, on) },
  ];
}

async function remove(message, on) {
  const words = "This message will be gone for everybody.";
  if (await confirmed({ title: "Delete message", words, yes: "Delete", danger: true })) on.remove(message);
}

// Writing takes the place of the message's body until it is saved or left.
function edit(message, article, on) {
  const body = article.querySelector(".body");
  const box = element("textarea", {
    className: "field",
    rows: 3,
    value: typed(message.text),
    "aria-label": "Edit message",
  });
  const leave = () => {
    form.replaceWith(body);
    article.querySelector('[data-focus="more"]')?.focus();
  };
  const form = element(
    "form",
    { className: "edit" },
    box,
    element(
      "div",
      { className: "dialog-buttons" },
      element("button", { type: "button", className: "press", onclick: leave }, "Cancel"),
      element("button", { type: "submit", className: "press primary" }, "Save"),
    ),
  );
  const save = () => {
    const text = box.value.trim();
    leave();
    if (text && text !== typed(message.text)) on.edit(message, text);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  body.replaceWith(form);
  box.focus();

  // What the person typed, from what Slack made of it.
  function typed(text) {
    return text
      .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${on.handleOf(id)}`)
      .replace(/<#\w+\|([^>]*)>/g, "#$1")
      .replace(/<!(here|channel|everyone)>/g, "@$1")
      .replace(/<([^>|]+)(?:\|[^>]*)?>/g, "$1")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");
  }
}
