"""What first response time leaves out, worked out by hand, in the week of Monday 20 July 2026, in Berlin."""

import pytest

from kpi.store import Store
from tests.kpi.readings.replies import HOUR, MINUTE, SAYS_WHO, Case
from tests.support.tickets import ticket

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
        parts={"anyone": None, "within_target": None, "waiting": None},
        complete_until=None,
    ),
]


@pytest.mark.parametrize("case", LEFT_OUT, ids=lambda case: case.story)
def test_what_does_not_count_is_counted_apart(store: Store, case: Case) -> None:
    case.check(store)
