"""First replies by a person of a team that works Monday to Friday from 9 to 17 in Berlin, worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from kpi.catalogue import FIRST_RESPONSE_TIME, Target
from kpi.opening_hours.hours import parse
from kpi.store import Store
from kpi.team.settings import TeamSettings
from kpi.team.targets import Aim, Targets
from tests.kpi.readings.cases import HOUR, MINUTE, Case, told
from tests.support.tickets import BERLIN, days, ticket

TEAM = TeamSettings(BERLIN, hours=parse("mon-fri 09:00-17:00, closed 2026-07-22", BERLIN))


def replied(opened: str, reply: str | None, **cells: Any) -> dict[str, Any]:
    return ticket(created_at=opened, first_human_response_at=reply, **cells)


def case(story: str, tickets: list[dict[str, Any]], value: float | None, n: int, **more: Any) -> Case:
    return Case(story, tickets, value, n, **{"team": TEAM, **more})


CASES = [
    case("within the day", [replied("Tue 21 Jul 2026 10:00", "Tue 21 Jul 2026 10:25")], 25 * MINUTE, 1),
    case(
        "Friday at 16:30 to Monday at 9:30: half an hour and half an hour",
        [replied("Fri 17 Jul 2026 16:30", "Mon 20 Jul 2026 09:30")],
        HOUR,
        1,
    ),
    case(
        "over a day on which the team is closed: Tuesday at 16:00 to Thursday at 10:00",
        [replied("Tue 21 Jul 2026 16:00", "Thu 23 Jul 2026 10:00")],
        2 * HOUR,
        1,
    ),
    case(
        "answered on Saturday, opened on Saturday: counted, but in no median",
        [replied("Sat 25 Jul 2026 10:00", "Sat 25 Jul 2026 11:00")],
        None,
        0,
        parts={"answered_while_closed": 1, "after_hours": HOUR, "anyone": HOUR, "person_mean": None},
        left_out={"answered while closed": 1},
    ),
    case(
        "answered in the very second of the opening, while closed: 0 s on any clock, which is a duration",
        [replied("Sat 25 Jul 2026 10:00", "Sat 25 Jul 2026 10:00")],
        0,
        1,
        parts={"answered_while_closed": 0},
    ),
    case(
        "came in after hours: by the calendar clock as well",
        [replied("Mon 20 Jul 2026 20:00", "Tue 21 Jul 2026 09:10")],
        10 * MINUTE,
        1,
        parts={"after_hours": 13 * HOUR + 10 * MINUTE},
    ),
    case(
        "the bot's row runs on the calendar clock",
        [ticket(created_at="Sat 25 Jul 2026 10:00", first_automated_response_at="Sat 25 Jul 2026 10:01")],
        None,
        0,
        parts={"bot": 60},
    ),
    case(
        "the hour runs out in opening hours: Monday at 16:30 until Tuesday at 9:30",
        [
            replied("Mon 20 Jul 2026 16:30", "Tue 21 Jul 2026 09:30"),
            replied("Mon 20 Jul 2026 16:30", "Tue 21 Jul 2026 09:30:01"),
        ],
        HOUR,
        2,
        parts={"within_target": 50},
    ),
    case(
        "answered while closed is within the target",
        [replied("Thu 23 Jul 2026 20:00", "Thu 23 Jul 2026 21:00")],
        None,
        0,
        parts={"within_target": 100},
        left_out={"answered while closed": 1},
    ),
    case(
        "opened on Friday at 17:00, the hour runs out on the next week's Monday",
        [replied("Fri 24 Jul 2026 17:00", None, status="open")],
        None,
        0,
        parts={"within_target": None},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=told)
def test_the_clock_runs_in_opening_hours_alone(store: Store, case: Case) -> None:
    case.check(store, FIRST_RESPONSE_TIME)


def aimed(seconds: float, channel: str | None = None) -> TeamSettings:
    return replace(TEAM, targets=Targets.made([(Aim("first_response_time", "person", channel), Target(seconds, 1e6))]))


@pytest.mark.parametrize(
    ("team", "share"), [(TEAM, 0), (aimed(2 * HOUR), 100), (aimed(2 * HOUR, "email"), 100), (aimed(9, "chat"), 0)]
)
def test_the_target_is_the_teams_own_or_the_channels(store: Store, team: TeamSettings, share: float) -> None:
    """Answered after two hours, by e-mail."""
    row = replied("Tue 21 Jul 2026 10:00", "Tue 21 Jul 2026 12:00", channel="email")
    case("", [row], 2 * HOUR, 1, parts={"within_target": share}, team=team).check(store, FIRST_RESPONSE_TIME)


def test_a_target_that_takes_many_weeks_to_run_out_is_found_all_the_same(store: Store) -> None:
    """Open for 4 hours a week, 40 hours to reply: opened on 11 May at 9:00, it ran out on Monday 13 July at 13:00."""
    team = replace(aimed(40 * HOUR), hours=parse("mon 09:00-13:00", BERLIN))
    row = replied("Mon 11 May 2026 09:00", None, status="open")
    week = days("Mon 13 Jul 2026", "Mon 20 Jul 2026")
    case("", [row], None, 0, parts={"within_target": 0}, team=team, days=week).check(store, FIRST_RESPONSE_TIME)
