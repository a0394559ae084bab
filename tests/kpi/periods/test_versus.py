"""What a period is compared with. Today is Wednesday 29 July 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi import period
from kpi.errors import UserError
from kpi.periods.versus import VersusError, compared, is_versus
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 29)


@pytest.mark.parametrize(
    ("said", "versus", "other"),
    [
        ("2026-06", "2026-05", "2026-05"),
        ("june", "last year", "2025-06"),
        ("june", "the same month last year", "2025-06"),
        ("june", "last june", "2025-06"),
        ("q2", "a year ago", "2025-Q2"),
        ("2025", "last year", "2024"),
        ("2023", "last year", "2025"),
        ("2023", "the year before", "2022"),
        ("2026-W30", "last year", "2025-W30"),
        ("2027-W01", "last year", "2026-W02"),
        ("yesterday", "last year", "2025-07-29"),
        ("yesterday", "the same day last week", "2026-07-21"),
        ("monday", "last monday", "2026-07-20"),
        ("last 6 months", "last year", "2025-01..2025-06"),
        ("last week", "the 2 weeks before", "2026-07-06..2026-07-19"),
        ("june", "the three months before", "2026-03..2026-05"),
        ("june", "the quarter before", "2026-03..2026-05"),
        ("june 2025", "may", "2025-05"),
        ("june 2025", "july", "2024-07"),
        ("june", "may 2024", "2024-05"),
    ],
)
def test_the_other_period_by_its_words(said: str, versus: str, other: str) -> None:
    day = date(2027, 3, 1) if said.startswith("2027") else TODAY
    found = compared(said, versus, day)[1]
    assert found is not None
    assert found.text == other


@pytest.mark.parametrize(
    ("said", "versus"),
    [
        ("last week", ""),
        ("last week", "the week before"),
        ("last month", "the previous month"),
        ("30d", "the 30 days before"),
        ("this week", "the week before"),
        ("last quarter", "the three months before"),
        ("june", "the period before"),
        ("june", "before"),
    ],
)
def test_the_period_just_before_is_the_usual_one(said: str, versus: str) -> None:
    assert compared(said, versus, TODAY)[1] is None


def test_days_and_weeks_a_year_earlier_fall_on_the_same_weekdays() -> None:
    for said in ("2024-02-29", "30d", "last week", "2026-05-01..2026-05-31"):
        span, other = compared(said, "last year", TODAY)
        assert other is not None
        assert span.first - other.first == span.end - other.end == timedelta(days=364)


@pytest.mark.parametrize(
    ("versus", "spans"),
    [
        ("last week", ("2026-W31", "2026-W30")),
        ("last month", ("2026-07", "2026-06")),
        ("last quarter", ("2026-Q3", "2026-Q2")),
        ("june", ("2026-07-22..2026-07-28", "2026-06")),
        ("last year", ("2026-07-22..2026-07-28", "2025-07-23..2025-07-29")),
    ],
)
def test_without_a_period_the_last_week_is_compared_with_this_one(versus: str, spans: tuple[str, str]) -> None:
    span, other = compared("", versus, TODAY)
    assert other is not None
    assert (span.text, other.text) == spans


def test_of_two_the_one_that_is_not_over_is_the_one_compared() -> None:
    span, other = compared("last month", "this month", TODAY)
    assert other is not None
    assert (span.text, other.text) == ("2026-07", "2026-06")


@pytest.mark.parametrize(
    ("said", "versus", "sentence", "instead"),
    [
        ("june", "q2", "June 2026 and Q2 2026 share days, so they cannot be compared.", ("june", "q2")),
        ("30d", "last week", "29 Jun – 28 Jul 2026 and 20–26 July 2026 share days, so they cannot be compared.", None),
        ("june", "2026-06", "June 2026 cannot be compared with itself.", ("june", "2026-06")),
        ("all", "june", "All time has nothing beside it to be compared with.", ("june", "all")),
        ("june", "all", "All time holds every other period, so nothing is compared with it.", ("june",)),
        ("today", "yesterday", "Today has no whole day yet that could be compared.", None),
        ("1970", "the year before", "That is out of reach: years begin at 1970.", ("1970",)),
        ("june", "same day last week", "June 2026 is more than the days of a week.", ("2026-06",)),
    ],
)
def test_what_cannot_stand_side_by_side(said: str, versus: str, sentence: str, instead: tuple[str, ...] | None) -> None:
    with pytest.raises(VersusError) as caught:
        compared(said, versus, TODAY)
    assert caught.value.sentence == sentence
    assert instead in (None, caught.value.instead)


@pytest.mark.parametrize("versus", ["the 0 days before", "the 600 weeks before", "the 9999 years before", "next week"])
def test_a_comparison_with_no_possible_period_is_refused(versus: str) -> None:
    with pytest.raises(UserError):
        compared("last week", versus, TODAY)


@pytest.mark.parametrize("words", ["", "email", "80", "the target", "last fortnight", "before june", "years"])
def test_other_words_compare_with_nothing(words: str) -> None:
    assert not is_versus(words)


@given(
    today=st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    said=st.sampled_from(("this month", "this week", "this quarter", "this year", "last month", "30d", "last week")),
    versus=st.sampled_from(("last year", "2023-11", "2022", "2022-W10", "the 5 weeks before")),
)
def test_an_unfinished_period_is_compared_with_as_many_days_of_one_of_its_kind(
    today: date, said: str, versus: str
) -> None:
    assume(period.parse(said, today, BERLIN).whole_days != 0)
    span, other = compared(said, versus, today)
    over = period.seen_on(today, span, BERLIN)
    assert other is not None
    against = period.versus(other, over, today)
    assert against.text == other.text
    assert against.first == other.first
    same_kind = over.unfinished and other.grain is span.grain
    assert against.days == (min(over.whole_days or 0, other.days) if same_kind else other.days)
