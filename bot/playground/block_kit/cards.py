"""Blocks that frame others' content: alert, card, carousel and container."""

from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    array,
    boolean,
    enum,
    members,
    problem,
    string,
    typed,
)
from bot.playground.block_kit.composition import identifier
from bot.playground.block_kit.elements import button, image
from bot.playground.block_kit.texts import either_text, plain_text

MOST_ALERT = 200
MOST_TITLE = 150
MOST_BODY = 200
MOST_BUTTONS = 3
MOST_CARDS = 10
MOST_CHILDREN = 10

_picture = typed({"image": image})
_NAMED: Checks = {"block_id": identifier}


def alert(block: Any, at: str) -> Problems:
    """In a modal only: https://docs.slack.dev/reference/block-kit/blocks/alert-block"""
    levels = enum("default", "info", "warning", "error", "success")
    yield from members(block, at, {"text": either_text(MOST_ALERT)}, {**_NAMED, "level": levels})


def card(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/card-block"""
    optional = {
        "hero_image": _picture,
        "icon": _picture,
        "slack_icon": _icon,
        "title": either_text(MOST_TITLE),
        "subtitle": either_text(MOST_TITLE),
        "body": either_text(MOST_BODY),
        "subtext": either_text(MOST_BODY),
        "actions": array(typed({"button": button}), MOST_BUTTONS),
    }
    yield from members(block, at, {}, {**_NAMED, **optional})
    if isinstance(block, dict) and not block.keys() & {"hero_image", "title", "actions", "body"}:
        yield problem("must define at least one of `hero_image`, `title`, `actions` or `body`", at)


def carousel(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/carousel-block"""
    yield from members(block, at, {"elements": array(typed({"card": card}), MOST_CARDS)}, _NAMED)


def container_of(children: Checks) -> Check:
    """In a message only: https://docs.slack.dev/reference/block-kit/blocks/container-block of these blocks."""

    def check(block: Any, at: str) -> Problems:
        required = {"title": plain_text(MOST_TITLE), "child_blocks": array(typed(children), MOST_CHILDREN)}
        optional = {
            "subtitle": either_text(MOST_TITLE),
            "icon": _picture,
            "width": enum("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        }
        yield from members(block, at, required, {**_NAMED, **optional})

    return check


def _icon(icon: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object"""
    yield from members(icon, at, {"type": enum("icon"), "name": string()})
