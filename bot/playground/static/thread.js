// A thread beside its conversation.

import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { MessageList } from "./message_list.js";

export class Thread {
  constructor(page) {
    this.page = page;
    this.ts = null;
    this.list = new MessageList(byId("thread-scroller"), byId("thread-messages"), {
      on: page.on,
      onLostFocus: () => this.composer.focus(),
    });
    this.composer = new Composer(byId("thread-form"), {
      label: "Reply",
      send: (text, files) => page.say(text, files, this.ts, this.composer),
      state: () => page.state,
      server: page.server,
    });
    this.composer.attachments.takeDropsOn(byId("thread"));
    byId("thread-close").addEventListener("click", () => this.close());
    byId("thread").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  open(channel, ts) {
    this.channel = channel;
    this.ts = ts;
    this.opener = document.activeElement;
    byId("thread").hidden = false;
    byId("thread-form").hidden = channel.is_archived;
    this.show();
    this.composer.focus();
  }

  close() {
    if (this.ts === null) return;
    this.ts = null;
    byId("thread").hidden = true;
    this.page.conversation.focus();
  }

  show() {
    if (this.ts === null) return;
    const { directory } = this.page;
    const name = directory.titleOf(this.channel);
    byId("thread-channel").textContent = this.channel.kind === "im" ? name : `# ${name}`;
    this.list.show(this.page.threadOf(this.channel.id, this.ts), directory);
  }

  has = (message) =>
    this.ts !== null && message.channel === this.channel.id && [message.ts, message.thread_ts].includes(this.ts);
}
