// The app's Home tab. https://docs.slack.dev/surfaces/app-home

import { blocksOf } from "./blocks/blocks.js";
import { byId, element, keepingFocus } from "./dom.js";
import { Surface, Values } from "./surface.js";

export class Home {
  constructor(server) {
    this.server = server;
    this.values = new Values();
  }

  show(view, directory) {
    const panel = byId("home");
    if (view?.id !== this.viewId) this.values = new Values();
    this.viewId = view?.id;
    keepingFocus(panel, () => panel.replaceChildren(...(view ? this.#blocks(view, directory) : [this.#nothing()])));
  }

  #blocks(view, directory) {
    const surface = new Surface({
      place: { view_id: view.id },
      directory,
      server: this.server,
      values: this.values,
      act: (blockId, actionId, value) =>
        this.server.post("act", { view_id: view.id, block_id: blockId, action_id: actionId, value, wait: true }),
    });
    return blocksOf(view.blocks, surface);
  }

  #nothing() {
    const words = "The app publishes its Home tab when somebody opens it. If nothing comes, it is not connected.";
    return element("div", { className: "welcome" }, element("h3", {}, "Nothing here yet"), element("p", {}, words));
  }
}
