"""What a stretch of days has cost: by hand, and against a loop over single days in exact fractions."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.team.spending import Entry, spent

DAY = timedelta(days=1)


def monthly(cents: int, first: date, last: date | None = None, category: str = "agents", key: str = "1") -> Entry:
    return Entry("desk", key, first, last, category, cents, monthly=True)


def in_all(cents: int, first: date, last: date, category: str = "agents", key: str = "1") -> Entry:
    return Entry("desk", key, first, last, category, cents, monthly=False)


def test_a_whole_month_costs_its_monthly_amount_however_long_it_is() -> None:
    agents = monthly(930_000, date(2026, 1, 1))
    for month in range(1, 13):
        end = date(2026, month, calendar.monthrange(2026, month)[1]) + DAY
        assert spent([agents], date(2026, month, 1), end).cents == 930_000


def test_a_monthly_amount_is_divided_by_the_days_of_that_month() -> None:
    agents = monthly(280_000, date(2026, 1, 1))
    week_over_the_month = spent([agents], date(2026, 2, 26), date(2026, 3, 5))
    assert week_over_the_month.cents == 3 * Fraction(280_000, 28) + 4 * Fraction(280_000, 31)


def test_an_amount_in_all_is_spread_evenly_over_its_days() -> None:
    licence = in_all(36_500, date(2026, 1, 1), date(2026, 12, 31), "software")
    assert spent([licence], date(2026, 7, 20), date(2026, 7, 27)).cents == 700
    assert spent([licence], date(2025, 1, 1), date(2028, 1, 1)).cents == 36_500


def test_until_changed_ends_the_day_before_the_next_monthly_amount_of_the_same_category() -> None:
    before, after = monthly(310_000, date(2026, 1, 1)), monthly(620_000, date(2026, 7, 11), key="2")
    assert spent([after, before], date(2026, 7, 10), date(2026, 7, 12)).cents == 10_000 + 20_000


def test_neither_a_sum_nor_another_category_ends_what_is_until_changed() -> None:
    agents = monthly(310_000, date(2026, 1, 1))
    bonus = in_all(500, date(2026, 7, 11), date(2026, 7, 11), key="2")
    bot = monthly(3_100, date(2026, 7, 1), category="automation", key="3")
    found = spent([agents, bonus, bot], date(2026, 7, 1), date(2026, 8, 1))
    assert found.by_category == {"agents": 310_500, "automation": 3_100}
    assert found.cents == 313_600


def test_two_of_the_same_category_that_begin_on_the_same_day_both_stand() -> None:
    entries = [monthly(100, date(2026, 1, 1), key=key) for key in ("1", "2")]
    assert spent(entries, date(2026, 2, 1), date(2026, 3, 1)).cents == 200


def test_what_has_a_last_day_of_its_own_is_not_ended_by_the_next() -> None:
    entries = [monthly(3_100, date(2026, 1, 1), date(2026, 12, 31)), monthly(6_200, date(2026, 7, 1), key="2")]
    assert spent(entries, date(2026, 7, 1), date(2026, 8, 1)).cents == 9_300


def test_days_for_which_nothing_was_entered_are_named() -> None:
    entries = [
        in_all(100, date(2026, 7, 3), date(2026, 7, 5)),
        in_all(100, date(2026, 7, 5), date(2026, 7, 8), key="2"),
    ]
    found = spent(entries, date(2026, 7, 1), date(2026, 7, 11))
    assert not found.complete
    assert found.uncovered == ((date(2026, 7, 1), date(2026, 7, 2)), (date(2026, 7, 9), date(2026, 7, 10)))


def test_a_cost_of_nothing_covers_its_days() -> None:
    found = spent([monthly(0, date(2026, 1, 1))], date(2026, 7, 1), date(2026, 8, 1))
    assert found.cents == 0
    assert found.complete


def test_without_entries_all_days_are_uncovered_and_no_days_cost_nothing() -> None:
    assert spent([], date(2026, 7, 1), date(2026, 7, 8)).uncovered == ((date(2026, 7, 1), date(2026, 7, 7)),)
    assert spent([], date(2026, 7, 1), date(2026, 7, 1)).complete


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def an_entry(draw: st.DrawFn) -> Entry:
    first = draw(DAYS)
    is_monthly = draw(st.booleans())
    is_open = is_monthly and draw(st.booleans())
    last = None if is_open else first + timedelta(days=draw(st.integers(0, 800)))
    category = draw(st.sampled_from(["agents", "software"]))
    return Entry("desk", str(draw(st.integers())), first, last, category, draw(st.integers(0, 10**9)), is_monthly)


def day_by_day(entries: Sequence[Entry], first: date, end: date) -> tuple[Fraction, list[date]]:
    """The rules, told for one day at a time."""
    total, uncovered, day = Fraction(), [], first
    while day < end:
        costs = [cost for entry in entries if (cost := cost_of(entry, day, entries)) is not None]
        total += sum(costs, Fraction())
        uncovered += [] if costs else [day]
        day += DAY
    return total, uncovered


def cost_of(entry: Entry, day: date, entries: Sequence[Entry]) -> Fraction | None:
    if day < entry.first_day or (entry.last_day is not None and day > entry.last_day):
        return None
    if entry.last_day is None:
        same = [other for other in entries if other.monthly and other.category == entry.category]
        if any(entry.first_day < other.first_day <= day for other in same):
            return None
    if entry.monthly:
        return Fraction(entry.cents, calendar.monthrange(day.year, day.month)[1])
    assert entry.last_day is not None
    return Fraction(entry.cents, (entry.last_day - entry.first_day).days + 1)


@given(st.lists(an_entry(), max_size=6), DAYS, st.integers(0, 500))
def test_any_entries_over_any_days_cost_what_their_single_days_do(entries: list[Entry], first: date, days: int) -> None:
    end = first + timedelta(days=days)
    found = spent(entries, first, end)
    total, uncovered = day_by_day(entries, first, end)
    assert found.cents == total
    assert sum(found.by_category.values(), Fraction()) == total
    named = [start + timedelta(days=n) for start, last in found.uncovered for n in range((last - start).days + 1)]
    assert named == uncovered


@given(st.lists(an_entry(), max_size=6), DAYS, st.integers(0, 200), st.integers(0, 200))
def test_a_stretch_costs_what_its_parts_do(entries: list[Entry], first: date, one: int, other: int) -> None:
    middle, end = first + timedelta(days=one), first + timedelta(days=one + other)
    parts = spent(entries, first, middle).cents + spent(entries, middle, end).cents
    assert spent(entries, first, end).cents == parts


@pytest.mark.parametrize("category", ["agents", "software"])
@given(st.lists(an_entry(), max_size=6), DAYS, st.integers(0, 200))
def test_a_category_costs_what_its_own_entries_do(category: str, entries: list[Entry], first: date, days: int) -> None:
    end = first + timedelta(days=days)
    own = [entry for entry in entries if entry.category == category]
    assert spent(entries, first, end).by_category.get(category, 0) == spent(own, first, end).cents
