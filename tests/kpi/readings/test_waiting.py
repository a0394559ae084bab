"""Who is waiting for a person, worked out by hand."""

from dataclasses import dataclass
from typing import Any

import pytest

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.store import Store
from tests.kpi.readings.replies import COMMON, DAY, HOUR, SAYS_WHO, WEEK
from tests.support.tickets import add, read, ticket


@dataclass(frozen=True)
class Waiting:
    """Conversations, and of those waiting on Monday 3 August at 00:00: how many, answered by the bot, the oldest."""

    story: str
    tickets: list[dict[str, Any]]
    n: int | None
    by_bot: int | None
    oldest: int | None
    fields: tuple[str, ...] = SAYS_WHO


SUNDAY = "Sun 2 Aug 2026 00:00"  # one day before the export

WAITING = [
    Waiting("nobody waits", [], 0, 0, None),
    Waiting("open and never answered", [ticket(created_at=SUNDAY, status="open")], 1, 0, DAY),
    Waiting(
        "answered by a person: not waiting, even where it was opened again",
        [
            ticket(
                created_at=SUNDAY,
                status="open",
                first_human_response_at="Sun 2 Aug 2026 01:00",
                resolved_at="Sun 2 Aug 2026 02:00",
            )
        ],
        0,
        0,
        None,
    ),
    Waiting(
        "opened again and never answered by a person",
        [ticket(created_at=SUNDAY, status="open", resolved_at="Sun 2 Aug 2026 02:00")],
        1,
        0,
        DAY,
    ),
    Waiting(
        "a person's reply with an impossible time happened all the same",
        [ticket(created_at=SUNDAY, status="open", first_human_response_at="Sat 1 Aug 2026 01:00")],
        0,
        0,
        None,
    ),
    Waiting(
        "two wait, one of them answered by the bot; the oldest since Saturday",
        [
            ticket(created_at=SUNDAY, status="open", first_automated_response_at="Sun 2 Aug 2026 00:01"),
            ticket(created_at="Sat 1 Aug 2026 00:00", status="open", acknowledged_at="Sat 1 Aug 2026 00:01"),
            ticket(created_at="Fri 31 Jul 2026 00:00", status="resolved"),
        ],
        2,
        1,
        2 * DAY,
    ),
    Waiting(
        "without a status, what has no resolution is open",
        [ticket(created_at=SUNDAY), ticket(created_at=SUNDAY, resolved_at="Sun 2 Aug 2026 02:00")],
        1,
        0,
        DAY,
    ),
    Waiting(
        "without a status, what was opened again after its resolution is open",
        [
            ticket(created_at=SUNDAY, resolved_at="Sun 2 Aug 2026 02:00", reopened_at="Sun 2 Aug 2026 03:00"),
            ticket(created_at=SUNDAY, resolved_at="Sun 2 Aug 2026 04:00", reopened_at="Sun 2 Aug 2026 03:00"),
        ],
        1,
        0,
        DAY,
    ),
    Waiting(
        "where a source tells neither status nor resolution, nothing is known to be open",
        [ticket(created_at=SUNDAY)],
        None,
        None,
        None,
        fields=("created_at", "first_human_response_at"),
    ),
    Waiting(
        "a source that tells the bot's replies and no others cannot say that a person did not answer",
        [ticket(created_at=SUNDAY, status="open")],
        None,
        None,
        None,
        fields=(*COMMON, "first_automated_response_at"),
    ),
    Waiting("spam does not wait", [ticket(created_at=SUNDAY, status="open", excluded="spam")], 0, 0, None),
]


@pytest.mark.parametrize("case", WAITING, ids=lambda case: case.story)
def test_who_is_waiting_now(store: Store, case: Waiting) -> None:
    add(store, "desk", *case.tickets, fields=case.fields)
    parts = read(store, FIRST_RESPONSE_TIME, WEEK).parts
    assert (parts["waiting"].value, parts["waiting_answered_by_bot"].value) == (case.n, case.by_bot)
    assert parts["waiting_oldest"].value == case.oldest


def test_each_source_is_waiting_at_its_own_moment(store: Store) -> None:
    add(
        store,
        "old desk",
        ticket(created_at="Fri 24 Jul 2026 11:00", status="open"),
        fields=SAYS_WHO,
        complete_until="Fri 24 Jul 2026 12:00",
    )
    add(store, "desk", ticket(created_at="Sun 2 Aug 2026 22:00", status="open"), fields=SAYS_WHO)
    parts = read(store, FIRST_RESPONSE_TIME, WEEK).parts
    assert (parts["waiting"].value, parts["waiting_oldest"].value) == (2, 2 * HOUR)


def test_whether_anybody_waits_is_not_known_while_the_source_that_can_tell_has_no_data_yet(store: Store) -> None:
    add(store, "chat", fields=SAYS_WHO, complete_until=None)
    add(store, "mail", fields=(*COMMON, "first_response_at", "first_automated_response_at"))
    assert read(store, FIRST_RESPONSE_TIME, WEEK).parts["waiting"].value is None
