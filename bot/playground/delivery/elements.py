"""The interactive elements of blocks: what a person may choose in them, and how Slack tells the bot of it.

https://docs.slack.dev/reference/block-kit/block-elements and, for `actions` and `state.values`,
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from bot.playground.workspace import Json

# Where each element keeps what was chosen, and under which key the app proposes a beginning.
OPTION, OPTIONS = "selected_option", "selected_options"
ONE_OF_OPTIONS = {"static_select", "external_select", "radio_buttons", "overflow"}
SOME_OF_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
PLAIN = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
}
PLAIN_LISTS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}
STATELESS = {"button", "workflow_button", "overflow"}
# What an action repeats of its element: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
REPEATED = ("text", "value", "style", "url", "placeholder", "min_query_length")


class NotOfferedError(Exception):
    """The element offers no such choice; a sentence."""


def elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every element that has an action_id, with the id of its block."""
    for block in blocks:
        inner = (*block.get("elements", ()), block.get("accessory"), block.get("element"))
        for element in inner:
            if isinstance(element, dict) and "action_id" in element:
                yield block["block_id"], element


def find(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element with this action_id in this block."""
    return next((each for at, each in elements(blocks) if (at, each["action_id"]) == (block_id, action_id)), None)


def beginning(blocks: list[Json]) -> Json:
    """`state.values` before anybody has chosen anything."""
    values: Json = {}
    for block_id, element in elements(blocks):
        if element["type"] not in STATELESS:
            values.setdefault(block_id, {})[element["action_id"]] = _begun(element)
    return values


def chosen(element: Json, value: Any, offered: list[Json] | None = None) -> Json:
    """The element's entry in `state.values`; raise `NotOfferedError`.

    `value` is what the control API takes: an option's value, or a list of them; ids; a date, time or text; None for
    nothing. `offered` are the options that the app has given for an external select.
    """
    type_ = element["type"]
    if type_ in ONE_OF_OPTIONS:
        return {"type": type_, OPTION: None if value is None else _option(element, value, offered)}
    if type_ in SOME_OF_OPTIONS:
        return {"type": type_, OPTIONS: [_option(element, each, offered) for each in value or ()]}
    if type_ in PLAIN_LISTS:
        return {"type": type_, PLAIN_LISTS[type_][0]: list(value or ())}
    if type_ in PLAIN:
        key = PLAIN[type_][0]
        return {"type": type_, key: None if value in (None, "") else value if type_ == "datetimepicker" else str(value)}
    raise NotOfferedError(f"Nothing can be chosen in a {type_}.")


def is_empty(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of `state.values` holds nothing."""
    return all(value in (None, "", []) for key, value in entry.items() if key != "type")


def action(element: Json, block_id: str, entry: Json | None, at: str) -> Json:
    """An element of the payload's `actions`; `entry` is what was chosen, None for a button."""
    repeated = {key: element[key] for key in element if key in REPEATED or key.startswith("initial_")}
    if entry is not None:
        repeated.pop("value", None)
    named = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    return named | repeated | (entry or {}) | {"action_ts": at}


def _begun(element: Json) -> Json:
    type_ = element["type"]
    if type_ in ONE_OF_OPTIONS:
        return {"type": type_, OPTION: element.get("initial_option")}
    if type_ in SOME_OF_OPTIONS:
        return {"type": type_, OPTIONS: element.get("initial_options", [])}
    if type_ in PLAIN_LISTS:
        key, initial = PLAIN_LISTS[type_]
        return {"type": type_, key: element.get(initial, [])}
    key, initial = PLAIN.get(type_, ("value", "initial_value"))
    return {"type": type_, key: element.get(initial)}


def _option(element: Json, value: Any, offered: list[Json] | None) -> Json:
    groups = element.get("option_groups", ())
    options: Iterator[Json] = chain(element.get("options", ()), *(group["options"] for group in groups), offered or ())
    for option in options:
        if option.get("value") == value:
            return option
    raise NotOfferedError(f"There is no option {value!r} in {element['action_id']}.")
