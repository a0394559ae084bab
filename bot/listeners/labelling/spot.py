"""The message in which somebody has pressed something, and into whose place the answer goes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, DIRECT, MENTION, Desk, metadata
from bot.listeners.press import Press
from bot.messages.message import Message
from bot.refusals import RefusedError
from kpi.errors import UserError

Json = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """`ts` is the message's, in the channel of the `place`; only one person sees it if it is `ephemeral`."""

    place: AnswerPlace
    ts: str
    ephemeral: bool

    @classmethod
    def of(cls, press: Press) -> "Spot":
        """Of what was pressed."""
        return cls(AnswerPlace.of(press), press.message_ts or "", press.ephemeral)

    @classmethod
    def read(cls, carried: str) -> "Spot":
        """From a modal's private_metadata; UserError if another version of kpibot has opened it."""
        place = AnswerPlace.read(carried)
        match json.loads(carried):
            case {"ts": str(ts), "ephemeral": bool(ephemeral)}:
                return cls(place, ts, ephemeral)
        raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")

    def carried(self, **more: object) -> str:
        """For a modal's private_metadata, with more that it carries."""
        here = {**json.loads(self.place.carried), "ts": self.ts, "ephemeral": self.ephemeral}
        return json.dumps({**here, **more}, ensure_ascii=False, separators=(",", ":"))

    def asked(self, person: str) -> Asked:
        """As if this person had asked here: who sees the message decides what it may show."""
        return Asked("", self._prompt, person=person, channel=self.place.channel)

    def alone(self, person: str) -> Asked:
        """As if this person had asked alone."""
        return Asked("", COMMAND, person=person, channel=self.place.channel)

    def put(self, desk: Desk, person: str, message: Message) -> None:
        """In the place of the message; where that is no longer there, or cannot be changed, to this person alone."""
        try:
            if self.ephemeral:
                desk.delivery.respond(self.place.response_url, message, replace=True)
            else:
                desk.delivery.update(self.place.channel or person, self.ts, message, metadata(message))
        except RefusedError:
            self.place.tell(desk, person, message)

    @property
    def _prompt(self) -> str:
        if self.ephemeral:
            return COMMAND
        return DIRECT if (self.place.channel or "D").startswith("D") else MENTION


def put_pressed(desk: Desk, body: Json, work: Callable[[Press], None]) -> None:
    """Do what a press asks for; what goes wrong is told to the presser alone."""
    press = Press.read(body)
    desk.put(press.person if press.ephemeral else press.place, lambda: work(press), press.tell(desk), prompt=COMMAND)


def put_submitted(desk: Desk, body: Json, view: Json, work: Callable[[str, str], None]) -> None:
    """Do what somebody who has submitted a modal wants, by what it carried; trouble is told where it was opened."""
    person, carried = body["user"]["id"], view["private_metadata"]

    def tell(message: Message) -> None:
        AnswerPlace.read(carried).tell(desk, person, message)

    ways = (tell, lambda message: desk.tell_directly(person, message))
    desk.put(f"{view['callback_id']} {person}", lambda: work(person, carried), *ways, prompt=COMMAND)
