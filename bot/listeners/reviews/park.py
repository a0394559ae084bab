"""Somebody pressed *Park for 4 weeks*, and then said why: until then the reviews leave the KPI of the focus alone."""

from typing import Any

from slack_bolt import Ack

from bot.buttons import PARK
from bot.commands.deciding import deciding
from bot.listeners.desk import Desk
from bot.listeners.reviews.at_review import Pressed, current, put, refresh
from bot.listeners.reviews.carried import Carried, put_submitted, typed
from bot.listeners.reviews.deciders import decider
from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.ingest.columns.values import plain_line
from kpi.review.record import parked
from kpi.span import day_name

FIELD = "reason"
LONGEST = 200


class Park:
    """A modal that asks for the reason; the decision stands in the review's thread, with who made it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way of that is told to the presser alone."""
        ack()
        put(self._desk, body, self._open, PARK)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """A reason of blanks is refused beside the field; the rest is told where the modal was opened."""
        reason = plain_line(typed(view, FIELD))
        if not reason:
            ack(response_action="errors", errors={FIELD: "Say why: it is shown in the reviews meanwhile."})
            return
        ack()
        put_submitted(self._desk, body, view, lambda carried, person: self._park(carried, person, reason))

    def _open(self, pressed: Pressed) -> None:
        decider(self._desk, pressed.press.person, pressed.of.channel)
        with deciding(self._desk.bench) as at:
            kpi, until = current(at.connection, pressed.of).focus.kpi, at.today + parked.FOR
        carried = Carried.by(pressed, kpi.key).text
        told = {"kpi": kpi.title, "until": day_name(until), "longest": LONGEST}
        view = self._desk.bench.messages.modal("park_modal.j2", name=PARK, carried=carried, **told)
        self._desk.delivery.open(pressed.trigger_id, view)

    def _park(self, carried: Carried, person: str, reason: str) -> None:
        who = decider(self._desk, person, carried.of.channel)
        kpi, channel = next((each for each in KPIS if each.key == carried.about), None), carried.of.channel
        if kpi is None:
            raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")
        with deciding(self._desk.bench, writing=True) as at:
            if kpi.key in parked.parked(at.connection, channel, at.today):
                raise UserError(f"{kpi.title} is parked already.", "See until when with `/kpi focus`.")
            until = at.today + parked.FOR
            made = parked.park(at.connection, channel, kpi, until, reason, who, at.at)
        thread = refresh(self._desk, carried.of)
        line = self._desk.bench.messages.render("parked.j2", parked=made, person=person, until=day_name(until))
        self._desk.delivery.post(channel, line, carried.ts or thread)
