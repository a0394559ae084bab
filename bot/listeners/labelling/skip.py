"""Somebody pressed *Skip*: the next conversation, and nothing is changed."""

from typing import Any

from slack_bolt import Ack

from bot import label_buttons
from bot.listeners.desk import Desk
from bot.listeners.labelling.label import show_next
from bot.listeners.labelling.spot import Spot, put_pressed
from bot.listeners.press import Press


class Skip:
    """What is skipped comes again at the next beginning."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever goes wrong is told to the presser alone."""
        ack()
        put_pressed(self._desk, body, self._skip)

    def _skip(self, press: Press) -> None:
        self._desk.people.admit(press.person)
        show_next(self._desk, Spot.of(press), press.person, label_buttons.read_conversation(press.value))
