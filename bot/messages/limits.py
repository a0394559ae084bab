"""Slack's limits for a message. What is over them is refused by Slack, or cut, which is worse.

Source: https://docs.slack.dev/reference/block-kit/blocks and …/block-elements; the 4,000 characters of
`text` are what `chat.postMessage` recommends.
"""

from collections.abc import Iterator
from typing import Any

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
BUTTON_VALUE = 2_000
ACTION_ID = 255


def problems(message: Message) -> list[str]:
    """What Slack would refuse or cut, one sentence each; empty if the message is fine."""
    found = [
        *_length("the text", message.text, TEXT),
        *_number("blocks", message.blocks, BLOCKS),
        *_at_most("characters in all blocks", sum(map(_size, _texts(message.blocks))), ALL_TEXT),
    ]
    for number, block in enumerate(message.blocks, start=1):
        found += [f"block {number} ({block.get('type', 'no type')}): {problem}" for problem in _block(block)]
    return found


def _block(block: dict[str, Any]) -> Iterator[str]:
    match block:
        case {"type": "header", "text": text}:
            yield from _length("the text", text["text"], HEADER)
        case {"type": "section"}:
            yield from _section(block)
        case {"type": "context", "elements": elements}:
            yield from _number("elements", elements, CONTEXT_ELEMENTS)
            for element in elements:
                yield from _length("an element", element["text"], SECTION)
        case {"type": "actions", "elements": elements}:
            yield from _number("buttons", elements, ACTIONS)
            for element in elements:
                yield from _button(element)


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield from _length("the text", block["text"]["text"], SECTION)
    if "fields" in block:
        yield from _number("fields", block["fields"], FIELDS)
        for field in block["fields"]:
            yield from _length("a field", field["text"], FIELD)
    if "accessory" in block:
        yield from _button(block["accessory"])


def _button(button: dict[str, Any]) -> Iterator[str]:
    yield from _length("a button's text", button["text"]["text"], BUTTON_TEXT)
    yield from _length("an action_id", button["action_id"], ACTION_ID)
    yield from _at_most("characters in a button's value", _size(button.get("value", "")), BUTTON_VALUE)


def _length(what: str, text: str, most: int) -> Iterator[str]:
    if not text.strip():
        yield f"{what} is empty"
    if _size(text) > most:
        yield f"{what} has {_size(text):,} characters of at most {most:,}"


def _number(what: str, items: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not items:
        yield f"no {what}"
    yield from _at_most(what, len(items), most)


def _at_most(what: str, number: int, most: int) -> Iterator[str]:
    if number > most:
        yield f"{number:,} {what} of at most {most:,}"


def _size(text: str) -> int:
    """Characters as JavaScript counts them (an emoji is two): the stricter way, since Slack does not say."""
    return len(text.encode("utf-16-le")) // 2


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
