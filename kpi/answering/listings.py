"""Which conversations are behind each KPI, and in which order one wants to see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi import catalogue
from kpi.catalogue import Kpi, Unit
from kpi.counting.counting import Counting
from kpi.counting.days import Days, Instants
from kpi.counting.rules import Mask, Rules
from kpi.measures import Event, Measure, Timing

REPLY_AFTER, RESOLVED_AFTER = "Reply after", "Resolved after"
"""What heads the durations up to a person's first reply, and up to the resolution."""

Values = npt.NDArray[np.float64]
Outcomes = tuple[tuple[str, Mask], ...]


@dataclass(frozen=True)
class Listed:
    """Those of `mask`, each counted at the instant in `at`. The first are those with the largest `weight`; `value` is
    what each counts with, NaN where that is nothing. Of `outcomes`, the first that holds says what became of it."""

    mask: Mask
    at: Instants
    weight: Values
    value: Values
    outcomes: Outcomes = ()


@dataclass(frozen=True)
class Listing:
    """How a KPI's conversations are listed. `unit` is that of the values, None if they have none."""

    events: tuple[Event, ...]
    order: str
    heading: str
    list: Callable[[Counting, Days], Listed]
    unit: Unit | None = None


def listing(kpi: Kpi) -> Listing:
    """The listing of a KPI."""
    return _LISTINGS[kpi.key]


def _timed(timing: Timing) -> Callable[[Counting, Days], Listed]:
    def listed(counting: Counting, _days: Days) -> Listed:
        timed = counting.timed(timing)
        return Listed(timed.mask, timed.at, timed.seconds, timed.seconds)

    return listed


def _rated(measure: Measure) -> Callable[[Counting, Days], Listed]:
    def listed(counting: Counting, _days: Days) -> Listed:
        counted, rules = counting.counted(measure), counting.rules
        return Listed(counted.mask, counted.at, -height(rules), rules.conversations.rating)

    return listed


def height(rules: Rules) -> Values:
    """Where each rating lies on its scale, from 0 to 1, so that those on different scales can be ranked together."""
    rating = rules.conversations.rating
    return np.where(rules.in_stars, (rating - 1) / 4, np.where(rules.for_nps, rating / 10, (rating + 1) / 2))


def _newest(measure: Measure) -> Callable[[Counting, Days], Listed]:
    def listed(counting: Counting, _days: Days) -> Listed:
        counted = counting.counted(measure)
        return Listed(counted.mask, counted.at, counted.at, np.full(len(counted.at), np.nan))

    return listed


def _due(measure: Measure) -> Callable[[Counting, Days], Listed]:
    """Those first that nobody has resolved, then those that took a person, the slowest first."""

    def listed(counting: Counting, _days: Days) -> Listed:
        counted, rules = counting.counted(measure), counting.rules
        resolved, automated, person = (
            counting.counted(each).mask for each in (Measure.DUE_RESOLVED, Measure.DUE_AUTOMATED, Measure.DUE_PERSON)
        )
        seconds = np.where(resolved, rules.resolved - rules.opened, np.nan)
        rank = np.select([~resolved, person, automated], [3.0, 2.0, 0.0], default=1.0)
        outcomes = (
            ("left unresolved", ~resolved),
            ("resolved by automation", automated),
            ("resolved by a person", person),
            ("resolved", resolved),
        )
        return Listed(counted.mask, counted.at, rank * 1e9 + np.nan_to_num(seconds), seconds, outcomes)

    return listed


def _open_at_end(is_there: Callable[[Rules, Instants], Mask]) -> Callable[[Counting, Days], Listed]:
    """Those that stood open at the end of the days, or when their source was last complete; the oldest first."""

    def listed(counting: Counting, days: Days) -> Listed:
        rules = counting.rules
        end = np.minimum(rules.conversations.until, days.end_at - 1)
        age = end - rules.opened
        stands = is_there(rules, end)
        # It counts at the end, whenever it was opened.
        return Listed(stands, np.where(stands, days.end_at - 1.0, np.nan), age, age)

    return listed


_OPENED = Listing((Event.OPENING,), "newest first", "", _newest(Measure.OPENED))
_RESOLVED = Listing((Event.RESOLUTION,), "slowest first", RESOLVED_AFTER, _timed(Timing.RESOLUTION), Unit.SECONDS)
_WHAT_BECAME = "unresolved ones first, then those that took a person"
_LISTINGS: Mapping[str, Listing] = {
    kpi.key: each
    for kpi, each in (
        (
            catalogue.FIRST_RESPONSE_TIME,
            Listing((Event.HUMAN_RESPONSE,), "slowest first", REPLY_AFTER, _timed(Timing.PERSON), Unit.SECONDS),
        ),
        (catalogue.RESOLUTION_TIME, _RESOLVED),
        (
            catalogue.RESOLUTION_RATE,
            Listing((Event.DUE,), _WHAT_BECAME, RESOLVED_AFTER, _due(Measure.DUE), Unit.SECONDS),
        ),
        (
            catalogue.AUTOMATION_RATE,
            Listing((Event.DUE,), _WHAT_BECAME, RESOLVED_AFTER, _due(Measure.DUE_AUTHOR_KNOWN), Unit.SECONDS),
        ),
        (
            catalogue.SELF_SERVICE_RATE,
            Listing((Event.DUE,), _WHAT_BECAME, RESOLVED_AFTER, _due(Measure.DUE), Unit.SECONDS),
        ),
        (
            catalogue.CSAT,
            Listing((Event.RATING,), "lowest rated first", "Rating", _rated(Measure.RATED), Unit.POINTS),
        ),
        (
            catalogue.NPS,
            Listing((Event.SCORE,), "lowest scores first", "Score", _rated(Measure.SCORED), Unit.POINTS),
        ),
        (catalogue.COST_PER_CONTACT, _OPENED),
        (catalogue.COST_PER_RESOLUTION, _RESOLVED),
        (catalogue.INTENT_DISTRIBUTION, _OPENED),
        (catalogue.VOLUME, _OPENED),
        (
            catalogue.BACKLOG,
            Listing(
                (Event.STANDING,),
                "oldest first",
                "Open for",
                _open_at_end(Rules.is_open),
                Unit.SECONDS,
            ),
        ),
        (
            catalogue.WAITING,
            Listing(
                (Event.STANDING,),
                "oldest first",
                "Waiting for",
                _open_at_end(Rules.is_waiting),
                Unit.SECONDS,
            ),
        ),
        (catalogue.REOPEN_RATE, Listing((Event.REOPENING,), "newest first", "", _newest(Measure.REOPENED))),
        (catalogue.HANDOVER_RATE, Listing((Event.HANDOVER,), "newest first", "", _newest(Measure.HANDED_OVER))),
        (catalogue.REPEAT_RATE, Listing((Event.OPENING,), "newest first", "", _newest(Measure.REPEATED))),
        (catalogue.THROUGHPUT, _RESOLVED),
        (catalogue.ARRIVALS, _OPENED),
    )
}
