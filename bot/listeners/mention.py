"""Somebody wrote `@kpibot …` in a channel or a thread: https://docs.slack.dev/reference/events/app_mention

Slack sends the event again, with `edited`, when the message is edited.
"""

from functools import partial
from typing import Any

from bot.listeners import typed
from bot.listeners.answering import Answering, Written
from bot.listeners.desk import MENTION, Desk
from bot.listeners.uploads import Brought
from bot.messages.message import Message


class Mention:
    """Answers in the message's thread. What is for the writer alone is whispered there, or else said directly."""

    def __init__(self, desk: Desk, answering: Answering, brought: Brought) -> None:
        self._desk = desk
        self._answering = answering
        self._brought = brought

    def __call__(self, event: dict[str, Any]) -> None:
        if "bot_id" in event or event.get("user") is None:
            return
        channel, person, thread = event["channel"], event["user"], event.get("thread_ts")
        text = typed.said_to(self._desk.bot_user_id, event.get("text") or "")
        edited = "edited" in event
        written = Written(channel, event["ts"], thread or event["ts"], person, text, MENTION, edited)

        def whisper(message: Message) -> None:
            self._desk.delivery.whisper(channel, person, message, thread)

        ways = (whisper, partial(self._desk.tell_directly, person))
        if edited or not self._brought.take(channel, event, text, *ways):
            self._answering.take(written, *ways)
