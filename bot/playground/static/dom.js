// Elements are built from nodes and text; nothing that a message says is ever read as HTML.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.includes("-") || ATTRIBUTES.has(name)) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const ATTRIBUTES = new Set(["role", "for", "list", "form", "colspan", "scope", "accept"]);

export const byId = (id) => document.getElementById(id);

export const hidden = (text) => element("span", { className: "visually-hidden" }, text);

// A button of the page itself; `icon` is an element or a text.
export const iconButton = (label, icon, onclick, className = "icon-button") =>
  element("button", { type: "button", className, title: label, "aria-label": label, onclick }, icon);

let lastId = 0;
export const newId = (what) => `${what}-${(lastId += 1)}`;

// Render anew without taking the focus from whoever is at work in `container`.
export function keepingFocus(container, render) {
  const active = document.activeElement;
  const place = container.contains(active) ? active.closest("[data-focus]")?.dataset.focus : undefined;
  const hadFocus = container.contains(active);
  const { selectionStart, selectionEnd } = active ?? {};
  const made = render() ?? container;
  if (!hadFocus) return true;
  const same = place && made.querySelector(`[data-focus="${CSS.escape(place)}"]`);
  if (!same) return false;
  same.focus({ preventScroll: true });
  if (typeof selectionStart === "number" && same.value !== undefined)
    same.setSelectionRange?.(selectionStart, selectionEnd);
  return true;
}
