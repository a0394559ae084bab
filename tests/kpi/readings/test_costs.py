"""Cost per contact and per resolution, worked out by hand, in the week of Monday 20 July 2026 (July has 31 days)."""

from typing import Any

import pytest

from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION
from kpi.model import Outcome
from kpi.store import Store
from tests.kpi.readings.cases import ALL, WEEK
from tests.support.self_service import portal, spend
from tests.support.tickets import add, days, read, ticket

TUESDAY = "Tue 21 Jul 2026 09:00"
A_MONTH = [spend("agents", 3_100, "Wed 1 Jul 2026", monthly=True)]
"""100 a day in July."""


def opened(number: int, **cells: Any) -> list[dict[str, Any]]:
    return [ticket(**{"created_at": TUESDAY, **cells}) for _ in range(number)]


def test_the_cost_of_the_week_by_its_contacts(store: Store) -> None:
    """7 × 100 by 6 conversations and 1 inquiry."""
    portal(store, (TUESDAY, Outcome.RESOLVED, None), costs=A_MONTH)
    add(store, "desk", *opened(6), fields=ALL)
    reading = read(store, COST_PER_CONTACT, WEEK)
    assert (reading.value, reading.n, reading.parts["cost"].value) == (100, 7, 700)


def test_without_costs_it_is_not_connected_and_not_0(store: Store) -> None:
    add(store, "desk", *opened(6), fields=ALL)
    reading = read(store, COST_PER_CONTACT, WEEK)
    assert (reading.value, reading.connected) == (None, False)


def test_without_contacts_there_is_no_cost_of_each(store: Store) -> None:
    portal(store, costs=A_MONTH)
    add(store, "desk", fields=ALL)
    reading = read(store, COST_PER_CONTACT, WEEK)
    assert (reading.value, reading.parts["cost"].value) == (None, 700)


def test_a_week_in_two_months_costs_what_its_days_cost_in_each(store: Store) -> None:
    """From Monday 29 June to 5 July: 2 days of June at 3,100 ÷ 30, 5 of July at 100."""
    portal(store, costs=[spend("agents", 3_100, "Mon 1 Jun 2026", monthly=True)])
    reading = read(store, COST_PER_CONTACT, days("Mon 29 Jun 2026", "Mon 6 Jul 2026"))
    assert reading.parts["cost"].value == pytest.approx(2 * 3_100 / 30 + 500)


def test_until_changed_ends_the_day_before_the_next_monthly_entry_of_the_category(store: Store) -> None:
    """3 days at 100, 4 at 200; a one-off sum on Saturday and another category end nothing."""
    costs = [
        *A_MONTH,
        spend("agents", 6_200, "Thu 23 Jul 2026", monthly=True),
        spend("agents", 50, "Sat 25 Jul 2026"),
        spend("software", 31, "Wed 22 Jul 2026", monthly=True),
    ]
    portal(store, costs=costs)
    reading = read(store, COST_PER_CONTACT, WEEK)
    assert reading.parts["cost"].value == pytest.approx(3 * 100 + 4 * 200 + 50 + 5 * 1)


def test_a_sum_is_spread_evenly_over_its_days(store: Store) -> None:
    """1,000 from Thursday the 16th to Saturday the 25th: 10 days, 6 of them in the week."""
    portal(store, costs=[spend("training", 1_000, "Thu 16 Jul 2026", "Sat 25 Jul 2026"), *A_MONTH])
    assert read(store, COST_PER_CONTACT, WEEK).parts["cost"].value == pytest.approx(600 + 700)


def test_a_period_not_fully_covered_is_incomplete_and_names_the_days(store: Store) -> None:
    portal(store, costs=[spend("agents", 400, "Mon 20 Jul 2026", "Thu 23 Jul 2026")])
    add(store, "desk", *opened(4), fields=ALL)
    reading = read(store, COST_PER_CONTACT, WEEK)
    assert (reading.value, reading.incomplete) == (100, True)
    assert "24–26 July 2026" in reading.unjudged


def test_automated_and_human_resolutions_cost_apart(store: Store) -> None:
    """70 a week for the bot by 2, 700 for people by 5; one that nobody answered is in the total alone: 770 by 8."""
    portal(store, costs=[*A_MONTH, spend("automation", 310, "Wed 1 Jul 2026", monthly=True)])
    end = {"resolved_at": "Wed 22 Jul 2026 09:00", "status": "resolved"}
    by_bot = opened(2, first_automated_response_at="Tue 21 Jul 2026 09:01", **end)
    by_person = opened(5, first_human_response_at="Tue 21 Jul 2026 09:30", **end)
    add(store, "desk", *by_bot, *by_person, *opened(1, **end), fields=ALL)
    reading = read(store, COST_PER_RESOLUTION, WEEK)
    assert (reading.value, reading.n) == (96.25, 8)
    assert (reading.parts["automated"].value, reading.parts["automated"].n) == (35, 2)
    assert (reading.parts["human"].value, reading.parts["human"].n) == (140, 5)


def test_a_person_who_replied_only_after_the_resolution_had_no_part_in_it(store: Store) -> None:
    portal(store, costs=A_MONTH)
    row = ticket(
        created_at=TUESDAY,
        first_automated_response_at="Tue 21 Jul 2026 09:01",
        resolved_at="Tue 21 Jul 2026 10:00",
        first_human_response_at="Tue 21 Jul 2026 10:00:01",
        status="resolved",
    )
    add(store, "desk", row, fields=ALL)
    assert read(store, COST_PER_RESOLUTION, WEEK).parts["human"].n == 0


def test_what_was_opened_again_since_is_no_resolution(store: Store) -> None:
    portal(store, costs=A_MONTH)
    add(store, "desk", *opened(7, resolved_at="Wed 22 Jul 2026 09:00", status="resolved"),
        *opened(1, resolved_at="Wed 22 Jul 2026 09:00", status="open"), fields=ALL)  # fmt: skip
    reading = read(store, COST_PER_RESOLUTION, WEEK)
    assert (reading.value, dict(reading.left_out)) == (100, {"opened again since": 1})
