"""What people type and the days it means. Today is Sunday 22 November 2026."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.period import Grain, Period, before, parse

TODAY = date(2026, 11, 22)
BERLIN = ZoneInfo("Europe/Berlin")

FINISHED = [
    ("", "last 7 days", "2026-11-15..2026-11-21"),
    ("30d", "last 30 days", "2026-10-23..2026-11-21"),
    ("30 days", "last 30 days", "2026-10-23..2026-11-21"),
    ("last 30 days", "last 30 days", "2026-10-23..2026-11-21"),
    ("1d", "Saturday 21 November 2026", "2026-11-21"),
    ("4w", "last 4 weeks", "2026-10-19..2026-11-15"),
    ("past 4 weeks", "last 4 weeks", "2026-10-19..2026-11-15"),
    ("last 1 week", "week 2026-W46", "2026-W46"),
    ("last 3 months", "last 3 months", "2026-08..2026-10"),
    ("last 12 months", "last 12 months", "2025-11..2026-10"),
    ("last 2 quarters", "last 2 quarters", "2026-04..2026-09"),
    ("past 2 years", "last 2 years", "2024-01..2025-12"),
    ("yesterday", "yesterday", "2026-11-21"),
    ("last week", "week 2026-W46", "2026-W46"),
    ("previous week", "week 2026-W46", "2026-W46"),
    ("last month", "October 2026", "2026-10"),
    ("last quarter", "Q3 2026", "2026-Q3"),
    ("last year", "2025", "2025"),
    ("2026-W30", "week 2026-W30", "2026-W30"),
    ("w30", "week 2026-W30", "2026-W30"),
    ("week 30", "week 2026-W30", "2026-W30"),
    ("week 30 2025", "week 2025-W30", "2025-W30"),
    ("w50", "week 2025-W50", "2025-W50"),
    ("w53", "week 2020-W53", "2020-W53"),
    ("2026-06", "June 2026", "2026-06"),
    ("june", "June 2026", "2026-06"),
    ("jun", "June 2026", "2026-06"),
    ("sept", "September 2026", "2026-09"),
    ("dec", "December 2025", "2025-12"),
    ("june 2025", "June 2025", "2025-06"),
    ("2026-Q2", "Q2 2026", "2026-Q2"),
    ("q2 2026", "Q2 2026", "2026-Q2"),
    ("q2", "Q2 2026", "2026-Q2"),
    ("2025", "2025", "2025"),
    ("monday", "Monday 16 November 2026", "2026-11-16"),
    ("last sunday", "Sunday 15 November 2026", "2026-11-15"),
    ("last june", "June 2026", "2026-06"),
    ("last november", "November 2025", "2025-11"),
    ("last q4", "Q4 2025", "2025-Q4"),
    ("2026-06-01", "Monday 1 June 2026", "2026-06-01"),
    ("21 july", "Tuesday 21 July 2026", "2026-07-21"),
    ("july 21", "Tuesday 21 July 2026", "2026-07-21"),
    ("21st of July", "Tuesday 21 July 2026", "2026-07-21"),
    ("July 21, 2025", "Monday 21 July 2025", "2025-07-21"),
    ("24 dec", "Wednesday 24 December 2025", "2025-12-24"),
    ("29 feb", "Thursday 29 February 2024", "2024-02-29"),
    ("2026-05-01..2026-05-31", "1–31 May 2026", "2026-05-01..2026-05-31"),
    ("2026-05-01 to 2026-05-31", "1–31 May 2026", "2026-05-01..2026-05-31"),
    ("1 May 2026 – 31 May 2026", "1–31 May 2026", "2026-05-01..2026-05-31"),
    ("1 may - 31 may", "1–31 May 2026", "2026-05-01..2026-05-31"),
    ("1–31 may", "1–31 May 2026", "2026-05-01..2026-05-31"),
    ("may 1-31, 2025", "1–31 May 2025", "2025-05-01..2025-05-31"),
    ("2026-05-01..2026-05-01", "Friday 1 May 2026", "2026-05-01"),
    ("28 dec to 3 jan", "28 Dec 2025 – 3 Jan 2026", "2025-12-28..2026-01-03"),
    ("june to august", "June – August 2026", "2026-06..2026-08"),
    ("november to february", "November 2025 – February 2026", "2025-11..2026-02"),
    ("2026-Q1..2026-Q2", "January – June 2026", "2026-01..2026-06"),
    ("2026-06..2026-06", "June 2026", "2026-06"),
    ("2026-06..2026-Q2", "June 2026", "2026-06"),
    ("5-5 june", "Friday 5 June 2026", "2026-06-05"),
    ("w27..w28", "29 Jun – 12 Jul 2026", "2026-06-29..2026-07-12"),
    ("monday to yesterday", "16–21 November 2026", "2026-11-16..2026-11-21"),
    ("last three days", "last 3 days", "2026-11-19..2026-11-21"),
    ("three weeks ago", "week 2026-W44", "2026-W44"),
    ("a month ago", "October 2026", "2026-10"),
    ("2 days ago", "Friday 20 November 2026", "2026-11-20"),
    ("the week before last", "week 2026-W45", "2026-W45"),
    ("week of 9 november", "week 2026-W46", "2026-W46"),
    ("last weekend", "14–15 November 2026", "2026-11-14..2026-11-15"),
    ("june through august", "June – August 2026", "2026-06..2026-08"),
    ("  LAST \n Week ", "week 2026-W46", "2026-W46"),
    ("in the last week", "week 2026-W46", "2026-W46"),
    ("from 1 may to 31 may", "1–31 May 2026", "2026-05-01..2026-05-31"),
]

UNFINISHED = [
    ("today", "today so far", "2026-11-22", 0),
    ("sunday", "Sunday 22 November 2026 so far", "2026-11-22", 0),
    ("this week", "this week so far", "2026-W47", 6),
    ("this week so far", "this week so far", "2026-W47", 6),
    ("w47", "week 2026-W47 so far", "2026-W47", 6),
    ("this month", "this month so far", "2026-11", 21),
    ("november", "November 2026 so far", "2026-11", 21),
    ("this quarter", "this quarter so far", "2026-Q4", 52),
    ("this year", "this year so far", "2026", 325),
    ("ytd", "this year so far", "2026", 325),
    ("month to date", "this month so far", "2026-11", 21),
    ("june to now", "1 Jun – 22 Nov 2026 so far", "2026-06-01..2026-11-22", 174),
    ("last monday to today", "16–22 November 2026 so far", "2026-11-16..2026-11-22", 6),
    ("this weekend", "21–22 November 2026 so far", "2026-11-21..2026-11-22", 1),
    ("monday to today", "16–22 November 2026 so far", "2026-11-16..2026-11-22", 6),
    ("2026-11-20..2026-12-05", "20 Nov – 5 Dec 2026 so far", "2026-11-20..2026-12-05", 2),
    ("october to november", "October – November 2026 so far", "2026-10..2026-11", 52),
]


def period(text: str, today: date = TODAY, zone: ZoneInfo = BERLIN) -> Period:
    return parse(text, today, zone)


def refusal(text: str, today: date = TODAY) -> UserError:
    with pytest.raises(UserError) as caught:
        period(text, today)
    return caught.value


@pytest.mark.parametrize(("text", "label", "canonical"), FINISHED)
def test_a_finished_period_has_a_name_and_an_absolute_text(text: str, label: str, canonical: str) -> None:
    found = period(text)
    assert (found.label, found.text) == (label, canonical)
    assert not found.unfinished
    assert found.end <= TODAY


@pytest.mark.parametrize(("text", "label", "canonical", "whole_days"), UNFINISHED)
def test_an_unfinished_period_says_so_and_counts_its_whole_days(
    text: str, label: str, canonical: str, whole_days: int
) -> None:
    found = period(text)
    assert (found.label, found.text, found.whole_days) == (label, canonical, whole_days)
    assert found.unfinished
    assert found.end > TODAY


def test_all_time_runs_up_to_today_and_is_compared_with_nothing() -> None:
    for text in ("all", "all time", "All Time"):
        found = period(text)
        assert (found.label, found.text, found.grain) == ("all time", "all", Grain.ALL)
        assert found.end == TODAY + timedelta(days=1)
        assert found.dates == "up to 22 November 2026"
        assert not found.unfinished
        assert before(found) is None


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
        ("2020-W01", date(2019, 12, 30), date(2020, 1, 6)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2025-Q4", date(2025, 10, 1), date(2026, 1, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2026-05-01..2026-05-31", date(2026, 5, 1), date(2026, 6, 1)),
    ],
)
def test_a_period_ends_before_the_day_after_its_last(text: str, first: date, end: date) -> None:
    found = period(text, date(2030, 1, 1))
    assert (found.first, found.end) == (first, end)


def test_a_name_is_the_latest_that_has_begun_and_today_counts() -> None:
    monday = date(2026, 11, 16)
    assert period("monday", monday).text == "2026-11-16"
    assert period("last monday", monday).text == "2026-11-09"
    assert period("tuesday", monday).text == "2026-11-10"
    assert period("w1", date(2026, 12, 31)).text == "2026-W01"
    assert period("w1", date(2025, 12, 29)).text == "2026-W01"  # that Monday belongs to the next ISO year
    assert period("november", date(2026, 11, 1)).text == "2026-11"
    assert period("q4", date(2026, 9, 30)).text == "2025-Q4"


def test_the_end_of_a_range_decides_the_year_of_its_start() -> None:
    assert period("20 dec to 10 jan").text == "2025-12-20..2026-01-10"
    assert period("15–21 november").text == "2026-11-15..2026-11-21"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-W54", "2026 has 53 weeks, so there is no week 54."),
        ("w0", "there is no week 0."),
        ("2025-W53", "2025 has 52 weeks, so there is no week 53."),
        ("2026-02-30", "February 2026 has 28 days, so there is no 30."),
        ("31 june", "June 2026 has 30 days, so there is no 31."),
        ("0 june", "so there is no 0."),
        ("2026-13", "there is no month 13."),
        ("2026-00-10", "there is no month 0."),
        ("q5", "there is no quarter 5."),
        ("0000", "0000 is out of reach"),
        ("9999-12-31", "9999 is out of reach"),
        ("2026-06-30..2026-06-01", "ends before it starts"),
        ("2026-12-05..2026-11-01", "ends before it starts"),
        ("2026-06-02..2026-06-01", "ends before it starts"),
        ("21–15 july", "ends before it starts"),
        ("2026-11-23", "“2026-11-23” begins only on Monday 23 November 2026."),
        ("2027", "begins only on Friday 1 January 2027."),
        ("2026-W48", "begins only on Monday 23 November 2026."),
        ("2027-01-01..2027-01-31", "begins only on Friday 1 January 2027."),
        ("0d", "at least one day"),
        ("last 0 weeks", "at least one day"),
        ("3661d", "ten years long at most"),
        ("999999999y", "ten years long at most"),
        ("last 121 months", "ten years long at most"),
        ("2010-01-01..2026-01-01", "ten years long at most"),
        ("monday 15 november 2026", "That day is Sunday 15 November 2026."),
        ("lst week", "“lst week” is not a period."),
        ("last week to yesterday", "is not a period"),
        ("a to b", "is not a period"),
        ("2026-06-01..", "is not a period"),
        ("1 may..2 may..3 may", "is not a period"),
        ("06/01/2026", "is not a period"),
        ("1.6.2026", "“1.6.2026” is not a period as it is written here."),
        ("11/2026", "is not a period"),
        ("2026/11", "is not a period"),
        ("13.13.2026", "is not a period"),
        ("next week", "begins only on Monday 23 November 2026."),
        ("tomorrow", "begins only on Monday 23 November 2026."),
        ("week of june", "goes with a day, and June 2026 is longer"),
        ("900 weeks ago", "more than ten years ago"),
        ("-7d", "is not a period"),
        ("9" * 5_000 + "d", "…” is not a period."),
    ],
)
def test_what_is_no_period_is_refused_with_the_reason_and_a_hint_that_works(text: str, says: str) -> None:
    error = refusal(text)
    assert says in error.sentence
    assert len(error.sentence) < 120
    lines = re.findall("`([^`]+)`", error.hint)
    assert lines
    for line in lines:
        assert period(line).first <= TODAY


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1.6.2026", "Write `2026-06-01`."),
        ("06/01/2026", "Write `2026-01-06` or `2026-06-01`."),
        ("11/2026", "Write `2026-11`."),
        ("2026/11", "Write `2026-11`."),
    ],
)
def test_another_notation_is_answered_with_ours(text: str, hint: str) -> None:
    assert refusal(text).hint == hint


def test_ten_years_are_not_too_long() -> None:
    assert period("3660d").days == 3_660
    assert period("last 10 years").text == "2016-01..2025-12"


@pytest.mark.parametrize("text", ["refund", "by channel", "last", "in", "week", "june refund", "7", "10 to 12"])
def test_other_words_are_not_a_period(text: str) -> None:
    assert "is not a period" in refusal(text).sentence


@given(st.text() | st.text(st.sampled_from("0129 -.–wqd")))
def test_whatever_is_typed_is_a_period_or_is_refused(text: str) -> None:
    try:
        found = period(text)
    except UserError:
        return
    assert found.first <= TODAY
