// The faults panel: what is made to go wrong, so that the bot's answer to it can be seen.

import { byId, element } from "./dom.js";

export class Faults {
  constructor(server) {
    this.server = server;
    byId("refuse-new-blocks").addEventListener("change", (event) =>
      this.#set({ refuse_new_blocks: event.target.checked }),
    );
    byId("repeat-events").addEventListener("change", (event) => this.#set({ repeat_events: event.target.checked }));
    this.#form("rate-limit", ({ method, retry_after, times }) => ({
      rate_limit: { method, retry_after: Number(retry_after), times: Number(times) },
    }));
    this.#form("fail", ({ method, error, times }) => ({ fail: { method, error, times: Number(times) } }));
    this.#form("slow", ({ method, seconds, times }) => ({
      slow: { method, seconds: Number(seconds), times: Number(times) },
    }));
    this.#form("break", ({ method, status, after, times }) => ({
      break: { method, status: Number(status), after: after === "on", times: Number(times) },
    }));
    this.#form("missing-scopes", ({ scopes }) => ({ missing_scopes: scopes.split(/[\s,]+/).filter(Boolean) }));
    byId("drop").addEventListener("click", () => this.#do("drop_connections", "The connections were dropped."));
    byId("refresh").addEventListener("click", () => this.#do("refresh_connections", "The connections were refreshed."));
    byId("faults-clear").addEventListener("click", () => this.#set({ clear: true }));
  }

  show(faults) {
    byId("refuse-new-blocks").checked = faults.refuse_new_blocks;
    byId("repeat-events").checked = faults.repeat_events;
    const scopes = byId("missing-scopes").elements.scopes;
    if (document.activeElement !== scopes) scopes.value = faults.missing_scopes.join(", ");
    const active = [
      faults.refuse_new_blocks && "This workspace refuses the new blocks.",
      faults.repeat_events && "Every event comes twice.",
      faults.missing_scopes.length > 0 && `The token lacks ${faults.missing_scopes.join(", ")}.`,
      ...faults.pending.map(inWords),
    ].filter(Boolean);
    const items = active.map((words) => element("li", {}, words));
    byId("faults-active").replaceChildren(
      ...(items.length > 0 ? items : [element("li", { className: "faint" }, "Nothing is set to go wrong.")]),
    );
    byId("faults-clear").hidden = active.length === 0;
    byId("faults-count").textContent = active.length > 0 ? String(active.length) : "";
  }

  #form(id, read) {
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#set(read(Object.fromEntries(new FormData(event.target))));
    });
  }

  async #set(asked) {
    const { error, faults } = await this.server.operate("faults", asked);
    this.#say(error ?? "");
    if (faults) this.show(faults);
  }

  async #do(what, done) {
    const { error } = await this.server.operate(what);
    this.#say(error ?? done);
  }

  #say = (words) => (byId("faults-note").textContent = words);
}

function inWords({ method, times, seconds, error, status, after }) {
  const which = `The next ${times === 1 ? "call" : `${times} calls`} of ${method === "*" ? "any method" : method}`;
  const broken = status && (after ? `do it, and answer HTTP ${status}` : `answer HTTP ${status}`);
  const how = [seconds > 0 && `wait ${seconds} s`, error && `fail with ${error}`, broken].filter(Boolean).join(" and ");
  return `${which}: ${how}.`;
}
