// Dates and times, in the browser's own pickers.
// https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element and …/time-picker-element

import { element } from "../dom.js";
import { plain } from "../text.js";

const KINDS = { datepicker: ["date", "initial_date", "Date"], timepicker: ["time", "initial_time", "Time"] };

export function picker(item, block, surface, act) {
  const [type, initial, name] = KINDS[item.type];
  const value = surface.chosen(block, item, item[initial]) ?? "";
  const label = plain(block.label) || plain(item.placeholder) || name;
  const made = element("input", { type, value, className: "field picker", "aria-label": label, title: label });
  let typing = false;
  let last = value;
  const commit = () => {
    typing = false;
    if (made.value === last || !made.validity.valid) return;
    last = made.value;
    act(made.value || null);
  };
  // While somebody types, each digit makes another date; only what they leave it at is meant.
  made.addEventListener("keydown", (event) => {
    typing = event.key !== "Enter";
    if (event.key === "Enter") commit();
  });
  made.addEventListener("pointerdown", () => (typing = false));
  made.addEventListener("change", () => typing || commit());
  made.addEventListener("blur", commit);
  return made;
}
