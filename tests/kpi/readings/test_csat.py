"""CSAT, worked out by hand: all cases are about the week of Monday 20 July 2026, in Berlin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kpi.catalogue import CSAT, Unit
from kpi.store import Store
from tests.support.tickets import add, days, read, ticket

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
FIELDS = ("created_at", "updated_at", "resolved_at", "status", "excluded", "rating", "rating_scale", "rated_at")


def rated(
    rating: float | None, scale: str | None = "stars", rated_at: str | None = "Wed 22 Jul 2026 12:00", **cells: Any
) -> dict[str, Any]:
    """A conversation opened on Tuesday and rated on Wednesday."""
    facts = {"created_at": "Tue 21 Jul 2026 09:00", "rating": rating, "rating_scale": scale, "rated_at": rated_at}
    return ticket(**{**facts, **cells})


@dataclass(frozen=True)
class Case:
    """Conversations, and how many of `n` ratings are satisfied; `mean` of `stars`; how many were dated by proxy."""

    story: str
    tickets: list[dict[str, Any]]
    satisfied: int
    n: int
    mean: float | None = None
    stars: int = 0
    proxies: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    complete_until: str | None = "Mon 3 Aug 2026 00:00"


SCALES = [
    Case("no ratings: no data, not 0 %", [], satisfied=0, n=0),
    Case(
        "of 1, 2, 3, 4 and 5 stars the last two are satisfied",
        [rated(stars) for stars in (1, 2, 3, 4, 5)],
        satisfied=2,
        n=5,
        mean=3.0,
        stars=5,
    ),
    Case(
        "good is satisfied; neutral and bad are not, and both are in n",
        [rated(1, "faces"), rated(0, "faces"), rated(-1, "faces")],
        satisfied=1,
        n=3,
    ),
    Case("one star is no happy face", [rated(1, "stars"), rated(1, "faces")], satisfied=1, n=2, mean=1, stars=1),
    Case(
        "stars and faces count together; the mean is of the stars alone",
        [rated(5), rated(2), rated(1, "faces")],
        satisfied=2,
        n=3,
        mean=3.5,
        stars=2,
    ),
    Case(
        "offered and not answered is in no denominator",
        [rated(4), rated(None, None, None)],
        satisfied=1,
        n=1,
        mean=4,
        stars=1,
    ),
    Case(
        "off its scale is left out, and counted in the week of the rating",
        [
            rated(103, "off scale"),
            rated(None, "off scale"),
            rated(7, "off scale", created_at="Tue 14 Jul 2026 09:00"),
            rated(7, "off scale", "Wed 29 Jul 2026 12:00"),
        ],
        satisfied=0,
        n=0,
        left_out={"rating off its scale": 3},
    ),
]

DATING = [
    Case(
        "the rating dates it: from the first second of the week up to the last",
        [
            rated(5, rated_at="Mon 20 Jul 2026 00:00", created_at="Sun 12 Jul 2026 09:00"),
            rated(1, rated_at="Sun 19 Jul 2026 23:59:59", created_at="Sun 12 Jul 2026 09:00"),
            rated(5, rated_at="Sun 26 Jul 2026 23:59:59"),
            rated(1, rated_at="Mon 27 Jul 2026 00:00"),
        ],
        satisfied=2,
        n=2,
        mean=5,
        stars=2,
    ),
    Case(
        "without a time it counts where the conversation was resolved, and the readout says so",
        [
            rated(4, rated_at=None, resolved_at="Thu 23 Jul 2026 09:00", updated_at="Tue 28 Jul 2026 09:00"),
            rated(1, rated_at=None, resolved_at="Tue 28 Jul 2026 09:00", updated_at="Thu 23 Jul 2026 09:00"),
        ],
        satisfied=1,
        n=1,
        mean=4,
        stars=1,
        proxies=1,
    ),
    Case(
        "without a resolution it counts at the last update",
        [rated(4, rated_at=None, updated_at="Thu 23 Jul 2026 09:00")],
        satisfied=1,
        n=1,
        mean=4,
        stars=1,
        proxies=1,
    ),
    Case(
        "an impossible resolution is treated as missing: the last update then",
        [rated(4, rated_at=None, resolved_at="Mon 20 Jul 2026 09:00", updated_at="Thu 23 Jul 2026 09:00")],
        satisfied=1,
        n=1,
        mean=4,
        stars=1,
        proxies=1,
    ),
    Case(
        "with no time at all it is left out, and counted in the week of the opening",
        [rated(4, rated_at=None), rated(4, rated_at=None, created_at="Tue 14 Jul 2026 09:00")],
        satisfied=0,
        n=0,
        left_out={"rating at an unknown time": 1},
    ),
]

LEFT_OUT = [
    Case(
        "rated before the opening is impossible: counted in the week of the opening, and no resolution takes its place",
        [
            rated(5, rated_at="Tue 21 Jul 2026 08:59:59", resolved_at="Wed 22 Jul 2026 09:00"),
            rated(5, rated_at="Tue 21 Jul 2026 09:00"),
        ],
        satisfied=1,
        n=1,
        mean=5,
        stars=1,
        left_out={"impossible time of rating": 1},
    ),
    Case(
        "exported on Friday noon: rated at that second counts, a second later is in the future",
        [rated(5, rated_at="Fri 24 Jul 2026 12:00"), rated(1, rated_at="Fri 24 Jul 2026 12:00:01")],
        satisfied=1,
        n=1,
        mean=5,
        stars=1,
        left_out={"impossible time of rating": 1},
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "off its scale and at no possible time: counted once, in the week of the opening",
        [
            rated(103, "off scale", rated_at="Mon 20 Jul 2026 09:00"),
            rated(103, "off scale", rated_at=None),
            rated(103, "off scale", rated_at=None, created_at="Tue 14 Jul 2026 09:00"),
        ],
        satisfied=0,
        n=0,
        left_out={"rating off its scale": 2},
    ),
    Case(
        "spam, deleted, merged and test are counted where they would have counted",
        [
            rated(5, excluded="spam"),
            rated(5, excluded="deleted", created_at="Tue 14 Jul 2026 09:00"),
            rated(5, excluded="merged", rated_at="Wed 29 Jul 2026 12:00"),
            rated(103, "off scale", excluded="test"),
            rated(5, excluded="test", rated_at="Mon 20 Jul 2026 09:00"),
        ],
        satisfied=0,
        n=0,
        left_out={"spam": 1, "deleted": 1},
    ),
    Case(
        "opened in the future is left out everywhere",
        [
            rated(5, created_at="Sat 25 Jul 2026 09:00", rated_at="Sat 25 Jul 2026 10:00"),
            rated(5, created_at="Sat 25 Jul 2026 09:00", rated_at="Thu 23 Jul 2026 10:00"),
            rated(103, "off scale", created_at="Sat 25 Jul 2026 09:00", rated_at=None),
        ],
        satisfied=0,
        n=0,
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "a source whose first import has not finished counts nowhere",
        [rated(5), rated(103, "off scale"), rated(5, rated_at=None), rated(5, excluded="spam")],
        satisfied=0,
        n=0,
        complete_until=None,
    ),
]


@pytest.mark.parametrize("case", [*SCALES, *DATING, *LEFT_OUT], ids=lambda case: case.story)
def test_satisfied_ratings_out_of_all_that_were_given(store: Store, case: Case) -> None:
    add(store, "desk", *case.tickets, fields=FIELDS, complete_until=case.complete_until)
    reading = read(store, CSAT, WEEK)
    assert reading.n == case.n
    assert reading.value == (100 * case.satisfied / case.n if case.n else None)
    assert (reading.parts["mean"].value, reading.parts["mean"].n) == (case.mean, case.stars)
    assert reading.left_out == case.left_out
    assert len(reading.notes) == (1 if case.proxies else 0)


def test_the_interval_of_17_satisfied_in_25_is_wilsons(store: Store) -> None:
    """z = 1.959964; centre (0.68 + z² ÷ 50) ÷ (1 + z² ÷ 25) = 0.65602; half-width 0.17191: from 48.4 % to 82.8 %."""
    add(store, "desk", *(rated(5) for _ in range(17)), *(rated(1) for _ in range(8)), fields=FIELDS)
    reading = read(store, CSAT, WEEK)
    assert reading.value == 68.0
    assert reading.parts["interval_low"].value == pytest.approx(48.41, abs=0.01)
    assert reading.parts["interval_high"].value == pytest.approx(82.79, abs=0.01)


def test_the_interval_of_72_in_100_does_not_reach_80_percent(store: Store) -> None:
    """The team of the worked Monday: from 62.5 % to 79.9 %."""
    add(store, "desk", *(rated(5) for _ in range(72)), *(rated(1) for _ in range(28)), fields=FIELDS)
    parts = read(store, CSAT, WEEK).parts
    assert parts["interval_low"].value == pytest.approx(62.5, abs=0.05)
    assert parts["interval_high"].value == pytest.approx(79.9, abs=0.05)


def test_the_response_rate_is_ratings_by_resolutions_and_may_pass_100_percent(store: Store) -> None:
    """Two were resolved in the week; three were rated in it, two of them resolved the week before."""
    last_week = {"created_at": "Tue 14 Jul 2026 09:00", "resolved_at": "Wed 15 Jul 2026 09:00", "status": "resolved"}
    add(
        store,
        "desk",
        rated(5, resolved_at="Wed 22 Jul 2026 09:00", status="resolved"),
        rated(4, **last_week),
        rated(3, **last_week),
        rated(None, None, None, resolved_at="Wed 22 Jul 2026 09:00", status="resolved"),
        fields=FIELDS,
    )
    response = read(store, CSAT, WEEK).parts["response_rate"]
    assert (response.value, response.n, response.unit) == (150.0, 2, Unit.PERCENT)


def test_without_resolutions_there_is_no_response_rate(store: Store) -> None:
    add(store, "desk", rated(5), fields=FIELDS)
    response = read(store, CSAT, WEEK).parts["response_rate"]
    assert (response.value, response.n) == (None, 0)


@pytest.mark.parametrize(("ratings", "words"), [(1, "1 rating has"), (2, "2 ratings have")])
def test_the_readout_says_how_many_ratings_have_no_time_of_their_own(store: Store, ratings: int, words: str) -> None:
    proxies = [rated(5, rated_at=None, resolved_at="Thu 23 Jul 2026 09:00") for _ in range(ratings)]
    add(store, "desk", rated(5), *proxies, fields=FIELDS)
    (note,) = read(store, CSAT, WEEK).notes
    assert note.startswith(words)
