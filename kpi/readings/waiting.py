"""Waiting: what no person has answered yet, at the end of the period."""

from datetime import datetime

from kpi.catalogue import WAITING, Unit, missing
from kpi.counting.days import Days
from kpi.counting.source_traits import SourceTraits
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import reached
from kpi.readings.reading import Part, Reading
from kpi.readings.standing import StandingReader, cannot_tell, stood
from kpi.samples import Number
from kpi.span import DAY


class WaitingReader(StandingReader):
    """Reads it."""

    kpi = WAITING
    wanted = frozenset((Measure.WAITING_ENTERED, Measure.WAITING_LEFT))
    beside = frozenset((Measure.WAITING_BOT_ENTERED, Measure.WAITING_BOT_LEFT))

    def count(self, tally: Tally) -> int:
        return tally[Measure.WAITING_ENTERED] - tally[Measure.WAITING_LEFT]

    def read(self, facts: Facts, days: Days) -> Reading:
        tells = reached(WAITING, facts, days)
        tally = stood(self, facts, days.end) if tells else Tally()
        until = _complete_until(facts)
        is_now = tells and until is not None and days.end_at >= until
        return Reading(
            sample=Number(self.count(tally), known=tells),
            parts={
                "answered_by_bot": Part(_answered_by_bot(tally) if tells else None, Unit.COUNT),
                "oldest": Part(facts.oldest_waiting() if is_now else None, Unit.SECONDS),
            },
            left_out=facts.left_out(Event.OPENING, days),
            notes=cannot_tell(WAITING, facts),
        )


def waiting_now(facts: Facts) -> dict[str, Part]:
    """Who waits now, that is when each source was last complete; without values where none can tell."""
    until = _complete_until(facts)
    traits = SourceTraits.of([each for each in facts.sources if each.complete_until is not None])
    if until is None or not (traits.following & traits.answering).any():
        return _now_parts(None, None, None)
    today = datetime.fromtimestamp(until, facts.team.zone).date()
    reader = WaitingReader()
    tally = stood(reader, facts, today + DAY)
    return _now_parts(reader.count(tally), _answered_by_bot(tally), facts.oldest_waiting())


def _now_parts(number: int | None, by_bot: int | None, oldest: int | None) -> dict[str, Part]:
    return {
        "waiting": Part(number, Unit.COUNT),
        "waiting_answered_by_bot": Part(by_bot, Unit.COUNT),
        "waiting_oldest": Part(oldest, Unit.SECONDS),
    }


def _answered_by_bot(tally: Tally) -> int:
    return tally[Measure.WAITING_BOT_ENTERED] - tally[Measure.WAITING_BOT_LEFT]


def _complete_until(facts: Facts) -> int | None:
    """Of the sources that can tell, the one that reaches furthest."""
    able = (each.complete_until for each in facts.sources if not missing(WAITING, each.fields))
    return max((until for until in able if until is not None), default=None)
