// Messages below each other, as a log that is read out as it grows.

import { dayOf, instant } from "./dates.js";
import { element, keepingFocus } from "./dom.js";
import { messageElement, threadLink } from "./messages.js";

const NEAR_BOTTOM = 80;
const TOGETHER_SECONDS = 300;

export class MessageList {
  // `repliesTo(message)` gives the replies to name below a message; null in a thread itself.
  constructor(scroller, list, { on, repliesTo = null, onLostFocus = () => {} }) {
    Object.assign(this, { scroller, list, on, repliesTo, onLostFocus });
    this.messages = [];
  }

  show(messages, directory) {
    this.messages = [...messages];
    this.directory = directory;
    // Nobody wants a whole channel read out.
    this.list.setAttribute("aria-busy", "true");
    this.list.replaceChildren(
      ...this.messages.flatMap((message, at) => this.#elements(message, this.messages[at - 1])),
    );
    this.list.setAttribute("aria-busy", "false");
    this.toBottom();
  }

  append(message) {
    const near = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM;
    this.list.append(...this.#elements(message, this.messages.at(-1)));
    this.messages.push(message);
    if (near || message.user === this.directory.me) this.toBottom();
  }

  replace(message) {
    const at = this.messages.findIndex((each) => each.ts === message.ts);
    if (at < 0) return;
    this.messages[at] = message;
    const old = this.#find(message.ts);
    const near = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM;
    const kept = keepingFocus(old, () => {
      const made = this.#element(message, this.messages[at - 1]);
      old.replaceWith(made);
      return made;
    });
    if (!kept) this.onLostFocus();
    if (near) this.toBottom();
  }

  remove(ts) {
    if (!this.messages.some((each) => each.ts === ts)) return;
    const hadFocus = this.list.contains(document.activeElement);
    const { scrollTop } = this.scroller;
    this.show(
      this.messages.filter((each) => each.ts !== ts),
      this.directory,
    );
    this.scroller.scrollTop = scrollTop;
    if (hadFocus) this.onLostFocus();
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    // Charts and pictures get their height when they have come.
    for (const image of this.list.querySelectorAll("img")) {
      if (!image.complete || !image.src)
        image.addEventListener("load", () => (this.scroller.scrollTop = this.scroller.scrollHeight), { once: true });
    }
  }

  #find = (ts) => this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);

  #elements(message, previous) {
    const day = dayOf(instant(message.ts));
    if (previous && day === dayOf(instant(previous.ts))) return [this.#element(message, previous)];
    const divider = element(
      "div",
      { className: "day", role: "separator", "aria-label": day },
      element("span", {}, day),
    );
    return [divider, this.#element(message, previous)];
  }

  #element(message, previous) {
    const made = messageElement(message, this.directory, this.on, {
      isReply: this.repliesTo === null,
      isCompact: Boolean(previous) && goTogether(previous, message),
    });
    const line = this.repliesTo && !message.ephemeral && threadLink(message, this.repliesTo(message), this.on);
    if (line) made.querySelector(".body").append(line);
    return made;
  }
}

const goTogether = (one, next) =>
  one.user === next.user &&
  !one.ephemeral &&
  !next.ephemeral &&
  dayOf(instant(one.ts)) === dayOf(instant(next.ts)) &&
  Number(next.ts) - Number(one.ts) < TOGETHER_SECONDS;
