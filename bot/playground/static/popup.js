// What opens beside a control and closes with Escape, by a click elsewhere, or when the focus leaves it.

import { element } from "./dom.js";

const GAP = 4;
const EDGE = 8;

export class Popup {
  // `onClose` is called once, whatever closes it; the focus then goes back to `anchor` if it was inside.
  constructor(anchor, content, { className = "", onClose = () => {} } = {}) {
    this.anchor = anchor;
    this.onClose = onClose;
    this.box = element("div", { className: `popup ${className}` }, content);
    // A modal makes everything outside of it inert, so its popups live in it.
    (anchor.closest("dialog") ?? document.body).append(this.box);
    anchor.setAttribute("aria-expanded", "true");
    this.#place();
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.box.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.box.addEventListener("focusout", (event) => this.#left(event), { signal });
    document.addEventListener("pointerdown", (event) => this.#pointed(event), { signal, capture: true });
    window.addEventListener("resize", () => this.close(), { signal });
  }

  close() {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    const hadFocus = this.box.contains(document.activeElement);
    this.box.remove();
    this.anchor.setAttribute("aria-expanded", "false");
    if (hadFocus && this.anchor.isConnected) this.anchor.focus();
    this.onClose();
  }

  #pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  #left(event) {
    if (event.relatedTarget && !this.box.contains(event.relatedTarget)) this.close();
  }

  #pointed(event) {
    if (!this.box.contains(event.target) && !this.anchor.contains(event.target)) this.close();
  }

  // Below the control if there is room, else above; never beyond the window's edge.
  #place() {
    const at = this.anchor.getBoundingClientRect();
    const { style } = this.box;
    style.minWidth = `${Math.min(at.width, innerWidth - 2 * EDGE)}px`;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
    const below = innerHeight - at.bottom - GAP - EDGE;
    const above = at.top - GAP - EDGE;
    if (height <= below || below >= above) {
      style.top = `${at.bottom + GAP}px`;
      style.maxHeight = `${below}px`;
    } else {
      style.bottom = `${innerHeight - at.top + GAP}px`;
      style.maxHeight = `${above}px`;
    }
  }
}

// A menu of things to do: `items` are {label, description?, danger?, act}. Arrow keys go through it.
export function openMenu(anchor, label, items) {
  const entries = items.map((item) => {
    const className = item.danger ? "menu-item danger" : "menu-item";
    const entry = element("button", { type: "button", role: "menuitem", className, tabIndex: -1 }, item.label);
    if (item.description) entry.append(element("span", { className: "description" }, item.description));
    entry.addEventListener("click", () => {
      popup.close();
      item.act();
    });
    return entry;
  });
  const list = element("div", { role: "menu", "aria-label": label, className: "menu-list" }, ...entries);
  const popup = new Popup(anchor, list);
  list.addEventListener("keydown", (event) => {
    if (event.key === "Tab") popup.close();
    move(event, entries);
  });
  entries[0]?.focus();
  return popup;
}

// Arrow keys, Home and End lead through `entries`.
export function move(event, entries) {
  const now = entries.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  entries.at(to % entries.length)?.focus();
}
