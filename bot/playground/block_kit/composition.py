"""Composition objects: options, confirmations, filters and what dispatches an action.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    array,
    boolean,
    enum,
    exactly_one,
    members,
    problem,
    string,
)
from bot.playground.block_kit.texts import either_text, plain_text

MOST_IDENTIFIER = 255
MOST_URL = 3000
MOST_OPTION_TEXT = 75
MOST_OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_OPTION_GROUPS = 100
MOST_PLACEHOLDER = 150
CONFIRMATION = {"title": 100, "text": 300, "confirm": 30, "deny": 30}

identifier = string(MOST_IDENTIFIER)
url = string(MOST_URL)
placeholder = plain_text(MOST_PLACEHOLDER)
style = enum("primary", "danger")


def confirmation(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object"""
    yield from members(value, at, {name: plain_text(most) for name, most in CONFIRMATION.items()}, {"style": style})


# What every element that one chooses from may carry, and those that open to be chosen from.
CHOSEN: Checks = {"action_id": identifier, "confirm": confirmation, "focus_on_load": boolean}
OPENED: Checks = {**CHOSEN, "placeholder": placeholder}


def option(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-object, in a menu: plain text."""
    yield from _option(value, at, plain_text(MOST_OPTION_TEXT))


def option_with_link(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-object: `url` in overflow menus alone."""
    yield from _option(value, at, plain_text(MOST_OPTION_TEXT), {"url": url})


def formatted_option(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-object: mrkdwn in a list of choices."""
    yield from _option(value, at, either_text(MOST_OPTION_TEXT))


def option_group(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object"""
    options = array(option, MOST_OPTIONS)
    yield from members(value, at, {"label": plain_text(MOST_OPTION_TEXT), "options": options})


def conversation_filter(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object"""
    kinds = array(enum("im", "mpim", "private", "public"), 4)
    yield from members(
        value,
        at,
        {},
        {"include": kinds, "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean},
    )
    if value == {}:
        yield problem("must have minimum 1 properties", at)


def dispatch_action_config(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object"""
    triggers = array(enum("on_enter_pressed", "on_character_entered"), 2)
    yield from members(value, at, {"trigger_actions_on": triggers})


def slack_file(value: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object"""
    yield from members(value, at, {}, {"id": string(), "url": string()})
    yield from exactly_one(value, ("id", "url"), at)


def image_url(value: Any, at: str) -> Problems:
    """Slack's servers fetch the image: https://docs.slack.dev/reference/block-kit/blocks/image-block

    An address that is only reached from here they answer with "downloading image failed".
    """
    problems = list(url(value, at))
    yield from problems
    if not problems and not _is_public(value):
        yield problem("downloading image failed", at)


def initial_is_offered(element: Any, at: str) -> Problems:
    """What is chosen at first must be, word for word, one of what there is to choose."""
    if not isinstance(element, dict):
        return
    groups = element.get("option_groups")
    offered = [*_list(element.get("options")), *(item for group in _list(groups) for item in _options_of(group))]
    for name, chosen in (
        ("initial_option", [element["initial_option"]] if "initial_option" in element else []),
        ("initial_options", _list(element.get("initial_options"))),
    ):
        if any(isinstance(item, dict) and item not in offered for item in chosen):
            yield problem("not a valid option", f"{at}/{name}")


def _option(value: Any, at: str, text: Check, more: Checks | None = None) -> Problems:
    optional = {"description": text, **(more or {})}
    yield from members(value, at, {"text": text, "value": string(MOST_OPTION_VALUE)}, optional)


def _is_public(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "." not in host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _options_of(group: Any) -> list[Any]:
    return _list(group.get("options")) if isinstance(group, dict) else []


def _list(items: Any) -> list[Any]:
    return items if isinstance(items, list) else []
