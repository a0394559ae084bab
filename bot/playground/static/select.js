// A box to choose one or several entries from a list that can be searched.
// The pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { element, newId } from "./dom.js";
import { icon } from "./icons.js";
import { Popup } from "./popup.js";

const SEARCHED_FROM = 7;

// `entries` are {value, label, description?, group?}; `chosen` is a value or, with `several`, a list of values.
// `find(text)`, where there is one, gives the entries that the app offers for a text. `onChange` gets what is chosen.
export function select({ entries, find, chosen, several = false, most = Infinity, placeholder, label, onChange }) {
  const state = { entries, known: [...entries], chosen: several ? [...(chosen ?? [])] : (chosen ?? null) };
  const words = element("span", { className: "select-words" });
  const control = element(
    "button",
    { type: "button", className: "select", "aria-haspopup": "listbox", "aria-expanded": "false" },
    words,
    icon("down"),
  );
  const labelOf = (value) => state.known.find((entry) => entry.value === value)?.label ?? value;
  const show = () => {
    const values = several ? state.chosen : state.chosen === null ? [] : [state.chosen];
    const text = values.map(labelOf).join(", ") || placeholder;
    words.textContent = text;
    control.classList.toggle("is-empty", values.length === 0);
    control.setAttribute("aria-label", label ? `${label}: ${text}` : text);
  };
  control.addEventListener("click", () => (state.list ? state.list.popup.close() : open()));
  control.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open();
  });

  function open() {
    const before = JSON.stringify(state.chosen);
    state.list = new List(control, { state, find, several, most, label: label ?? placeholder }, () => {
      state.list = null;
      show();
      if (JSON.stringify(state.chosen) !== before) onChange(state.chosen);
    });
  }

  show();
  return control;
}

class List {
  constructor(control, options, onClose) {
    Object.assign(this, options);
    this.id = newId("list");
    this.search = element("input", {
      type: "text",
      className: "select-search",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.id,
      "aria-autocomplete": "list",
      "aria-label": this.label,
      placeholder: "Search",
      autocomplete: "off",
    });
    // Few entries need no search; the box then only takes the keys.
    if (!this.find && this.state.entries.length < SEARCHED_FROM) this.search.classList.add("visually-hidden");
    const role = { role: "listbox", "aria-label": this.label, "aria-multiselectable": String(this.several) };
    this.box = element("div", { id: this.id, className: "select-list", ...role });
    this.search.addEventListener("input", () => this.searched());
    this.search.addEventListener("keydown", (event) => this.pressed(event));
    const content = element("div", {}, this.search, this.box);
    this.popup = new Popup(control, content, { className: "select-popup", onClose });
    this.searched();
    this.search.focus();
  }

  async searched() {
    const text = this.search.value.trim().toLowerCase();
    if (this.find) {
      this.state.entries = await this.find(this.search.value.trim());
      this.state.known.push(...this.state.entries);
    }
    const fits = (entry) => this.find || `${entry.label} ${entry.description ?? ""}`.toLowerCase().includes(text);
    this.shown = this.state.entries.filter(fits);
    this.render();
    this.activate(
      Math.max(
        0,
        this.shown.findIndex((entry) => this.isChosen(entry)),
      ),
    );
  }

  isChosen(entry) {
    return this.several ? this.state.chosen.includes(entry.value) : this.state.chosen === entry.value;
  }

  render() {
    let group;
    const nodes = [];
    this.options = this.shown.map((entry, index) => {
      if (entry.group && entry.group !== group) {
        nodes.push(element("div", { className: "group", role: "presentation" }, entry.group));
      }
      group = entry.group;
      const chosen = this.isChosen(entry);
      const option = element(
        "div",
        { id: `${this.id}-${index}`, role: "option", className: "option", "aria-selected": String(chosen) },
        element("span", { className: "option-label" }, entry.label),
        entry.description ? element("span", { className: "description" }, entry.description) : null,
      );
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.take(index));
      nodes.push(option);
      return option;
    });
    if (nodes.length === 0) nodes.push(element("div", { className: "none" }, "Nothing fits"));
    this.box.replaceChildren(...nodes);
  }

  activate(index) {
    this.active = index;
    this.options.forEach((option, at) => option.classList.toggle("is-active", at === index));
    const option = this.options[index];
    this.search.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    const last = this.options.length - 1;
    const to = { ArrowDown: Math.min(last, this.active + 1), ArrowUp: Math.max(0, this.active - 1) }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.activate(to);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Tab") {
      this.popup.close();
    }
  }

  take(index) {
    const entry = this.shown[index];
    if (!entry) return;
    if (!this.several) {
      this.state.chosen = entry.value;
      this.popup.close();
    } else {
      const others = this.state.chosen.filter((value) => value !== entry.value);
      const isNew = others.length === this.state.chosen.length;
      if (isNew && others.length >= this.most) return;
      this.state.chosen = isNew ? [...others, entry.value] : others;
      this.render();
      this.activate(index);
    }
  }
}
