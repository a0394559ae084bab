"""Intents, worked out by hand, in the week of Monday 20 July 2026."""

import pytest

from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.store import Store
from kpi.team.settings import TeamSettings
from tests.kpi.readings.cases import Case, told
from tests.support.tickets import BERLIN, ticket


def about(**numbers: int) -> list[dict[str, object]]:
    """So many conversations about each; "none" about nothing that is told."""
    return [
        ticket(created_at="Tue 21 Jul 2026 09:00", intent=None if intent == "none" else intent)
        for intent, number in numbers.items()
        for _ in range(number)
    ]


CASES = [
    Case("nothing was opened: no data", [], None, 0),
    Case("the value is the share of the largest", about(login=3, refund=1), 75, 4, {"intents": 2}),
    Case(
        "without an intent: apart, with its share of all opened",
        about(login=3, refund=1, none=4),
        75,
        4,
        {"unclassified": 50},
        left_out={"unclassified": 4},
    ),
    Case(
        "other, general, misc and question say nothing",
        about(login=1, other=1, general=1, misc=1, question=1),
        100,
        1,
        {"unclassified": 80, "intents": 1},
        left_out={"unclassified": 4},
    ),
    Case(
        "which labels say nothing is for the team to decide",
        about(other=1, feedback=1),
        100,
        1,
        left_out={"unclassified": 1},
        team=TeamSettings(BERLIN, unclassified=frozenset({"feedback"})),
    ),
    Case("all are unclassified: no data", about(none=2), None, 0, left_out={"unclassified": 2}),
    Case(
        "spam is left out by the opening",
        [*about(login=1), ticket(created_at="Tue 21 Jul 2026 09:00", intent="login", excluded="spam")],
        100,
        1,
        left_out={"spam": 1},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=told)
def test_what_the_conversations_that_were_opened_were_about(store: Store, case: Case) -> None:
    case.check(store, INTENT_DISTRIBUTION)


def test_the_worked_monday(store: Store) -> None:
    """150 opened, 130 of them with an intent, 52 of those login bug: 40 % (interval 32–49 %)."""
    others = {"refund": 30, "delivery": 20, "invoice": 15, "account": 13}
    case = Case(
        "",
        about(login=52, **others, none=20),
        40,
        130,
        {"intents": 5, "unclassified": 2_000 / 150},
        left_out={"unclassified": 20},
    )
    case.check(store, INTENT_DISTRIBUTION)
