// Modals: the view on top of the person's stack, as a dialog. https://docs.slack.dev/surfaces/modals

import { blocksOf } from "./blocks/blocks.js";
import { mistakeIn, showError } from "./blocks/input.js";
import { element, iconButton, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";
import { Surface, Values } from "./surface.js";
import { plain } from "./text.js";

const TROUBLE = "We had some trouble connecting. Try again?";

export class Modal {
  constructor(server) {
    this.server = server;
    this.values = new Map();
    this.dialog = element("dialog", { className: "modal", "aria-labelledby": "modal-title" });
    // Escape is the close button's key; the server says what is open then.
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close(this.view);
    });
    document.body.append(this.dialog);
  }

  // `views` is the stack, the one on top last.
  show(views, directory) {
    this.stack = views;
    this.directory = directory;
    for (const id of this.values.keys()) if (!views.some((view) => view.id === id)) this.values.delete(id);
    const before = this.view;
    this.view = views.at(-1);
    if (!this.view) return this.#leave();
    if (before?.id === this.view.id && before.hash === this.view.hash) return;
    if (!this.values.has(this.view.id)) this.values.set(this.view.id, new Values());
    const kept = keepingFocus(this.dialog, () => this.#render());
    if (!this.dialog.open) this.#open();
    else if (!kept || before.id !== this.view.id) this.#focusFirst();
  }

  #open() {
    this.opener = document.activeElement;
    this.dialog.showModal();
    this.#focusFirst();
  }

  #leave() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.replaceChildren();
    this.opener?.isConnected && this.opener.focus();
  }

  #focusFirst() {
    const first =
      "[data-first], .modal-blocks input, .modal-blocks textarea, .modal-blocks button, .modal-buttons button";
    (this.dialog.querySelector("[data-first]") ?? this.dialog.querySelector(first))?.focus();
  }

  #render() {
    const { view } = this;
    const values = this.values.get(view.id);
    const surface = new Surface({
      place: { view_id: view.id },
      directory: this.directory,
      server: this.server,
      values,
      act: (blockId, actionId, value) =>
        this.server.post("act", {
          view_id: view.id,
          block_id: blockId,
          action_id: actionId,
          value,
          values: values.within(view.blocks),
          wait: true,
        }),
    });
    this.trouble = element("p", { className: "modal-trouble", role: "alert" });
    this.blocks = element("div", { className: "modal-blocks" }, ...blocksOf(view.blocks, surface));
    const form = element(
      "form",
      { className: "modal-form", noValidate: true },
      this.#header(),
      this.blocks,
      this.#footer(),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(values);
    });
    this.dialog.replaceChildren(form);
  }

  #header() {
    const title = element("h2", { id: "modal-title" }, plain(this.view.title));
    const close = iconButton("Close", icon("close"), () => this.#close(this.stack[0]));
    const back = this.stack.length > 1 ? iconButton("Back", icon("back"), () => this.#close(this.view)) : null;
    return element(
      "header",
      { className: "modal-header" },
      back,
      element("span", { className: "app-sign", "aria-hidden": "true" }),
      title,
      close,
    );
  }

  #footer() {
    const close = () => this.#close(this.view.clear_on_close ? this.stack[0] : this.view);
    const buttons = element("footer", { className: "modal-buttons" }, this.trouble);
    buttons.append(
      element("button", { type: "button", className: "press", onclick: close }, plain(this.view.close) || "Close"),
    );
    if (this.view.submit) {
      this.submit = element(
        "button",
        { type: "submit", className: "press primary", disabled: this.view.submit_disabled },
        plain(this.view.submit),
      );
      buttons.append(this.submit);
    }
    return buttons;
  }

  async #submit(values) {
    if (!this.view.submit || this.submit.hasAttribute("aria-busy")) return;
    if (this.#showErrors(this.#mistakes(values))) return;
    this.submit.setAttribute("aria-busy", "true");
    const asked = { view_id: this.view.id, values: values.within(this.view.blocks), wait: true };
    const { error, errors } = await this.server.post("submit", asked);
    this.submit.removeAttribute("aria-busy");
    this.#showErrors(errors ?? {});
    this.trouble.textContent = error ? `${TROUBLE} (${error})` : "";
  }

  #mistakes(values) {
    const inputs = this.view.blocks.filter((block) => block.type === "input");
    const found = inputs.map((block) => {
      const value = values.get(block.block_id, block.element.action_id);
      return [block.block_id, mistakeIn(block, value, this.#find(block.block_id))];
    });
    return Object.fromEntries(found.filter(([, words]) => words));
  }

  // Whether there are any; the focus goes to the first.
  #showErrors(errors) {
    const wrong = [...this.blocks.querySelectorAll("[data-block]")].filter((made) => {
      showError(made, errors[made.dataset.block]);
      return errors[made.dataset.block];
    });
    wrong[0]?.querySelector("[data-focus]").focus();
    return wrong.length > 0;
  }

  #find = (blockId) => this.blocks.querySelector(`[data-block="${CSS.escape(blockId)}"]`);

  #close(view) {
    this.server.post("close_view", { view_id: view.id });
  }
}
