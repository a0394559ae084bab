"""Blocks, and the surfaces that take them: https://docs.slack.dev/reference/block-kit/blocks

A `file` block is Slack's own to write, and a `video` block needs the scope `links.embed:write` and an address of the
app's unfurl domains; a bot without them is refused both. `plan` and `task_card` are for agents and are not known here.
"""

from typing import Any

from bot.playground.block_kit.cards import alert, card, carousel, container_of
from bot.playground.block_kit.charts import data_visualization
from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    any_of,
    array,
    boolean,
    exactly_one,
    integer,
    members,
    problem,
    string,
    typed,
    unique,
)
from bot.playground.block_kit.composition import identifier, image_url, slack_file
from bot.playground.block_kit.elements import (
    CHOICES,
    MOST_ALT_TEXT,
    button,
    datetime_picker,
    feedback_buttons,
    icon_button,
    image,
    overflow,
    workflow_button,
)
from bot.playground.block_kit.inputs import INPUTS, MODAL_INPUTS, rich_text_input
from bot.playground.block_kit.rich_text import rich_text
from bot.playground.block_kit.tables import data_table, table
from bot.playground.block_kit.texts import MOST_TEXT, either_text, plain_text

MOST_HEADER = 150
MOST_FIELDS = 10
MOST_FIELD_TEXT = 2000
MOST_ACTIONS = 25
MOST_CONTEXT_ELEMENTS = 10
MOST_CONTEXT_ACTIONS = 5
MOST_INPUT_TEXT = 2000
MOST_IMAGE_TITLE = 2000
MOST_MARKDOWN = 12_000  # in all markdown blocks of a message

_BUTTONS: Checks = {"button": button, "overflow": overflow, "workflow_button": workflow_button}
ACCESSORIES: Checks = {**CHOICES, **_BUTTONS, "image": image}
ACTIONS: Checks = {**CHOICES, **_BUTTONS, "datetimepicker": datetime_picker, "rich_text_input": rich_text_input}
_NAMED: Checks = {"block_id": identifier}


def header(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/header-block"""
    yield from members(block, at, {"text": plain_text(MOST_HEADER)}, {**_NAMED, "level": integer(1, 4)})


def section(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    optional = {
        "text": any_of(either_text(MOST_TEXT)),
        "fields": array(any_of(either_text(MOST_FIELD_TEXT)), MOST_FIELDS),
        "accessory": typed(ACCESSORIES),
        "expand": boolean,
    }
    yield from members(block, at, {}, {**_NAMED, **optional})
    if isinstance(block, dict) and not block.keys() & {"text", "fields"}:
        yield problem("must define either `text` or `fields`", f"{at}/type")


def context(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/context-block"""
    yield from members(block, at, {"elements": array(_context_element, MOST_CONTEXT_ELEMENTS)}, _NAMED)


def _context_element(element: Any, at: str) -> Problems:
    of_text = isinstance(element, dict) and element.get("type") in ("plain_text", "mrkdwn")
    yield from (either_text() if of_text else typed({"image": image}))(element, at)


def actions(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
    yield from members(block, at, {"elements": array(typed(ACTIONS), MOST_ACTIONS)}, _NAMED)
    yield from _distinct_actions(block, at)


def context_actions(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/context-actions-block"""
    elements = array(typed({"feedback_buttons": feedback_buttons, "icon_button": icon_button}), MOST_CONTEXT_ACTIONS)
    yield from members(block, at, {"elements": elements}, _NAMED)
    yield from _distinct_actions(block, at)


def _distinct_actions(block: Any, at: str) -> Problems:
    """`action_id` is unique in its block: https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
    if isinstance(block, dict):
        yield from unique(block.get("elements"), "action_id", f"{at}/elements")


def divider(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/divider-block"""
    yield from members(block, at, {}, _NAMED)


def image_block(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/image-block"""
    sources = {"image_url": image_url, "slack_file": slack_file}
    optional = {**_NAMED, **sources, "title": plain_text(MOST_IMAGE_TITLE)}
    yield from members(block, at, {"alt_text": string(MOST_ALT_TEXT)}, optional)
    yield from exactly_one(block, tuple(sources), at)


def input_of(elements: Checks) -> Check:
    """https://docs.slack.dev/reference/block-kit/blocks/input-block with one of these elements."""
    words = plain_text(MOST_INPUT_TEXT)

    def check(block: Any, at: str) -> Problems:
        optional = {**_NAMED, "hint": words, "optional": boolean, "dispatch_action": boolean}
        yield from members(block, at, {"label": words, "element": typed(elements)}, optional)

    return check


def markdown(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/markdown-block"""
    yield from members(block, at, {"text": string(MOST_MARKDOWN)}, _NAMED)


def markdown_of_message(blocks: list[Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/markdown-block: 12,000 characters in one payload."""
    written = [block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"]
    if len(written) > 1 and sum(len(text) for text in written if isinstance(text, str)) > MOST_MARKDOWN:
        yield problem(f"must be less than {MOST_MARKDOWN + 1} characters", at)


# Which surface takes which block: the "Surfaces" column of https://docs.slack.dev/reference/block-kit/blocks
EVERYWHERE: Checks = {
    "actions": actions,
    "card": card,
    "context": context,
    "divider": divider,
    "header": header,
    "image": image_block,
    "rich_text": rich_text,
    "section": section,
}
_DATA: Checks = {"data_table": data_table, "data_visualization": data_visualization, "table": table}
_IN_CONTAINER: Checks = {
    **{name: check for name, check in EVERYWHERE.items() if name != "card"},
    "input": input_of(INPUTS),
    "table": table,
}
IN_MESSAGE: Checks = {
    **EVERYWHERE,
    **_DATA,
    "carousel": carousel,
    "container": container_of(_IN_CONTAINER),
    "context_actions": context_actions,
    "input": input_of(INPUTS),
    "markdown": markdown,
}
IN_MODAL: Checks = {**EVERYWHERE, "alert": alert, "input": input_of(MODAL_INPUTS)}
IN_HOME: Checks = {**EVERYWHERE, **_DATA, "carousel": carousel, "input": input_of(INPUTS)}
