"""Select menus, for one and for several of what there is to choose.

https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element and …/multi-select-menu-element
"""

from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    array,
    boolean,
    exactly_one,
    integer,
    members,
    string,
)
from bot.playground.block_kit.composition import (
    MOST_OPTION_GROUPS,
    MOST_OPTIONS,
    OPENED,
    conversation_filter,
    initial_is_offered,
    option,
    option_group,
)

# What a menu starts with is an id; it is not looked up.
some_id = string()
_SEVERAL: Checks = {**OPENED, "max_selected_items": integer(least=1)}


def static_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select"""
    yield from _menu_of_options(element, at, {**OPENED, "initial_option": option})


def multi_static_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#static_multi_select"""
    yield from _menu_of_options(element, at, {**_SEVERAL, "initial_options": array(option, MOST_OPTIONS)})


def external_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select"""
    yield from members(element, at, {}, {**OPENED, "initial_option": option, "min_query_length": integer(least=0)})


def multi_external_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#external_multi_select"""
    initial = {"initial_options": array(option, MOST_OPTIONS), "min_query_length": integer(least=0)}
    yield from members(element, at, {}, {**_SEVERAL, **initial})


def users_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#users_select"""
    yield from members(element, at, {}, {**OPENED, "initial_user": some_id})


def multi_users_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#users_multi_select"""
    yield from members(element, at, {}, {**_SEVERAL, "initial_users": array(some_id)})


_CONVERSATIONS: Checks = {"default_to_current_conversation": boolean, "filter": conversation_filter}


def conversations_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select"""
    more = {"initial_conversation": some_id, "response_url_enabled": boolean}
    yield from members(element, at, {}, {**OPENED, **_CONVERSATIONS, **more})


def multi_conversations_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#conversation_multi_select"""
    yield from members(element, at, {}, {**_SEVERAL, **_CONVERSATIONS, "initial_conversations": array(some_id)})


def channels_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#channels_select"""
    yield from members(element, at, {}, {**OPENED, "initial_channel": some_id, "response_url_enabled": boolean})


def multi_channels_select(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#channel_multi_select"""
    yield from members(element, at, {}, {**_SEVERAL, "initial_channels": array(some_id)})


def _menu_of_options(element: Any, at: str, optional: Checks) -> Problems:
    choices: Checks = {
        "options": array(option, MOST_OPTIONS),
        "option_groups": array(option_group, MOST_OPTION_GROUPS),
    }
    yield from members(element, at, {}, {**choices, **optional})
    yield from exactly_one(element, tuple(choices), at)
    yield from initial_is_offered(element, at)


MENUS: dict[str, Check] = {
    "static_select": static_select,
    "external_select": external_select,
    "users_select": users_select,
    "conversations_select": conversations_select,
    "channels_select": channels_select,
    "multi_static_select": multi_static_select,
    "multi_external_select": multi_external_select,
    "multi_users_select": multi_users_select,
    "multi_conversations_select": multi_conversations_select,
    "multi_channels_select": multi_channels_select,
}
