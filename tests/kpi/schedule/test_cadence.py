"""At which instant reviews are posted, whatever the clocks do and wherever people are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.schedule.cadence import WEEK, due_at, instant, last_over, week_end
from tests.support.tickets import BERLIN, day, moment

NINE = 9 * 60
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Berlin", "America/New_York", "Pacific/Auckland", "America/Santiago", "Asia/Kathmandu", "UTC")
]


def test_a_time_of_the_day_is_what_clocks_show_there() -> None:
    assert instant(day("Mon 20 Jul 2026"), NINE, BERLIN) == datetime(2026, 7, 20, 7, tzinfo=UTC)
    assert instant(day("Mon 12 Jan 2026"), NINE, BERLIN) == datetime(2026, 1, 12, 8, tzinfo=UTC)


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    assert instant(day("Sun 25 Oct 2026"), 150, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_for_a_time_that_clocks_skip_it_is_the_next_that_they_show() -> None:
    assert instant(day("Sun 29 Mar 2026"), 150, BERLIN) == moment("Sun 29 Mar 2026 03:00")


def test_for_a_day_that_never_was_it_is_the_day_after() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant(date(2011, 12, 30), NINE, apia) == datetime(2011, 12, 31, tzinfo=apia)


def test_where_clocks_are_put_forward_at_midnight_a_week_ends_with_what_they_show_next() -> None:
    santiago = ZoneInfo("America/Santiago")
    assert instant(date(2026, 9, 6), 0, santiago) == datetime(2026, 9, 6, 1, tzinfo=santiago)


def test_a_week_is_reviewed_at_the_first_such_hour_once_it_is_over_where_the_team_is() -> None:
    week = day("Mon 13 Jul 2026")
    assert due_at(0, NINE, BERLIN, week, BERLIN) == moment("Mon 20 Jul 2026 09:00")
    assert due_at(4, NINE, BERLIN, week, BERLIN) == moment("Fri 24 Jul 2026 09:00")
    assert due_at(0, 0, BERLIN, week, BERLIN) == moment("Mon 20 Jul 2026 00:00")


def test_where_it_is_monday_morning_while_the_teams_week_goes_on_the_review_is_of_the_week_before() -> None:
    auckland, los_angeles = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")
    at = due_at(0, NINE, auckland, day("Mon 6 Jul 2026"), los_angeles)
    assert at == moment("Mon 20 Jul 2026 09:00", auckland)
    assert last_over(at, los_angeles) == day("Mon 6 Jul 2026")


@given(
    st.integers(0, 6),
    st.integers(0, 24 * 60 - 1),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.integers(0, 150),
)
def test_every_week_has_one_instant_after_its_end_and_in_order(
    weekday: int, minute: int, zone: ZoneInfo, team_zone: ZoneInfo, number: int
) -> None:
    monday = date(2025, 1, 6) + number * WEEK
    at, following = (due_at(weekday, minute, zone, each, team_zone) for each in (monday, monday + WEEK))
    assert week_end(monday, team_zone) <= at < week_end(monday, team_zone) + WEEK + timedelta(hours=2)
    assert at <= following
    shown = at.astimezone(zone)
    assert (shown.weekday(), shown.hour * 60 + shown.minute) == (weekday, minute) or shown.fold == 0


@pytest.mark.parametrize(
    ("now", "monday"), [("Mon 20 Jul 2026 00:00", "Mon 13 Jul"), ("Sun 19 Jul 2026 23:59", "Mon 6 Jul")]
)
def test_a_week_is_over_at_midnight_where_the_team_is(now: str, monday: str) -> None:
    assert last_over(moment(now), BERLIN) == day(f"{monday} 2026")
