"""What counts at the edges of what is known, worked out by hand, and that nothing disappears without a word."""

from typing import Any

import pytest
from hypothesis import given, settings

from kpi.measures import Event, Measure, Timing
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings
from tests.kpi.counting.shared import filled
from tests.support.any_teams import Situation, situations
from tests.support.tickets import BERLIN, add, day, days, ticket

EVER = days("Thu 1 Jan 1970", "Fri 1 Jan 2100")
WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
EXCLUSIONS = {"spam", "deleted", "merged", "test"}


def facts_of(connection: Any) -> StoreFacts:
    return StoreFacts(connection, TeamSettings(BERLIN), from_tickets=True)


def test_an_empty_store_has_no_sources_and_nothing_happened(store: Store) -> None:
    with store.reading() as connection:
        facts = facts_of(connection)
        tally = facts.tallies([*Measure, *Timing], [WEEK])[()][0]
        assert facts.sources == ()
        assert (facts.newest([Measure.RATED]), facts.oldest_waiting()) == (None, None)
        assert not any(tally.counts.values())
        assert all(tally.time(timing).value is None for timing in Timing)


def test_what_was_opened_at_the_moment_of_the_export_counts_and_a_second_later_does_not(store: Store) -> None:
    for name, opened in (("on time", "Fri 24 Jul 2026 12:00"), ("late", "Fri 24 Jul 2026 12:00:01")):
        fields = ["created_at", "first_response_at", "status"]
        row = ticket(created_at=opened, status="open")
        add(store, name, row, fields=fields, complete_until="Fri 24 Jul 2026 12:00")
    with store.reading() as connection:
        facts = facts_of(connection)
        assert facts.tallies([Measure.OPENED], [WEEK])[()][0][Measure.OPENED] == 1
        assert facts.oldest_waiting() == 0


@pytest.mark.parametrize(
    ("wanted", "newest"),
    [
        (Timing.ANYONE, "Tue 21 Jul 2026"),
        (Timing.PERSON, "Wed 22 Jul 2026"),
        (Measure.RESOLVED, "Thu 23 Jul 2026"),
        (Measure.RATED, "Fri 24 Jul 2026"),
    ],
)
def test_the_newest_is_the_latest_that_counts(store: Store, wanted: Any, newest: str) -> None:
    """Not the spam, not the future, not the resolution that was undone, not the rating off its scale."""
    later = {
        "first_human_response_at": "Sat 25 Jul 2026 09:00",
        "first_automated_response_at": "Sat 25 Jul 2026 09:00",
        "resolved_at": "Sat 25 Jul 2026 09:00",
        "rated_at": "Sat 25 Jul 2026 09:00",
    }
    add(
        store,
        "desk",
        ticket(
            created_at="Tue 21 Jul 2026 09:00",
            first_automated_response_at="Tue 21 Jul 2026 10:00",
            first_human_response_at="Wed 22 Jul 2026 11:00",
            resolved_at="Thu 23 Jul 2026 09:00",
            status="resolved",
            rated_at="Fri 24 Jul 2026 09:00",
            rating=4,
            rating_scale="stars",
        ),
        ticket(created_at="Tue 21 Jul 2026 09:00", excluded="spam", rating=4, rating_scale="stars", **later),
        ticket(created_at="Sun 26 Jul 2026 09:00", rating=4, rating_scale="stars", **later),
        ticket(
            created_at="Tue 21 Jul 2026 09:00",
            resolved_at="Sat 25 Jul 2026 09:00",
            status="open",
            rated_at="Sat 25 Jul 2026 09:00",
            rating=103,
            rating_scale="off scale",
        ),
        ticket(created_at="Tue 21 Jul 2026 09:00", resolved_at="Sun 2 Aug 2026 09:00"),
        complete_until="Fri 31 Jul 2026 00:00",
    )
    with store.reading() as connection:
        assert facts_of(connection).newest([wanted]) == day(newest)


def test_a_source_called_like_a_command_of_the_database_is_just_a_source(store: Store) -> None:
    name = "'; DROP TABLE ticket; --"
    add(store, name, ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30"))
    with store.reading() as connection:
        facts = facts_of(connection)
        assert facts.tallies([Timing.PERSON], [WEEK])[()][0].time(Timing.PERSON).value == 1_800
        assert [source.name for source in facts.sources] == [name]


def test_the_same_number_in_two_sources_is_two_conversations(store: Store) -> None:
    for name in ("chat", "mail"):
        row = ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30")
        add(store, name, {**row, "external_id": "1"})
    with store.reading() as connection:
        assert facts_of(connection).tallies([Timing.ANYONE], [WEEK])[()][0].time(Timing.ANYONE).n == 2


def _has_a_date(row: dict[str, Any], until: int) -> bool:
    if row["created_at"] is not None:
        return bool(row["created_at"] <= until)
    resolved = row.get("resolved_at")
    possible = resolved if resolved is not None and resolved <= until else None
    found = next((at for at in (row.get("rated_at"), possible, row.get("updated_at")) if at is not None), None)
    return found is not None and found <= until


@settings(max_examples=10)
@given(situation=situations())
def test_no_rating_disappears_without_a_word(shared: Store, situation: Situation) -> None:
    """Over all time, each one is counted, or left out for exactly one reason.

    But for those that nothing dates: neither an opening nor a possible time of their own.
    """
    filled(shared, situation)
    given = sum(
        row["rating_scale"] is not None and _has_a_date(row, source["complete_until"])
        for source in situation.described
        for row in source["tickets"]
        if row["excluded"] is None and source["complete_until"] is not None
    )
    with shared.reading() as connection:
        facts = facts_of(connection)
        tally = facts.tallies([Measure.RATED, Measure.SCORED], [EVER])[()][0]
        reasons = [facts.left_out(event, EVER) for event in (Event.RATING, Event.SCORE)]
    left_out = sum(n for each in reasons for why, n in each.items() if why not in EXCLUSIONS)
    assert tally[Measure.RATED] + tally[Measure.SCORED] + left_out == given
