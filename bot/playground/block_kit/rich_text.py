"""Formatted text in structured form: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    array,
    boolean,
    enum,
    integer,
    members,
    string,
    typed,
)
from bot.playground.block_kit.composition import MOST_URL, identifier

MOST_INDENT = 8
_STYLES = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink")


def rich_text(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
    yield from members(block, at, {"elements": array(_PART, least=0)}, {"block_id": identifier})


def _style(value: Any, at: str) -> Problems:
    yield from members(value, at, {}, dict.fromkeys(_STYLES, boolean))


def _leaf(required: Checks, optional: Checks | None = None) -> Check:
    """One run of text, link, mention, emoji, date or colour in its style."""

    def check(value: Any, at: str) -> Problems:
        yield from members(value, at, required, {"style": _style, **(optional or {})})

    return check


_words = string(blank=True)
_LEAF = typed(
    {
        "text": _leaf({"text": _words}),
        "link": _leaf({"url": string(MOST_URL)}, {"text": _words, "unsafe": boolean}),
        "user": _leaf({"user_id": string()}),
        "usergroup": _leaf({"usergroup_id": string()}),
        "team": _leaf({"team_id": string()}),
        "channel": _leaf({"channel_id": string()}),
        "emoji": _leaf({"name": string()}, {"unicode": string(), "skin_tone": integer(1, 6)}),
        "broadcast": _leaf({"range": enum("here", "channel", "everyone")}),
        "color": _leaf({"value": string()}),
        "date": _leaf({"timestamp": integer(), "format": string()}, {"url": string(MOST_URL), "fallback": _words}),
    }
)


def _section(part: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#rich_text_section"""
    yield from members(part, at, {"elements": array(_LEAF, least=0)})


def _list(part: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#rich_text_list: lists do not nest."""
    required = {"style": enum("bullet", "ordered"), "elements": array(typed({"rich_text_section": _section}))}
    optional = {"indent": integer(0, MOST_INDENT), "offset": integer(least=0), "border": integer(0, 1)}
    yield from members(part, at, required, optional)


def _quote(part: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#rich_text_quote"""
    yield from members(part, at, {"elements": array(_LEAF, least=0)}, {"border": integer(0, 1)})


def _preformatted(part: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#rich_text_preformatted"""
    optional = {"border": integer(0, 1), "language": string()}
    yield from members(part, at, {"elements": array(_LEAF, least=0)}, optional)


_PART = typed(
    {
        "rich_text_section": _section,
        "rich_text_list": _list,
        "rich_text_quote": _quote,
        "rich_text_preformatted": _preformatted,
    }
)
