"""What a bot wants to say: its `text` and `blocks`, checked as Slack checks them.

The same content comes by the Web API, through a response URL and inside an acknowledgement.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.playground import blocks as block_kit
from bot.playground.workspace import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, Json, Message

# https://docs.slack.dev/changelog/2018-truncating-really-long-messages
MOST_TEXT_POSTED = 40_000
# Slack documents msg_blocks_too_long without a number; bots met it at about 13,200 characters
# (https://github.com/slackapi/bolt-js/issues/2509), so the limit of one markdown block is on the safe side.
MOST_TEXT_IN_BLOCKS = 12_000


class RefusalError(Exception):
    """Slack does not take this; `error` is its word for it, `problems` what is wrong in the blocks."""

    def __init__(self, error: str, problems: Iterable[str] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.problems = list(problems)

    def answer(self) -> Json:
        """The body of the Web API's refusal."""
        answer: Json = {"ok": False, "error": self.error}
        if self.problems:
            answer["errors"] = self.problems
            answer["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        return answer


@dataclass(frozen=True)
class Content:
    """Text and blocks that Slack takes; every block has its `block_id`, every button its `action_id`."""

    text: str
    blocks: list[Json]


def read_content(arguments: Mapping[str, Any]) -> Content:
    """Raise `RefusalError` as https://docs.slack.dev/reference/methods/chat.postMessage#errors says."""
    text = str(arguments.get("text") or "")
    blocks = _decoded(arguments.get("blocks"))
    if not text and not blocks:
        raise RefusalError("no_text")
    if problems := block_kit.problems(blocks):
        raise RefusalError("invalid_blocks", problems)
    if sum(map(len, block_kit.texts(blocks))) > MOST_TEXT_IN_BLOCKS:
        raise RefusalError("msg_blocks_too_long")
    return Content(text[:MOST_TEXT_POSTED], _named(blocks))


def as_slack_shows_it(message: Message) -> Json:
    """A message in the shape of https://docs.slack.dev/reference/events/message."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.user == BOT_USER_ID:
        shown |= {"bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.metadata:
        shown["metadata"] = message.metadata
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    return shown


def escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _decoded(blocks: Any) -> list[Any]:
    """Forms carry blocks as JSON text, JSON bodies as an array or as JSON text."""
    if isinstance(blocks, str) and blocks:
        try:
            blocks = json.loads(blocks)
        except json.JSONDecodeError:
            raise RefusalError("invalid_blocks_format") from None
    if not blocks:
        return []
    if not isinstance(blocks, list):
        raise RefusalError("invalid_blocks_format")
    return blocks


def _named(blocks: list[Json]) -> list[Json]:
    named = deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", _new_id())
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if element.get("type") == "button":
                element.setdefault("action_id", _new_id())
    return named


def _new_id() -> str:
    return secrets.token_urlsafe(4)[:5]
