"""The bot has become a member of a channel: https://docs.slack.dev/reference/events/member_joined_channel"""

from typing import Any

from bot.listeners.desk import COMMAND, Desk
from bot.refusals import RefusedError


class Welcome:
    """Says once in each channel what the bot can do there, also if it is invited again or has been restarted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, event: dict[str, Any]) -> None:
        if event.get("user") == self._desk.bot_user_id:
            self._desk.put(event["channel"], lambda: self._welcome(event["channel"]), prompt=COMMAND)

    def _welcome(self, channel: str) -> None:
        message = self._desk.bench.messages.render("welcome.j2")
        if not self._desk.memory.claim_welcome(channel):
            return
        try:
            self._desk.delivery.post(channel, message)
        except RefusedError:
            self._desk.memory.release_welcome(channel)
            raise
