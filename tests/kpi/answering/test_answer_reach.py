"""Answers where the data do not reach, or are not of one kind. Weeks: 13–19 July, 20–26 July 2026."""

from datetime import date, datetime

import pytest

from kpi.answering.answer import answer
from kpi.question import parse
from kpi.store import Store
from tests.support.asking import HOUR, MONDAY, Ask, desk, facts_of, resolved
from tests.support.tickets import BERLIN, add, at


@pytest.mark.parametrize(
    ("text", "now", "until", "incomplete"),
    [
        ("ttr last week", MONDAY, "Fri 24 Jul 2026 12:00", True),
        ("ttr last week", MONDAY, "Sun 26 Jul 2026 23:59:59", True),
        ("ttr last week", MONDAY, "Mon 27 Jul 2026 00:00", False),
        ("ttr this week", "Thu 30 Jul 2026 09:00", "Wed 29 Jul 2026 12:00", True),
        ("ttr this week", "Thu 30 Jul 2026 09:00", "Thu 30 Jul 2026 00:00", False),
        ("ttr all", "Thu 30 Jul 2026 09:00", "Wed 29 Jul 2026 12:00", False),  # all is what there is
        ("ttr 2026-W29", MONDAY, "Fri 24 Jul 2026 12:00", False),
    ],
)
def test_a_period_beyond_the_data_is_shown_but_not_compared(
    store: Store, ask: Ask, text: str, now: str, until: str, incomplete: bool
) -> None:
    weeks = ("Tue 7 Jul 2026 08:00", "Tue 14 Jul 2026 08:00", "Tue 21 Jul 2026 08:00", "Tue 28 Jul 2026 08:00")
    desk(store, *(resolved(when) for when in weeks if at(when) < at(until)), until=until)
    readout = ask(text, now)
    assert readout.reading is not None
    assert readout.reading.value == HOUR
    assert readout.incomplete is incomplete
    assert readout.as_of == at(until)
    assert (readout.change.absolute is None) is (incomplete or text == "ttr all")
    assert readout.trend is None


def test_the_value_of_an_incomplete_period_comes_with_a_reason_for_the_missing_change(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 21 Jul 2026 08:00"), resolved("Tue 14 Jul 2026 08:00"), until="Fri 24 Jul 2026 12:00")
    readout = ask("ttr last week")
    assert readout.baseline is not None
    assert readout.baseline.sample.n == 1
    assert readout.change.why == "the data do not reach the end of the period"


def test_the_earliest_end_of_the_sources_counts(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 21 Jul 2026 08:00"), until="Fri 24 Jul 2026 12:00", source="desk")
    desk(store, resolved("Tue 21 Jul 2026 08:00"), source="chat")
    readout = ask("ttr last week")
    assert readout.as_of == at("Fri 24 Jul 2026 12:00")
    assert readout.incomplete


def test_a_source_that_ended_long_ago_does_not_make_everything_incomplete(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 7 Apr 2026 08:00"), until="Thu 30 Apr 2026 12:00", source="old desk")
    desk(store, resolved("Tue 21 Jul 2026 08:00"), resolved("Tue 14 Jul 2026 08:00"))
    readout = ask("ttr last week")
    assert not readout.incomplete
    assert readout.as_of == at(MONDAY)
    assert readout.change.absolute == 0


def test_a_source_that_does_not_feed_the_kpi_does_not_hold_it_up(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 21 Jul 2026 08:00"), resolved("Tue 14 Jul 2026 08:00"))
    add(store, "survey", fields=["created_at", "rating"], complete_until="Tue 21 Jul 2026 00:00")
    readout = ask("ttr last week")
    assert not readout.incomplete
    assert readout.as_of == at(MONDAY)


def test_across_the_connecting_of_a_new_source_nothing_is_compared(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 21 Jul 2026 08:00"), resolved("Tue 14 Jul 2026 08:00"))
    add(store, "chat", resolved("Wed 22 Jul 2026 10:00", hours=2), complete_until=MONDAY)
    readout = ask("ttr last week")
    assert readout.reading is not None
    assert readout.reading.n == 2
    assert readout.change.absolute is None
    assert readout.change.why == "not comparable: the data of chat begin on 22 July 2026"


def test_the_week_after_a_new_source_is_comparable_again(store: Store, ask: Ask) -> None:
    desk(store, *(resolved(f"Tue {day} Jul 2026 08:00") for day in (14, 21)))
    add(store, "chat", resolved("Mon 13 Jul 2026 10:00"), resolved("Wed 22 Jul 2026 10:00"), complete_until=MONDAY)
    assert ask("ttr last week").change.absolute == 0


def test_now_may_be_told_in_any_zone(store: Store) -> None:
    """Monday 00:30 in Berlin is still Sunday in UTC; the week is over all the same."""
    desk(store, resolved("Tue 21 Jul 2026 08:00"), until="Mon 27 Jul 2026 00:00")
    now = datetime.fromisoformat("2026-07-26T22:30:00+00:00")
    question = parse("ttr 2026-W30", date(2026, 7, 27), BERLIN)
    with store.reading() as connection:
        readout = answer(question, facts_of(connection), now)
    assert (readout.incomplete, readout.as_of) == (False, at("Mon 27 Jul 2026 00:00"))
