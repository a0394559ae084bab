"""The last 4 weeks against the 4 before: the drift that no single week shows."""

from typing import Any

import pytest

from kpi.store import Store
from tests.support.asking import HOUR, MONDAY, Ask, desk, resolved
from tests.support.tickets import add, at, ticket


def weekly(hours: list[float]) -> list[dict[str, Any]]:
    """One conversation each Wednesday, the last on 22 July, two a week apart by a minute."""
    last = at("Wed 22 Jul 2026 18:00")
    instants = [last - 7 * 24 * HOUR * age for age in range(len(hours))]
    return [
        ticket(created_at=instant - round(length * HOUR) - slip, resolved_at=instant, status="resolved")
        for instant, length in zip(instants, reversed(hours), strict=True)
        for slip in (0, 60)
    ]


def test_a_week_comes_with_the_last_4_weeks_against_the_4_before(store: Store, ask: Ask) -> None:
    """1 h in each of 4 weeks, then 2 h: the week alone shows nothing, the 4 weeks a sure rise."""
    desk(store, *weekly([1, 1, 1, 1, 2, 2, 2, 2]))
    readout = ask("ttr last week")
    assert readout.change.absolute == 0
    assert readout.trend is not None
    assert (readout.trend.recent.n, readout.trend.earlier.n) == (8, 8)
    assert (readout.trend.recent.value, readout.trend.earlier.value) == (2 * HOUR, HOUR)
    assert (readout.trend.change.absolute, readout.trend.change.significant) == (HOUR, True)


@pytest.mark.parametrize(
    ("text", "has_trend"),
    [
        ("ttr", True),
        ("ttr 2026-W30", True),
        ("ttr 2026-07-20..2026-07-26", True),
        ("ttr this week", False),
        ("ttr 14d", False),
        ("ttr june", False),
        ("ttr yesterday", False),
        ("ttr all", False),
    ],
)
def test_only_7_days_have_a_trend(store: Store, ask: Ask, text: str, has_trend: bool) -> None:
    desk(store, *weekly([1] * 12), resolved("Sun 26 Jul 2026 08:00"), resolved("Mon 27 Jul 2026 08:00"))
    readout = ask(text)
    assert readout.reading is not None
    assert readout.reading.n
    assert (readout.trend is not None) is has_trend


def test_without_data_in_the_4_weeks_before_there_is_no_trend(store: Store, ask: Ask) -> None:
    desk(store, *weekly([1, 1, 1, 1]))
    assert ask("ttr last week").trend is None


def test_a_source_that_began_within_the_8_weeks_leaves_no_trend(store: Store, ask: Ask) -> None:
    desk(store, *weekly([1] * 8))
    add(store, "chat", resolved("Wed 24 Jun 2026 10:00"), complete_until=MONDAY)
    readout = ask("ttr last week")
    assert (readout.change.absolute, readout.trend) == (0, None)


def test_a_source_that_ended_within_the_8_weeks_leaves_no_trend(store: Store, ask: Ask) -> None:
    desk(store, *weekly([1] * 8))
    desk(store, resolved("Wed 24 Jun 2026 10:00"), until="Tue 30 Jun 2026 12:00", source="old desk")
    readout = ask("ttr last week")
    assert not readout.incomplete
    assert (readout.change.absolute, readout.trend) == (0, None)
