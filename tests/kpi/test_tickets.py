"""Facts read from the tickets: what the readings of the KPIs do not show by themselves."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from kpi.facts import Event, Facts, SourceFacts, TimeRange
from kpi.store import Store
from kpi.tickets import TicketFacts
from tests.support.any_tickets import fill, ranges, sources
from tests.support.tickets import a_store, add, at, between, ticket

EVER = TimeRange(0, 2**40)
WEEK = between("Mon 20 Jul 2026 00:00", "Mon 27 Jul 2026 00:00")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples: each fills it anew."""
    store = a_store(tmp_path_factory.mktemp("facts"))
    yield store
    store.close()


@pytest.fixture
def facts(store: Store) -> Iterator[Facts]:
    """Of the store as it is at the first question."""
    with store.reading() as connection:
        yield TicketFacts(connection)


def test_an_empty_store_has_no_sources_and_nothing_happened(facts: Facts) -> None:
    assert facts.sources == ()
    assert facts.newest(Event.RATING) is None
    assert facts.ratings(EVER).n == 0
    assert facts.durations(Event.RESPONSE, EVER).value is None
    assert facts.waiting() is None
    assert facts.answered_within(60, EVER).value is None


def test_a_source_is_known_by_its_fields_its_first_opening_and_its_end(store: Store, facts: Facts) -> None:
    add(
        store,
        "desk",
        ticket(created_at="Tue 21 Jul 2026 09:00"),
        ticket(created_at="Mon 20 Jul 2026 09:00", excluded="spam"),
        ticket(created_at="Tue 28 Jul 2026 09:00"),
        fields=["created_at", "first_response_at"],
        complete_until="Mon 27 Jul 2026 12:00",
    )
    add(store, "chat", fields=["created_at", "first_automated_response_at"], complete_until=None)
    assert facts.sources == (
        SourceFacts("chat", frozenset({"created_at", "first_automated_response_at"}), None, None),
        SourceFacts(
            "desk",
            frozenset({"created_at", "first_response_at"}),
            at("Tue 21 Jul 2026 09:00"),
            at("Mon 27 Jul 2026 12:00"),
        ),
    )
    assert [source.says_who_answered for source in facts.sources] == [True, False]


def test_what_was_opened_at_the_moment_of_the_export_counts_and_a_second_later_does_not(
    store: Store, facts: Facts
) -> None:
    for name, opened in (("on time", "Fri 24 Jul 2026 12:00"), ("late", "Fri 24 Jul 2026 12:00:01")):
        add(store, name, ticket(created_at=opened, status="open"), complete_until="Fri 24 Jul 2026 12:00",
            fields=["created_at", "first_response_at", "status"])  # fmt: skip
    waiting = facts.waiting()
    assert waiting is not None
    assert (waiting.n, waiting.oldest) == (1, 0)


@pytest.mark.parametrize(
    ("event", "newest"),
    [
        (Event.RESPONSE, "Tue 21 Jul 2026 10:00"),
        (Event.HUMAN_RESPONSE, "Tue 21 Jul 2026 11:00"),
        (Event.AUTOMATED_RESPONSE, "Tue 21 Jul 2026 10:00"),
        (Event.RESOLUTION, "Wed 22 Jul 2026 09:00"),
        (Event.RATING, "Thu 23 Jul 2026 09:00"),
    ],
)
def test_the_newest_event_is_the_latest_that_counts(store: Store, facts: Facts, event: Event, newest: str) -> None:
    """Not the spam, not the future, not the resolution that was undone, not the rating off its scale."""
    later = {
        "first_human_response_at": "Fri 24 Jul 2026 09:00",
        "first_automated_response_at": "Fri 24 Jul 2026 09:00",
        "resolved_at": "Fri 24 Jul 2026 09:00",
        "rated_at": "Fri 24 Jul 2026 09:00",
    }
    add(
        store,
        "desk",
        ticket(
            created_at="Tue 21 Jul 2026 09:00",
            first_automated_response_at="Tue 21 Jul 2026 10:00",
            first_human_response_at="Tue 21 Jul 2026 11:00",
            resolved_at="Wed 22 Jul 2026 09:00",
            status="resolved",
            rated_at="Thu 23 Jul 2026 09:00",
            rating=4,
            rating_scale="stars",
        ),
        ticket(created_at="Tue 21 Jul 2026 09:00", excluded="spam", rating=4, rating_scale="stars", **later),
        ticket(created_at="Sat 25 Jul 2026 09:00", rating=4, rating_scale="stars", **later),
        ticket(
            created_at="Tue 21 Jul 2026 09:00",
            resolved_at="Fri 24 Jul 2026 09:00",
            status="open",
            rated_at="Fri 24 Jul 2026 09:00",
            rating=103,
            rating_scale="off scale",
        ),
        ticket(created_at="Tue 21 Jul 2026 09:00", resolved_at="Sun 2 Aug 2026 09:00"),
        complete_until="Fri 31 Jul 2026 00:00",
    )
    assert facts.newest(event) == at(newest)


def test_a_source_called_like_a_command_of_the_database_is_just_a_source(store: Store, facts: Facts) -> None:
    name = "'; DROP TABLE ticket; --"
    add(store, name, ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30"))
    assert facts.durations(Event.HUMAN_RESPONSE, WEEK).value == 1_800
    assert [source.name for source in facts.sources] == [name]


def test_the_same_number_in_two_sources_is_two_conversations(store: Store, facts: Facts) -> None:
    for name in ("chat", "mail"):
        row = ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30")
        add(store, name, {**row, "external_id": "1"})
    assert facts.count(Event.RESPONSE, WEEK) == 2


@settings(max_examples=60, deadline=None)
@given(described=sources(), first=ranges, second=ranges)
def test_what_happened_in_two_neighbouring_periods_happened_in_both_together(
    shared: Store, described: list[dict[str, Any]], first: list[int], second: list[int]
) -> None:
    fill(shared, described)
    start, middle, end = sorted((*first, *second))[:3]
    with shared.reading() as connection:
        facts = TicketFacts(connection)
        for event in Event:
            early, late, whole = (
                facts.count(event, TimeRange(*ends)) for ends in ((start, middle), (middle, end), (start, end))
            )
            assert early + late == whole
            if event is not Event.RATING:  # one counts without an opening, and then nothing can be said to last
                assert whole == facts.durations(event, TimeRange(start, end)).n


def _has_a_date(row: dict[str, Any], complete_until: int) -> bool:
    if row["created_at"] is not None:
        return bool(row["created_at"] <= complete_until)
    resolved = row.get("resolved_at")
    if resolved is not None and resolved > complete_until:
        resolved = None
    at = next((at for at in (row.get("rated_at"), resolved, row.get("updated_at")) if at is not None), None)
    return at is not None and at <= complete_until


@settings(max_examples=60, deadline=None)
@given(described=sources())
def test_no_rating_disappears_without_a_word(shared: Store, described: list[dict[str, Any]]) -> None:
    """Over all time, each one is counted, or left out for exactly one reason.

    But for those that nothing dates: neither an opening nor a possible time of their own.
    """
    fill(shared, described)
    given = sum(
        row["rating_scale"] is not None and _has_a_date(row, source["complete_until"])
        for source in described
        for row in source["tickets"]
        if row["excluded"] is None and source["complete_until"] is not None
    )
    ever = TimeRange(-10, 2**40)
    exclusions = {"spam", "deleted", "merged", "test"}
    with shared.reading() as connection:
        facts = TicketFacts(connection)
        left_out = facts.left_out(Event.RATING, ever)
        assert facts.ratings(ever).n + sum(left_out[why] for why in left_out.keys() - exclusions) == given
