"""A review as it stands in its channel: the parts of it that change are always made anew from what the store knows.

So it does not matter whose press comes first, or how old the message was that somebody saw.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.buttons import FOCUS_BUTTONS, FOCUS_OWNER, FOCUS_TEXT
from bot.listeners.desk import Desk
from bot.listeners.press import Press
from bot.messages.message import Message
from kpi.review.record.foci import StoredFocus

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A message that the bot has posted: its `ts` in `channel`, and what stands in it."""

    channel: str
    ts: str
    content: Message
    metadata: Json | None

    @classmethod
    def pressed(cls, press: Press, body: Mapping[str, Any]) -> "Shown | None":
        """The message that was pressed; None if only one person sees it."""
        message = body.get("message") or {}
        if press.ephemeral or press.channel is None or press.message_ts is None:
            return None
        return cls.read(press.channel, press.message_ts, message)

    @classmethod
    def read(cls, channel: str, ts: str, message: Mapping[str, Any]) -> "Shown":
        """As Slack hands it over, which has escaped what we do not escape."""
        content = Message(str(message.get("text", "")), [_unescaped(each) for each in message.get("blocks", ())])
        return cls(channel, ts, content, message.get("metadata"))

    @property
    def is_review(self) -> bool:
        """Whether a focus stands in it."""
        return any(block.get("block_id") == FOCUS_TEXT for block in self.content.blocks)

    def put(self, desk: Desk, content: Message) -> None:
        """Put this in its place; RefusedError if it is no longer there."""
        desk.delivery.update(self.channel, self.ts, content, self.metadata)


def with_focus(desk: Desk, content: Message, focus: StoredFocus) -> Message:
    """The review with the focus as it is now, and who has taken it on."""
    parts = desk.bench.messages.render("focus_now.j2", stored=focus).blocks
    by_id = {block["block_id"]: block for block in parts}
    blocks = [by_id.get(block.get("block_id", ""), block) for block in content.blocks]
    if not any(block.get("block_id") == FOCUS_OWNER for block in blocks):
        at = next((n for n, block in enumerate(blocks) if block.get("block_id") == FOCUS_BUTTONS), len(blocks))
        blocks.insert(at, by_id[FOCUS_OWNER])
    return Message(content.text, blocks)


def _unescaped(block: Any) -> Any:
    """Plain texts as they were before Slack escaped them: sent back as they are, they would be escaped twice."""
    if isinstance(block, list):
        return [_unescaped(each) for each in block]
    if not isinstance(block, dict):
        return block
    if block.get("type") in ("plain_text", "raw_text", "raw_number", "link") and isinstance(block.get("text"), str):
        return {**block, "text": _as_sent(block["text"])}
    return {name: _unescaped(value) for name, value in block.items()}


def _as_sent(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
