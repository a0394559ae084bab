"""Reopen, hand-over and repeat rate and throughput, worked out by hand, in the week of Monday 20 July 2026."""

from typing import Any

import pytest

from kpi.catalogue import HANDOVER_RATE, REOPEN_RATE, REPEAT_RATE, THROUGHPUT
from kpi.store import Store
from tests.kpi.readings.cases import ALL, WEEK, Case, told
from tests.support.tickets import add, read, ticket

OPENED, BEFORE, NEXT = "Tue 21 Jul 2026 09:00", "Tue 14 Jul 2026 09:00", "Tue 28 Jul 2026 09:00"


def one(**cells: Any) -> dict[str, Any]:
    return ticket(**{"created_at": OPENED, **cells})


def ada(opened: str, resolved: str | None = None, **cells: Any) -> dict[str, Any]:
    status = None if resolved is None else "resolved"
    return ticket(**{"created_at": opened, "resolved_at": resolved, "status": status, "requester": "ada", **cells})


REOPENED = [
    Case("nothing was resolved: no data", [one(status="open")], None, 0),
    Case(
        "opened again and not resolved since: by the resolution that stood before",
        [
            one(resolved_at="Wed 22 Jul 2026 09:00", reopened_at="Thu 23 Jul 2026 09:00", status="open"),
            one(resolved_at="Wed 22 Jul 2026 09:00", status="resolved"),
        ],
        50,
        2,
    ),
    Case(
        "it may pass 100 %: one resolved, two opened again that had been resolved the week before",
        [
            one(resolved_at="Wed 22 Jul 2026 09:00", status="resolved"),
            *(
                ticket(created_at=BEFORE, resolved_at="Wed 15 Jul 2026 09:00", reopened_at=OPENED, status="open")
                for _ in range(2)
            ),
        ],
        200,
        1,
    ),
    Case(
        "opened again in another week",
        [one(resolved_at="Wed 22 Jul 2026 09:00", reopened_at=NEXT, status="open")],
        0,
        1,
    ),
    Case(
        "opened again before it was opened is impossible",
        [one(resolved_at="Wed 22 Jul 2026 09:00", reopened_at=BEFORE, status="resolved")],
        0,
        1,
        left_out={"impossible time of reopening": 1},
    ),
    Case(
        "spam that was opened again",
        [one(resolved_at="Wed 22 Jul 2026 09:00", reopened_at="Thu 23 Jul 2026 09:00", excluded="spam")],
        None,
        0,
        left_out={"spam": 1},
    ),
]
HANDED_OVER = [
    Case("the bot answered nobody: no data", [one()], None, 0),
    Case(
        "two answered by the bot, one of them handed over",
        [
            one(first_automated_response_at="Tue 21 Jul 2026 09:01", handed_over_at="Tue 21 Jul 2026 09:05"),
            one(first_automated_response_at="Tue 21 Jul 2026 09:01"),
        ],
        50,
        2,
    ),
    Case(
        "assigned before the bot's answer: no hand-over",
        [one(first_automated_response_at="Tue 21 Jul 2026 09:01", handed_over_at="Tue 21 Jul 2026 09:00:30")],
        0,
        1,
    ),
    Case(
        "assigned without any answer by the bot: no hand-over",
        [
            one(handed_over_at="Tue 21 Jul 2026 09:00:30"),
            one(first_automated_response_at="Tue 21 Jul 2026 09:01"),
        ],
        0,
        1,
    ),
    Case(
        "assigned after the bot had only confirmed receipt: no hand-over, and no answer",
        [
            one(acknowledged_at="Tue 21 Jul 2026 09:00:05", handed_over_at="Tue 21 Jul 2026 09:00:30"),
            one(first_automated_response_at="Tue 21 Jul 2026 09:01"),
        ],
        0,
        1,
    ),
    Case(
        "each is dated by itself: answered on Sunday, handed over on Monday",
        [
            ticket(
                created_at="Sun 19 Jul 2026 23:00",
                first_automated_response_at="Sun 19 Jul 2026 23:01",
                handed_over_at="Mon 20 Jul 2026 08:00",
            ),
            one(first_automated_response_at="Tue 21 Jul 2026 09:01"),
        ],
        100,
        1,
    ),
]
REPEATED = [
    Case("nobody is known: no data", [one()], None, 0, left_out={"requester unknown": 1}),
    Case(
        "72 hours to the second after the resolution of her other one",
        [ada(BEFORE, "Sat 18 Jul 2026 09:00"), ada(OPENED)],
        100,
        1,
    ),
    Case("a second later", [ada(BEFORE, "Sat 18 Jul 2026 08:59:59"), ada(OPENED)], 0, 1),
    Case("in the very second of the resolution", [ada(BEFORE, OPENED), ada(OPENED)], 100, 1),
    Case("before the resolution", [ada(BEFORE, "Tue 21 Jul 2026 09:00:01"), ada(OPENED)], 0, 1),
    Case(
        "of somebody else",
        [ada(BEFORE, "Mon 20 Jul 2026 09:00", requester="ben"), ada(OPENED)],
        0,
        1,
    ),
    Case(
        "a resolution that no longer stands",
        [ada(BEFORE, "Mon 20 Jul 2026 09:00", status="open"), ada(OPENED)],
        0,
        1,
    ),
    Case("her own resolution", [ada(OPENED, OPENED)], 0, 1),
    Case("spam of hers", [ada(BEFORE, "Mon 20 Jul 2026 09:00", excluded="spam"), ada(OPENED)], 0, 1),
    Case(
        "resolved before it was opened: impossible, and no resolution to come after",
        [ada(NEXT, "Mon 20 Jul 2026 09:00"), ada(OPENED)],
        0,
        1,
    ),
    Case(
        "an impossible reopening is as good as none: the resolution stands",
        [
            ada(BEFORE, "Mon 20 Jul 2026 09:00", status=None, reopened_at="Wed 5 Aug 2026 09:00"),
            ada(OPENED),
        ],
        100,
        1,
    ),
]
THROUGH = [
    Case("nothing was opened: no data", [], None, 0),
    Case("one opened, none resolved: 0 %", [one(status="open")], 0, 1),
    Case(
        "it may pass 100 %: two resolved that were opened before, one opened",
        [
            *(ticket(created_at=BEFORE, resolved_at=OPENED, status="resolved") for _ in range(2)),
            one(status="open"),
        ],
        200,
        1,
        {"resolved": 2},
    ),
    Case(
        "resolved in the week, but opened again since",
        [one(resolved_at="Wed 22 Jul 2026 09:00", status="open")],
        0,
        1,
        left_out={"opened again since": 1},
    ),
]


@pytest.mark.parametrize("case", REOPENED, ids=told)
def test_opened_again_by_resolved(store: Store, case: Case) -> None:
    case.check(store, REOPEN_RATE)


@pytest.mark.parametrize("case", HANDED_OVER, ids=told)
def test_handed_over_by_first_answered_by_the_bot(store: Store, case: Case) -> None:
    case.check(store, HANDOVER_RATE)


@pytest.mark.parametrize("case", REPEATED, ids=told)
def test_back_within_72_hours_of_those_whose_requester_is_known(store: Store, case: Case) -> None:
    case.check(store, REPEAT_RATE)


@pytest.mark.parametrize("case", THROUGH, ids=told)
def test_resolved_by_opened(store: Store, case: Case) -> None:
    case.check(store, THROUGHPUT)


def test_the_same_requester_in_another_source_is_the_same(store: Store) -> None:
    add(store, "chat", ada(BEFORE, "Mon 20 Jul 2026 09:00"), fields=ALL)
    add(store, "mail", ada(OPENED), fields=ALL)
    assert read(store, REPEAT_RATE, WEEK).value == 100


def test_a_source_whose_first_import_has_not_finished_makes_nobody_come_back(store: Store) -> None:
    add(store, "chat", ada(BEFORE, "Mon 20 Jul 2026 09:00"), fields=ALL, complete_until=None)
    add(store, "mail", ada(OPENED), fields=ALL)
    assert read(store, REPEAT_RATE, WEEK).value == 0
