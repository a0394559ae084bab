"""What every listener works with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot import requests
from bot.commands.registry import Asked, Registry, Workbench
from bot.delivery import Delivery
from bot.lanes import Lanes
from bot.memory import Memory
from bot.messages.message import Message
from bot.people import People
from bot.replies import Replies
from bot.rooms import posting_place

EVENT = "kpibot_readout"
VERSION = 1

COMMAND = "/kpi"
MENTION = "@kpibot"
DIRECT = ""  # to the bot itself one types the question alone

# Slack gives three seconds, in which the acknowledgement has to travel too:
# https://docs.slack.dev/interactivity/implementing-slash-commands#responding_basic_receipt
ACKNOWLEDGE_WITHIN = 2.0

Work = Callable[[], None]
Tell = Callable[[Message], None]


@dataclass(frozen=True)
class Desk:
    """The bot's parts that listeners need, and the ways to work with them."""

    bench: Workbench
    registry: Registry
    replies: Replies
    delivery: Delivery
    people: People
    memory: Memory
    lanes: Lanes
    bot_user_id: str

    def reply(self, asked: Asked) -> Message:
        """What to tell this person alone: the answer, or what is in its way."""
        return self.replies.instead(lambda: self.answer(asked), asked.prompt)

    def answer(self, asked: Asked) -> Message:
        """The answer for somebody who may ask; KpibotError if there is none."""
        if asked.person is None:
            return self.registry.answer(asked)
        self.people.admit(asked.person)
        return self.registry.answer(self.signed(asked))

    def signed(self, asked: Asked) -> Asked:
        """With what a command asks for when it changes something: its author, and where to post later."""
        if asked.person is None:
            return asked
        here = partial(posting_place, self.delivery.channel, asked.channel)
        author, member = partial(self.people.author, asked.person), partial(self.people.member, asked.person)
        send = partial(self.delivery.upload, asked.person)
        return replace(asked, author=author, member=member, here=here, colleague=self.people.colleague, send=send)

    def tell_directly(self, person: str, message: Message) -> None:
        """Say it in the person's direct messages."""
        self.delivery.post(person, message)

    def put(self, lane: str, work: Work, *ways: Tell, prompt: str) -> None:
        """Do the work in its lane. What goes wrong is told in the first of these ways that works, else logged."""
        self.lanes.put(lane, lambda: self._do(work, ways, prompt))

    def _do(self, work: Work, ways: tuple[Tell, ...], prompt: str) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001
            # The outer edge of everything that is done after Slack has been told that its message arrived.
            self._tell(self.replies.to_error(error, prompt), error, ways)

    def _tell(self, message: Message, error: Exception, ways: tuple[Tell, ...]) -> None:
        for tell in ways:
            try:
                tell(message)
            except Exception as another:  # noqa: BLE001
                # As above; one way less to tell a person must not hide what was to be told.
                error = another
            else:
                return
        log = structlog.get_logger("kpibot")
        log.error("could not be told to anybody", id=requests.number(), exc_info=error)


def metadata(answer: Message) -> dict[str, Any] | None:
    """What a posted answer carries, so that a thread knows what it is about; nothing if it answers no question."""
    if answer.question is None:
        return None
    return {"event_type": EVENT, "event_payload": {"v": VERSION, "question": answer.question}}
