"""Somebody pressed *Why this one?*: how every KPI stands, the weakest first, and why some are not judged."""

from typing import Any

from slack_bolt import Ack

from bot.buttons import WHY
from bot.commands.deciding import deciding
from bot.listeners.desk import Desk
from bot.listeners.opening import View, open_made
from bot.listeners.reviews.at_review import Pressed, agenda_of, put
from bot.messages.ranking_rows import ranking_rows
from kpi.review import wording

TITLE = "Why this one?"


class Why:
    """A modal with the ranking, for the presser alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way of that is told to the presser alone."""
        ack()
        put(self._desk, body, self._open, WHY)

    def _open(self, pressed: Pressed) -> None:
        self._desk.people.admit(pressed.press.person)
        open_made(self._desk, pressed.trigger_id, TITLE, lambda: self._view(pressed))

    def _view(self, pressed: Pressed) -> View:
        with deciding(self._desk.bench) as at:
            agenda = agenda_of(self._desk.bench, at, pressed.of)
        rows = ranking_rows(agenda.review)
        told = {"headline": wording.headline(agenda.review), "over": agenda.review.week.period.dates}
        why = agenda.focus.why if agenda.focus else ""
        return self._desk.bench.messages.modal("why_modal.j2", title=TITLE, rows=rows, why=why, **told)
