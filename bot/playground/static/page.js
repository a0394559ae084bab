// The page: keeps what this person sees in step with the server, and sends what this person does.

import { Composer } from "./composer.js";
import { byId, element } from "./dom.js";
import { messageElement, threadLink } from "./messages.js";
import { unescaped } from "./mrkdwn.js";

const NEAR_BOTTOM = 80;

class Page {
  constructor() {
    this.messages = new Map();
    this.unread = new Set();
    this.channelId = null;
    this.threadTs = null;
    this.openedAt = null;
    this.composer = new Composer(byId("composer-form"), byId("composer"), (text) => this.say(text), byId("hint"));
    this.reply = new Composer(byId("thread-form"), byId("thread-composer"), (text) => this.say(text, this.threadTs));
    this.on = {
      press: (...pressed) => this.press(...pressed),
      openThread: (message) => this.openThread(message.ts),
    };
    byId("person").addEventListener("change", (event) => this.actAs(event.target.value));
    byId("reset").addEventListener("click", () => ask("reset", {}));
    byId("menu").addEventListener("click", () => this.showMenu(!document.body.classList.contains("menu-open")));
    byId("thread-close").addEventListener("click", () => this.closeThread());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.threadTs) this.closeThread();
    });
  }

  actAs(personId) {
    this.personId = personId;
    this.closeThread();
    this.stream?.close();
    this.stream = new EventSource(`/_local/events?person=${encodeURIComponent(personId)}`);
    this.stream.addEventListener("open", () => (byId("banner").hidden = true));
    this.stream.addEventListener("error", () => (byId("banner").hidden = false));
    const listen = (kind, act) => this.stream.addEventListener(kind, (event) => act(JSON.parse(event.data)));
    listen("state", (state) => this.load(state));
    listen("reset", (state) => this.load(state));
    listen("invited", (state) => this.load(state));
    listen("posted", (message) => this.posted(message));
    listen("changed", (message) => this.changed(message));
    listen("deleted", (message) => this.deleted(message));
  }

  load(state) {
    this.state = state;
    // Messages that only one person sees do not survive a reload, as in Slack.
    this.openedAt ??= state.now;
    const shown = state.messages.filter((message) => !message.ephemeral || message.ts > this.openedAt);
    this.messages = new Map(shown.map((message) => [message.ts, message]));
    this.composer.commands = state.commands;
    const options = state.people.map((person) => new Option(`${person.real_name} (${person.title})`, person.id));
    byId("person").replaceChildren(...options);
    byId("person").value = state.person;
    this.channelId ??= state.channels[0].id;
    this.showChannel(this.channelId);
  }

  // ---- what is shown

  get channel() {
    return this.state.channels.find((channel) => channel.id === this.channelId);
  }

  get directory() {
    const { people, apps, channels } = this.state;
    const app = (id) => apps.find((each) => each.id === id);
    const person = (id) => people.find((each) => each.id === id);
    return {
      author: (id) => ({
        name: person(id)?.real_name ?? app(id)?.name ?? id,
        isApp: !person(id),
        tone: person(id) ? people.indexOf(person(id)) + 1 : `app-${apps.indexOf(app(id))}`,
      }),
      nameOf: (id) => (person(id)?.real_name ?? app(id)?.name ?? channels.find((each) => each.id === id)?.name),
    };
  }

  showChannel(channelId) {
    if (channelId !== this.channelId) this.closeThread();
    this.channelId = channelId;
    this.unread.delete(channelId);
    this.showMenu(false);
    this.showChannelList();
    byId("channel-name").textContent = `# ${this.channel.name}`;
    byId("channel-purpose").textContent = this.channel.purpose;
    byId("membership").textContent = this.channel.has_bot ? "kpibot is here" : "kpibot is not in this channel";
    this.composer.box.placeholder = `Message #${this.channel.name}`;
    this.composer.box.setAttribute("aria-label", `Message #${this.channel.name}`);
    const roots = [...this.messages.values()].filter((message) => this.isRoot(message));
    byId("messages").replaceChildren(...roots.map((message) => this.elementOf(message, true)));
    this.showWelcome();
    this.showThread();
    toBottom(byId("scroller"));
    this.composer.focus();
  }

  showChannelList() {
    const items = this.state.channels.map((channel) => {
      const name = element("button", { type: "button", onclick: () => this.showChannel(channel.id) }, `# ${channel.name}`);
      if (channel.id === this.channelId) name.setAttribute("aria-current", "page");
      if (this.unread.has(channel.id)) name.append(element("span", { className: "unread" }, "new"));
      return element("li", {}, name);
    });
    byId("channels").replaceChildren(...items);
  }

  showWelcome() {
    byId("welcome").hidden = byId("messages").childElementCount > 0;
    const examples = this.state.commands.flatMap((command) => command.examples);
    byId("welcome-line").replaceChildren("Type ", element("code", {}, examples[0]), " and press Enter.");
    byId("examples").replaceChildren(
      ...examples.map((example) =>
        element("button", { type: "button", className: "press", onclick: () => this.tryOut(example) }, example),
      ),
    );
  }

  showMenu(open) {
    document.body.classList.toggle("menu-open", open);
    byId("menu").setAttribute("aria-expanded", String(open));
  }

  openThread(ts) {
    this.threadTs = ts;
    byId("thread").hidden = false;
    this.showThread();
    find("messages", ts)?.scrollIntoView({ block: "nearest" });
    this.reply.focus();
  }

  closeThread() {
    if (this.threadTs === null) return;
    this.threadTs = null;
    byId("thread").hidden = true;
    this.composer.focus();
  }

  showThread() {
    if (this.threadTs === null) return;
    byId("thread-channel").textContent = `# ${this.channel.name}`;
    const inThread = [...this.messages.values()].filter((message) => this.isInThread(message));
    byId("thread-messages").replaceChildren(...inThread.map((message) => this.elementOf(message, false)));
    toBottom(byId("thread-scroller"));
  }

  elementOf(message, withThread) {
    const made = messageElement(message, this.directory, this.on);
    if (withThread && !message.ephemeral) {
      made.querySelector(".body").append(threadLink(message, this.repliesTo(message), this.on));
    }
    return made;
  }

  isRoot(message) {
    return message.channel === this.channelId && (!message.thread_ts || message.thread_ts === message.ts);
  }

  isInThread(message) {
    return message.channel === this.channelId && [message.ts, message.thread_ts].includes(this.threadTs);
  }

  repliesTo(root) {
    const replies = [...this.messages.values()].filter((each) => each.thread_ts === root.ts && each.ts !== root.ts);
    return replies.length;
  }

  // ---- what happens

  posted(message) {
    this.messages.set(message.ts, message);
    if (message.channel !== this.channelId) {
      this.unread.add(message.channel);
      this.showChannelList();
    } else if (this.isRoot(message)) {
      append(byId("scroller"), byId("messages"), this.elementOf(message, true));
      this.showWelcome();
    } else {
      this.showReplyCount(message.thread_ts);
    }
    if (this.threadTs && this.isInThread(message)) {
      append(byId("thread-scroller"), byId("thread-messages"), this.elementOf(message, false));
    }
  }

  changed(message) {
    this.messages.set(message.ts, message);
    for (const [list, withThread] of [["messages", true], ["thread-messages", false]]) {
      const old = find(list, message.ts);
      if (old) this.replace(old, this.elementOf(message, withThread));
    }
  }

  replace(old, made) {
    const action = old.contains(document.activeElement) ? document.activeElement.dataset.action : undefined;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(made);
    if (!hadFocus) return;
    const same = [...made.querySelectorAll("button")].find((button) => button.dataset.action === action);
    (same ?? this.composer).focus();
  }

  deleted(message) {
    this.messages.delete(message.ts);
    find("messages", message.ts)?.remove();
    find("thread-messages", message.ts)?.remove();
    if (message.thread_ts) this.showReplyCount(message.thread_ts);
    this.showWelcome();
  }

  showReplyCount(rootTs) {
    const root = this.messages.get(rootTs);
    const link = root && find("messages", rootTs)?.querySelector(".thread-link");
    link?.replaceWith(threadLink(root, this.repliesTo(root), this.on));
  }

  // ---- what this person does

  say(text, threadTs = null) {
    ask("say", { person: this.personId, channel: this.channelId, text, thread_ts: threadTs });
  }

  tryOut(example) {
    this.composer.write(example);
    this.composer.submit();
    this.composer.focus();
  }

  async press(message, blockId, button, control) {
    if (button.confirm && !window.confirm(unescaped(button.confirm.text.text))) return;
    if (button.url && /^https?:/i.test(button.url)) window.open(button.url, "_blank", "noopener");
    control.setAttribute("aria-busy", "true");
    const { error } = await ask("press", {
      person: this.personId,
      channel: message.channel,
      ts: message.ts,
      block_id: blockId,
      action_id: button.action_id,
      wait: true,
    });
    control.removeAttribute("aria-busy");
    if (error) {
      const note = element("p", { className: "failed", role: "alert" }, `kpibot did not answer this button (${error}).`);
      control.closest(".block").after(note);
    }
  }
}

async function ask(what, asked) {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`/_local/${what}`, { method: "POST", headers, body: JSON.stringify(asked) });
    return await answer.json();
  } catch {
    byId("banner").hidden = false;
    return { error: "no connection" };
  }
}

const find = (list, ts) => byId(list).querySelector(`[data-ts="${CSS.escape(ts)}"]`);

const toBottom = (scroller) => (scroller.scrollTop = scroller.scrollHeight);

function append(scroller, list, made) {
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
  list.append(made);
  if (near) toBottom(scroller);
}

const page = new Page();
page.actAs(document.body.dataset.person);
