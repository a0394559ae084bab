"""A question told apart by a dimension. Last week is 20–26 July 2026."""

from typing import Any

import pytest

from kpi.answering.breakdown import MOST_SEGMENTS, Breakdown
from kpi.answering.readout import Readout
from kpi.store import Store
from tests.support.asking import Ask, desk, rated, resolved

THIS, BEFORE = "Wed 22 Jul 2026 18:00", "Wed 15 Jul 2026 18:00"


def by_channel(channel: str | None, when: str, *stars: int) -> list[dict[str, Any]]:
    return [{**each, "channel": channel} for each in rated(when, *stars)]


def breakdown(readout: Readout) -> Breakdown:
    assert readout.breakdown is not None
    return readout.breakdown


def test_the_largest_segment_comes_first_and_those_without_a_label_are_one(store: Store, ask: Ask) -> None:
    desk(
        store,
        *by_channel("email", THIS, 5, 5, 1),
        *by_channel("chat", THIS, 5, 1),
        *by_channel(None, THIS, 5, 4, 3, 2, 1),
    )
    found = breakdown(ask("csat last week by channel"))
    assert [(each.value, each.spelling, each.sample.n) for each in found.segments] == [
        (None, "not told", 5),
        ("email", "email", 3),
        ("chat", "chat", 2),
    ]
    assert [each.share for each in found.segments] == [0.5, 0.3, 0.2]
    assert (found.total, found.rest, found.rest_n) == (10, 0, 0)


def test_a_segment_is_compared_with_itself_in_the_period_before(store: Store, ask: Ask) -> None:
    desk(
        store,
        *by_channel("email", THIS, *[5] * 10, *[1] * 90),
        *by_channel("email", BEFORE, *[5] * 90, *[1] * 10),
        *by_channel("chat", THIS, 5),
    )
    email, chat = breakdown(ask("csat last week by channel")).segments
    assert email.change.absolute == pytest.approx(-80)
    assert email.change.significant is True
    assert (chat.change.absolute, chat.change.why) == (None, "no data in the period before")


def test_of_many_segments_one_has_to_have_moved_that_much_more_clearly(store: Store, ask: Ask) -> None:
    """From 80 of 100 to 65 of 100, p = 0.0175: a change by itself, and none as one of three."""
    moved = [*by_channel("email", THIS, *[5] * 65, *[2] * 35), *by_channel("email", BEFORE, *[5] * 80, *[2] * 20)]
    others = [each for name in ("chat", "web") for when in (THIS, BEFORE) for each in by_channel(name, when, 5, 1)]
    desk(store, *moved, *others)
    alone, one_of_three = ask("csat last week", narrowed="email"), breakdown(ask("csat last week by channel"))
    assert alone.change.significant is True
    assert one_of_three.segments[0].change.significant is False
    assert one_of_three.segments[0].change.why == "two-sided test of two proportions, as one of 3, p = 0.018"


def test_where_the_whole_is_not_compared_no_segment_is(store: Store, ask: Ask) -> None:
    desk(store, *by_channel("email", THIS, 5, 5), *by_channel("email", BEFORE, 1), until="Fri 24 Jul 2026 12:00")
    readout = ask("csat last week by channel")
    assert readout.incomplete
    assert breakdown(readout).segments[0].change.why == readout.change.why


def test_the_largest_twenty_are_listed_and_the_rest_is_counted(store: Store, ask: Ask) -> None:
    tickets = [each for number in range(25) for each in by_channel(f"channel {number:02}", THIS, *[5] * (number + 1))]
    desk(store, *tickets)
    found = breakdown(ask("csat last week by channel"))
    assert len(found.segments) == MOST_SEGMENTS
    assert found.segments[0].value == "channel 24"
    assert (found.rest, found.rest_n) == (5, 1 + 2 + 3 + 4 + 5)
    assert sum(each.sample.n for each in found.segments) + found.rest_n == found.total == 325


def test_without_data_or_without_asking_there_is_no_breakdown(store: Store, ask: Ask) -> None:
    desk(store, resolved(BEFORE))
    assert ask("ttr last week by channel").breakdown is None
    assert ask("ttr 2026-W29").breakdown is None
    newest = ask("ttr last week by channel").newest
    assert newest is not None
    assert newest.text == "ttr 2026-W29 by channel"
