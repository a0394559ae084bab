"""Somebody wrote to the bot directly: https://docs.slack.dev/reference/events/message.im"""

from functools import partial
from typing import Any

from bot.listeners import typed
from bot.listeners.answering import Answering, Written
from bot.listeners.desk import DIRECT, Desk
from bot.listeners.uploads import Brought
from bot.messages.message import Message


class DirectMessage:
    """Answers below the message, or in its thread if it is in one. Files are talked about in their message's thread.

    Other kinds of messages are not for the bot: those of bots, notes such as that somebody joined, deleted ones.
    """

    def __init__(self, desk: Desk, answering: Answering, brought: Brought) -> None:
        self._desk = desk
        self._answering = answering
        self._brought = brought

    def __call__(self, event: dict[str, Any]) -> None:
        if event.get("channel_type") != "im":
            return
        match event.get("subtype"):
            case None | "file_share":
                self._take(event["channel"], event, edited=False)
            case "message_changed" if _says_something_else(event):
                self._take(event["channel"], event["message"], edited=True)

    def _take(self, channel: str, message: dict[str, Any], *, edited: bool) -> None:
        if "bot_id" in message or message.get("user") in (None, self._desk.bot_user_id):
            return
        person, thread = message["user"], message.get("thread_ts")
        text = typed.said_to(self._desk.bot_user_id, message.get("text") or "")

        def tell(told: Message) -> None:
            self._desk.delivery.post(channel, told, thread)

        if not edited and self._brought.take(channel, message, text, partial(self._tell_below, channel, message)):
            return
        self._answering.take(Written(channel, message["ts"], thread, person, text, DIRECT, edited), tell)

    def _tell_below(self, channel: str, message: dict[str, Any], told: Message) -> None:
        self._desk.delivery.post(channel, told, message.get("thread_ts") or message["ts"])


def _says_something_else(event: dict[str, Any]) -> bool:
    """Slack sends message_changed also when it has unfolded a link or found out the language."""
    return bool(event["message"].get("text") != (event.get("previous_message") or {}).get("text"))
