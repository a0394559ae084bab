"""How a number was made."""

from datetime import date

import pytest

from kpi.answering.explanation import Explanation, explain
from kpi.question import parse
from kpi.store import Store
from tests.support.asking import MONDAY, desk, facts_of, rated, resolved
from tests.support.tickets import BERLIN, add, moment, ticket

THIS, BEFORE = "Wed 22 Jul 2026 18:00", "Wed 15 Jul 2026 18:00"
PERIOD = "The period runs from Mon 20 Jul 2026, 00:00 up to, and without, Mon 27 Jul 2026, 00:00 (Europe/Berlin)."


def explained(store: Store, text: str) -> Explanation:
    with store.reading() as connection:
        return explain(parse(text, date(2026, 7, 27), BERLIN), facts_of(connection), moment(MONDAY))


def test_a_rate_is_explained_by_its_two_counts_and_those_before(store: Store) -> None:
    desk(store, *rated(THIS, *[5] * 207, *[1] * 46), *rated(BEFORE, *[5] * 9, 1), ticket(excluded="spam", **spam()))
    found = explained(store, "csat last week")
    assert found.formula == "207 satisfied ÷ 253 ratings = 81.8 %"
    assert found.inputs == (
        ("satisfied ratings", 207),
        ("ratings", 253),
        ("satisfied ratings, 13–19 July 2026", 9),
        ("ratings, 13–19 July 2026", 10),
    )
    assert found.definition == found.readout.kpi.meaning
    assert found.dated_by.startswith("when the customer rated it")
    assert found.left_out == {"spam": 1}
    assert found.sources == ("desk",)
    assert found.notes == (
        PERIOD,
        "95 % interval: 76.6 % to 86.1 % (Wilson's score).",
        "Two-sided test of two proportions, p = 0.51; a change counts as one at p = 0.05 or less.",
        "Target: 80 % or more. Usual: 90 %, that of 8 weeks together.",
    )


def spam() -> dict[str, object]:
    return {"created_at": BEFORE, "rated_at": THIS, "rating": 1.0, "rating_scale": "stars"}


def test_a_median_is_explained_by_its_rank(store: Store) -> None:
    desk(store, *(resolved(THIS, hours) for hours in (1, 2, 3, 10)))
    found = explained(store, "ttr last week")
    assert found.formula == "the 2nd of 4 resolved conversations, from the quickest to the slowest = 2 h"
    assert found.inputs == (
        ("resolved conversations", 4),
        ("rank of the median: half of 4, rounded up", 2),
        ("median in seconds", 7_200),
        ("all together in seconds", 57_600),
        ("mean in seconds: all together ÷ 4", 14_400),
    )
    assert found.notes[0].endswith("(Europe/Berlin, calendar clock).")


@pytest.mark.parametrize(
    ("n", "formula"),
    [
        (1, "1 resolved conversation = 1 h"),
        (5, "the 3rd of 5 resolved conversations, from the quickest to the slowest = 3 h"),
        (21, "the 11th of 21 resolved conversations, from the quickest to the slowest = 11 h"),
        (42, "the 21st of 42 resolved conversations, from the quickest to the slowest = 21 h"),
    ],
)
def test_a_rank_is_counted_as_people_do(store: Store, n: int, formula: str) -> None:
    desk(store, *(resolved(THIS, hours) for hours in range(1, n + 1)))
    assert explained(store, "ttr last week").formula == formula


def test_no_data_and_no_connection_are_explained_as_such(store: Store) -> None:
    add(store, "desk", ticket(created_at=THIS, resolved_at=BEFORE, status="resolved"), complete_until=MONDAY)
    nothing, unconnected = explained(store, "ttr june"), explained(store, "csat last week")
    assert (nothing.formula, nothing.inputs) == (
        "no resolved conversations, so no value",
        (("resolved conversations", 0),),
    )
    assert (unconnected.formula, unconnected.inputs) == ("not connected, so there is nothing to compute", ())
    assert (unconnected.sources, unconnected.notes) == ((), (PERIOD,))
