"""The days and instants of a period, and the days it is compared with. Today is Sunday 22 November 2026."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.period import Grain, Period, before, holding, parse

TODAY = date(2026, 11, 22)
BERLIN = ZoneInfo("Europe/Berlin")


def period(text: str, today: date = TODAY, zone: ZoneInfo = BERLIN) -> Period:
    return parse(text, today, zone)


def days(found: Period | None) -> tuple[date, date] | None:
    return None if found is None else (found.first, found.end)


@pytest.mark.parametrize(
    ("text", "label", "first", "end"),
    [
        ("30d", "23 Sep – 22 Oct 2026", date(2026, 9, 23), date(2026, 10, 23)),
        ("yesterday", "Friday 20 November 2026", date(2026, 11, 20), date(2026, 11, 21)),
        ("4w", "21 Sep – 18 Oct 2026", date(2026, 9, 21), date(2026, 10, 19)),
        ("last week", "week 2026-W45", date(2026, 11, 2), date(2026, 11, 9)),
        ("2026-W01", "week 2025-W52", date(2025, 12, 22), date(2025, 12, 29)),
        ("2026-03", "February 2026", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-01", "December 2025", date(2025, 12, 1), date(2026, 1, 1)),
        ("last 3 months", "May – July 2026", date(2026, 5, 1), date(2026, 8, 1)),
        ("2026-Q1", "Q4 2025", date(2025, 10, 1), date(2026, 1, 1)),
        ("2025", "2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2026-05-01..2026-05-31", "31 Mar – 30 Apr 2026", date(2026, 3, 31), date(2026, 5, 1)),
    ],
)
def test_a_finished_period_is_compared_with_the_equal_one_before(text: str, label: str, first: date, end: date) -> None:
    earlier = before(period(text))
    assert earlier is not None
    assert (earlier.label, earlier.first, earlier.end) == (label, first, end)
    assert earlier.grain is period(text).grain
    assert not earlier.unfinished


def test_an_unfinished_week_is_compared_with_the_same_days_of_the_week_before() -> None:
    thursday = date(2026, 11, 19)
    earlier = before(period("this week", thursday))
    assert earlier is not None
    assert (earlier.label, earlier.text) == ("9–11 November 2026", "2026-11-09..2026-11-11")


def test_a_period_without_a_whole_day_is_compared_with_nothing() -> None:
    assert before(period("today")) is None
    assert before(period("this week", date(2026, 11, 16))) is None
    assert before(period("this year", date(2026, 1, 1))) is None


def test_march_so_far_is_compared_with_no_more_than_february() -> None:
    assert days(before(period("this month", date(2026, 3, 31)))) == (date(2026, 2, 1), date(2026, 3, 1))
    assert days(before(period("this month", date(2024, 3, 30)))) == (date(2024, 2, 1), date(2024, 3, 1))
    assert days(before(period("this month", date(2026, 3, 10)))) == (date(2026, 2, 1), date(2026, 2, 10))


@pytest.mark.parametrize(
    ("like", "text"),
    [
        ("today", "2025-W10"),
        ("last week", "2025-W10"),
        ("7d", "2025-W10"),
        ("30d", "2025-03"),
        ("last month", "2025-03"),
        ("last quarter", "2025-Q1"),
        ("last 3 months", "2025-Q1"),
        ("last year", "2025"),
        ("all", "2025"),
    ],
)
def test_the_period_that_holds_a_day_is_about_as_long_as_the_one_asked_for(like: str, text: str) -> None:
    asked = period(like)
    found = holding(date(2025, 3, 5), asked, TODAY)
    assert found.text == text
    assert found.zone is asked.zone
    assert not found.unfinished


def test_the_period_that_holds_a_recent_day_may_be_unfinished() -> None:
    found = holding(date(2026, 11, 20), period("yesterday"), TODAY)
    assert (found.label, found.whole_days) == ("week 2026-W47 so far", 6)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026-11-15", "Sunday 15 November 2026"),
        ("7d", "15–21 November 2026"),
        ("2026-W27", "29 Jun – 5 Jul 2026"),
        ("2020-W53", "28 Dec 2020 – 3 Jan 2021"),
        ("june", "1–30 June 2026"),
    ],
)
def test_the_dates_of_a_period_are_short_and_clear(text: str, dates: str) -> None:
    assert period(text).dates == dates


# Clocks


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


@pytest.mark.parametrize(
    ("text", "hours", "start", "end"),
    [
        ("2026-W13", 167, "2026-03-23T00:00+01:00", "2026-03-30T00:00+02:00"),
        ("2026-W43", 169, "2026-10-19T00:00+02:00", "2026-10-26T00:00+01:00"),
        ("2026-W30", 168, "2026-07-20T00:00+02:00", "2026-07-27T00:00+02:00"),
    ],
)
def test_a_week_runs_from_midnight_to_midnight_when_the_clocks_change(
    text: str, hours: int, start: str, end: str
) -> None:
    found = period(text)
    assert (found.start_at, found.end_at) == (at(start), at(end))
    assert found.end_at - found.start_at == hours * 3_600


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Asia/Kolkata", "2026-06-01", "2026-06-01T00:00+05:30"),
        ("Asia/Kathmandu", "2026-06-01", "2026-06-01T00:00+05:45"),
        ("America/St_Johns", "2026-06-01", "2026-06-01T00:00-02:30"),
        ("Pacific/Kiritimati", "2026-06-01", "2026-06-01T00:00+14:00"),
        # Clocks there change by half an hour only.
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T00:00+11:00"),
        ("Australia/Lord_Howe", "2026-04-06", "2026-04-06T00:00+10:30"),
        # Midnight was skipped: the day began at one o'clock.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00-02:00"),
        # Midnight came twice: the day began with the first.
        ("America/Havana", "2025-11-02", "2025-11-02T00:00-04:00"),
        # The whole of 30 December was skipped.
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00+14:00"),
    ],
)
def test_a_day_starts_at_its_first_valid_instant(zone: str, day: str, start: str) -> None:
    assert period(day, zone=ZoneInfo(zone)).start_at == at(start)


def test_a_skipped_midnight_leaves_a_day_of_23_hours() -> None:
    found = period("2018-11-04", zone=ZoneInfo("America/Sao_Paulo"))
    assert found.end_at - found.start_at == 23 * 3_600


# What holds for every period

ZONES = st.sampled_from(
    [
        "UTC", "Europe/Berlin", "America/Sao_Paulo", "America/New_York", "America/St_Johns", "America/Havana",
        "Asia/Kolkata", "Asia/Tehran", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo",
    ]
).map(ZoneInfo)  # fmt: skip
TODAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
EVER = st.dates(date(1980, 1, 1), date(2060, 12, 31))
UNITS = st.sampled_from(["week", "month", "quarter", "year"])
NAMES = st.one_of(
    EVER.map(str),
    EVER.map(lambda day: f"{day:%G-W%V}"),
    EVER.map(lambda day: f"{day:%Y-%m}"),
    EVER.map(lambda day: f"{day.year}-Q{(day.month + 2) // 3}"),
    EVER.map(lambda day: str(day.year)),
    st.sampled_from(["today", "yesterday", "monday", "fri", "june", "sep", "q1", "w1", "w53", "29 feb", "5 may"]),
)
TEXTS = st.one_of(
    NAMES,
    st.tuples(NAMES, NAMES).map("..".join),
    UNITS.map(lambda unit: f"this {unit}"),
    UNITS.map(lambda unit: f"last {unit}"),
    st.tuples(st.integers(1, 100), st.sampled_from("dwmqy")).map(lambda pair: f"{pair[0]}{pair[1]}"),
    st.sampled_from(["", "all", "last june", "last friday"]),
)


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, date]:
    """A period and the day it was asked for on."""
    text, today, zone = draw(TEXTS), draw(TODAYS), draw(ZONES)
    try:
        return parse(text, today, zone), today
    except UserError:
        assume(False)
        raise


@given(periods(), st.integers(min_value=0, max_value=10_000))
def test_the_text_of_a_period_gives_the_same_days_on_every_later_day(asked: tuple[Period, date], later: int) -> None:
    found, today = asked
    again = parse(found.text, today + timedelta(days=later), found.zone)
    assert again.text == found.text
    if found.grain is not Grain.ALL:
        assert days(again) == days(found)


@given(periods())
def test_what_people_read_can_be_typed(asked: tuple[Period, date]) -> None:
    found, today = asked
    assert days(parse(found.label, today, found.zone)) == days(found)
    if found.grain is not Grain.ALL:
        assert days(parse(found.dates, today, found.zone)) == days(found)


@given(periods())
def test_a_period_is_compared_the_same_however_it_was_written(asked: tuple[Period, date]) -> None:
    found, today = asked
    assert before(parse(found.text, today, found.zone)) == before(found)


@given(periods())
def test_a_period_has_begun_and_is_unfinished_as_long_as_a_day_is_to_come(asked: tuple[Period, date]) -> None:
    found, today = asked
    assert found.first <= today
    assert found.first < found.end
    if found.grain is not Grain.ALL:
        assert found.unfinished == (found.end > today) == found.label.endswith("so far")
    if found.whole_days is not None:
        assert found.first + timedelta(days=found.whole_days) == today


@given(periods())
def test_the_period_before_is_finished_and_ends_where_the_period_starts(asked: tuple[Period, date]) -> None:
    found, today = asked
    earlier = before(found)
    if earlier is None:
        assert found.grain is Grain.ALL or found.whole_days == 0
    elif found.whole_days is None:
        assert earlier.end == found.first
        assert not earlier.unfinished
    else:
        assert earlier.end <= found.first
        assert earlier.days <= found.whole_days
        assert days(parse(earlier.text, today, found.zone)) == days(earlier)


@given(EVER, ZONES)
@example(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))
def test_a_day_starts_with_its_first_second(day: date, zone: ZoneInfo) -> None:
    assume((zone.key, day) != ("Pacific/Apia", date(2011, 12, 30)))  # a day that never was
    start = parse(str(day), day, zone).start_at
    assert datetime.fromtimestamp(start, UTC).astimezone(zone).date() == day
    assert datetime.fromtimestamp(start - 1, UTC).astimezone(zone).date() < day
