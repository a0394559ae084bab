"""Resolution time, worked out by hand: all cases are about the week of Monday 20 July 2026, in Berlin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kpi.catalogue import RESOLUTION_TIME
from kpi.store import Store
from tests.support.tickets import add, days, read, ticket

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
MINUTE, HOUR, DAY = 60, 3_600, 86_400
FIELDS = ("created_at", "resolved_at", "reopened_at", "status", "excluded")


@dataclass(frozen=True)
class Case:
    """Conversations, and what they come to: the median of `n` resolution times in seconds, beside mean and p90."""

    story: str
    tickets: list[dict[str, Any]]
    value: float | None
    n: int
    mean: float | None = None
    p90: float | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    complete_until: str | None = "Mon 3 Aug 2026 00:00"


def resolved(opened: str, closed: str | None, **cells: Any) -> dict[str, Any]:
    return ticket(created_at=opened, resolved_at=closed, **{"status": "resolved", **cells})


CASES = [
    Case("nothing was resolved: no data, not 0", [], value=None, n=0),
    Case(
        "opened at 9, resolved at 11:30",
        [resolved("Mon 20 Jul 2026 09:00", "Mon 20 Jul 2026 11:30")],
        value=2.5 * HOUR,
        n=1,
        mean=2.5 * HOUR,
        p90=2.5 * HOUR,
    ),
    Case(
        "of 1, 2 and 9 hours the median is the ⌈1.5⌉ = 2nd, p90 the ⌈2.7⌉ = 3rd, and the mean 12 ÷ 3",
        [
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 10:00"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 17:00"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00"),
        ],
        value=2 * HOUR,
        n=3,
        mean=4 * HOUR,
        p90=9 * HOUR,
    ),
    Case(
        "of 1, 2, 4 and 9 hours the median is the ⌈2⌉ = 2nd: there is no halfway to the 3rd",
        [
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 10:00"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 17:00"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 12:00"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00"),
        ],
        value=2 * HOUR,
        n=4,
        mean=4 * HOUR,
        p90=9 * HOUR,
    ),
    Case(
        "resolved in the second of the opening",
        [resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 08:00")],
        value=0,
        n=1,
        mean=0,
        p90=0,
    ),
    Case(
        "resolved in the first second of the week is in, in the first of the next is out",
        [
            resolved("Sun 19 Jul 2026 22:00", "Mon 20 Jul 2026 00:00"),
            resolved("Sun 26 Jul 2026 22:00", "Mon 27 Jul 2026 00:00"),
            resolved("Sun 19 Jul 2026 22:00", "Sun 19 Jul 2026 23:59:59"),
        ],
        value=2 * HOUR,
        n=1,
        mean=2 * HOUR,
        p90=2 * HOUR,
    ),
    Case(
        "without a status, a resolution stands",
        [ticket(created_at="Tue 21 Jul 2026 08:00", resolved_at="Tue 21 Jul 2026 09:00")],
        value=1 * HOUR,
        n=1,
        mean=1 * HOUR,
        p90=1 * HOUR,
    ),
    Case(
        "opened again: the resolution no longer stands, and is counted where it was",
        [resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00", status="open")],
        value=None,
        n=0,
        left_out={"opened again since": 1},
    ),
    Case(
        "without a status, a reopening after the resolution undoes it; one before it does not",
        [
            ticket(
                created_at="Tue 21 Jul 2026 08:00",
                resolved_at="Tue 21 Jul 2026 09:00",
                reopened_at="Tue 21 Jul 2026 09:30",
            ),
            ticket(
                created_at="Tue 21 Jul 2026 08:00",
                resolved_at="Tue 21 Jul 2026 12:00",
                reopened_at="Tue 21 Jul 2026 09:30",
            ),
        ],
        value=4 * HOUR,
        n=1,
        mean=4 * HOUR,
        p90=4 * HOUR,
        left_out={"opened again since": 1},
    ),
    Case(
        "resolved, but nobody says when: no duration, and counted in the week of the opening",
        [resolved("Tue 21 Jul 2026 08:00", None), resolved("Tue 14 Jul 2026 08:00", None)],
        value=None,
        n=0,
        left_out={"resolved at an unknown time": 1},
    ),
    Case(
        "resolved before it was opened: no 0 seconds, and counted in the week of the opening",
        [
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 07:59:59"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 7 Jul 2026 08:00"),
            resolved("Tue 28 Jul 2026 08:00", "Tue 21 Jul 2026 08:00"),
        ],
        value=None,
        n=0,
        left_out={"impossible time of resolution": 2},
    ),
    Case(
        "exported on Friday noon: resolved at that second counts, a second later is in the future",
        [
            resolved("Fri 24 Jul 2026 09:00", "Fri 24 Jul 2026 12:00"),
            resolved("Fri 24 Jul 2026 09:00", "Fri 24 Jul 2026 12:00:01"),
        ],
        value=3 * HOUR,
        n=1,
        mean=3 * HOUR,
        p90=3 * HOUR,
        left_out={"impossible time of resolution": 1},
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "spam, merged, deleted and test are counted where they would have counted",
        [
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00", excluded="spam"),
            resolved("Tue 14 Jul 2026 08:00", "Tue 21 Jul 2026 09:00", excluded="merged"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 28 Jul 2026 09:00", excluded="spam"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00", excluded="spam", status="open"),
            resolved("Tue 21 Jul 2026 08:00", None, excluded="test"),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 07:00", excluded="deleted"),
        ],
        value=None,
        n=0,
        left_out={"spam": 1, "merged": 1},
    ),
    Case(
        "opened in the future is left out everywhere",
        [resolved("Sat 25 Jul 2026 09:00", "Sat 25 Jul 2026 12:00"), resolved("Sat 25 Jul 2026 09:00", None)],
        value=None,
        n=0,
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "a source whose first import has not finished counts nowhere",
        [
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00"),
            resolved("Tue 21 Jul 2026 08:00", None),
            resolved("Tue 21 Jul 2026 08:00", "Tue 21 Jul 2026 09:00", excluded="spam"),
        ],
        value=None,
        n=0,
        complete_until=None,
    ),
    Case(
        "without an opening there is no duration",
        [ticket(resolved_at="Tue 21 Jul 2026 09:00", status="resolved")],
        value=None,
        n=0,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_the_time_from_opening_to_resolution(store: Store, case: Case) -> None:
    add(store, "desk", *case.tickets, fields=FIELDS, complete_until=case.complete_until)
    reading = read(store, RESOLUTION_TIME, WEEK)
    assert (reading.value, reading.n) == (case.value, case.n)
    assert (reading.parts["mean"].value, reading.parts["p90"].value) == (case.mean, case.p90)
    assert reading.left_out == case.left_out


@pytest.mark.parametrize(
    ("monday", "next_monday", "seconds"),
    [
        ("Mon 23 Mar 2026 00:00", "Mon 30 Mar 2026 00:00", 7 * DAY - HOUR),
        ("Mon 19 Oct 2026 00:00", "Mon 26 Oct 2026 00:00", 7 * DAY + HOUR),
    ],
)
def test_a_week_in_which_the_clocks_change_still_goes_from_midnight_to_midnight(
    store: Store, monday: str, next_monday: str, seconds: int
) -> None:
    add(
        store,
        "desk",
        resolved(monday, monday),
        resolved(
            monday, next_monday.replace("Mon 30", "Sun 29").replace("Mon 26", "Sun 25").replace("00:00", "23:59:59")
        ),
        resolved(monday, next_monday),
        complete_until="Mon 2 Nov 2026 00:00",
    )
    week = days(monday.removesuffix(" 00:00"), next_monday.removesuffix(" 00:00"))
    reading = read(store, RESOLUTION_TIME, week)
    assert week.end_at - week.start_at == seconds
    assert (reading.n, reading.parts["p90"].value) == (2, seconds - 1)


def test_a_mean_far_above_the_median_is_explained_by_the_old_conversations_that_were_closed(store: Store) -> None:
    """1 h, 1 h and 61 days: median 1 h, mean over 20 days. 60 days to the second are not older than 60 days."""
    quick = [resolved("Mon 20 Jul 2026 09:00", "Mon 20 Jul 2026 10:00") for _ in range(3)]
    add(
        store,
        "desk",
        *quick,
        resolved("Wed 20 May 2026 09:00", "Mon 20 Jul 2026 09:00"),
        resolved("Thu 21 May 2026 09:00", "Mon 20 Jul 2026 09:00"),
    )
    reading = read(store, RESOLUTION_TIME, WEEK)
    assert reading.value == HOUR
    assert reading.notes == ("The mean is far above the median: 1 conversation older than 60 days was closed.",)


def test_a_mean_next_to_the_median_needs_no_word(store: Store) -> None:
    add(
        store,
        "desk",
        resolved("Mon 20 Jul 2026 09:00", "Mon 20 Jul 2026 10:00"),
        resolved("Mon 20 Jul 2026 09:00", "Mon 20 Jul 2026 11:00"),
    )
    assert read(store, RESOLUTION_TIME, WEEK).notes == ()
