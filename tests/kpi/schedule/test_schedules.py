"""Schedules are kept with who changed them and when."""

from dataclasses import replace

from kpi.schedule import schedules
from kpi.schedule.schedules import NewSchedule, Pause, Schedule
from kpi.store import Store
from kpi.team.settings import changes
from tests.support.tickets import BERLIN

NEW = NewSchedule(0, 540, BERLIN, 'team:"Tier 2"', 4)
MINE = schedules.of_new(NEW, "C1", "U1", "Ada", 1_000)


def saved(store: Store, schedule: Schedule = MINE) -> None:
    with store.writing() as connection:
        schedules.save(connection, schedule)


def known(store: Store) -> Schedule | None:
    with store.reading() as connection:
        return schedules.of(connection, "C1")


def said(store: Store) -> list[str]:
    """Who has changed what, the oldest first."""
    with store.reading() as connection:
        return [f"{each.who}: {each.said}" for each in reversed(changes(connection, 10))]


def test_a_channel_has_one_schedule(any_store: Store) -> None:
    saved(any_store)
    saved(any_store, replace(MINE, weekday=4, who="Ben", at=2_000))
    with any_store.reading() as connection:
        assert schedules.all_(connection) == [replace(MINE, weekday=4, who="Ben", at=2_000)]
    assert said(any_store) == [
        'Ada: schedule C1: monday 09:00 Europe/Berlin every 4 weeks team:"Tier 2"',
        'Ben: schedule C1: monday 09:00 Europe/Berlin every 4 weeks team:"Tier 2" → '
        'friday 09:00 Europe/Berlin every 4 weeks team:"Tier 2"',
    ]


def test_reviews_rest_for_a_reason_until_somebody_lets_them_go_on(any_store: Store) -> None:
    saved(any_store, replace(MINE, stale=3))
    with any_store.writing() as connection:
        assert schedules.pause(connection, "C1", Pause.STALE, "kpibot", 2_000) is not None
        assert schedules.pause(connection, "C1", Pause.ARCHIVED, "kpibot", 2_001) is None
    assert (rests := known(any_store)) is not None
    assert rests.paused == "no new data came in"
    with any_store.writing() as connection:
        assert schedules.resume(connection, "C1", "Ada", 3_000) == replace(MINE, stale=0, at=3_000)
        assert schedules.resume(connection, "C1", "Ada", 3_001) is None
    assert said(any_store)[1].startswith("kpibot: schedule C1")


def test_a_schedule_that_is_removed_is_gone_and_that_is_kept(any_store: Store) -> None:
    saved(any_store)
    with any_store.writing() as connection:
        assert schedules.remove(connection, "C1", "Ada", 2_000) == MINE
        assert schedules.remove(connection, "C1", "Ada", 2_000) is None
    assert known(any_store) is None
    assert said(any_store)[-1].startswith("Ada: schedule C1: removed, it was monday 09:00")


def test_how_many_posts_had_no_data_is_no_change_of_the_schedule(any_store: Store) -> None:
    saved(any_store)
    with any_store.writing() as connection:
        schedules.note_stale(connection, "C1", 2)
    assert known(any_store) == replace(MINE, stale=2)
    assert len(said(any_store)) == 1
