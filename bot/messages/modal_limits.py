"""Slack's limits for a modal: https://docs.slack.dev/reference/views/modal-views and …/block-kit/blocks/input-block"""

from collections.abc import Iterator
from typing import Any

from bot.messages.limits import OPTION_TEXT, OPTIONS, PLACEHOLDER, SECTION
from bot.messages.measuring import at_most, length, number, size

BLOCKS = 100
TITLE = 24
"""Also of the words on its buttons."""
METADATA = 3_000
LABEL = 2_000
"""Also of a hint below an input."""
TYPED = 3_000
_WORDED = ("title", "submit", "close")


def problems(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse or cut, one sentence each; empty if the modal is fine."""
    found = [
        *(problem for part in _WORDED if part in view for problem in length(part, view[part]["text"], TITLE)),
        *at_most("characters that it carries", size(view.get("private_metadata", "")), METADATA),
        *number("blocks", view["blocks"], BLOCKS),
    ]
    for index, block in enumerate(view["blocks"], start=1):
        found += [f"block {index} ({block['type']}): {problem}" for problem in _block(block)]
    return found


def _block(block: dict[str, Any]) -> Iterator[str]:
    match block:
        case {"type": "section", "text": text}:
            yield from length("the text", text["text"], SECTION)
        case {"type": "input", "element": element}:
            yield from length("the label", block["label"]["text"], LABEL)
            if "hint" in block:
                yield from length("the hint", block["hint"]["text"], LABEL)
            yield from _element(element)


def _element(element: dict[str, Any]) -> Iterator[str]:
    if "placeholder" in element:
        yield from length("the placeholder", element["placeholder"]["text"], PLACEHOLDER)
    if "options" in element:
        yield from number("options", element["options"], OPTIONS)
        for option in element["options"]:
            yield from length("an option", option["text"]["text"], OPTION_TEXT)
    if "max_length" in element:
        yield from at_most("characters to be typed", element["max_length"], TYPED)
