"""`kpibot schedule list`, run as people run it."""

from zoneinfo import ZoneInfo

from kpi.schedule import schedules
from kpi.schedule.schedules import MONDAY, NINE, Schedule
from kpi.store import Store
from tests.bot.conftest import Kpibot


def test_the_reviews_that_are_scheduled_are_listed_with_the_next_one(kpibot: Kpibot) -> None:
    assert "No reviews are scheduled." in kpibot.does("schedule", "list").out
    store = Store(kpibot.address)
    zone = ZoneInfo("Europe/Berlin")
    with store.writing() as connection:
        schedules.save(connection, Schedule(MONDAY, NINE, zone, channel="C1", owner="U1", who="Ada"))
        resting = Schedule(4, 15 * 60, zone, 'team:"Tier 2"', 1, channel="C2", paused="paused by hand")
        schedules.save(connection, resting)
    store.close()
    listed = kpibot.does("schedule", COLUMNS="200").said
    assert "C1 every Monday at 09:00 (Europe/Berlin) all conversations Monday " in listed
    assert 'C2 every Friday at 15:00 (Europe/Berlin) team:"Tier 2" rests: paused by hand' in listed
