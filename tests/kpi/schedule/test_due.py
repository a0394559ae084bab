"""What is due at which time: nothing too early, nothing twice, and nothing that was missed by more than a day."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi.schedule import posts, schedules
from kpi.schedule.cadence import WEEK
from kpi.schedule.due import Run, at_once, due, upcoming
from kpi.schedule.schedules import Pause, Schedule
from kpi.store import Store
from kpi.team.settings import TeamSettings
from tests.support.reviewing import SUPPORT, scheduled
from tests.support.tickets import BERLIN, add, day, moment, ticket

TEAM = TeamSettings(BERLIN)
MADE = moment("Tue 7 Jul 2026 12:00")
WEEK_28 = day("Mon 6 Jul 2026")
NINE = moment("Mon 13 Jul 2026 09:00")  # when week 28 is reviewed


def found(store: Store, now: datetime) -> list[Run]:
    with store.reading() as connection:
        return due(connection, TEAM, now)


def weeks(store: Store, now: datetime, *, skipped: bool = False) -> list[str]:
    """The weeks that are reviewed now."""
    return [f"{run.monday:%G-W%V}" for run in found(store, now) if run.skipped == skipped]


def posted(store: Store, at: datetime) -> None:
    """Post all that is due."""
    for run in found(store, at):
        with store.writing() as connection:
            due_at = int(run.due_at.timestamp())
            claim = posts.claim(connection, run.schedule.channel, run.monday, run.weeks, due_at, at)
            assert claim is not None
            if run.skipped:
                posts.skipped(connection, claim, "")
            else:
                posts.posted(connection, claim, "1.000001", "review", {}, at)
                posts.finished(connection, claim)


def resumed(store: Store, at: datetime) -> None:
    with store.writing() as connection:
        schedules.resume(connection, SUPPORT, "Ada", int(at.timestamp()))


@pytest.fixture
def schedule(store: Store) -> Schedule:
    return scheduled(store, "U1", MADE)


@pytest.mark.usefixtures("schedule")
def test_a_week_is_due_from_its_hour_on_until_it_is_posted(store: Store) -> None:
    assert found(store, NINE - timedelta(seconds=1)) == []
    assert weeks(store, NINE) == ["2026-W28"]
    posted(store, NINE)
    assert found(store, NINE) == []
    assert weeks(store, NINE + WEEK) == ["2026-W29"]


@pytest.mark.usefixtures("schedule")
def test_nothing_is_due_that_would_have_been_before_the_schedule_was_made(store: Store) -> None:
    assert found(store, MADE) == []
    assert [run.monday for run in found(store, NINE)] == [WEEK_28]


@pytest.mark.usefixtures("schedule")
def test_what_is_missed_by_less_than_a_day_is_late_and_what_is_missed_by_more_is_skipped(store: Store) -> None:
    (on_time,) = found(store, NINE + timedelta(minutes=29))
    (late,) = found(store, NINE + timedelta(hours=23, minutes=59))
    (skipped,) = found(store, NINE + timedelta(days=1))
    assert [(run.late, run.skipped) for run in (on_time, late, skipped)] == [
        (False, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.usefixtures("schedule")
def test_after_weeks_without_the_bot_each_missed_week_is_skipped_once_and_the_latest_made_up_for(store: Store) -> None:
    now = NINE + 3 * WEEK + timedelta(hours=2)
    assert weeks(store, now, skipped=True) == ["2026-W28", "2026-W29", "2026-W30"]
    assert weeks(store, now) == ["2026-W31"]
    posted(store, now)
    assert found(store, now + timedelta(hours=1)) == []


def test_nothing_is_due_while_reviews_rest_and_nothing_of_that_time_when_they_go_on(
    store: Store, schedule: Schedule
) -> None:
    with store.writing() as connection:
        schedules.save(connection, replace(schedule, paused=Pause.BY_HAND))
    assert found(store, NINE) == []
    resumed(store, NINE + 2 * WEEK + timedelta(hours=1))
    assert found(store, NINE + 2 * WEEK + timedelta(hours=2)) == []
    assert weeks(store, NINE + 3 * WEEK) == ["2026-W31"]


def test_what_somebody_wants_now_is_due_now_even_while_reviews_rest(store: Store, schedule: Schedule) -> None:
    now = NINE + timedelta(days=3)
    with store.writing() as connection:
        schedules.save(connection, replace(schedule, paused=Pause.BY_HAND))
        run = at_once(connection, schedule, TEAM, now)
        assert posts.want(connection, SUPPORT, run.monday, run.weeks, now) is None
    assert weeks(store, now) == ["2026-W28"]
    posted(store, now)
    with store.writing() as connection:
        there = posts.want(connection, SUPPORT, WEEK_28, 1, now)
    assert there is not None
    assert there.ts == "1.000001"


def test_a_week_that_was_posted_is_not_due_again_when_the_hour_is_changed(store: Store, schedule: Schedule) -> None:
    posted(store, NINE)
    with store.writing() as connection:
        schedules.save(connection, replace(schedule, weekday=2, at=int(NINE.timestamp()) + 60))
    assert found(store, NINE + timedelta(days=3)) == []


def test_nor_is_it_when_the_schedule_was_removed_and_made_anew(store: Store, schedule: Schedule) -> None:
    posted(store, NINE)
    with store.writing() as connection:
        schedules.remove(connection, SUPPORT, "Ada", int(NINE.timestamp()))
        schedules.save(connection, schedule)
    assert found(store, NINE + timedelta(hours=1)) == []


def test_over_four_weeks_a_review_is_due_every_four(store: Store) -> None:
    scheduled(store, "U1", MADE, weeks=4)
    came = []
    for number in range(10):
        came += [(f"{run.monday:%V}", run.weeks) for run in found(store, NINE + number * WEEK)]
        posted(store, NINE + number * WEEK)
    assert came == [("28", 4), ("32", 4), ("36", 4)]


def test_one_of_four_weeks_that_was_missed_comes_a_week_later(store: Store) -> None:
    scheduled(store, "U1", MADE, weeks=4)
    posted(store, NINE)
    posted(store, NINE + 4 * WEEK + timedelta(days=2))
    assert weeks(store, NINE + 5 * WEEK) == ["2026-W33"]


def team_of(store: Store, a_week: int) -> None:
    """So many conversations in each of ten weeks up to August."""
    opened = [
        ticket(created_at=int((moment("Mon 25 May 2026 10:00") + number * WEEK).timestamp()))
        for number in range(10)
        for _ in range(a_week)
    ]
    add(store, "desk", *opened)


@pytest.mark.parametrize(("a_week", "over"), [(19, 4), (20, 1)])
def test_a_small_team_gets_one_every_four_weeks_unless_it_wants_another(store: Store, a_week: int, over: int) -> None:
    team_of(store, a_week)
    scheduled(store, "U1", moment("Tue 28 Jul 2026 12:00"), weeks=None)
    (run,) = found(store, moment("Mon 3 Aug 2026 09:00"))
    assert run.weeks == over
    posted(store, run.due_at)
    assert bool(found(store, run.due_at + WEEK)) == (over == 1)


def test_a_week_that_was_not_due_when_the_team_was_small_is_not_missed_once_it_has_grown(store: Store) -> None:
    team_of(store, 19)
    scheduled(store, "U1", moment("Tue 28 Jul 2026 12:00"), weeks=None)
    posted(store, moment("Mon 3 Aug 2026 09:00"))
    with store.writing() as connection:  # as if it were not small any more
        schedule = schedules.of(connection, SUPPORT)
        assert schedule is not None
        schedules.save(connection, replace(schedule, weeks=1))
    assert found(store, moment("Thu 13 Aug 2026 09:00")) == []
    assert weeks(store, moment("Mon 17 Aug 2026 09:00")) == ["2026-W33"]


def test_the_next_review_is_told_with_its_hour(store: Store, schedule: Schedule) -> None:
    def following(now: datetime, **differently: Any) -> tuple[str, datetime]:
        with store.reading() as connection:
            run = upcoming(connection, replace(schedule, **differently), TEAM, now)
        return f"{run.monday:%G-W%V}", run.due_at

    assert following(MADE) == ("2026-W28", NINE)
    assert following(NINE) == ("2026-W28", NINE)
    posted(store, NINE)
    assert following(NINE) == ("2026-W29", NINE + WEEK)
    assert following(NINE, weeks=4) == ("2026-W32", NINE + 4 * WEEK)
    new_york = ZoneInfo("America/New_York")
    assert following(NINE, zone=new_york)[1] == moment("Mon 20 Jul 2026 09:00", new_york)
