// A box to write in: Enter sends, Shift+Enter starts a line, Arrow Up brings back what was sent.

import { element, iconButton } from "./dom.js";
import { Attachments } from "./files.js";
import { icon } from "./icons.js";
import { openMenu } from "./popup.js";
import { commandsOf, namesOf, Suggestions } from "./suggestions.js";

export class Composer {
  // `send(text, fileIds)` gets what was written; `state()` what there is to suggest; `menu()` what "+" offers further.
  constructor(form, { label, send, state, server, menu = () => [] }) {
    Object.assign(this, { form, send, state, menu });
    this.sent = [];
    this.#build(label);
    this.suggestions = new Suggestions(this.box, this.hint, [commandsOf(state), namesOf(state)]);
    this.attachments = new Attachments(this.list, { server });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => this.#pressed(event));
    this.box.addEventListener("input", () => this.#changed());
    this.box.addEventListener("blur", () => this.suggestions.hide());
    this.hint.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  submit() {
    const text = this.box.value.trim();
    const files = this.attachments.files.map((file) => file.id);
    if ((text === "" && files.length === 0) || this.attachments.coming > 0) return;
    if (text) this.sent.push(text);
    this.write("");
    this.attachments.clear();
    this.send(text, files);
  }

  write(text) {
    this.box.value = text;
    this.#changed();
  }

  focus() {
    this.box.focus();
  }

  // Say below the box why something could not be sent, until the next try.
  complain(words) {
    this.complaint.textContent = words ?? "";
  }

  #build(label) {
    const id = `${this.form.id}-box`;
    this.hint = element("div", { className: "hint", hidden: true });
    this.list = element("ul", { className: "attachments" });
    this.box = element("textarea", {
      id,
      rows: 1,
      autocomplete: "off",
      spellcheck: true,
      placeholder: label,
      "aria-label": label,
    });
    this.chooser = element("input", {
      type: "file",
      multiple: true,
      className: "visually-hidden",
      tabIndex: -1,
      "aria-hidden": "true",
    });
    this.chooser.addEventListener("change", () => {
      this.attachments.add([...this.chooser.files]).then(() => this.focus());
      this.chooser.value = "";
    });
    const more = iconButton("Attach, shortcuts", icon("plus"), () => this.#more(more));
    more.setAttribute("aria-haspopup", "menu");
    const send = element(
      "button",
      { type: "submit", className: "send", title: "Send", "aria-label": "Send" },
      icon("send"),
    );
    const row = element("div", { className: "box-row" }, more, this.chooser, this.box, send);
    this.complaint = element("p", { className: "complaint", role: "alert" });
    this.form.replaceChildren(this.hint, element("div", { className: "box" }, row, this.list), this.complaint);
  }

  name(label) {
    this.box.placeholder = label;
    this.box.setAttribute("aria-label", label);
  }

  #more(anchor) {
    const upload = { label: "Upload a file", description: "From this computer", act: () => this.chooser.click() };
    openMenu(anchor, "Attach, shortcuts", [upload, ...this.menu()]);
  }

  #pressed(event) {
    if (event.isComposing || this.suggestions.pressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && this.box.value === "" && this.sent.length > 0) {
      event.preventDefault();
      this.write(this.sent.at(-1));
    }
  }

  #changed() {
    this.complain("");
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    this.suggestions.update();
  }
}
