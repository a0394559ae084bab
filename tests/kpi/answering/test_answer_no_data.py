"""Answers where nothing happened, and where nothing is connected."""

from typing import Any

import pytest

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME
from kpi.store import Store
from tests.support.asking import HOUR, MONDAY, Ask, desk, resolved
from tests.support.tickets import add, at, ticket


def test_a_period_without_data_names_the_newest_that_has_some_and_that_works(store: Store, ask: Ask) -> None:
    desk(store, resolved("Tue 10 Mar 2026 08:00"), until="Sun 15 Mar 2026 12:00")
    readout = ask("ttr last week")
    assert readout.reading is not None
    assert (readout.reading.value, readout.reading.n) == (None, 0)
    assert (readout.baseline, readout.trend, readout.change.why) == (None, None, "no data")
    assert readout.newest is not None
    assert readout.newest.text == "ttr 2026-W11"
    again = ask(readout.newest.text)
    assert again.reading is not None
    assert again.reading.n == 1


@pytest.mark.parametrize(
    "text", ["{}", "{} today", "{} last month", "{} q2", "{} last year", "{} 2020", "{} 30d", "{} this week"]
)
@pytest.mark.parametrize("kpi", [CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME], ids=lambda kpi: kpi.key)
def test_the_newest_period_with_data_always_has_data(store: Store, ask: Ask, text: str, kpi: Any) -> None:
    """The last second of a Sunday, in the hour that the clocks repeat, is where a wrong zone would show."""
    instant = at("Sun 29 Mar 2026 23:59:59")
    add(
        store,
        "desk",
        ticket(
            created_at=instant - HOUR,
            first_human_response_at=instant,
            resolved_at=instant,
            rated_at=instant,
            rating=5.0,
            rating_scale="stars",
        ),
        complete_until="Tue 31 Mar 2026 00:00",
    )
    readout = ask(text.format(kpi.name))
    if readout.reading is not None and readout.reading.n:
        assert readout.newest is None
        return
    assert readout.newest is not None
    again = ask(readout.newest.text)
    assert again.reading is not None
    assert again.reading.n == 1


def test_where_nothing_ever_happened_there_is_no_newest_period(store: Store, ask: Ask) -> None:
    desk(store)
    readout = ask("csat last week")
    assert readout.reading is not None
    assert (readout.reading.value, readout.newest) == (None, None)


def test_no_data_still_says_what_was_left_out(store: Store, ask: Ask) -> None:
    desk(store, {**resolved("Tue 21 Jul 2026 08:00"), "status": "open"})
    readout = ask("ttr last week")
    assert readout.reading is not None
    assert readout.reading.left_out == {"opened again since": 1}


def test_without_any_source_a_kpi_is_not_connected_and_lacks_nothing_in_particular(ask: Ask) -> None:
    readout = ask("ttr last week")
    assert (readout.reading, readout.baseline, readout.as_of) == (None, None, None)
    assert readout.change.why == "not connected"
    assert readout.missing == ()
    assert not readout.few


def test_what_no_source_tells_is_not_connected_rather_than_no_data(store: Store, ask: Ask) -> None:
    add(store, "desk", resolved("Tue 21 Jul 2026 08:00"), complete_until=MONDAY)
    readout = ask("csat last week")
    assert (readout.reading, readout.missing) == (None, ("how customers rated it",))


def test_a_source_that_is_still_being_imported_is_not_connected(store: Store, ask: Ask) -> None:
    add(store, "desk", resolved("Tue 21 Jul 2026 08:00"), complete_until=None)
    assert ask("ttr last week").reading is None


def test_two_sources_do_not_make_up_for_each_other(store: Store, ask: Ask) -> None:
    """One tells openings, the other resolutions, and no conversation has both."""
    add(store, "desk", fields=["created_at", "rating"], complete_until=MONDAY)
    add(store, "log", fields=["resolved_at"], complete_until=MONDAY)
    readout = ask("ttr last week")
    assert readout.reading is None
    assert readout.missing in (("when it was resolved",), ("when a conversation was opened",))
