// Interactive elements: what a person may press or choose. https://docs.slack.dev/reference/block-kit/block-elements

import { confirmed } from "../confirm.js";
import { element, iconButton, newId } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../popup.js";
import { plain, textOf } from "../text.js";
import { menu } from "./menus.js";
import { picker } from "./pickers.js";

const ELEMENTS = {
  button,
  checkboxes: (item, block, surface, on) => choices(item, block, surface, on, "checkbox"),
  datepicker: picker,
  overflow,
  radio_buttons: (item, block, surface, on) => choices(item, block, surface, on, "radio"),
  timepicker: picker,
};

// The element, or undefined for a type that is unknown here. In an input block nothing is sent until it is submitted,
// so `onChange` then takes the place of the action.
export function interactive(item, block, surface, onChange) {
  const make = ELEMENTS[item.type] ?? (item.type.endsWith("_select") ? menu : undefined);
  const act = onChange ?? ((value) => acted(item, block, surface, value, made));
  const made = make?.(item, block, surface, act);
  if (made) focusable(made).dataset.focus = `${block.block_id} ${item.action_id}`;
  return made;
}

const focusable = (made) => (made.matches("button, input") ? made : (made.querySelector("input, button") ?? made));

async function acted(item, block, surface, value, made) {
  const { confirm } = item;
  if (confirm && !(await agrees(confirm, surface))) return;
  if (value !== undefined) surface.keep(block, item, value);
  made.setAttribute("aria-busy", "true");
  const { error } = await surface.act(block.block_id, item.action_id, value);
  made.removeAttribute("aria-busy");
  const after = made.closest(".block") ?? made;
  after.parentElement?.querySelector(":scope > .failed")?.remove();
  if (error) {
    const what = item.type === "button" ? "button" : "choice";
    after.after(element("p", { className: "failed", role: "alert" }, `kpibot did not answer this ${what} (${error}).`));
  }
}

const agrees = ({ title, text, confirm, deny, style }, surface) =>
  confirmed({
    title: plain(title),
    words: textOf(text, surface.directory),
    yes: plain(confirm),
    no: plain(deny),
    danger: style === "danger",
  });

function button(item, _block, _surface, act) {
  const className = `press ${item.style ?? ""}`;
  const made = element(
    "button",
    { type: "button", className, "aria-label": item.accessibility_label },
    plain(item.text),
  );
  made.addEventListener("click", () => {
    if (item.url && /^https?:/i.test(item.url)) window.open(item.url, "_blank", "noopener");
    act();
  });
  return made;
}

function overflow(item, _block, _surface, act) {
  const items = item.options.map((option) => ({
    label: plain(option.text),
    description: plain(option.description),
    act: () => {
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
      act(option.value);
    },
  }));
  const made = iconButton("More actions", icon("more"), () => openMenu(made, "More actions", items), "press overflow");
  made.setAttribute("aria-haspopup", "menu");
  return made;
}

function choices(item, block, surface, act, type) {
  const several = type === "checkbox";
  const initial = several ? item.initial_options?.map(({ value }) => value) : item.initial_option?.value;
  const chosen = [surface.chosen(block, item, initial) ?? []].flat();
  const name = newId("choice");
  const lines = item.options.map((option) => {
    const box = element("input", { type, name, value: option.value, checked: chosen.includes(option.value) });
    const words = element("span", {}, ...textOf(option.text, surface.directory));
    if (option.description) {
      words.append(element("span", { className: "description" }, ...textOf(option.description, surface.directory)));
    }
    return element("label", { className: "choice" }, box, words);
  });
  const made = element("div", { className: "choices", role: several ? "group" : "radiogroup" }, ...lines);
  made.addEventListener("change", () => {
    const values = [...made.querySelectorAll("input:checked")].map((box) => box.value);
    act(several ? values : values[0]);
  });
  return made;
}
