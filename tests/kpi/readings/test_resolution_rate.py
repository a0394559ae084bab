"""Resolution rate, worked out by hand: had their 7 days in the week of Monday 20 July."""

from typing import Any

import pytest

from kpi.catalogue import RESOLUTION_RATE
from kpi.store import Store
from tests.kpi.readings.cases import ALL, Case, told
from tests.support.tickets import add, days, read, ticket

OPENED = "Tue 14 Jul 2026 09:00"  # due on Tuesday 21 July at 09:00


def one(**cells: Any) -> dict[str, Any]:
    return ticket(**{"created_at": OPENED, **cells})


RESOLVED = one(resolved_at="Wed 15 Jul 2026 09:00", status="resolved")

CASES = [
    Case("nothing had its 7 days: no data, not 0 %", [], None, 0),
    Case("one resolved, one open: 50 %", [RESOLVED, one(status="open")], 50, 2),
    Case(
        "the 7 days include their last instant", [one(resolved_at="Tue 21 Jul 2026 09:00", status="resolved")], 100, 1
    ),
    Case(
        "resolved a second after them: not in time, but by now",
        [one(resolved_at="Tue 21 Jul 2026 09:00:01", status="resolved")],
        0,
        1,
        {"by_now": 100},
    ),
    Case(
        "opened again after its 7 days: what happens later is a reopening, and by now it is open",
        [one(resolved_at="Wed 15 Jul 2026 09:00", reopened_at="Wed 22 Jul 2026 09:00", status="open")],
        100,
        1,
        {"by_now": 0},
    ),
    Case(
        "opened again within its 7 days: it did not stand resolved then",
        [one(resolved_at="Wed 15 Jul 2026 09:00", reopened_at="Tue 21 Jul 2026 09:00", status="open")],
        0,
        1,
    ),
    Case(
        "a final status of resolved counts whatever was opened again before",
        [one(resolved_at="Wed 15 Jul 2026 09:00", reopened_at="Thu 16 Jul 2026 09:00", status="resolved")],
        100,
        1,
    ),
    Case("resolved without any timestamp counts as resolved", [one(status="resolved")], 100, 1, {"by_now": 100}),
    Case(
        "resolved before the opening is impossible: treated as missing, but that it happened stands",
        [one(resolved_at="Mon 13 Jul 2026 09:00", status="resolved")],
        100,
        1,
    ),
    Case(
        "the 7 days end in the week: from its first second up to its last",
        [
            one(created_at="Mon 13 Jul 2026 00:00", status="open"),
            one(created_at="Sun 12 Jul 2026 23:59:59", status="resolved"),
            one(created_at="Sun 19 Jul 2026 23:59:59", status="open"),
            one(created_at="Mon 20 Jul 2026 00:00", status="resolved"),
        ],
        0,
        2,
    ),
    Case(
        "due exactly when the data end is known; a second later is not known yet, in no denominator",
        [one(status="open"), one(created_at="Tue 14 Jul 2026 09:00:01", status="resolved")],
        0,
        1,
        complete_until="Tue 21 Jul 2026 09:00",
    ),
    Case(
        "spam, deleted, merged and test are left out, and counted where they would have counted",
        [RESOLVED, *(one(excluded=why) for why in ("spam", "spam", "merged"))],
        100,
        1,
        left_out={"spam": 2, "merged": 1},
    ),
    Case(
        "of a source that never tells of an end nothing is known, nor left out for another reason",
        [one(), one(excluded="spam")],
        None,
        0,
        fields=("created_at", "excluded", "first_human_response_at"),
    ),
    Case(
        "the four parts sum to 100 %: bot, person, otherwise, unresolved",
        [
            one(first_automated_response_at=OPENED, resolved_at="Wed 15 Jul 2026 09:00", status="resolved"),
            one(first_human_response_at=OPENED, resolved_at="Wed 15 Jul 2026 09:00", status="resolved"),
            RESOLVED,
            one(first_automated_response_at=OPENED, status="open"),
        ],
        75,
        4,
        {"automation": 25, "person": 25, "otherwise": 25, "unresolved": 25},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=told)
def test_resolved_within_7_days_of_those_that_had_them(store: Store, case: Case) -> None:
    case.check(store, RESOLUTION_RATE)


def test_7_days_are_168_hours_when_the_clocks_go_forward(store: Store) -> None:
    """Opened on Wednesday 25 March at 09:00; the clocks go forward on the 29th, so it is due on 1 April at 10:00."""
    for name, end in (("in time", "Wed 1 Apr 2026 10:00"), ("too late", "Wed 1 Apr 2026 10:00:01")):
        row = ticket(created_at="Wed 25 Mar 2026 09:00", resolved_at=end, status="resolved")
        add(store, name, row, fields=ALL)
    reading = read(store, RESOLUTION_RATE, days("Wed 1 Apr 2026", "Thu 2 Apr 2026"))
    assert (reading.value, reading.n) == (50, 2)


def test_the_cohort_is_named_by_its_opening_dates(store: Store) -> None:
    add(store, "desk", RESOLVED, fields=ALL)
    reading = read(store, RESOLUTION_RATE, days("Mon 20 Jul 2026", "Mon 27 Jul 2026"))
    assert reading.opened == days("Mon 13 Jul 2026", "Mon 20 Jul 2026")
