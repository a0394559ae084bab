"""Somebody typed `/kpi …`."""

from typing import Any

from slack_bolt import Ack

from bot.commands.registry import Asked
from bot.replies import Replies


def on_command(replies: Replies, ack: Ack, command: dict[str, Any]) -> None:
    """Answer the asker alone, inside the acknowledgement: one round trip."""
    reply = replies.to(Asked(command.get("text", ""), prompt=command["command"]))
    ack(text=reply.text, blocks=reply.blocks, response_type="ephemeral")
