"""What people type as the rich text block that Slack makes of it: words, names, channels and links.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from html import unescape

from bot.playground.workspace import Json

REFERENCE = re.compile(r"<(?P<kind>[@#!]|https?:)(?P<what>[^|>]*)(?:\|[^>]*)?>")


def rich_text(text: str, ts: str) -> Json:
    """One section; `text` is escaped, as messages are kept. Styles stay as they were typed."""
    parts: list[Json] = []
    at = 0
    for found in REFERENCE.finditer(text):
        parts += _words(text[at : found.start()])
        parts.append(_reference(found["kind"], found["what"]))
        at = found.end()
    parts += _words(text[at:])
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "block_id": ts[-5:], "elements": [section]}


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _reference(kind: str, what: str) -> Json:
    match kind:
        case "@":
            return {"type": "user", "user_id": what}
        case "#":
            return {"type": "channel", "channel_id": what}
        case "!":
            return {"type": "broadcast", "range": what}
        case _:
            return {"type": "link", "url": unescape(kind + what)}
