// The drawer below the conversation, with the traffic and the faults.

import { byId } from "./dom.js";
import { Faults } from "./faults.js";
import { Traffic } from "./traffic.js";

export class Tools {
  constructor(server) {
    this.traffic = new Traffic(server);
    this.faults = new Faults(server);
    this.tabs = [...byId("tool-tabs").children];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.#choose(tab.dataset.tool));
    byId("tool-tabs").addEventListener("keydown", (event) => this.#key(event));
    byId("tools-open").addEventListener("click", () => (byId("tools").hidden ? this.open() : this.close()));
    byId("tools-close").addEventListener("click", () => this.close());
    byId("tools").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  open() {
    byId("tools").hidden = false;
    byId("tools-open").setAttribute("aria-expanded", "true");
    this.traffic.load();
    this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true").focus();
  }

  close() {
    byId("tools").hidden = true;
    byId("tools-open").setAttribute("aria-expanded", "false");
    this.traffic.close();
    byId("tools-open").focus();
  }

  #choose(name) {
    for (const tab of this.tabs) {
      const isHere = tab.dataset.tool === name;
      tab.setAttribute("aria-selected", String(isHere));
      tab.tabIndex = isHere ? 0 : -1;
      byId(tab.dataset.tool).hidden = !isHere;
      if (isHere) tab.focus();
    }
  }

  #key(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    this.#choose(this.tabs.find((tab) => tab.getAttribute("aria-selected") === "false").dataset.tool);
  }
}
