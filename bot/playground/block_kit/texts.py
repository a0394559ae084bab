"""Text objects, and the texts that a reader sees."""

from collections.abc import Iterator
from typing import Any

from bot.playground.block_kit.checks import Check, Problems, boolean, enum, members, string

# https://docs.slack.dev/reference/block-kit/composition-objects/text-object
MOST_TEXT = 3000

# The members whose strings people read, in whatever object: texts, tables' captions, charts' titles and labels.
_READ = frozenset({"text", "caption", "title", "label", "x_label", "y_label", "alt_text"})


def plain_text(most: int = MOST_TEXT) -> Check:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object, `plain_text` alone."""

    def check(value: Any, at: str) -> Problems:
        yield from members(value, at, {"type": enum("plain_text"), "text": string(most)}, {"emoji": boolean})

    return check


def either_text(most: int = MOST_TEXT) -> Check:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object, of either type."""

    def check(value: Any, at: str) -> Problems:
        of_mrkdwn = isinstance(value, dict) and value.get("type") == "mrkdwn"
        flag = "verbatim" if of_mrkdwn else "emoji"
        yield from members(value, at, {"type": enum("plain_text", "mrkdwn"), "text": string(most)}, {flag: boolean})

    return check


def texts(value: Any) -> Iterator[str]:
    """Every text that a reader sees in these blocks, in their order."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, str):
                if name in _READ or (name == "name" and "data" in value):
                    yield part
            elif name == "categories" and isinstance(part, list):
                yield from map(str, part)
            elif name != "data":  # the points of a series are labelled with the categories again
                yield from texts(part)
