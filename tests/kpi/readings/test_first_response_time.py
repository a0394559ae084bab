"""First response time, worked out by hand, in the week of Monday 20 July 2026, in Berlin."""

import pytest

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.store import Store
from tests.kpi.readings.replies import COMMON, HOUR, MINUTE, SAYS_ALL, SAYS_NOT_WHO, SAYS_WHO, WEEK, Case
from tests.support.tickets import add, days, read, ticket

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
        "the bot confirms receipt after 5 seconds: that is its first reply, whatever it answers later",
        [
            ticket(
                created_at="Tue 21 Jul 2026 09:00",
                acknowledged_at="Tue 21 Jul 2026 09:00:05",
                first_automated_response_at="Tue 21 Jul 2026 09:10",
            ),
            ticket(created_at="Tue 21 Jul 2026 09:00", acknowledged_at="Tue 21 Jul 2026 09:00:05"),
        ],
        value=None,
        n=0,
        parts={"person": None, "bot": 5, "anyone": 5},
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
        "a source that names the bot's reply and the first: what came before the bot, or without it, is a person's",
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


@pytest.mark.parametrize("case", [*REPLIES, *DATING], ids=lambda case: case.story)
def test_first_replies_by_a_person_and_by_the_bot(store: Store, case: Case) -> None:
    case.check(store)


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
    assert reading.value == 62 * HOUR
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
    year = days("Thu 1 Jan 2026", "Fri 1 Jan 2027")
    assert read(store, FIRST_RESPONSE_TIME, year).value == hours * HOUR
