"""Somebody pressed *Choose another*: what else there would be to do, in order, and then what they chose."""

import hashlib
import json
from typing import Any

from slack_bolt import Ack

from bot.buttons import CHOOSE_ANOTHER
from bot.commands.deciding import deciding
from bot.listeners.desk import Desk
from bot.listeners.opening import View, open_made
from bot.listeners.reviews.at_review import Pressed, agenda_of, current, put, refresh
from bot.listeners.reviews.carried import Carried, put_submitted, typed
from kpi.errors import UserError
from kpi.review.focus import Focus
from kpi.review.record import foci

MOST = 10
"""Radio buttons: https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element"""

TITLE = "Choose another"
FIELD = "chosen"


class ChooseAnother:
    """A modal with what else the review would name, each with its reason; what is chosen takes the focus's place."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way of that is told to the presser alone."""
        ack()
        put(self._desk, body, self._open, CHOOSE_ANOTHER)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """Slack closes the modal at once; what comes of it is told where it was opened."""
        ack()
        chosen = typed(view, FIELD)
        put_submitted(self._desk, body, view, lambda carried, person: self._choose(carried, person, chosen))

    def _open(self, pressed: Pressed) -> None:
        self._desk.people.admit(pressed.press.person)
        open_made(self._desk, pressed.trigger_id, TITLE, lambda: self._view(pressed))

    def _view(self, pressed: Pressed) -> View:
        with deciding(self._desk.bench) as at:
            now = current(at.connection, pressed.of)
            others = agenda_of(self._desk.bench, at, pressed.of).others
        modal = self._desk.bench.messages.modal
        if not others:
            said = ["There is nothing else to choose from: all other steps were tried in the last 8 weeks."]
            return modal("notice_modal.j2", title=TITLE, said=said)
        choices = [(name_of(each), each) for each in others[:MOST]]
        told = {"choices": choices, "left": len(others) - len(choices), "now": now}
        return modal("choose_modal.j2", name=CHOOSE_ANOTHER, carried=Carried.by(pressed, str(now.id)).text, **told)

    def _choose(self, carried: Carried, person: str, chosen: str) -> None:
        self._desk.people.admit(person)
        bench, of = self._desk.bench, carried.of
        with deciding(bench) as at:
            focus = _found(agenda_of(bench, at, of).others, chosen)
        with deciding(bench, writing=True) as at:
            before = current(at.connection, of)
            if str(before.id) != carried.about:
                raise UserError("Somebody has changed the focus meanwhile.", "See what is current with `/kpi focus`.")
            now = foci.save(at.connection, of.channel, of.monday, focus, at.at, chosen_by=person)
        thread = refresh(self._desk, of, ts=carried.ts)  # read anew: somebody may have taken the focus on meanwhile
        line = bench.messages.render("focus_chosen.j2", stored=now, before=before, person=person)
        self._desk.delivery.post(of.channel, line, thread)


def name_of(focus: Focus) -> str:
    """What tells a focus from all others, short enough for an option."""
    said = json.dumps([focus.kpi.key, focus.step, sorted(focus.labels.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _found(others: tuple[Focus, ...], chosen: str) -> Focus:
    found = next((each for each in others if name_of(each) == chosen), None)
    if found is None:
        raise UserError("This is no longer offered: new data came in.", "Press “Choose another” once more.")
    return found
