"""Answers to messages that people write, and other answers in their place when a message is edited.

In a thread that the bot has opened, what is said there is understood as what it adds to the thread's question.
"""

from dataclasses import dataclass

import structlog

from bot.commands import in_context
from bot.commands.in_context import NO_CONTEXT
from bot.commands.registry import Asked
from bot.listeners.desk import DIRECT, Desk, Tell, metadata
from bot.listeners.sequel import Posted, follow_posted
from bot.listeners.thread_context import thread_context
from bot.memory import Answer, digest
from bot.messages.message import Message
from bot.refusals import RefusedError
from kpi.errors import KpibotError

# The answer to an edited message cannot take the place of the earlier one.
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found")


@dataclass(frozen=True)
class Written:
    """A message that asks something: `ts` in `channel`, to be answered in the thread `thread_ts`, if that is given."""

    channel: str
    ts: str
    thread_ts: str | None
    person: str
    text: str
    prompt: str
    edited: bool = False


class Answering:
    """Remembers in the store which answer belongs to which message: an edit may come to another bot."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take(self, written: Written, *ways: Tell) -> None:
        """Answer it for all who see it; what goes wrong is told in the first of `ways` that works."""
        self._desk.put(written.channel, lambda: self._answer(written), *ways, prompt=written.prompt)

    def _answer(self, written: Written) -> None:
        earlier = self._desk.memory.answer_to(written.channel, written.ts) if written.edited else None
        if earlier and earlier.digest == digest(written.text):
            return
        self._desk.people.admit(written.person)
        asked = Asked(written.text, written.prompt, person=written.person, channel=written.channel)
        # What an edited message asks is answered anew, and what it changes must not be changed twice.
        asked = asked if written.edited else self._desk.signed(asked)
        message = self._desk.replies.instead(lambda: self._said(asked, written), asked.prompt)
        ts = self._put_in_place(written, earlier, message)
        self._note(written, ts)
        follow_posted(self._desk, message, Posted(written.channel, ts, written.thread_ts), written.prompt)

    def _said(self, asked: Asked, written: Written) -> Message:
        context = NO_CONTEXT
        if written.thread_ts not in (None, written.ts) and written.text:
            direct = written.prompt == DIRECT
            context = thread_context(self._desk, written.channel, str(written.thread_ts), direct=direct)
        return in_context.answer(self._desk.bench, self._desk.registry, asked, context)

    def _note(self, written: Written, ts: str) -> None:
        """It is answered, whether or not that can be noted."""
        try:
            self._desk.memory.note_answer(written.channel, written.ts, Answer(ts, digest(written.text)))
        except KpibotError as error:
            structlog.get_logger("kpibot").warning("an edit will be answered anew", why=error.sentence)

    def _put_in_place(self, written: Written, earlier: Answer | None, message: Message) -> str:
        """The `ts` of the message that now holds the answer."""
        carried = metadata(message)
        if earlier:
            try:
                self._desk.delivery.update(written.channel, earlier.ts, message, carried)
            except RefusedError as refusal:
                if refusal.code not in _GONE:
                    raise
            else:
                return earlier.ts
        return self._desk.delivery.post(written.channel, message, written.thread_ts, carried)
