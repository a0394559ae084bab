"""Somebody pressed *All as CSV* under a list of conversations, or under any number."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.commands import tickets
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.doing import Doing
from bot.listeners.press import Press
from kpi.grammar import list_words


class TicketsCsv:
    """Sends the file to whoever pressed, alone, and tells them so where they pressed.

    While a file is being made, another press on the same button makes no second one, whichever bot it comes to.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._making = Doing(desk.memory, "csv")

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        press = Press.read(body)
        if self._making.takes(press):
            # A lane of its own: what else this person asks meanwhile is answered meanwhile.
            self._desk.put(f"{press.person} csv", lambda: self._send(press), press.tell(self._desk), prompt=COMMAND)

    def _send(self, press: Press) -> None:
        if not self._making.claim(press):
            return
        tell = press.tell(self._desk)
        try:
            asked = press.asked(COMMAND)
            coming = self._desk.answer(replace(asked, text=_as_csv(asked.text)))
            tell(coming)
            for step in coming.sequel or ():
                tell(step.by_then)
        finally:
            self._making.release(press)


def _as_csv(question: str) -> str:
    """The question of the file, whichever of them the button carries."""
    verb = "" if question.startswith(f"{tickets.VERB} ") else f"{tickets.VERB} "
    return f"{verb}{question}{'' if list_words.taken(question)[1].as_csv else ' csv'}"
