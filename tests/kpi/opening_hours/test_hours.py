import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.opening_hours.hours import Interval, OpeningHours, parse

BERLIN = ZoneInfo("Europe/Berlin")
NEVER: tuple[Interval, ...] = ()

minutes = st.one_of(st.integers(0, 1440), st.integers(0, 24).map(lambda hour: hour * 60))
intervals = (
    st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Interval(*sorted(pair)))
)
days = st.lists(intervals, max_size=3).map(tuple)
dates = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)))
any_hours = st.builds(
    lambda week, zone, regions, closed, opened: OpeningHours(week, ZoneInfo(zone), regions, closed, opened - closed),
    st.lists(days, min_size=7, max_size=7).filter(any).map(tuple),
    st.sampled_from(["Europe/Berlin", "UTC", "Etc/GMT+3", "America/Argentina/Buenos_Aires"]),
    st.sampled_from([(), ("DE-BY",), ("US", "GB-SCT"), ("DE", "FR", "AU-NSW Western")]),
    dates,
    dates,
)


@settings(deadline=None)
@given(any_hours)
def test_all_opening_hours_are_read_back_from_their_own_text(hours: OpeningHours) -> None:
    assert parse(hours.text, ZoneInfo("Pacific/Apia")) == hours


@given(any_hours)
def test_all_opening_hours_come_back_from_json(hours: OpeningHours) -> None:
    assert OpeningHours.from_json(json.loads(json.dumps(hours.to_json()))) == hours


def test_json_says_the_minutes_of_each_day_from_monday() -> None:
    hours = parse("mon 9-17, sun 22-6, holidays of DE-BY, closed 2026-12-24, open 2026-01-06", BERLIN)

    assert hours.to_json() == {
        "week": [[[0, 360], [540, 1020]], [], [], [], [], [], [[1320, 1440]]],
        "zone": "Europe/Berlin",
        "holiday_regions": ["DE-BY"],
        "closed": ["2026-12-24"],
        "opened": ["2026-01-06"],
    }


def test_intervals_that_overlap_or_touch_are_joined_and_put_in_order() -> None:
    monday = (Interval(780, 1020), Interval(540, 660), Interval(600, 720), Interval(720, 730))

    assert of_monday(monday).week[0] == (Interval(540, 730), Interval(780, 1020))


def test_the_same_hours_are_equal_however_they_were_written() -> None:
    assert len({parse("mon 9-17", BERLIN), parse("mon 9-13 12-17", BERLIN)}) == 1


@pytest.mark.parametrize("interval", [Interval(540, 540), Interval(600, 540), Interval(-1, 540), Interval(540, 1441)])
def test_minutes_outside_a_day_are_a_mistake(interval: Interval) -> None:
    with pytest.raises(ValueError, match="no minutes of a day"):
        of_monday((interval,))


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="a week of 1 days"):
        OpeningHours(((Interval(540, 1020),),), BERLIN)


def test_a_week_without_opening_hours_is_refused() -> None:
    with pytest.raises(UserError, match="needs opening hours"):
        of_monday(NEVER)


def test_the_days_off_of_a_year_are_the_holidays_not_worked_and_the_days_of_ones_own() -> None:
    hours = parse("mon-fri 9-17, holidays of DE-BY, open 2026-01-06, closed 2026-12-24, 2027-12-24", BERLIN)
    holidays = parse("mon-fri 9-17, holidays of DE-BY", BERLIN)

    moved = hours.closed_on(2026) ^ holidays.closed_on(2026)

    assert moved == {date(2026, 1, 6), date(2026, 12, 24)}


def of_monday(intervals: tuple[Interval, ...]) -> OpeningHours:
    return OpeningHours((intervals, *(NEVER,) * 6), BERLIN)
