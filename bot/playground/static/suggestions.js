// What could be meant while somebody types: a slash command, a person after "@", a channel after "#".

import { element } from "./dom.js";

export class Suggestions {
  // `sources` are functions of the text before the cursor: {from, items: [{insert, title, more, description}]} or null.
  constructor(box, list, sources) {
    Object.assign(this, { box, list, sources });
    this.items = [];
    this.active = 0;
  }

  update() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const found = this.sources.map((source) => source(before)).find((each) => each?.items.length);
    this.items = found?.items ?? [];
    this.from = found?.from ?? 0;
    this.activate(0);
  }

  hide() {
    this.items = [];
    this.list.hidden = true;
  }

  get isOpen() {
    return this.items.length > 0;
  }

  activate(index) {
    this.active = index;
    this.list.hidden = !this.isOpen;
    const rows = this.items.map((item, at) => {
      const take = () => {
        this.take(item);
        this.box.focus();
      };
      const className = at === index ? "suggestion is-active" : "suggestion";
      const words = [element("strong", {}, item.title), ` ${item.more ?? ""}`];
      const description = item.description && element("span", { className: "description" }, item.description);
      return element(
        "button",
        { type: "button", className, tabIndex: -1, onclick: take },
        ...words,
        description || null,
      );
    });
    this.list.replaceChildren(...rows);
  }

  // Whether the key was for the list.
  pressed(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = this.items[this.active];
    if (step && this.items.length > 1) {
      this.activate((this.active + step + this.items.length) % this.items.length);
    } else if (event.key === "Escape") {
      this.hide();
    } else if (
      (event.key === "Tab" && !event.shiftKey && !this.isTaken(item)) ||
      (event.key === "Enter" && item.onEnter && !this.isTaken(item))
    ) {
      this.take(item);
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  isTaken(item) {
    return this.box.value.slice(this.from, this.box.selectionStart).length >= item.insert.length;
  }

  take(item) {
    const after = this.box.value.slice(this.box.selectionStart);
    this.box.value = `${this.box.value.slice(0, this.from)}${item.insert} ${after}`;
    const at = this.from + item.insert.length + 1;
    this.box.setSelectionRange(at, at);
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The commands that begin with what is typed; a whole one stays, so that its usage hint does.
export const commandsOf = (state) => (before) => {
  const [word] = before.split(/\s/, 1);
  if (!word.startsWith("/")) return null;
  const isWhole = before.length > word.length;
  const fits = ({ name }) => (isWhole ? name === word : name.startsWith(word));
  const items = state()
    .commands.filter(fits)
    .map((command) => ({
      insert: command.name,
      title: command.name,
      more: command.usage_hint,
      description: command.description,
    }));
  return { from: 0, items };
};

export const namesOf = (state) => (before) => {
  const [, mark, begun] = /(?:^|\s)([@#])([\w.-]*)$/.exec(before) ?? [];
  if (!mark) return null;
  const { people, apps, channels } = state();
  const all = {
    "@": [{ name: apps[0].name, title: "App" }, ...people.map((each) => ({ name: each.name, title: each.real_name }))],
    "#": channels.filter((each) => each.kind !== "im").map((each) => ({ name: each.name, title: each.purpose })),
  }[mark];
  const items = all
    .filter(({ name }) => name.startsWith(begun.toLowerCase()))
    .map(({ name, title }) => ({
      insert: `${mark}${name}`,
      title: `${mark}${name}`,
      description: title,
      onEnter: true,
    }));
  return { from: before.length - begun.length - 1, items };
};
