// Where one can go: channels, the conversation with the bot, and the app.

import { byId, element } from "./dom.js";
import { icon } from "./icons.js";

const KINDS = { public: "hash", private: "lock", archived: "archive" };

// `place` is where the person is: {kind: "channel", id} or {kind: "app", tab}; `go(place)` leads there.
export function showSidebar({ directory, place, unread, go }) {
  const named = directory.channels.filter((channel) => channel.kind !== "im");
  const ordered = [...named.filter((each) => !each.is_archived), ...named.filter((each) => each.is_archived)];
  byId("channels").replaceChildren(...ordered.map((channel) => channelEntry(channel, place, unread, go)));
  const { im, bot } = directory;
  const news = im ? (unread.get(im.id) ?? 0) : 0;
  const at = (tab) => place.kind === "app" && place.tab === tab;
  const dm = entry({
    sign: dot(),
    name: bot.name,
    isHere: at("messages"),
    news,
    act: () => go({ kind: "app", tab: "messages" }),
  });
  byId("dms").replaceChildren(...(im ? [dm] : []));
  const app = entry({
    sign: icon("home"),
    name: `${bot.name} app`,
    isHere: at("home"),
    act: () => go({ kind: "app", tab: "home" }),
  });
  byId("apps").replaceChildren(app);
}

function channelEntry(channel, place, unread, go) {
  const kind = channel.is_archived ? "archived" : channel.kind;
  return entry({
    sign: icon(KINDS[kind]),
    name: channel.name,
    note: kind === "public" ? "" : kind,
    isHere: place.kind === "channel" && place.id === channel.id,
    news: unread.get(channel.id) ?? 0,
    act: () => go({ kind: "channel", id: channel.id }),
  });
}

function entry({ sign, name, note = "", isHere, news = 0, act }) {
  const className = news > 0 && !isHere ? "entry has-news" : "entry";
  const button = element(
    "button",
    { type: "button", className, onclick: act },
    sign,
    element("span", { className: "entry-name" }, name),
  );
  if (note) button.append(element("span", { className: "entry-note" }, note));
  if (news > 0 && !isHere) button.append(element("span", { className: "unread" }, `${news} new`));
  if (isHere) button.setAttribute("aria-current", "page");
  return element("li", {}, button);
}

const dot = () => element("span", { className: "presence", "aria-hidden": "true" });
