"""Slack's limits for a message. What is over them is refused by Slack, or cut, which is worse.

Source: https://docs.slack.dev/reference/block-kit/blocks and …/block-elements; the 4,000 characters of
`text` are what `chat.postMessage` recommends. Tables and charts are in `bot.messages.data_limits`.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from bot import buttons
from bot.messages import data_limits
from bot.messages.measuring import at_most, length, number, size

if TYPE_CHECKING:
    from bot.messages.message import Message

TEXT = 4_000
BLOCKS = 50
ALL_TEXT = 12_000
SECTION = 3_000
FIELD = 2_000
FIELDS = 10
HEADER = 150
CONTEXT_ELEMENTS = 10
ACTIONS = 25
BUTTON_TEXT = 75
ACTION_ID = 255
PLACEHOLDER = 150
OPTIONS = 100
OPTION_TEXT = 75


def problems(message: "Message") -> list[str]:
    """What Slack would refuse or cut, one sentence each; empty if the message is fine."""
    found = [
        *length("the text", message.text, TEXT),
        *number("blocks", message.blocks, BLOCKS),
        *at_most("characters in all blocks", all_text(message.blocks), ALL_TEXT),
        *data_limits.message_problems(message.blocks),
    ]
    for index, block in enumerate(message.blocks, start=1):
        found += [f"block {index} ({block.get('type', 'no type')}): {problem}" for problem in _block(block)]
    return found


def all_text(blocks: Collection[dict[str, Any]]) -> int:
    """How many characters the texts of these blocks have together."""
    return sum(map(size, _texts(list(blocks))))


def _block(block: dict[str, Any]) -> Iterator[str]:
    match block:
        case {"type": "header", "text": text}:
            yield from length("the text", text["text"], HEADER)
        case {"type": "section"}:
            yield from _section(block)
        case {"type": "context", "elements": elements}:
            yield from number("elements", elements, CONTEXT_ELEMENTS)
            for element in elements:
                yield from length("an element", element["text"], SECTION)
        case {"type": "actions", "elements": elements}:
            yield from _actions(elements)
        case {"type": "data_table"}:
            yield from data_limits.table(block)
        case {"type": "data_visualization"}:
            yield from data_limits.chart(block)


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield from length("the text", block["text"]["text"], SECTION)
    if "fields" in block:
        yield from number("fields", block["fields"], FIELDS)
        for field in block["fields"]:
            yield from length("a field", field["text"], FIELD)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _actions(elements: list[dict[str, Any]]) -> Iterator[str]:
    yield from number("buttons", elements, ACTIONS)
    ids = [element["action_id"] for element in elements]
    if len(set(ids)) < len(ids):
        yield "two elements have the same action_id"
    for element in elements:
        yield from _element(element)


def _element(element: dict[str, Any]) -> Iterator[str]:
    yield from length("an action_id", element["action_id"], ACTION_ID)
    if element["type"] == "static_select":
        yield from length("a menu's placeholder", element["placeholder"]["text"], PLACEHOLDER)
        yield from number("options", element["options"], OPTIONS)
        for option in element["options"]:
            yield from length("an option's text", option["text"]["text"], OPTION_TEXT)
            yield from length("an option's value", option["value"], buttons.OPTION_VALUE)
    else:
        yield from length("a button's text", element["text"]["text"], BUTTON_TEXT)
        yield from at_most("characters in a button's value", size(element.get("value", "")), buttons.BUTTON_VALUE)


def _texts(value: object) -> Iterator[str]:
    """Every "text" in a tree of blocks that is a string."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)
