// The traffic inspector: what goes between the local Slack and the bot, both ways.

import { byId, element } from "./dom.js";
import { icon } from "./icons.js";
import { move } from "./popup.js";

const MOST_SHOWN = 300;
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const WAYS = { to_bot: "→ bot", from_bot: "← bot" };

export class Traffic {
  constructor(server) {
    this.server = server;
    this.exchanges = [];
    this.chosen = null;
    byId("traffic-filter").addEventListener("input", () => this.#show());
    byId("traffic-way").addEventListener("change", () => this.#show());
    byId("traffic-list").addEventListener("keydown", (event) => move(event, [...byId("traffic-list").children]));
  }

  async load() {
    const { traffic = [] } = await this.server.get("traffic", { since: 0 });
    this.exchanges = traffic.slice(-MOST_SHOWN);
    this.isOpen = true;
    this.#show();
  }

  close() {
    this.isOpen = false;
  }

  heard(exchange) {
    if (!this.isOpen) return;
    this.exchanges = [...this.exchanges, exchange].slice(-MOST_SHOWN);
    this.#show();
  }

  forget() {
    this.exchanges = [];
    this.chosen = null;
    this.#show();
  }

  #show() {
    const words = byId("traffic-filter").value.trim().toLowerCase();
    const way = byId("traffic-way").value;
    const fits = (each) =>
      (!way || each.direction === way) && (!words || JSON.stringify(each).toLowerCase().includes(words));
    const shown = this.exchanges.filter(fits).reverse();
    byId("traffic-count").textContent = `${shown.length} of ${this.exchanges.length}`;
    const list = byId("traffic-list");
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.n : null;
    list.replaceChildren(...shown.map((each) => this.#row(each)));
    if (!list.querySelector('[tabindex="0"]') && list.firstChild) list.firstChild.tabIndex = 0;
    if (focused) list.querySelector(`[data-n="${focused}"]`)?.focus();
    this.#detail(this.exchanges.find((each) => each.n === this.chosen));
  }

  #row(each) {
    const refusal = each.answer?.ok === false ? each.answer.error : each.answer?.undelivered;
    const isChosen = each.n === this.chosen;
    const row = element(
      "button",
      {
        type: "button",
        className: refusal ? "exchange is-refused" : "exchange",
        role: "option",
        tabIndex: isChosen ? 0 : -1,
        "aria-selected": String(isChosen),
      },
      element("span", { className: "way" }, WAYS[each.direction] ?? each.direction),
      element("span", { className: "exchange-name" }, each.name),
      element("span", { className: "exchange-note" }, refusal ?? each.kind),
      element("span", { className: "exchange-ms" }, `${each.ms} ms`),
    );
    row.dataset.n = each.n;
    row.addEventListener("click", () => {
      this.chosen = each.n;
      this.#show();
      byId("traffic-list").querySelector(`[data-n="${each.n}"]`)?.focus();
    });
    return row;
  }

  #detail(each) {
    const detail = byId("traffic-detail");
    if (!each) {
      detail.replaceChildren(element("p", { className: "faint" }, "Choose an exchange to see its request and answer."));
      return;
    }
    // What is being read stays as it is when another exchange comes.
    if (detail.dataset.n === String(each.n) && detail.querySelector("pre")) return;
    detail.dataset.n = each.n;
    const way = WAYS[each.direction] ?? each.direction;
    const about = [way, each.kind, TIME.format(each.at * 1000), `${each.ms} ms`].join(" · ");
    detail.replaceChildren(
      element("h3", {}, each.name),
      element("p", { className: "faint" }, about),
      json("Request", each.request),
      json("Answer", each.answer),
    );
  }
}

function json(name, value) {
  const text = JSON.stringify(value, null, 2) ?? "nothing";
  const copy = element(
    "button",
    { type: "button", className: "quiet", "aria-label": `Copy the ${name.toLowerCase()}` },
    icon("copy"),
    "Copy",
  );
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    copy.lastChild.textContent = "Copied";
  });
  const head = element("div", { className: "json-head" }, element("h4", {}, name), copy);
  return element("section", {}, head, element("pre", { tabIndex: 0 }, element("code", {}, text)));
}
