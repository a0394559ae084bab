// Input blocks: a label, a field, a hint, and the mistake if there is one.
// https://docs.slack.dev/reference/block-kit/blocks/input-block

import { element, newId } from "../dom.js";
import { plain } from "../text.js";
import { fileInput } from "./file_input.js";
import { interactive } from "./interactive.js";

const TYPED = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number" };

// `part` makes what no input is, to be shown as unknown.
export function input(block, surface, part) {
  const id = newId("field");
  const item = block.element;
  const changed = (value) => {
    surface.keep(block, item, value ?? null);
    if (block.dispatch_action) surface.act(block.block_id, item.action_id, value ?? null);
  };
  const field = fieldOf(item, block, surface, changed) ?? part(item, block, surface);
  const control = field.matches("input, textarea, button")
    ? field
    : (field.querySelector("input, textarea, button") ?? field);
  control.id = id;
  control.dataset.focus = `${block.block_id} ${item.action_id}`;
  if (item.focus_on_load) control.dataset.first = "";
  const label = element("label", { className: "input-label", for: id }, plain(block.label));
  if (block.optional) label.append(element("span", { className: "optional" }, " (optional)"));
  else control.setAttribute("aria-required", "true");
  const grouped = field.matches('[role="group"], [role="radiogroup"]');
  if (grouped) {
    label.id = `${id}-label`;
    field.setAttribute("aria-labelledby", label.id);
  }
  const made = element("div", { className: "block input" }, grouped ? heading(label) : label, field);
  made.dataset.block = block.block_id;
  if (block.hint) made.append(element("p", { className: "input-hint", id: `${id}-hint` }, plain(block.hint)));
  if (block.hint) control.setAttribute("aria-describedby", `${id}-hint`);
  if (surface.errors[block.block_id]) showError(made, surface.errors[block.block_id]);
  return made;
}

// A group of boxes has a heading; a label would belong to the first box alone.
const heading = (label) => element("div", { className: "input-label", id: label.id }, ...label.childNodes);

// Say at the field what is wrong with it; without words, that nothing is.
export function showError(made, words) {
  const control = made.querySelector("[data-focus]");
  made.querySelector(".input-error")?.remove();
  made.classList.toggle("is-wrong", Boolean(words));
  control.setAttribute("aria-invalid", String(Boolean(words)));
  const hint = made.querySelector(".input-hint")?.id;
  const id = `${control.id}-error`;
  control.setAttribute("aria-describedby", [words && id, hint].filter(Boolean).join(" "));
  if (words) made.append(element("p", { className: "input-error", id, role: "alert" }, words));
}

function fieldOf(item, block, surface, changed) {
  if (item.type in TYPED) return typed(item, block, surface, changed);
  if (item.type === "file_input") return fileInput(item, block, surface, changed);
  return interactive(item, block, surface, changed);
}

function typed(item, block, surface, changed) {
  const value = surface.chosen(block, item, item.initial_value) ?? "";
  const shared = {
    value,
    className: "field",
    placeholder: plain(item.placeholder),
    autocomplete: "off",
    minLength: item.min_length,
    maxLength: item.max_length,
  };
  const made = item.multiline
    ? element("textarea", { ...shared, rows: 4 })
    : element("input", { ...shared, type: TYPED[item.type] });
  if (item.type === "number_input") {
    made.step = item.is_decimal_allowed ? "any" : "1";
    made.min = item.min_value ?? "";
    made.max = item.max_value ?? "";
  }
  made.addEventListener("input", () => surface.keep(block, item, made.value || null));
  made.addEventListener("change", () => changed(made.value));
  return made;
}

// What the app never hears of: Slack's own words for a field that cannot be sent.
export function mistakeIn(block, value, made) {
  const isEmpty = value === undefined || value === null || value === "" || value.length === 0;
  if (isEmpty && made?.querySelector("input:invalid")) return "Enter a valid value.";
  if (isEmpty) return block.optional ? "" : "This is a required field";
  const { type, min_length: least = 0, min_value: low, max_value: high, is_decimal_allowed: decimals } = block.element;
  if (type === "plain_text_input" && value.length < least) return `Enter at least ${least} characters.`;
  if (type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return "Enter a valid email address.";
  if (type === "url_text_input" && !/^https?:\/\/\S+$/i.test(value))
    return "Enter a valid URL, such as https://example.com.";
  if (type !== "number_input") return "";
  if (!Number.isFinite(Number(value))) return "Enter a number.";
  if (!decimals && !Number.isInteger(Number(value))) return "Enter a whole number.";
  if (low !== undefined && Number(value) < Number(low)) return `Enter a number of at least ${low}.`;
  if (high !== undefined && Number(value) > Number(high)) return `Enter a number of at most ${high}.`;
  return "";
}
