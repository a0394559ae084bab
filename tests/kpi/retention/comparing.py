"""A store that has let old conversations go, beside one that has kept them all: what both can tell has to agree."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from kpi.counting.days import Days
from kpi.dimensions import ARRIVED, Dimension
from kpi.facts import Tally
from kpi.measures import Event, Measure, Timing
from kpi.samples import Durations
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.groupings import GROUPINGS
from kpi.team import settings
from tests.kpi.summary.changes import UTC_ZONE

_STANDING = (
    (Measure.ENTERED, Measure.LEFT),
    (Measure.OLD_ENTERED, Measure.OLD_LEFT),
    (Measure.WAITING_ENTERED, Measure.WAITING_LEFT),
    (Measure.WAITING_BOT_ENTERED, Measure.WAITING_BOT_LEFT),
)
_BOTH = [measure for pair in _STANDING for measure in pair]
_QUANTILES = (0.01, 0.5, 0.9, 1.0)


def assert_alike(whole: Store, pruned: Store, edges: Sequence[date], ends: Sequence[date]) -> None:
    """Over the stretches between the edges, and at the ends: from the summary, and where that is not to be asked."""
    with whole.reading() as of_whole, pruned.reading() as of_pruned:
        expected = _facts(of_whole)
        for found in (_facts(of_pruned), _facts(of_pruned, from_tickets=True)):
            zone = found.team.zone
            stretches = [Days(start, end, zone) for start, end in pairwise(edges)]
            for by in GROUPINGS:
                if ARRIVED not in by or (found.team.hours is not None and found.counted_otherwise is None):
                    assert _plain(found, stretches, by) == _plain(expected, stretches, by), by
                    assert _standing(found, ends, by) == _standing(expected, ends, by), by
            for days in stretches:
                assert found.arrivals(days) == expected.arrivals(days)
                for event in (Event.OPENING, Event.RESOLUTION, Event.RATING):
                    assert found.left_out(event, days) == expected.left_out(event, days)


def _facts(connection: Connection, *, from_tickets: bool = False) -> StoreFacts:
    return StoreFacts(connection, settings.read(connection, UTC_ZONE), from_tickets=from_tickets)


def _plain(facts: StoreFacts, stretches: Sequence[Days], by: Sequence[Dimension]) -> dict[Any, Any]:
    tallies = facts.tallies([*Measure, *Timing], stretches, by)
    return {key: [_told(tally) for tally in tallied] for key, tallied in tallies.items()}


def _told(tally: Tally) -> dict[Any, Any]:
    counts = {measure: number for measure, number in tally.counts.items() if number}
    return {**counts, **{timing: _durations(tally.time(timing)) for timing in Timing if tally.time(timing).n}}


def _durations(durations: Durations) -> tuple[Any, ...]:
    """Of so few, all are exact; the logarithms are kept in millionths."""
    moments = (round(durations.moments.total * 1e6), round(durations.moments.total_of_squares * 1e6))
    return (durations.n, durations.total, *moments, *map(durations.quantile, _QUANTILES))


def _standing(facts: StoreFacts, ends: Sequence[date], by: Sequence[Dimension]) -> dict[Any, Any]:
    """What stands open: what has entered less what has left, of which either may be gone."""
    found = facts.standing(_BOTH, ends, by)
    told = {
        key: [[tally[into] - tally[out] for into, out in _STANDING] for tally in each] for key, each in found.items()
    }
    return {key: each for key, each in told.items() if any(map(any, each))}
