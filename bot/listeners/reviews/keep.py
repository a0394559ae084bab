"""Somebody pressed *Keep it*: the focus goes on, also where the next review sees no gain."""

from typing import Any

from slack_bolt import Ack

from bot.commands.deciding import deciding
from bot.listeners.desk import Desk
from bot.listeners.reviews.at_review import Pressed, current, put, refresh
from kpi.review.record import foci


class Keep:
    """Notes who wants it, and says it in the review's thread; once is enough."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever goes wrong is told to the presser alone."""
        ack()
        put(self._desk, body, self._keep)

    def _keep(self, pressed: Pressed) -> None:
        person, of, messages = pressed.press.person, pressed.of, self._desk.bench.messages
        self._desk.people.admit(person)
        with deciding(self._desk.bench, writing=True) as at:
            before = current(at.connection, of)
            if before.kept_by is None:
                foci.keep(at.connection, of.channel, person)
        told = messages.render("focus_kept.j2", stored=before, person=before.kept_by or person)
        if before.kept_by is not None:
            pressed.press.tell(self._desk)(told)
            return
        thread = refresh(self._desk, of, pressed.shown)
        self._desk.delivery.post(of.channel, told, thread)
