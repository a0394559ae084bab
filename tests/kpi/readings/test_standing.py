"""Volume, backlog and waiting over days gone by, worked out by hand; who waits now is in test_waiting."""

from typing import Any

import pytest

from kpi.catalogue import ARRIVALS, BACKLOG, VOLUME, WAITING
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings
from tests.kpi.readings.cases import ALL, Case, told
from tests.support.tickets import BERLIN, add, days, read, ticket

LONG_AGO = ticket(created_at="Mon 1 Jun 2026 09:00", resolved_at="Mon 1 Jun 2026 10:00", status="resolved",
                  first_human_response_at="Mon 1 Jun 2026 09:30")  # fmt: skip
SUNDAY = days("Sun 19 Jul 2026", "Mon 20 Jul 2026")
"""Its last instant is Sunday at 23:59:59."""


def one(opened: str = "Sun 19 Jul 2026 09:00", **cells: Any) -> dict[str, Any]:
    return ticket(**{"created_at": opened, **cells})


def standing(
    story: str, tickets: list[dict[str, Any]], count: int, parts: dict[str, float | None] | None = None, **more: Any
) -> Case:
    return Case(story, [LONG_AGO, *tickets], count, max(count, 1), parts or {}, None, **{"days": SUNDAY, **more})


OPEN = [
    standing("none is a number too", [], 0),
    standing("open to this day", [one(status="open")], 1),
    standing("resolved the day after", [one(resolved_at="Mon 20 Jul 2026 00:00", status="resolved")], 1),
    standing("resolved in the day's last second", [one(resolved_at="Sun 19 Jul 2026 23:59:59", status="resolved")], 0),
    standing("opened the day after", [one("Mon 20 Jul 2026 00:00", status="open")], 0),
    standing(
        "resolved before, and opened again since: at that moment it was not open",
        [one(resolved_at="Sun 19 Jul 2026 10:00", reopened_at="Tue 21 Jul 2026 09:00", status="open")],
        0,
    ),
    standing(
        "resolved and opened again before: open",
        [one(resolved_at="Sun 19 Jul 2026 10:00", reopened_at="Sun 19 Jul 2026 12:00", status="open")],
        1,
    ),
    standing(
        "over 7 days old: opened on Saturday the 11th, and on Tuesday",
        [one("Sat 11 Jul 2026 09:00", status="open"), one("Tue 14 Jul 2026 09:00", status="open")],
        2,
        {"over_7_days_old": 1},
    ),
    standing("spam stands nowhere", [one(status="open", excluded="spam")], 0),
    standing("resolved, nobody knows when", [one(status="resolved")], 0),
    standing(
        "a period that goes beyond the data is taken where they end",
        [one(status="open"), one(resolved_at="Tue 21 Jul 2026 10:00", status="resolved")],
        1,
        complete_until="Tue 21 Jul 2026 12:00",
        days=days("Mon 20 Jul 2026", "Mon 27 Jul 2026"),
    ),
]
WAITS = [
    standing("nobody waits", [], 0),
    standing("open and never answered by a person", [one(status="open")], 1, {"answered_by_bot": 0}),
    standing("answered by a person the day after", [one(first_human_response_at="Mon 20 Jul 2026 09:00")], 1),
    standing("answered by a person that day", [one(first_human_response_at="Sun 19 Jul 2026 23:59:59")], 0),
    standing(
        "answered by the bot, that day and the day after",
        [
            one(first_automated_response_at="Sun 19 Jul 2026 10:00", status="open"),
            one(first_automated_response_at="Mon 20 Jul 2026 10:00", status="open"),
        ],
        2,
        {"answered_by_bot": 1},
    ),
    standing(
        "answered by the bot at an impossible time: it answered all the same",
        [one(first_automated_response_at="Tue 4 Aug 2026 10:00", status="open")],
        1,
        {"answered_by_bot": 1},
    ),
    standing(
        "opened again, and a person had answered once: in the backlog, not waiting",
        [
            one(
                first_human_response_at="Sun 19 Jul 2026 09:30",
                resolved_at="Sun 19 Jul 2026 10:00",
                reopened_at="Sun 19 Jul 2026 11:00",
                status="open",
            )
        ],
        0,
    ),
    standing(
        "resolved without a person and opened again since: at that moment nobody waited",
        [one(resolved_at="Sun 19 Jul 2026 10:00", reopened_at="Tue 21 Jul 2026 09:00", status="open")],
        0,
    ),
]


@pytest.mark.parametrize("case", OPEN, ids=told)
def test_what_was_open_at_the_last_instant_of_the_period(store: Store, case: Case) -> None:
    case.check(store, BACKLOG)


@pytest.mark.parametrize("case", WAITS, ids=told)
def test_who_waited_at_the_last_instant_of_the_period(store: Store, case: Case) -> None:
    case.check(store, WAITING)


@pytest.mark.parametrize("kpi", [VOLUME, ARRIVALS, BACKLOG, WAITING], ids=lambda kpi: kpi.key)
def test_before_there_were_any_data_nothing_is_known(store: Store, kpi: Any) -> None:
    add(store, "desk", LONG_AGO, fields=ALL)
    reading = read(store, kpi, days("Mon 4 May 2026", "Mon 11 May 2026"))
    assert (reading.value, reading.n) == (None, 0)


def test_volume_counts_what_was_opened_and_says_what_it_left_out(store: Store) -> None:
    opened = [one("Sun 19 Jul 2026 00:00"), one("Sun 19 Jul 2026 23:59:59"), one("Mon 20 Jul 2026 00:00")]
    add(store, "desk", LONG_AGO, *opened, one(excluded="spam"), fields=ALL)
    reading = read(store, VOLUME, SUNDAY)
    assert (reading.value, dict(reading.left_out)) == (2, {"spam": 1})


def test_a_day_without_conversations_has_none(store: Store) -> None:
    add(store, "desk", LONG_AGO, fields=ALL)
    assert read(store, VOLUME, SUNDAY).value == 0


def test_the_hour_that_comes_twice_counts_twice_and_the_skipped_one_never(store: Store) -> None:
    """On 25 October 2026 the clocks go from 03:00 back to 02:00, on 29 March from 02:00 to 03:00."""
    autumn = [one("Sun 25 Oct 2026 01:30"), *(one(str_at) for str_at in ("Sun 25 Oct 2026 02:30",))]
    later = {**one("Sun 25 Oct 2026 02:30"), "created_at": autumn[1]["created_at"] + 3_600}
    spring = {**one("Sun 29 Mar 2026 01:30")}
    after = {**one("Sun 29 Mar 2026 01:30"), "created_at": spring["created_at"] + 3_600}
    add(store, "desk", *autumn, later, spring, after, fields=ALL, complete_until="Mon 2 Nov 2026 00:00")
    with store.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(BERLIN), from_tickets=True)
        opened, _ = facts.arrivals(days("Sun 25 Oct 2026", "Mon 26 Oct 2026"))
        in_spring, _ = facts.arrivals(days("Sun 29 Mar 2026", "Mon 30 Mar 2026"))
    assert opened[6][:4] == [0, 1, 2, 0]
    assert in_spring[6][:4] == [0, 1, 0, 1]
