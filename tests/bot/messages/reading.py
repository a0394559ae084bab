"""What a person makes of a message: its words in order, and the lines that it offers to type."""

import io
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from bot import terminal
from bot.messages.message import Message

_LINE = re.compile(r"`(/kpi\b[^`\n]*)`")


def as_read(message: Message) -> str:
    """The message from top to bottom as a person reads it, the notification first; for snapshots."""
    blocks = [line for block in message.blocks for line in _lines(block)]
    return "\n".join([f"({message.text})", "", *blocks])


def mrkdwn_texts(message: Message) -> list[str]:
    """Every formatted text of the blocks, as Slack is sent it."""
    return [text["text"] for text in _texts(message.blocks) if text["type"] == "mrkdwn"]


def offered(message: Message) -> list[str]:
    """The lines to type that a message offers, with the prompt."""
    return [line for text in mrkdwn_texts(message) for line in _LINE.findall(text)]


def in_a_terminal(message: Message, width: int = 300) -> str:
    """What a terminal of this width shows."""
    printed = io.StringIO()
    terminal.show(message, Console(file=printed, width=width))
    return printed.getvalue()


def _lines(block: dict[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "section" if "text" in block:
            yield block["text"]["text"]
        case "section":
            yield from (_prefixed("| ", field["text"]) for field in block["fields"])
        case "context":
            yield from (_prefixed("~ ", element["text"]) for element in block["elements"])
        case "actions":
            yield " ".join(f"[{button['text']['text']}]" for button in block["elements"])
        case other:
            raise ValueError(f"no message had a block of the type {other} so far")


def _prefixed(mark: str, text: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.splitlines())


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value
        else:
            for part in value.values():
                yield from _texts(part)
