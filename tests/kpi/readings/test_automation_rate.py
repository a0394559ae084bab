"""Automation rate, worked out by hand: opened in the week of Monday 13 July 2026, due in that of the 20th."""

from typing import Any

import pytest

from kpi.catalogue import AUTOMATION_RATE
from kpi.store import Store
from tests.kpi.readings.cases import Case, told
from tests.support.tickets import ticket

OPENED = "Tue 14 Jul 2026 09:00"  # due on Tuesday 21 July at 09:00
BOT, END = "Tue 14 Jul 2026 09:00:20", "Wed 15 Jul 2026 09:00"


def answered(**cells: Any) -> dict[str, Any]:
    """Answered by the bot and resolved the next day."""
    told = {"first_automated_response_at": BOT, "resolved_at": END, "status": "resolved"}
    return ticket(**{"created_at": OPENED, **told, **cells})


CASES = [
    Case("the bot answered, nobody else, and it was resolved", [answered()], 100, 1, {"automation": 100}),
    Case(
        "a person replied as well",
        [answered(first_human_response_at="Tue 14 Jul 2026 10:00")],
        0,
        1,
        {"automation": 0, "person": 100},
    ),
    Case(
        "a person replied only after the 7 days: up to then it was the bot's",
        [answered(first_human_response_at="Tue 21 Jul 2026 09:00:01")],
        100,
        1,
    ),
    Case("a person replied in their last instant", [answered(first_human_response_at="Tue 21 Jul 2026 09:00")], 0, 1),
    Case(
        "handed over, without a reply: otherwise resolved",
        [answered(handed_over_at="Tue 14 Jul 2026 09:05")],
        0,
        1,
        {"automation": 0, "person": 0, "otherwise": 100, "unresolved": 0},
    ),
    Case(
        "assigned before the bot's answer: that is no hand-over",
        [answered(handed_over_at="Tue 14 Jul 2026 09:00:10")],
        100,
        1,
    ),
    Case(
        "the bot only confirmed receipt: that is no answer",
        [answered(first_automated_response_at=None, acknowledged_at=BOT)],
        0,
        1,
        {"otherwise": 100},
    ),
    Case(
        "assigned after the bot had confirmed receipt, before it answered: no hand-over",
        [
            answered(acknowledged_at=BOT, first_automated_response_at="Tue 14 Jul 2026 09:10"),
            answered(
                acknowledged_at=BOT,
                handed_over_at="Tue 14 Jul 2026 09:05",
                first_automated_response_at="Tue 14 Jul 2026 09:10",
            ),
        ],
        100,
        2,
    ),
    Case("not resolved in time", [answered(resolved_at="Tue 21 Jul 2026 10:00")], 0, 1, {"unresolved": 100}),
    Case(
        "resolved without any reply: otherwise resolved",
        [answered(first_automated_response_at=None)],
        0,
        1,
        {"otherwise": 100},
    ),
    Case(
        "a reply by a person at an impossible time happened all the same, before or after",
        [
            answered(first_human_response_at="Mon 13 Jul 2026 09:00"),
            answered(first_human_response_at="Tue 4 Aug 2026 09:00"),
        ],
        0,
        2,
        {"person": 100},
    ),
    Case(
        "confirmed: rated well up to the end of the 7 days; assumed: all others",
        [
            answered(rating=5.0, rating_scale="stars", rated_at="Tue 21 Jul 2026 09:00"),
            answered(rating=5.0, rating_scale="stars", rated_at="Tue 21 Jul 2026 09:00:01"),
            answered(rating=3.0, rating_scale="stars", rated_at=END),
            answered(rating=9.0, rating_scale="0 to 10", rated_at=END),
            answered(rating=1.0, rating_scale="faces", rated_at=END),
        ],
        100,
        5,
        {"confirmed": 60, "assumed": 40},
    ),
    Case(
        "a source that never says who answered: in no automation rate, and counted as author unknown",
        [ticket(created_at=OPENED, first_response_at=BOT, resolved_at=END, status="resolved")],
        None,
        0,
        left_out={"author unknown": 1},
        fields=("created_at", "first_response_at", "resolved_at", "status"),
    ),
    Case("spam is left out", [answered(), answered(excluded="spam")], 100, 1, left_out={"spam": 1}),
]


@pytest.mark.parametrize("case", CASES, ids=told)
def test_resolved_by_the_bot_alone_of_those_that_had_their_7_days(store: Store, case: Case) -> None:
    case.check(store, AUTOMATION_RATE)


def test_the_worked_monday(store: Store) -> None:
    """140 had their 7 days: bot 56, person 62, left 22; so 40 %, and 118 of 140 resolved."""
    by_person = [answered(first_human_response_at="Tue 14 Jul 2026 10:00") for _ in range(62)]
    unresolved = [answered(status="open", resolved_at=None) for _ in range(22)]
    case = Case(
        "",
        [*(answered() for _ in range(56)), *by_person, *unresolved],
        40,
        140,
        {"automation": 40, "person": 6_200 / 140, "unresolved": 2_200 / 140},
    )
    case.check(store, AUTOMATION_RATE)
