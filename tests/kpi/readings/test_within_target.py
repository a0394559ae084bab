"""The share that a person answered within an hour, worked out by hand, in the week of Monday 20 July 2026."""

from dataclasses import dataclass
from typing import Any

import pytest

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.store import Store
from tests.kpi.readings.replies import COMMON, SAYS_NOT_WHO, SAYS_WHO, WEEK
from tests.support.tickets import add, read, ticket


@dataclass(frozen=True)
class Target:
    """Conversations, and how many of how many a person answered within the target of 1 hour."""

    story: str
    tickets: list[dict[str, Any]]
    hits: int
    n: int
    fields: tuple[str, ...] = SAYS_WHO
    complete_until: str = "Mon 3 Aug 2026 00:00"


def noon(**cells: Any) -> dict[str, Any]:
    """A conversation opened on Tuesday at 12:00; its hour runs out at 13:00."""
    return ticket(created_at="Tue 21 Jul 2026 12:00", **cells)


WITHIN_TARGET = [
    Target("answered after half an hour", [noon(first_human_response_at="Tue 21 Jul 2026 12:30")], 1, 1),
    Target("answered exactly when the hour is over", [noon(first_human_response_at="Tue 21 Jul 2026 13:00")], 1, 1),
    Target("answered a second too late", [noon(first_human_response_at="Tue 21 Jul 2026 13:00:01")], 0, 1),
    Target("still waiting: missed", [noon(status="open")], 0, 1),
    Target(
        "answered by the bot and not handed over: left aside",
        [noon(first_automated_response_at="Tue 21 Jul 2026 12:01")],
        0,
        0,
    ),
    Target(
        "answered by the bot, not handed over, and by a person all the same: left aside, in time or not",
        [
            noon(
                first_automated_response_at="Tue 21 Jul 2026 12:01",
                first_human_response_at="Tue 21 Jul 2026 12:30",
            ),
            noon(
                first_automated_response_at="Tue 21 Jul 2026 12:01",
                first_human_response_at="Tue 21 Jul 2026 15:00",
            ),
        ],
        0,
        0,
    ),
    Target(
        "answered by the bot and handed over: a person has to answer in time",
        [
            noon(
                first_automated_response_at="Tue 21 Jul 2026 12:01",
                handed_over_at="Tue 21 Jul 2026 12:05",
                first_human_response_at="Tue 21 Jul 2026 12:40",
            ),
            noon(
                first_automated_response_at="Tue 21 Jul 2026 12:01",
                handed_over_at="Tue 21 Jul 2026 13:00",
            ),
        ],
        1,
        2,
    ),
    Target(
        "handed over only after the hour: when it ran out, the bot had it",
        [
            noon(
                first_automated_response_at="Tue 21 Jul 2026 12:01",
                handed_over_at="Tue 21 Jul 2026 13:00:01",
            )
        ],
        0,
        0,
    ),
    Target(
        "the bot only confirmed receipt within the hour: missed",
        [noon(acknowledged_at="Tue 21 Jul 2026 12:01")],
        0,
        1,
    ),
    Target(
        "answered by the bot only after the hour: missed",
        [noon(first_automated_response_at="Tue 21 Jul 2026 13:00:01")],
        0,
        1,
    ),
    Target(
        "resolved without a person within the hour: left aside",
        [noon(resolved_at="Tue 21 Jul 2026 13:00", status="resolved")],
        0,
        0,
    ),
    Target(
        "resolved without a person after the hour: missed",
        [noon(resolved_at="Tue 21 Jul 2026 13:00:01", status="resolved")],
        0,
        1,
    ),
    Target(
        "resolved within the hour by a person who had answered",
        [
            noon(
                first_human_response_at="Tue 21 Jul 2026 12:10",
                resolved_at="Tue 21 Jul 2026 12:20",
                status="resolved",
            )
        ],
        1,
        1,
    ),
    Target(
        "resolved once but opened again since: the resolution does not stand, so it is missed",
        [noon(resolved_at="Tue 21 Jul 2026 12:20", status="open")],
        0,
        1,
    ),
    Target(
        "a person's reply with an impossible time: whether it was in time cannot be said",
        [noon(first_human_response_at="Tue 21 Jul 2026 11:00")],
        0,
        0,
    ),
    Target(
        "exported at 13:00: what is due then is known, what is due a second later is not",
        [noon(status="open"), ticket(created_at="Tue 21 Jul 2026 12:00:01", status="open")],
        0,
        1,
        complete_until="Tue 21 Jul 2026 13:00",
    ),
    Target(
        "the hour runs out in the week: opened on Sunday at 23:00 is in; at 22:59:59, or on the last at 23:00, out",
        [
            ticket(created_at="Sun 19 Jul 2026 23:00", status="open"),
            ticket(created_at="Sun 19 Jul 2026 22:59:59", status="open"),
            ticket(created_at="Sun 26 Jul 2026 22:59:59", first_human_response_at="Sun 26 Jul 2026 23:10"),
            ticket(created_at="Sun 26 Jul 2026 23:00", status="open"),
        ],
        1,
        2,
    ),
    Target("spam is not waiting", [noon(excluded="spam", status="open")], 0, 0),
    Target(
        "a source that never says who answered: any reply in time will do",
        [noon(first_response_at="Tue 21 Jul 2026 12:30"), noon(status="open")],
        1,
        2,
        fields=SAYS_NOT_WHO,
    ),
    Target("a source that tells no replies at all misses none", [noon(status="open")], 0, 0, fields=COMMON),
    Target(
        "a source that tells the bot's replies and no others cannot say that a person did not answer",
        [noon(status="open")],
        0,
        0,
        fields=(*COMMON, "first_automated_response_at"),
    ),
]


@pytest.mark.parametrize("case", WITHIN_TARGET, ids=lambda case: case.story)
def test_the_share_that_a_person_answered_within_the_target(store: Store, case: Target) -> None:
    add(store, "desk", *case.tickets, fields=case.fields, complete_until=case.complete_until)
    part = read(store, FIRST_RESPONSE_TIME, WEEK).parts["within_target"]
    assert part.n == case.n
    assert part.value == (100 * case.hits / case.n if case.n else None)
