"""What has to be counted anew when something changes: days on which, at first sight, nothing has happened."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from kpi.counting.days import Days
from kpi.ingest.tickets.logs import Event
from kpi.measures import Measure, Timing
from kpi.model import Inquiry, InquiryDay
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up, days_behind
from kpi.summary.marks import mark
from kpi.summary.tables import dirty_day, kpi_day
from kpi.team import settings
from tests.kpi.summary.changes import UTC_ZONE, Decided, Log, Records, Tickets, Undone, do
from tests.kpi.summary.comparing import assert_counted
from tests.support.tickets import at, day

FIELDS = ("created_at", "first_human_response_at", "resolved_at", "status", "requester")


def told(number: str, **cells: Any) -> tuple[Any, ...]:
    """A row of `FIELDS`; local times in Berlin."""
    read = {name: at(value) if name.endswith("_at") else value for name, value in cells.items()}
    return (number, at("Sun 22 Mar 2026 00:00"), *(read.get(name) for name in FIELDS))


def imported(store: Store, *rows: tuple[Any, ...], until: str = "Sun 22 Mar 2026 00:00", source: str = "chat") -> None:
    do(store, Tickets(source, FIELDS, rows, at(until)))


def count(store: Store, measure: Measure, on: str) -> int:
    """Of one day, by the summary when it has caught up."""
    catch_up(store, UTC_ZONE)
    with store.reading() as connection:
        team = settings.read(connection, UTC_ZONE)
        facts = StoreFacts(connection, team)
        assert not facts.from_tickets
        assert facts.behind == 0
        first = day(on)
        [tally] = facts.tallies([measure], [Days(first, first.fromordinal(first.toordinal() + 1), team.zone)])[()]
        return tally[measure]


@pytest.fixture(autouse=True)
def in_berlin(any_store: Store) -> None:
    do(any_store, Decided("zone Europe/Berlin"))
    catch_up(any_store, UTC_ZONE)


def test_a_new_ticket_counts_on_all_its_days(any_store: Store) -> None:
    imported(any_store, told("0", created_at="Tue 17 Mar 2026 09:00"))
    assert count(any_store, Measure.DUE, "Mon 9 Mar 2026") == 0
    imported(
        any_store, told("1", created_at="Mon 2 Mar 2026 09:00", resolved_at="Wed 4 Mar 2026 09:00", status="resolved")
    )
    assert count(any_store, Measure.OPENED, "Mon 2 Mar 2026") == 1
    assert count(any_store, Measure.RESOLVED, "Wed 4 Mar 2026") == 1
    assert count(any_store, Measure.DUE_RESOLVED, "Mon 9 Mar 2026") == 1


def test_what_was_still_to_come_counts_when_a_later_export_reaches_it(any_store: Store) -> None:
    """A reply after the moment of completeness is impossible, so nobody waited from the opening on."""
    row = told("1", created_at="Mon 2 Mar 2026 09:00", first_human_response_at="Tue 10 Mar 2026 09:00", status="open")
    imported(any_store, row, until="Mon 9 Mar 2026 00:00")
    assert count(any_store, Measure.WAITING_ENTERED, "Mon 2 Mar 2026") == 0
    imported(any_store, row, until="Wed 11 Mar 2026 00:00")
    assert count(any_store, Measure.WAITING_ENTERED, "Mon 2 Mar 2026") == 1
    assert_counted(any_store)


def test_what_came_due_counts_when_a_later_export_reaches_it(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Mon 2 Mar 2026 09:00", status="open"), until="Thu 5 Mar 2026 00:00")
    assert count(any_store, Measure.DUE, "Mon 9 Mar 2026") == 0
    imported(any_store, told("2", created_at="Tue 10 Mar 2026 09:00"), until="Wed 11 Mar 2026 00:00")
    assert count(any_store, Measure.DUE, "Mon 9 Mar 2026") == 1


def test_a_resolution_makes_the_next_days_of_another_source_repeats(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Sat 7 Mar 2026 09:00", requester="ada"), source="mail")
    imported(any_store, told("2", created_at="Wed 4 Mar 2026 09:00", requester="ada"), until="Thu 5 Mar 2026 00:00")
    assert count(any_store, Measure.REPEATED, "Sat 7 Mar 2026") == 0
    row = told(
        "2",
        created_at="Wed 4 Mar 2026 09:00",
        resolved_at="Wed 4 Mar 2026 10:00",
        status="resolved",
        requester="ada",
    )
    do(any_store, Tickets("chat", FIELDS, ((row[0], row[1] + 1, *row[2:]),), at("Thu 5 Mar 2026 00:00")))
    assert count(any_store, Measure.REPEATED, "Sat 7 Mar 2026") == 1


def test_a_later_export_of_one_source_makes_repeats_of_another(any_store: Store) -> None:
    row = told(
        "2",
        created_at="Wed 4 Mar 2026 09:00",
        resolved_at="Thu 5 Mar 2026 10:00",
        status="resolved",
        requester="ada",
    )
    imported(any_store, told("1", created_at="Sun 8 Mar 2026 09:00", requester="ada"), source="mail")
    imported(any_store, row, until="Thu 5 Mar 2026 09:00")
    assert count(any_store, Measure.REPEATED, "Sun 8 Mar 2026") == 0
    imported(any_store, row, until="Thu 5 Mar 2026 11:00")
    assert count(any_store, Measure.REPEATED, "Sun 8 Mar 2026") == 1


def test_the_time_for_a_reply_runs_out_on_a_later_day_than_that_of_the_opening(any_store: Store) -> None:
    do(any_store, Decided("hours mon-fri 9-17"))
    imported(any_store, told("0", created_at="Mon 2 Mar 2026 09:00", status="open"))
    assert count(any_store, Measure.TARGET_DUE, "Mon 9 Mar 2026") == 0
    imported(any_store, told("1", created_at="Fri 6 Mar 2026 16:50", status="open"))
    assert count(any_store, Measure.TARGET_DUE, "Mon 9 Mar 2026") == 1


def test_a_long_time_for_a_reply_that_seldom_runs_is_counted_when_it_runs_out(any_store: Store) -> None:
    """Ten hours, of which one runs each Monday."""
    do(any_store, Decided("hours mon 9-10"))
    do(any_store, Decided("target.frt 10 h"))
    imported(any_store, told("1", created_at="Mon 5 Jan 2026 09:00", status="open"))
    assert count(any_store, Measure.TARGET_DUE, "Mon 9 Mar 2026") == 1
    assert_counted(any_store)


def test_what_the_first_day_of_all_times_is_said_to_have_brought_is_counted(any_store: Store) -> None:
    """Help desks write the beginning of 1970 where they know no time."""
    do(any_store, Decided("hours mon-fri 9-17"))
    imported(any_store, told("1", created_at="Thu 1 Jan 1970 01:00"), told("2", created_at="Mon 2 Mar 2026 09:00"))
    assert count(any_store, Measure.OPENED, "Thu 1 Jan 1970") == 1
    assert count(any_store, Measure.OPENED, "Mon 2 Mar 2026") == 1


def test_what_is_said_to_happen_in_the_far_future_keeps_nobody_from_counting(any_store: Store) -> None:
    do(any_store, Decided("hours mon-fri 9-17"))
    imported(any_store, told("1", created_at="Thu 31 Dec 2099 23:00"), told("2", created_at="Mon 2 Mar 2026 09:00"))
    assert count(any_store, Measure.OPENED, "Mon 2 Mar 2026") == 1


def inquiry(**cells: Any) -> Mapping[str, Any]:
    moment = at("Tue 3 Mar 2026 09:00")
    return {"external_id": "q", "as_of": moment, "at": moment, "outcome": "contacted", "conversation": "1", **cells}


def test_an_inquiry_counts_no_more_once_its_conversation_comes_in_and_again_when_that_is_undone(
    any_store: Store,
) -> None:
    do(any_store, Records(Inquiry, (dict(inquiry()),)))
    assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == 1
    imported(any_store, told("1", created_at="Thu 12 Mar 2026 09:00"))
    assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == 0
    do(any_store, Undone(1))
    assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == 1


def test_an_inquiry_after_its_conversation_counts_nowhere(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Thu 12 Mar 2026 09:00"))
    do(any_store, Records(Inquiry, (dict(inquiry()),)))
    assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == 0
    do(any_store, Records(Inquiry, (dict(inquiry(as_of=at("Wed 4 Mar 2026 09:00"), conversation=None)),)))
    assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == 1


def test_days_of_inquiries_are_local_ones_in_every_zone(any_store: Store) -> None:
    numbers = {"resolved": 5, "contacted": 1, "abandoned": 0}
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin")
    for as_of, zone in enumerate(zones, at("Thu 5 Mar 2026 00:00")):
        do(any_store, Decided(f"zone {zone}"))
        catch_up(any_store, UTC_ZONE)
        numbers["resolved"] += 1
        do(any_store, Records(InquiryDay, ({"day": day("Tue 3 Mar 2026"), "as_of": as_of, **numbers},)))
        assert count(any_store, Measure.INQUIRIES, "Tue 3 Mar 2026") == numbers["resolved"] + 1


def test_messages_that_come_as_a_log_count_on_their_days(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Mon 2 Mar 2026 09:00"))
    assert count(any_store, Measure.REOPENED, "Thu 5 Mar 2026") == 0
    events = [
        Event("1", "a", "resolved", at("Wed 4 Mar 2026 09:00")),
        Event("1", "b", "reopened", at("Thu 5 Mar 2026 09:00")),
    ]
    do(any_store, Log("chat", tuple(events), at("Sun 22 Mar 2026 00:00")))
    assert count(any_store, Measure.REOPENED, "Thu 5 Mar 2026") == 1


def test_a_source_that_begins_to_tell_something_is_counted_anew_on_all_its_days(any_store: Store) -> None:
    """Where nobody says whether conversations are resolved, none is known not to be."""
    until = at("Sun 22 Mar 2026 00:00")
    do(any_store, Tickets("chat", ("created_at",), (("1", until, at("Mon 2 Mar 2026 09:00")),), until))
    assert count(any_store, Measure.DUE, "Mon 9 Mar 2026") == 0
    imported(any_store, told("2", created_at="Thu 19 Mar 2026 09:00", status="open"))
    assert count(any_store, Measure.DUE, "Mon 9 Mar 2026") == 1


def test_days_are_marked_once_however_often_they_change(any_store: Store) -> None:
    for _ in range(3):
        with any_store.writing() as connection:
            mark(connection, (20_000, 20_001))
    with any_store.reading() as connection:
        assert days_behind(connection) == 2
        assert connection.scalars(select(dirty_day.c.changes)).all() == [3, 3]


def test_what_an_undone_import_had_added_is_gone_from_the_summary(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Mon 2 Mar 2026 09:00", first_human_response_at="Tue 3 Mar 2026 09:00"))
    assert count(any_store, Measure.OPENED, "Mon 2 Mar 2026") == 1
    do(any_store, Undone(0))
    catch_up(any_store, UTC_ZONE)
    with any_store.reading() as connection:
        assert connection.execute(select(kpi_day)).all() == []


def test_the_timings_are_those_of_the_days_on_which_they_ended(any_store: Store) -> None:
    imported(any_store, told("1", created_at="Mon 2 Mar 2026 09:00", first_human_response_at="Tue 3 Mar 2026 09:00"))
    catch_up(any_store, UTC_ZONE)
    with any_store.reading() as connection:
        team = settings.read(connection, UTC_ZONE)
        first = day("Tue 3 Mar 2026")
        asked = Days(first, day("Wed 4 Mar 2026"), team.zone)
        [tally] = StoreFacts(connection, team).tallies([Timing.PERSON], [asked])[()]
    assert (tally.time(Timing.PERSON).n, tally.time(Timing.PERSON).value) == (1, 24 * 3600)
