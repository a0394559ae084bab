// A box to write in: Enter sends, Shift+Enter starts a line, Arrow Up brings back what was sent.

import { element } from "./dom.js";

export class Composer {
  // `send(text)` gets what was written; `hint` is where help on slash commands goes, if anywhere.
  constructor(form, box, send, hint = null) {
    this.box = box;
    this.send = send;
    this.hint = hint;
    this.commands = [];
    this.sent = [];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    box.addEventListener("keydown", (event) => this.pressed(event));
    box.addEventListener("input", () => this.changed());
  }

  submit() {
    const text = this.box.value.trim();
    if (text === "") return;
    this.sent.push(text);
    this.write("");
    this.send(text);
  }

  write(text) {
    this.box.value = text;
    this.changed();
  }

  focus() {
    this.box.focus();
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && this.box.value === "" && this.sent.length > 0) {
      event.preventDefault();
      this.write(this.sent.at(-1));
    } else if (event.key === "Tab" && this.canComplete()) {
      event.preventDefault();
      this.write(`${this.suggested.name} `);
    } else if (event.key === "Escape" && this.hint) {
      this.hint.hidden = true;
    }
  }

  canComplete() {
    const typed = this.box.value;
    return this.suggested && typed.length <= this.suggested.name.length && this.suggested.name.startsWith(typed);
  }

  changed() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    if (!this.hint) return;
    const [word] = this.box.value.split(/\s/, 1);
    const begun = word.startsWith("/");
    this.suggested = begun ? this.commands.find((command) => command.name.startsWith(word)) : undefined;
    this.hint.hidden = !this.suggested;
    if (this.suggested) this.hint.replaceChildren(this.suggestion(this.suggested));
  }

  suggestion(command) {
    return element(
      "button",
      {
        type: "button",
        className: "suggestion",
        onclick: () => {
          this.write(`${command.name} `);
          this.focus();
        },
      },
      element("strong", {}, command.name),
      ` ${command.usage_hint}`,
      element("span", {}, command.description),
    );
  }
}
