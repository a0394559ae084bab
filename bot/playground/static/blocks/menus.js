// Select menus over options, people and conversations.
// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element

import { select } from "../select.js";
import { plain } from "../text.js";

const INITIAL = {
  users: ["initial_user", "initial_users"],
  channels: ["initial_channel", "initial_channels"],
  conversations: ["initial_conversation", "initial_conversations"],
};

export function menu(item, block, surface, act) {
  const several = item.type.startsWith("multi_");
  const kind = item.type.replace("multi_", "").replace("_select", "");
  if (!(kind in ENTRIES)) return undefined;
  return select({
    entries: ENTRIES[kind](item, surface.directory),
    find: kind === "external" ? (text) => suggested(item, block, surface, text) : undefined,
    chosen: surface.chosen(block, item, begun(item, kind, several, surface)),
    several,
    label: plain(block.label) || undefined,
    most: item.max_selected_items,
    placeholder: plain(item.placeholder) || PLACEHOLDERS[kind],
    onChange: act,
  });
}

const PLACEHOLDERS = {
  static: "Choose an option",
  external: "Choose an option",
  users: "Choose a person",
  channels: "Choose a channel",
  conversations: "Choose a conversation",
};

const ENTRIES = {
  static: (item) => [
    ...(item.options ?? []).map((option) => entry(option)),
    ...(item.option_groups ?? []).flatMap((group) => group.options.map((option) => entry(option, plain(group.label)))),
  ],
  external: (item) => [item.initial_option ?? [], item.initial_options ?? []].flat().map((option) => entry(option)),
  users: (_item, directory) => [
    ...directory.people.map((person) => ({ value: person.id, label: person.real_name, description: person.title })),
    { value: directory.bot.id, label: directory.bot.name, description: "App" },
  ],
  channels: (_item, directory) => channels(directory, (channel) => channel.kind === "public"),
  conversations: (item, directory) => {
    const wanted = item.filter?.include ?? ["public", "private", "im"];
    return channels(directory, (channel) => wanted.includes(channel.kind));
  },
};

const channels = (directory, fits) =>
  directory.channels
    .filter((channel) => !channel.is_archived && fits(channel))
    .map((channel) => ({
      value: channel.id,
      label: channel.kind === "im" ? directory.titleOf(channel) : `# ${channel.name}`,
    }));

const entry = (option, group) => ({
  value: option.value,
  label: plain(option.text),
  description: plain(option.description),
  group,
});

function begun(item, kind, several, surface) {
  if (kind === "static" || kind === "external") {
    return several ? item.initial_options?.map(({ value }) => value) : item.initial_option?.value;
  }
  const initial = item[INITIAL[kind][Number(several)]];
  if (initial === undefined && item.default_to_current_conversation && surface.conversation) {
    return several ? [surface.conversation] : surface.conversation;
  }
  return initial;
}

// https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
async function suggested(item, block, surface, text) {
  if (text.length < (item.min_query_length ?? 3)) return [];
  const asked = { ...surface.place, block_id: block.block_id, action_id: item.action_id, typed: text };
  const { options } = await surface.server.post("options", asked);
  return (options ?? []).map((option) => entry(option));
}
