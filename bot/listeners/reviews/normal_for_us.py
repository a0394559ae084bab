"""Somebody pressed *This one is normal for us*: an intent gets a limit of its own."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt import Ack

from bot.buttons import NORMAL
from bot.commands.deciding import Deciding, deciding
from bot.listeners.desk import Desk
from bot.listeners.opening import View, open_made
from bot.listeners.reviews.at_review import Pressed, agenda_of, put, refresh
from bot.listeners.reviews.carried import Carried, put_submitted, typed
from bot.listeners.reviews.deciders import decider
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.readings.intent_distribution import IntentReader
from kpi.review import typed_limit
from kpi.review.record import normal_intents
from kpi.review.review import Review
from kpi.store_facts import StoreFacts

TITLE = "Normal for us"
FIELD = "limit"
LONGEST = 10
_USUAL = timedelta(weeks=8)
_STEP = 5  # percent


class NormalForUs:
    """A modal that asks for the limit: to begin with, the share of now or the usual one, rounded up to whole fives, for
    a limit below it would name the intent again at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way of that is told to the presser alone."""
        ack()
        put(self._desk, body, self._open, NORMAL)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """What is no share is refused beside the field; the rest is told where the modal was opened."""
        try:
            percent = typed_limit.read(typed(view, FIELD))
        except UserError as error:
            ack(response_action="errors", errors={FIELD: error.sentence})
            return
        ack()
        put_submitted(self._desk, body, view, lambda carried, person: self._accept(carried, person, percent))

    def _open(self, pressed: Pressed) -> None:
        decider(self._desk, pressed.press.person, pressed.of.channel)
        open_made(self._desk, pressed.trigger_id, TITLE, lambda: self._view(pressed))

    def _view(self, pressed: Pressed) -> View:
        with deciding(self._desk.bench) as at:
            review = agenda_of(self._desk.bench, at, pressed.of).review
            intent, share = judged_intent(review)
            spelling = StoreFacts(at.connection, at.team).spellings(INTENT).get(intent, intent)
            usual = usual_share(at, review, intent)
        carried = Carried.by(pressed, intent).text
        told = {
            "intent": spelling,
            "usual": usual,
            "longest": LONGEST,
            "first": _STEP * math.ceil(max(share, usual or 0.0) / _STEP),
        }
        return self._desk.bench.messages.modal("normal_modal.j2", name=NORMAL, carried=carried, **told)

    def _accept(self, carried: Carried, person: str, percent: float) -> None:
        who, intent = decider(self._desk, person, carried.of.channel), carried.about
        with deciding(self._desk.bench, writing=True) as at:
            normal_intents.accept(at.connection, intent, percent, who, at.at)
            spelling = StoreFacts(at.connection, at.team).spellings(INTENT).get(intent, intent)
        thread = refresh(self._desk, carried.of)
        told = {"intent": spelling, "percent": percent, "person": person}
        line = self._desk.bench.messages.render("normal_accepted.j2", **told)
        self._desk.delivery.post(carried.of.channel, line, carried.ts or thread)


def judged_intent(review: Review) -> tuple[str, float]:
    """The intent that the review judges, folded, and its share in percent; UserError if it judges none."""
    standing = next((each for each in review.week.standings if each.kpi == INTENT_DISTRIBUTION), None)
    intent = standing.judged.named if standing and standing.judged else None
    if intent is None:
        raise UserError("This review judges no intent.", "See what is current with `/kpi focus`.")
    return intent, (standing.sample.value or 0.0) if standing and standing.sample else 0.0


def usual_share(at: Deciding, review: Review, intent: str) -> float | None:
    """Of the eight weeks before, in percent; of the reviewed days where nothing came before."""
    period = review.week.period
    before = Days(period.first - _USUAL, period.first, period.zone)
    for days in (before, period.local_days):
        found: Mapping[Any, Any] = IntentReader(intent).samples(StoreFacts(at.connection, at.team), [days])
        share = found[()][0]
        if share.value:
            return float(share.value)
    return None
