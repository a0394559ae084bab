"""What a person makes of a message: its words in order, and the lines that it offers to type."""

import io
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from bot import terminal
from bot.messages import text_forms
from bot.messages.data_limits import cell_text
from bot.messages.message import Message

_LINE = re.compile(r"`(/kpi\b[^`\n]*)`")


def as_read(message: Message) -> str:
    """The message from top to bottom as a person reads it, the notification first; for snapshots."""
    blocks = [line for block in message.blocks for line in _lines(block)]
    return "\n".join([f"({message.text})", "", *blocks])


def mrkdwn_texts(message: Message) -> list[str]:
    """Every formatted text of the blocks, as Slack is sent it."""
    return [text["text"] for text in _texts(message.blocks) if text["type"] == "mrkdwn"]


def cells(message: Message) -> list[str]:
    """Every text of its tables, as Slack is sent it: unescaped."""
    tables = [block for block in message.blocks if block["type"] == "data_table"]
    return [cell_text(cell) for block in tables for row in block["rows"] for cell in row]


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
            yield " ".join(map(_element, block["elements"]))
        case "data_table":
            yield f"= {block['caption']}"
            yield from (" | ".join(map(cell_text, row)) for row in block["rows"])
        case "data_visualization":
            yield f"= {text_forms.heading(block)}"
            yield from (" ".join(filter(None, row)) for row in text_forms.bars(block["chart"]))
        case other:
            raise ValueError(f"no message had a block of the type {other} so far")


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    options = " | ".join(option["text"]["text"] for option in element["options"])
    return f"[{element['placeholder']['text']}: {options}]"


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
