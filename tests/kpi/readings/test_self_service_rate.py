"""Self-service rate, worked out by hand, in the week of Monday 20 July 2026."""

from typing import Any

import pytest

from kpi.catalogue import SELF_SERVICE_RATE
from kpi.model import Outcome
from kpi.readings.reading import Reading
from kpi.store import Store
from tests.kpi.readings.cases import ALL, WEEK
from tests.support.self_service import portal
from tests.support.tickets import add, read, ticket

TUESDAY = "Tue 21 Jul 2026 09:00"
RESOLVED, CONTACTED, ABANDONED = Outcome.RESOLVED, Outcome.CONTACTED, Outcome.ABANDONED
OPENED, BOT, END = "Tue 14 Jul 2026 09:00", "Tue 14 Jul 2026 09:01", "Wed 15 Jul 2026 09:00"


def conversation(number: str = "1", **cells: Any) -> dict[str, Any]:
    """One that had its 7 days on Tuesday."""
    return ticket(**{"created_at": OPENED, "status": "open", **cells}) | {"external_id": number}


def automated(number: str = "1") -> dict[str, Any]:
    return conversation(number, first_automated_response_at=BOT, resolved_at=END, status="resolved")


def rate(store: Store, *tickets: dict[str, Any]) -> Reading:
    add(store, "desk", *tickets, fields=ALL)
    return read(store, SELF_SERVICE_RATE, WEEK)


def test_without_self_service_data_it_is_not_connected_and_automation_is_told_alone(store: Store) -> None:
    reading = rate(store, automated("1"), conversation("2"))
    assert (reading.value, reading.n, reading.connected) == (None, 0, False)
    assert (reading.parts["automation_alone"].value, reading.parts["automation_alone"].n) == (50, 2)


def test_inquiries_and_conversations_count_together(store: Store) -> None:
    """Of 3 inquiries one was resolved, of 2 conversations the bot resolved one: 2 of 5."""
    portal(store, (TUESDAY, RESOLVED, None), (TUESDAY, CONTACTED, None), (TUESDAY, ABANDONED, None))
    reading = rate(store, automated("1"), conversation("2"))
    assert (reading.value, reading.n) == (40, 5)
    shares = {
        outcome: reading.parts[f"inquiries_{outcome}"].value for outcome in ("resolved", "contacted", "abandoned")
    }
    assert shares == pytest.approx(dict.fromkeys(shares, 100 / 3))


def test_inquiries_of_which_only_the_numbers_of_the_day_are_known_count_as_well(store: Store) -> None:
    portal(store, (TUESDAY, RESOLVED, None), by_day=[("Wed 22 Jul 2026", 5, 2, 1), ("Mon 27 Jul 2026", 9, 9, 9)])
    reading = rate(store)
    assert reading.value == pytest.approx(600 / 9)
    assert reading.n == 9


def test_an_inquiry_is_dated_by_its_own_time(store: Store) -> None:
    portal(
        store,
        ("Mon 20 Jul 2026 00:00", RESOLVED, None),
        ("Sun 26 Jul 2026 23:59:59", RESOLVED, None),
        ("Mon 27 Jul 2026 00:00", ABANDONED, None),
        ("Sun 19 Jul 2026 23:59:59", ABANDONED, None),
    )
    assert (rate(store).value, read(store, SELF_SERVICE_RATE, WEEK).n) == (100, 2)


def test_an_inquiry_that_led_to_a_conversation_counts_once_as_the_conversation(store: Store) -> None:
    portal(store, (TUESDAY, CONTACTED, "1"), (TUESDAY, RESOLVED, None))
    reading = rate(store, conversation("1"))
    assert (reading.value, reading.n) == (50, 2)


def test_an_inquiry_that_led_to_an_unknown_conversation_counts_as_an_inquiry(store: Store) -> None:
    portal(store, (TUESDAY, CONTACTED, "99"), (TUESDAY, RESOLVED, None))
    assert rate(store).n == 2


def test_an_inquiry_that_led_to_an_excluded_conversation_counts_nowhere(store: Store) -> None:
    portal(store, (TUESDAY, CONTACTED, "1"), (TUESDAY, RESOLVED, None))
    reading = rate(store, conversation("1", excluded="spam"))
    assert (reading.value, reading.n) == (100, 1)


def test_an_inquiry_in_the_future_is_impossible(store: Store) -> None:
    inquiries = [(TUESDAY, RESOLVED, None), ("Wed 22 Jul 2026 12:00:01", ABANDONED, None)]
    portal(store, *inquiries, told_at="Wed 22 Jul 2026 12:00")
    assert rate(store).n == 1


def test_numbers_of_days_in_the_future_are_impossible(store: Store) -> None:
    portal(
        store,
        by_day=[("Wed 22 Jul 2026", 1, 0, 0), ("Thu 23 Jul 2026", 0, 0, 5)],
        told_at="Wed 22 Jul 2026 12:00",
    )
    assert rate(store).n == 1


def test_conversations_of_an_unknown_author_are_in_the_denominator_alone(store: Store) -> None:
    portal(store, (TUESDAY, RESOLVED, None))
    row = ticket(created_at=OPENED, first_response_at=BOT, resolved_at=END, status="resolved")
    add(store, "desk", row, fields=("created_at", "first_response_at", "resolved_at", "status"))
    reading = read(store, SELF_SERVICE_RATE, WEEK)
    assert (reading.value, reading.n) == (50, 2)
