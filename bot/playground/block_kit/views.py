"""Modals and home tabs: https://docs.slack.dev/reference/views"""

from typing import Any

from bot.playground.block_kit.checks import (
    Checks,
    Problems,
    any_of,
    array,
    boolean,
    members,
    problem,
    string,
    typed,
    unique,
)
from bot.playground.block_kit.composition import identifier
from bot.playground.block_kit.layout import IN_HOME, IN_MODAL
from bot.playground.block_kit.texts import plain_text

MOST_BLOCKS = 100
MOST_TITLE = 24  # and of the words on the buttons
MOST_METADATA = 3000

_COMMON: Checks = {
    "callback_id": identifier,
    "external_id": identifier,
    "private_metadata": string(MOST_METADATA, blank=True),
}


def view_problems(view: Any) -> list[str]:
    """What Slack would say against this modal or home tab; empty when it takes it."""
    return [*_VIEW(view, "/view"), *_across_blocks(view, "/view/blocks")]


def _modal(view: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/views/modal-views"""
    words = plain_text(MOST_TITLE)
    required = {"title": words, "blocks": array(typed(IN_MODAL), MOST_BLOCKS, least=0)}
    optional = {"submit": words, "close": words, "clear_on_close": boolean, "notify_on_close": boolean}
    yield from members(view, at, required, {**_COMMON, **optional})


def _home(view: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/views/home-tab-views"""
    yield from members(view, at, {"blocks": array(typed(IN_HOME), MOST_BLOCKS, least=0)}, _COMMON)


def _across_blocks(view: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/views/modal-views: `submit` is required when there is an input block."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    if not isinstance(blocks, list):
        return
    yield from unique(blocks, "block_id", at)
    inputs = [n for n, block in enumerate(blocks) if isinstance(block, dict) and block.get("type") == "input"]
    if inputs and view.get("type") == "modal" and "submit" not in view:
        yield problem("must define `submit` to use an `input` block in modals", f"{at}/{inputs[0]}/input")


_VIEW = any_of(typed({"modal": _modal, "home": _home}))
