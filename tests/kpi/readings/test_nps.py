"""NPS, worked out by hand, in the week of Monday 20 July 2026."""

from typing import Any

import pytest

from kpi.catalogue import CSAT, NPS
from kpi.store import Store
from tests.kpi.readings.cases import Case, told
from tests.support.tickets import ticket


def score(rating: float | None, scale: str | None = "0 to 10", **cells: Any) -> dict[str, Any]:
    told = {"created_at": "Tue 21 Jul 2026 09:00", "rated_at": "Wed 22 Jul 2026 12:00"}
    return ticket(**{**told, "rating": rating, "rating_scale": scale, **cells})


CASES = [
    Case("no scores: no data, not 0", [], None, 0),
    Case("9 and 10 promote, 7 and 8 are neither, 0 to 6 detract", [score(n) for n in range(11)], -500 / 11, 11),
    Case(
        "5 promoters, 3 passives and 2 detractors of 10: 50 − 20",
        [score(n) for n in (10, 10, 9, 9, 9, 8, 7, 7, 6, 0)],
        30,
        10,
        {"promoters": 50, "passives": 30, "detractors": 20},
    ),
    Case("all detract: −100", [score(0), score(6)], -100, 2),
    Case("stars and thumbs are no scores", [score(5, "stars"), score(1, "faces"), score(9)], 100, 1),
    Case("another week's score", [score(9, rated_at="Mon 27 Jul 2026 00:00")], None, 0),
    Case(
        "left out is what would have been a score, and no rating of another kind",
        [score(9, excluded="spam"), score(5, "stars", excluded="test"), score(9, rated_at="Mon 20 Jul 2026 09:00")],
        None,
        0,
        left_out={"spam": 1, "impossible time of score from 0 to 10": 1},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=told)
def test_promoters_less_detractors(store: Store, case: Case) -> None:
    case.check(store, NPS)


def test_scores_are_in_no_csat(store: Store) -> None:
    Case("", [score(9), score(5, "stars"), score(9, excluded="spam")], 100, 1).check(store, CSAT)


def test_the_mean_of_stars_keeps_halves(store: Store) -> None:
    """4.5 and 5 of 5: 4.75."""
    Case("", [score(4.5, "stars"), score(5, "stars")], 100, 2, {"mean": 4.75}).check(store, CSAT)
