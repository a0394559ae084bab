// A question before something is done.
// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object

import { element, newId } from "./dom.js";

// Whether the person says yes. `title` and `yes` are texts, `words` is a text or a list of nodes.
export function confirmed({ title, words, yes, no = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const id = newId("confirm");
    const answer = (value) =>
      element(
        "button",
        { className: value ? `press ${danger ? "danger" : "primary"}` : "press", value: value ? "yes" : "" },
        value ? yes : no,
      );
    const buttons = element("form", { method: "dialog", className: "dialog-buttons" }, answer(false), answer(true));
    const text = element("div", { className: "dialog-words" }, ...[words].flat());
    const dialog = element(
      "dialog",
      { className: "dialog", "aria-labelledby": id },
      element("h2", { id }, title),
      text,
      buttons,
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    buttons.lastElementChild.focus();
  });
}
