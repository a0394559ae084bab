"""A review as it stands in its channel: the parts of it that change are always made anew from what the store knows.

So it does not matter whose press comes first, or how old the message was that somebody saw.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.buttons import FOCUS_BUTTONS, FOCUS_OWNER, FOCUS_TEXT
from bot.listeners.desk import Desk
from bot.listeners.press import Press
from bot.listeners.typed import unescaped
from bot.messages.message import Message
from bot.messages.mrkdwn import escape_entities
from bot.messages.spans import plain
from kpi.review.record.foci import StoredFocus

Json = dict[str, Any]

_ENDS = (".", "!", "?", "…")


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
        content = Message(str(message.get("text", "")), [_as_sent(each) for each in message.get("blocks", ())])
        return cls(channel, ts, content, message.get("metadata"))

    @property
    def is_review(self) -> bool:
        """Whether a focus stands in it above a review's own buttons: an answer to “focus” shows it without those."""
        return {FOCUS_TEXT, FOCUS_BUTTONS} <= {block.get("block_id") for block in self.content.blocks}

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
    return Message(_respoken(content, by_id[FOCUS_TEXT]), blocks)


def _respoken(content: Message, focus: Json) -> str:
    """The text for screen readers with the same focus as the blocks; as it is where the old one does not stand in it.

    bot.messages.review_words says a focus there as the block does, in sentences.
    """
    before = next(block for block in content.blocks if block.get("block_id") == FOCUS_TEXT)
    return content.text.replace(_spoken(before), _spoken(focus), 1)


def _spoken(focus: Json) -> str:
    lines = filter(None, plain(focus["text"]["text"]).splitlines())
    return escape_entities(" ".join(line if line.endswith(_ENDS) else f"{line}." for line in lines))


def _as_sent(block: Any) -> Any:
    """Plain texts as they were before Slack escaped them: sent back as they are, they would be escaped twice."""
    if isinstance(block, list):
        return [_as_sent(each) for each in block]
    if not isinstance(block, dict):
        return block
    if block.get("type") in ("plain_text", "raw_text", "raw_number", "link") and isinstance(block.get("text"), str):
        return {**block, "text": unescaped(block["text"])}
    return {name: _as_sent(value) for name, value in block.items()}
