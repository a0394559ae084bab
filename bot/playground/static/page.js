// The page: keeps what this person sees in step with the server, and sends what this person does.

import { Conversation } from "./conversation.js";
import { Directory } from "./directory.js";
import { byId } from "./dom.js";
import { Modal } from "./modal.js";
import { Server } from "./server.js";
import { showSidebar } from "./sidebar.js";
import { Surface, Values } from "./surface.js";
import { Thread } from "./thread.js";
import { Tools } from "./tools.js";

class Page {
  constructor() {
    this.server = new Server((isThere) => (byId("banner").hidden = isThere));
    this.messages = new Map();
    this.values = new Map();
    this.on = this.#deeds();
    this.conversation = new Conversation(this);
    this.thread = new Thread(this);
    this.modal = new Modal(this.server);
    this.tools = new Tools(this.server);
    byId("person").addEventListener("change", (event) => this.actAs(event.target.value));
    byId("reset").addEventListener("click", () => this.server.operate("reset"));
    byId("menu").addEventListener("click", () => this.showMenu(!document.body.classList.contains("menu-open")));
    byId("veil").addEventListener("click", () => this.showMenu(false));
    byId("sidebar").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !document.body.classList.contains("menu-open")) return;
      this.showMenu(false);
      byId("menu").focus();
    });
  }

  actAs(person) {
    this.place = null;
    this.unread = new Map();
    this.values.clear();
    this.thread.close();
    const load = (state) => this.load(state);
    this.server.listen(person, {
      state: load,
      reset: (state) => {
        this.thread.close();
        this.tools.traffic.forget();
        this.load(state);
      },
      channels: load,
      posted: (message) => this.posted(message),
      changed: (message) => this.changed(message),
      deleted: (message) => this.deleted(message),
      view: ({ views }) => this.modal.show(views, this.directory),
      home: ({ home }) => this.homeChanged(home),
      faults: (faults) => this.tools.faults.show(faults),
      traffic: (exchange) => this.tools.traffic.heard(exchange),
    });
  }

  load(state) {
    this.state = state;
    this.directory = new Directory(state);
    this.messages = new Map(state.messages.map((message) => [keyOf(message), message]));
    const options = state.people.map((person) => new Option(`${person.real_name} (${person.title})`, person.id));
    byId("person").replaceChildren(...options);
    byId("person").value = state.person;
    this.tools.faults.show(state.faults);
    const isNew = !this.place || (this.place.kind === "channel" && !this.directory.channel(this.place.id));
    if (isNew) this.go({ kind: "channel", id: state.channels[0].id });
    else this.show();
    this.thread.show();
    this.modal.show(state.views, this.directory);
  }

  // ---- what is shown

  go(place) {
    this.place = place;
    this.thread.close();
    this.showMenu(false);
    if (!this.conversation.isHome) this.unread.delete(this.conversation.channel?.id);
    if (place.kind === "app") this.server.post("open_home", { tab: place.tab });
    this.show();
    this.conversation.focus();
  }

  show() {
    this.conversation.show();
    this.showSidebar();
  }

  showSidebar() {
    const { directory, place, unread } = this;
    showSidebar({ directory, place, unread, go: (to) => this.go(to) });
  }

  showMenu(open) {
    document.body.classList.toggle("menu-open", open);
    byId("menu").setAttribute("aria-expanded", String(open));
    byId("veil").hidden = !open;
    if (open) byId("sidebar").querySelector("[aria-current]")?.focus();
  }

  rootsOf = (channel) =>
    this.all((each) => each.channel === channel && (!each.thread_ts || each.thread_ts === each.ts));

  threadOf = (channel, ts) => this.all((each) => each.channel === channel && [each.ts, each.thread_ts].includes(ts));

  repliesTo = (root) =>
    this.all((each) => each.channel === root.channel && each.thread_ts === root.ts && each.ts !== root.ts);

  all = (fits) => [...this.messages.values()].filter(fits);

  // ---- what happens

  posted(message) {
    // A state that was sent after it had been posted holds it already.
    if (this.messages.has(keyOf(message))) return;
    this.messages.set(keyOf(message), message);
    const isHere = !this.conversation.isHome && message.channel === this.conversation.channel?.id;
    if (!isHere) {
      this.unread.set(message.channel, (this.unread.get(message.channel) ?? 0) + 1);
      this.showSidebar();
    } else if (!message.thread_ts || message.thread_ts === message.ts) {
      this.conversation.list.append(message);
      this.conversation.showWelcome();
    } else {
      this.#showReplies(message);
    }
    if (this.thread.has(message)) this.thread.list.append(message);
  }

  changed(message) {
    this.messages.set(keyOf(message), message);
    // An update is a new message as far as choices in it go.
    this.values.delete(keyOf(message));
    if (message.channel === this.conversation.channel?.id) this.conversation.list.replace(message);
    if (this.thread.has(message)) this.thread.list.replace(message);
  }

  deleted(message) {
    this.messages.delete(keyOf(message));
    if (message.channel === this.conversation.channel?.id) this.conversation.list.remove(message.ts);
    if (this.thread.ts === message.ts) this.thread.close();
    else if (this.thread.has(message)) this.thread.list.remove(message.ts);
    this.#showReplies(message);
    this.conversation.showWelcome();
  }

  homeChanged(home) {
    this.state.home = home;
    if (this.conversation.isHome) this.conversation.home.show(home, this.directory);
  }

  #showReplies(reply) {
    const root = reply.thread_ts && this.messages.get(keyOf({ channel: reply.channel, ts: reply.thread_ts }));
    if (root && root.channel === this.conversation.channel?.id) this.conversation.list.replace(root);
  }

  // ---- what this person does

  async say(text, files, threadTs, composer) {
    const { id: channel } = threadTs ? this.thread.channel : this.conversation.channel;
    const { error, message } = await this.server.post("say", { channel, text, files, thread_ts: threadTs });
    if (error && !message) composer.complain(error);
  }

  globalShortcuts() {
    return this.state.shortcuts
      .filter((shortcut) => shortcut.kind === "global")
      .map((shortcut) => ({
        label: shortcut.name,
        description: `${this.directory.bot.name} · ${shortcut.description}`,
        act: () => this.useShortcut(shortcut),
      }));
  }

  async useShortcut({ name, callback_id }, message) {
    const at = message ? { channel: message.channel, ts: message.ts } : {};
    const { error } = await this.server.post("shortcut", { callback_id, ...at, wait: true });
    if (error) this.conversation.composer.complain(`kpibot did not answer “${name}” (${error}).`);
  }

  #deeds() {
    const page = this;
    return {
      server: this.server,
      get shortcuts() {
        return page.state.shortcuts;
      },
      handleOf: (id) => (this.directory.person(id) ?? this.directory.app(id))?.name ?? id,
      surfaceOf: (message) => this.#surfaceOf(message),
      openThread: (message) => this.thread.open(this.directory.channel(message.channel), message.ts),
      useShortcut: (shortcut, message) => this.useShortcut(shortcut, message),
      edit: ({ channel, ts }, text) => this.server.post("edit", { channel, ts, text }),
      remove: ({ channel, ts }) => this.server.post("delete", { channel, ts }),
    };
  }

  #surfaceOf(message) {
    const key = keyOf(message);
    if (!this.values.has(key)) this.values.set(key, new Values());
    const place = { channel: message.channel, ts: message.ts };
    return new Surface({
      place,
      conversation: message.channel,
      directory: this.directory,
      server: this.server,
      values: this.values.get(key),
      act: (blockId, actionId, value) =>
        this.server.post("act", { ...place, block_id: blockId, action_id: actionId, value, wait: true }),
    });
  }
}

const keyOf = ({ channel, ts }) => `${channel} ${ts}`;

const page = new Page();
page.actAs(document.body.dataset.person);
