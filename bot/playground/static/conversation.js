// The middle of the page: a channel or the app, with its name, its messages and the box to write in.

import { Composer } from "./composer.js";
import { byId, element, hidden } from "./dom.js";
import { Home } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";
import { openMenu } from "./popup.js";

const SIGNS = { public: "hash", private: "lock", im: "home" };

export class Conversation {
  // `page` is the page that this belongs to: its state, directory and what a person does there.
  constructor(page) {
    this.page = page;
    this.home = new Home(page.server);
    this.list = new MessageList(byId("scroller"), byId("messages"), {
      on: page.on,
      repliesTo: (message) => page.repliesTo(message),
      onLostFocus: () => this.composer.focus(),
    });
    this.composer = new Composer(byId("composer-form"), {
      label: "Message",
      send: (text, files) => page.say(text, files, null, this.composer),
      state: () => page.state,
      server: page.server,
      menu: () => page.globalShortcuts(),
    });
    this.composer.attachments.takeDropsOn(byId("conversation"));
    byId("details").addEventListener("click", () => openMenu(byId("details"), "Channel", this.#channelMenu()));
    byId("tabs").addEventListener("keydown", (event) => this.#tabKey(event));
  }

  get isHome() {
    return this.page.place.kind === "app" && this.page.place.tab === "home";
  }

  get channel() {
    const { place, directory } = this.page;
    return place.kind === "app" ? directory.im : directory.channel(place.id);
  }

  show() {
    const { directory, state, place } = this.page;
    this.#showBar();
    this.#showTabs();
    byId("home").hidden = !this.isHome;
    byId("scroller").hidden = this.isHome;
    byId("composer-form").hidden = this.isHome || Boolean(this.channel?.is_archived);
    byId("archived").hidden = this.isHome || !this.channel?.is_archived;
    if (this.isHome) this.home.show(state.home, directory);
    this.list.show(this.isHome || !this.channel ? [] : this.page.rootsOf(this.channel.id), directory);
    this.showWelcome();
    this.composer.name(place.kind === "app" ? `Message ${directory.bot.name}` : `Message #${this.channel?.name ?? ""}`);
  }

  focus() {
    if (this.isHome) byId("home").focus();
    else if (byId("composer-form").hidden) byId("scroller").focus();
    else this.composer.focus();
  }

  #showBar() {
    const { directory, place } = this.page;
    const isApp = place.kind === "app";
    const kind = isApp ? "im" : this.channel.kind;
    const name = isApp ? directory.bot.name : this.channel.name;
    byId("channel-name").replaceChildren(icon(this.channel?.is_archived ? "archive" : SIGNS[kind]), name);
    if (kind === "private") byId("channel-name").append(hidden(" (private)"));
    byId("channel-purpose").textContent = isApp ? "App · Runs on this machine" : this.channel.purpose;
    byId("details").hidden = isApp;
    if (isApp) return;
    const isHere = directory.isHere(this.channel);
    const words = isHere ? `${directory.bot.name} is here` : `${directory.bot.name} is not here`;
    byId("details").replaceChildren(
      element("span", { className: isHere ? "presence" : "presence away" }),
      words,
      icon("down"),
    );
  }

  #showTabs() {
    const { place } = this.page;
    byId("tabs").hidden = place.kind !== "app";
    for (const tab of byId("tabs").children) {
      const isHere = tab.dataset.tab === place.tab;
      tab.setAttribute("aria-selected", String(isHere));
      tab.tabIndex = isHere ? 0 : -1;
      tab.onclick = () => this.page.go({ kind: "app", tab: tab.dataset.tab });
    }
  }

  #tabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = [...byId("tabs").children].find((tab) => tab.getAttribute("aria-selected") === "false");
    this.page.go({ kind: "app", tab: other.dataset.tab });
    other.focus();
  }

  #channelMenu() {
    const { directory, server, state } = this.page;
    const { id: channel, name, is_archived: isArchived } = this.channel;
    const { bot } = directory;
    const bring = { label: `Add ${bot.name} to #${name}`, act: () => server.post("invite", { channel }) };
    const send = { label: `Remove ${bot.name} from #${name}`, act: () => server.post("kick", { channel }) };
    const archive = {
      label: isArchived ? "Open this channel again" : "Archive this channel",
      danger: !isArchived,
      act: () => server.post("archive", { channel, archived: !isArchived, person: state.person }),
    };
    return isArchived ? [archive] : [directory.isHere(this.channel) ? send : bring, archive];
  }

  showWelcome() {
    byId("welcome").hidden = this.isHome || byId("messages").childElementCount > 0;
    const { state, place, directory } = this.page;
    const isApp = place.kind === "app";
    const commands = state.commands.flatMap((command) => command.examples);
    // What one types at the bot alone is the same without the command's name.
    const examples = isApp ? commands.map((example) => example.replace(/^\/\S+ /, "")) : commands;
    byId("welcome-title").textContent = isApp
      ? `This is between you and ${directory.bot.name}`
      : `This is the beginning of #${this.channel?.name}`;
    byId("welcome-line").replaceChildren("Type ", element("code", {}, examples[0] ?? ""), " and press Enter.");
    byId("examples").replaceChildren(
      ...examples.map((example) =>
        element("button", { type: "button", className: "press", onclick: () => this.#tryOut(example) }, example),
      ),
    );
    if (this.channel?.is_archived) byId("examples").replaceChildren();
    byId("welcome-line").hidden = Boolean(this.channel?.is_archived) || examples.length === 0;
  }

  #tryOut(example) {
    this.composer.write(example);
    this.composer.submit();
    this.composer.focus();
  }
}
