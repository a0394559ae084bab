"""The business clock agrees with a count of minutes on generated weeks, wherever and whenever clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.opening_hours.clock import BusinessClock
from kpi.opening_hours.hours import OpeningHours, parse
from kpi.opening_hours.week import ALWAYS, Interval
from tests.kpi.opening_hours.by_the_minute import Team

pytestmark = pytest.mark.filterwarnings("ignore:Requested Holidays are available only")  # India's, in the second method

DAY = 86_400

CHANGES = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25", "2026-12-31"],
    "America/New_York": ["2026-03-08", "2026-11-01", "2021-12-31"],
    "Asia/Kolkata": ["2026-08-15", "2026-12-31"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "America/St_Johns": ["2026-03-08", "2026-11-01", "2010-03-14", "2010-11-07"],
    "Pacific/Apia": ["2011-12-30", "2012-04-01"],
    "America/Sao_Paulo": ["2018-02-17", "2018-11-04"],
    "Africa/Casablanca": ["2026-02-15", "2026-03-22"],
}
"""Days on which clocks are changed, or on which the year ends in one place before it ends in UTC."""
REGIONS = ["", "DE-BY", "US", "IN", "BR-SP"]

minutes = st.one_of(st.sampled_from([0, 60, 90, 120, 150, 180, 1380, 1440]), st.integers(0, 1440))
intervals = (
    st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Interval(*sorted(pair)))
)
weeks = st.one_of(
    st.just(ALWAYS),
    st.lists(st.lists(intervals, max_size=4), min_size=7, max_size=7).filter(any),
)


@st.composite
def teams_and_starts(draw: st.DrawFn) -> tuple[Team, int]:
    """A team, and an instant some days before its clocks are changed or on any other day."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    near = st.sampled_from([date.fromisoformat(day) for day in CHANGES[zone]])
    day = draw(st.one_of(near, near, st.dates(date(1999, 1, 1), date(2040, 1, 1))))
    some_days = st.frozensets(st.integers(-3, 3).map(lambda days: day + timedelta(days=days)), max_size=2)
    closed = draw(some_days)
    team = Team(draw(weeks), ZoneInfo(zone), draw(st.sampled_from(REGIONS)), closed, draw(some_days) - closed)
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return team, midnight + draw(st.integers(-2 * DAY, DAY))


@settings(deadline=None)
@given(teams_and_starts(), st.integers(0, 4 * DAY))
def test_the_open_seconds_are_those_of_the_minutes_at_which_the_wall_clock_shows_an_open_time(
    case: tuple[Team, int], length: int
) -> None:
    team, start = case

    assert _elapsed(team.hours, start, start + length) == team.open_seconds(start, start + length)


@settings(deadline=None)
@given(teams_and_starts(), st.lists(st.integers(0, 4 * DAY), min_size=1, max_size=50))
def test_the_team_is_open_in_the_seconds_at_which_the_wall_clock_shows_an_open_time(
    case: tuple[Team, int], after: list[int]
) -> None:
    team, start = case
    instants = [start + seconds for seconds in after]

    opened = BusinessClock(team.hours).is_open(np.array(instants, np.int64))

    assert opened.tolist() == [team.is_open(instant) for instant in instants]


@settings(deadline=None)
@given(teams_and_starts(), st.one_of(st.integers(0, 3600), st.integers(0, 2 * DAY)))
def test_time_is_up_at_the_first_instant_after_so_many_open_seconds(case: tuple[Team, int], seconds: int) -> None:
    team, start = case
    last = start + 4 * DAY

    reached = int(BusinessClock(team.hours).reached(np.array([start], np.int64), seconds)[0])

    assert reached == team.reached(start, seconds, last) or (
        reached > last and team.reached(start, seconds, last) is None
    )


@settings(deadline=None)
@given(teams_and_starts(), st.lists(st.integers(1, 400 * 3600), min_size=1, max_size=20))
def test_as_many_open_seconds_pass_until_time_is_up_as_were_given(case: tuple[Team, int], given: list[int]) -> None:
    team, start = case
    clock, seconds = BusinessClock(team.hours), np.array(given, np.int64)
    starts = np.full_like(seconds, start)

    reached = clock.reached(starts, seconds)

    assert clock.elapsed(starts, reached).tolist() == given
    assert clock.elapsed(starts, reached - 1).tolist() == [each - 1 for each in given]


@settings(deadline=None)
@given(teams_and_starts(), st.lists(st.integers(0, 60 * DAY), min_size=3, max_size=3))
def test_the_open_seconds_of_two_stretches_are_those_of_both_together(case: tuple[Team, int], ends: list[int]) -> None:
    team, start = case
    first, middle, last = (start + end for end in sorted(ends))

    parts = _elapsed(team.hours, first, middle) + _elapsed(team.hours, middle, last)

    assert _elapsed(team.hours, first, last) == parts


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("mon-fri 9:00-12:30 13:30-18:00, sat 10-14", "Europe/Berlin"),
        ("daily 22:00-06:00", "America/St_Johns"),
        ("daily 01:30-02:30", "Australia/Lord_Howe"),
    ],
)
def test_each_day_of_a_year_has_the_open_seconds_that_its_minutes_have(text: str, zone: str) -> None:
    hours = parse(text, ZoneInfo(zone))
    team = Team(hours.week, hours.zone, "DE-BY")
    first = int(datetime(2026, 1, 1, tzinfo=hours.zone).timestamp())
    days = [first + day * DAY for day in range(366)]

    elapsed = BusinessClock(team.hours).elapsed(np.array(days[:-1], np.int64), np.array(days[1:], np.int64))

    assert elapsed.tolist() == [team.open_seconds(day, day + DAY) for day in days[:-1]]


def test_a_zone_that_is_not_whole_minutes_from_utc_is_counted_by_the_second() -> None:
    """Liberia was 44 minutes 30 seconds behind until 7 January 1972."""
    hours = parse("daily 23:00-01:00", ZoneInfo("Africa/Monrovia"))
    team = Team(hours.week, hours.zone)
    noon = int(datetime(1972, 1, 6, 12, tzinfo=UTC).timestamp())

    by_the_second = sum(team.is_open(instant) for instant in range(noon, noon + DAY))

    assert _elapsed(hours, noon, noon + DAY) == by_the_second


def _elapsed(hours: OpeningHours, start: int, end: int) -> int:
    return int(BusinessClock(hours).elapsed(np.array([start], np.int64), np.array([end], np.int64))[0])
