"""The daily summary beside the tickets: whatever can be asked of both has to be answered alike."""

from collections.abc import Sequence
from datetime import date
from math import isclose
from typing import Any

from kpi.counting.days import Days
from kpi.dimensions import ARRIVED, CHANNEL, INTENT, SOURCE, TEAM, Dimension
from kpi.facts import Tally
from kpi.filters import Filter
from kpi.measures import Event, Measure, Timing
from kpi.samples import Durations
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up, rebuild
from kpi.summary.groupings import GROUPINGS
from kpi.team import settings
from tests.kpi.summary.changes import UTC_ZONE

FIRST = date(2026, 3, 17)
ENDS = (date(2026, 3, 28), date(2026, 3, 30), date(2026, 5, 20))
EVERYTHING = [*Measure, *Timing]
_STANDING = [measure for measure in Measure if measure.endswith(("entered", "left", "left_open"))]
_FILTERS = (
    [Filter(CHANNEL, "chat", "chat"), Filter(CHANNEL, "email", "email")],
    [Filter(CHANNEL, "chat", "chat"), Filter(TEAM, "tier 2", "tier 2")],
    [Filter(SOURCE, "mail", "mail"), Filter(INTENT, "", "")],
)
_LEAVING_OUT = [event for event in Event if event not in (Event.TARGET, Event.STANDING)]
_NEWEST = (Measure.OPENED, Measure.TARGET_DUE, Measure.DUE, Measure.RATED, Measure.INQUIRIES, Timing.PERSON)
_QUANTILES = (0.01, 0.1, 0.5, 0.9, 0.99, 1.0)


def assert_counted(store: Store) -> None:
    """After catching up, the summary is what a new one would be, and tells what the tickets tell."""
    catch_up(store, UTC_ZONE)
    assert_as_the_tickets_tell(store)
    assert rebuild(store, UTC_ZONE).differing == set()


def assert_as_the_tickets_tell(store: Store) -> None:
    """Of a summary that is up to date."""
    with store.reading() as connection:
        team = settings.read(connection, UTC_ZONE)
        summary, tickets = StoreFacts(connection, team), StoreFacts(connection, team, from_tickets=True)
        assert not summary.from_tickets
        assert summary.behind == 0
        starts = (FIRST, *ENDS[:-1])
        stretches = [Days(start, end, team.zone) for start, end in zip(starts, ENDS, strict=True)]
        for by in GROUPINGS:
            if ARRIVED not in by or team.hours is not None:
                assert _plain(summary.tallies(EVERYTHING, stretches, by)) == _plain(
                    tickets.tallies(EVERYTHING, stretches, by)
                ), by
                assert _standing(summary, by) == _standing(tickets, by), by
        assert _beside(summary, stretches) == _beside(tickets, stretches)
        for filters in _FILTERS:
            narrowed, exact = summary.narrowed(filters), tickets.narrowed(filters)
            for by in ((), (CHANNEL,)):
                assert _plain(narrowed.tallies(EVERYTHING, stretches, by)) == _plain(
                    exact.tallies(EVERYTHING, stretches, by)
                ), (filters, by)
            assert {**_beside(narrowed, stretches), "newest": ()} == {**_beside(exact, stretches), "newest": ()}, (
                filters
            )


def assert_same_durations(one: Durations, other: Durations) -> None:
    """Counts and sums alike, and quantiles within 1 %."""
    assert one.n == other.n
    assert one.total == other.total
    for found, expected in ((one.moments.total, other.moments.total), _squares(one, other)):
        assert isclose(found, expected, rel_tol=1e-9)
    for q in _QUANTILES:
        found, expected = one.quantile(q) or 0, other.quantile(q) or 0
        assert abs(found - expected) <= max(0.01 * expected, 0.5), q


def _squares(one: Durations, other: Durations) -> tuple[float, float]:
    return one.moments.total_of_squares, other.moments.total_of_squares


def _plain(tallies: Any) -> dict[Any, Any]:
    return {key: [_told(tally) for tally in tallied] for key, tallied in tallies.items()}


def _told(tally: Tally) -> dict[Any, Any]:
    counts = {measure: number for measure, number in tally.counts.items() if number}
    return {**counts, **{timing: _durations(tally.time(timing)) for timing in Timing if tally.time(timing).n}}


def _durations(durations: Durations) -> tuple[Any, ...]:
    """Of so few, all are exact; the logarithms are kept in millionths."""
    moments = (round(durations.moments.total * 1e6), round(durations.moments.total_of_squares * 1e6))
    return (durations.n, durations.total, *moments, *map(durations.quantile, _QUANTILES))


def _standing(facts: StoreFacts, by: Sequence[Dimension]) -> dict[Any, Any]:
    found = facts.standing(_STANDING, ENDS, by)
    plain = {key: [_told(tally) for tally in tallied] for key, tallied in found.items()}
    return {key: told for key, told in plain.items() if any(told)}


def _beside(
    facts: StoreFacts, stretches: Sequence[Days], newest: Sequence[Measure | Timing] = _NEWEST
) -> dict[str, Any]:
    return {
        "arrivals": [facts.arrivals(each) for each in stretches],
        "left out": {event: [facts.left_out(event, each) for each in stretches] for event in _LEAVING_OUT},
        "newest": [facts.newest([wanted]) for wanted in newest],
    }
