"""First response time, worked out by hand: all cases are about the week of Monday 20 July 2026, in Berlin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kpi.catalogue import FIRST_RESPONSE_TIME, Unit
from kpi.store import Store
from tests.support.tickets import add, between, read, ticket

WEEK = between("Mon 20 Jul 2026 00:00", "Mon 27 Jul 2026 00:00")
MINUTE, HOUR, DAY = 60, 3_600, 86_400

COMMON = ("created_at", "updated_at", "handed_over_at", "resolved_at", "status", "excluded")
SAYS_WHO = (*COMMON, "first_human_response_at", "first_automated_response_at")
SAYS_NOT_WHO = (*COMMON, "first_response_at")
SAYS_ALL = (*SAYS_WHO, "first_response_at")


@dataclass(frozen=True)
class Case:
    """Conversations, and what they come to: the median of `n` first replies by a person in seconds, and the parts given."""

    story: str
    tickets: list[dict[str, Any]]
    value: float | None
    n: int
    parts: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[str, ...] = SAYS_WHO
    complete_until: str | None = "Mon 3 Aug 2026 00:00"


REPLIES = [
    Case(
        "a person answers after 25 minutes",
        [ticket(created_at="Mon 20 Jul 2026 09:00", first_human_response_at="Mon 20 Jul 2026 09:25")],
        value=25 * MINUTE,
        n=1,
        parts={"person": 1_500, "person_mean": 1_500, "person_p90": 1_500, "bot": None, "anyone": 1_500},
    ),
    Case(
        "the bot answers after 20 seconds and a person after 50 minutes: each in its own row, the bot first for anyone",
        [
            ticket(
                created_at="Tue 21 Jul 2026 09:00",
                first_automated_response_at="Tue 21 Jul 2026 09:00:20",
                first_human_response_at="Tue 21 Jul 2026 09:50",
            )
        ],
        value=50 * MINUTE,
        n=1,
        parts={"person": 3_000, "bot": 20, "anyone": 20},
    ),
    Case(
        "the bot alone answers: there is no data of people",
        [ticket(created_at="Tue 21 Jul 2026 09:00", first_automated_response_at="Tue 21 Jul 2026 09:01")],
        value=None,
        n=0,
        parts={"person": None, "person_mean": None, "bot": 60, "bot_mean": 60, "bot_p90": 60, "anyone": 60},
    ),
    Case(
        "a source that never says who answered: its first responses count as a person's",
        [ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30")],
        value=30 * MINUTE,
        n=1,
        parts={"person": 1_800, "bot": None, "anyone": 1_800},
        fields=SAYS_NOT_WHO,
    ),
    Case(
        "a source that says who answered: a first response by nobody known is not a person's",
        [ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:30")],
        value=None,
        n=0,
        parts={"person": None, "bot": None, "anyone": 1_800},
        fields=SAYS_ALL,
    ),
    Case(
        "both the first response and the first one by a person are given: the second is the person's",
        [
            ticket(
                created_at="Tue 21 Jul 2026 09:00",
                first_response_at="Tue 21 Jul 2026 09:05",
                first_human_response_at="Tue 21 Jul 2026 09:45",
            )
        ],
        value=45 * MINUTE,
        n=1,
        parts={"person": 2_700, "anyone": 300},
        fields=SAYS_ALL,
    ),
    Case(
        "a source that names the bot's reply beside the first one: what came before the bot, or without it, is a person's",
        [
            ticket(created_at="Tue 21 Jul 2026 09:00", first_response_at="Tue 21 Jul 2026 09:10"),
            ticket(
                created_at="Tue 21 Jul 2026 10:00",
                first_response_at="Tue 21 Jul 2026 10:20",
                first_automated_response_at="Tue 21 Jul 2026 10:30",
            ),
            ticket(
                created_at="Tue 21 Jul 2026 11:00",
                first_response_at="Tue 21 Jul 2026 11:01",
                first_automated_response_at="Tue 21 Jul 2026 11:01",
            ),
        ],
        value=10 * MINUTE,  # the 1st of 10 and 20 minutes
        n=2,
        parts={"person_mean": 900, "bot": 60, "bot_mean": (1_800 + 60) / 2, "anyone": 600},
        fields=(*COMMON, "first_response_at", "first_automated_response_at"),
    ),
    Case(
        "a reply in the second of the opening takes 0 seconds, which is a duration and not no data",
        [ticket(created_at="Wed 22 Jul 2026 12:00", first_human_response_at="Wed 22 Jul 2026 12:00")],
        value=0,
        n=1,
        parts={"person": 0, "person_mean": 0, "person_p90": 0},
    ),
    Case(
        "a first reply after the resolution is legal",
        [
            ticket(
                created_at="Wed 22 Jul 2026 12:00",
                resolved_at="Wed 22 Jul 2026 12:30",
                first_human_response_at="Wed 22 Jul 2026 14:00",
                status="resolved",
            )
        ],
        value=2 * HOUR,
        n=1,
    ),
    Case(
        "of 1, 2, 4 and 8 hours the median is the ⌈0.5 · 4⌉ = 2nd, p90 the ⌈0.9 · 4⌉ = 4th, the mean 15 ÷ 4",
        [
            ticket(created_at="Thu 23 Jul 2026 08:00", first_human_response_at="Thu 23 Jul 2026 16:00"),
            ticket(created_at="Thu 23 Jul 2026 08:00", first_human_response_at="Thu 23 Jul 2026 09:00"),
            ticket(created_at="Thu 23 Jul 2026 08:00", first_human_response_at="Thu 23 Jul 2026 12:00"),
            ticket(created_at="Thu 23 Jul 2026 08:00", first_human_response_at="Thu 23 Jul 2026 10:00"),
        ],
        value=2 * HOUR,
        n=4,
        parts={"person": 2 * HOUR, "person_p90": 8 * HOUR, "person_mean": 3.75 * HOUR},
    ),
]

DATING = [
    Case(
        "the reply dates it: opened the week before, answered in the first second of the week",
        [ticket(created_at="Sun 19 Jul 2026 23:00", first_human_response_at="Mon 20 Jul 2026 00:00")],
        value=1 * HOUR,
        n=1,
    ),
    Case(
        "the week ends before its last midnight: a reply at that very second is the next week's",
        [
            ticket(created_at="Sun 26 Jul 2026 23:00", first_human_response_at="Sun 26 Jul 2026 23:59:59"),
            ticket(created_at="Sun 26 Jul 2026 23:30", first_human_response_at="Mon 27 Jul 2026 00:00"),
        ],
        value=59 * MINUTE + 59,
        n=1,
    ),
    Case(
        "the bot answers in the week and a person in the next: the bot's row alone",
        [
            ticket(
                created_at="Sun 26 Jul 2026 23:30",
                first_automated_response_at="Sun 26 Jul 2026 23:31",
                first_human_response_at="Mon 27 Jul 2026 08:00",
            )
        ],
        value=None,
        n=0,
        parts={"person": None, "bot": 60, "anyone": 60},
    ),
]

LEFT_OUT = [
    Case(
        "a reply before the opening is no 0 seconds: left out, and counted where the conversation was opened",
        [
            ticket(created_at="Mon 20 Jul 2026 09:00", first_human_response_at="Mon 20 Jul 2026 08:59:59"),
            ticket(created_at="Mon 20 Jul 2026 09:00", first_human_response_at="Mon 20 Jul 2026 09:10"),
        ],
        value=10 * MINUTE,
        n=1,
        left_out={"impossible time of first reply by a person": 1},
    ),
    Case(
        "opened in the week with a reply dated a week before the opening: counted in the week of the opening",
        [ticket(created_at="Mon 20 Jul 2026 09:00", first_human_response_at="Mon 13 Jul 2026 09:00")],
        value=None,
        n=0,
        left_out={"impossible time of first reply by a person": 1},
    ),
    Case(
        "opened in the next week with a reply dated in this one: not this week's affair",
        [ticket(created_at="Mon 27 Jul 2026 09:00", first_human_response_at="Fri 24 Jul 2026 09:00")],
        value=None,
        n=0,
    ),
    Case(
        "exported on Friday noon: a reply at that second counts, one a second later is in the future",
        [
            ticket(created_at="Fri 24 Jul 2026 11:00", first_human_response_at="Fri 24 Jul 2026 12:00"),
            ticket(created_at="Fri 24 Jul 2026 10:00", first_human_response_at="Fri 24 Jul 2026 12:00:01"),
        ],
        value=1 * HOUR,
        n=1,
        left_out={"impossible time of first reply by a person": 1},
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "the bot's impossible reply is quarantined too, and no later one takes its place for anyone",
        [
            ticket(
                created_at="Mon 20 Jul 2026 09:00",
                first_automated_response_at="Mon 20 Jul 2026 08:00",
                first_human_response_at="Mon 20 Jul 2026 09:10",
            )
        ],
        value=10 * MINUTE,
        n=1,
        parts={"bot": None, "anyone": None},
        left_out={"impossible time of first reply by the bot": 1},
    ),
    Case(
        "spam, deleted, merged and test conversations count nowhere, and are counted where they would have",
        [
            ticket(
                created_at="Mon 20 Jul 2026 09:00",
                first_human_response_at="Mon 20 Jul 2026 09:10",
                excluded=reason,
            )
            for reason in ("spam", "spam", "deleted", "merged", "test")
        ]
        + [ticket(created_at="Mon 20 Jul 2026 09:00", excluded="spam")],  # no reply: it would not have counted
        value=None,
        n=0,
        parts={"person": None, "anyone": None, "waiting": 0},
        left_out={"spam": 2, "deleted": 1, "merged": 1, "test": 1},
    ),
    Case(
        "spam with an impossible reply would not have counted either",
        [
            ticket(
                created_at="Mon 20 Jul 2026 09:00",
                first_human_response_at="Mon 20 Jul 2026 08:00",
                excluded="spam",
            )
        ],
        value=None,
        n=0,
    ),
    Case(
        "opened in the future is left out everywhere",
        [
            ticket(
                created_at="Sat 25 Jul 2026 09:00",
                first_human_response_at="Sat 25 Jul 2026 10:00",
                status="open",
            )
        ],
        value=None,
        n=0,
        parts={"anyone": None, "within_target": None, "waiting": 0},
        complete_until="Fri 24 Jul 2026 12:00",
    ),
    Case(
        "a conversation without an opening counts nowhere",
        [ticket(first_human_response_at="Mon 20 Jul 2026 09:10", status="open")],
        value=None,
        n=0,
        parts={"anyone": None, "within_target": None, "waiting": 0},
        fields=SAYS_WHO,
    ),
    Case(
        "a source whose first import has not finished counts nowhere",
        [
            ticket(created_at="Mon 20 Jul 2026 09:00", first_human_response_at="Mon 20 Jul 2026 09:10"),
            ticket(created_at="Mon 20 Jul 2026 09:00", status="open"),
            ticket(
                created_at="Mon 20 Jul 2026 09:00",
                first_human_response_at="Mon 20 Jul 2026 09:10",
                excluded="spam",
            ),
        ],
        value=None,
        n=0,
        parts={"anyone": None, "within_target": None, "waiting": 0},
        complete_until=None,
    ),
]


@pytest.mark.parametrize("case", [*REPLIES, *DATING, *LEFT_OUT], ids=lambda case: case.story)
def test_first_replies_by_a_person_and_by_the_bot(store: Store, case: Case) -> None:
    add(store, "desk", *case.tickets, fields=case.fields, complete_until=case.complete_until)
    reading = read(store, FIRST_RESPONSE_TIME, WEEK)
    assert (reading.value, reading.n) == (case.value, case.n)
    assert {name: reading.parts[name].value for name in case.parts} == case.parts
    assert reading.left_out == case.left_out


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
        "the hour runs out in the week: opened on Sunday at 23:00 is in, at 22:59:59 and on the last Sunday at 23:00 out",
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


@dataclass(frozen=True)
class Waiting:
    """Conversations, and of those waiting at Monday 3 August 00:00: how many, answered by the bot, the oldest in seconds."""

    story: str
    tickets: list[dict[str, Any]]
    n: int
    by_bot: int
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
            ticket(created_at="Sat 1 Aug 2026 00:00", status="open"),
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
            ticket(
                created_at=SUNDAY, resolved_at="Sun 2 Aug 2026 02:00", reopened_at="Sun 2 Aug 2026 03:00"
            ),
            ticket(
                created_at=SUNDAY, resolved_at="Sun 2 Aug 2026 04:00", reopened_at="Sun 2 Aug 2026 03:00"
            ),
        ],
        1,
        0,
        DAY,
    ),
    Waiting(
        "where a source tells neither status nor resolution, nothing is known to be open",
        [ticket(created_at=SUNDAY)],
        0,
        0,
        None,
        fields=("created_at", "first_human_response_at"),
    ),
    Waiting(
        "a source that tells the bot's replies and no others cannot say that a person did not answer",
        [ticket(created_at=SUNDAY, status="open")],
        0,
        0,
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


def test_sources_of_different_abilities_count_together(store: Store) -> None:
    """10 minutes by a person, 30 by somebody unknown: the median of two is the smaller; the bot's 5 s stay apart."""
    add(
        store,
        "chat",
        ticket(
            created_at="Mon 20 Jul 2026 09:00",
            first_automated_response_at="Mon 20 Jul 2026 09:00:05",
            first_human_response_at="Mon 20 Jul 2026 09:10",
        ),
        fields=SAYS_WHO,
    )
    add(
        store,
        "mail",
        ticket(created_at="Mon 20 Jul 2026 09:00", first_response_at="Mon 20 Jul 2026 09:30"),
        fields=SAYS_NOT_WHO,
    )
    reading = read(store, FIRST_RESPONSE_TIME, WEEK)
    assert (reading.value, reading.n) == (10 * MINUTE, 2)
    assert (reading.parts["bot"].value, reading.parts["bot"].n) == (5, 1)
    assert (reading.parts["anyone"].value, reading.parts["anyone"].n) == (5, 2)
    assert any("mail does not say who answered" in note for note in reading.notes)
    assert not any("chat" in note for note in reading.notes)


def test_times_are_in_seconds_and_run_on_the_calendar_clock(store: Store) -> None:
    """Friday evening to Monday morning is 62 hours."""
    add(
        store,
        "desk",
        ticket(created_at="Fri 17 Jul 2026 18:00", first_human_response_at="Mon 20 Jul 2026 08:00"),
        fields=SAYS_WHO,
    )
    reading = read(store, FIRST_RESPONSE_TIME, WEEK)
    assert (reading.value, reading.unit) == (62 * HOUR, Unit.SECONDS)
    assert any("calendar clock" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("opened", "answered", "hours"),
    [
        ("Sat 28 Mar 2026 12:00", "Sun 29 Mar 2026 12:00", 23),  # clocks go forward on 29 March at 02:00
        ("Sat 24 Oct 2026 12:00", "Sun 25 Oct 2026 12:00", 25),  # and back on 25 October at 03:00
    ],
)
def test_a_day_on_which_the_clocks_change_has_its_true_length(
    store: Store, opened: str, answered: str, hours: int
) -> None:
    add(
        store,
        "desk",
        ticket(created_at=opened, first_human_response_at=answered),
        fields=SAYS_WHO,
        complete_until="Mon 2 Nov 2026 00:00",
    )
    year = between("Thu 1 Jan 2026 00:00", "Fri 1 Jan 2027 00:00")
    assert read(store, FIRST_RESPONSE_TIME, year).value == hours * HOUR
