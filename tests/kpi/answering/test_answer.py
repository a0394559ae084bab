"""What a readout is compared with. Weeks: 13–19 July, 20–26 July 2026."""

from datetime import date, timedelta

import pytest

from kpi.answering.readout import Readout
from kpi.store import Store
from tests.support.asking import HOUR, MONDAY, Ask, desk, rated, resolved
from tests.support.tickets import moment


def baseline_days(readout: Readout) -> tuple[date, date] | None:
    if readout.baseline is None:
        return None
    return readout.baseline.period.first, readout.baseline.period.end


@pytest.mark.parametrize(
    ("text", "now", "baseline"),
    [
        ("ttr last week", MONDAY, ("2026-07-13", "2026-07-20")),
        ("ttr", "Thu 30 Jul 2026 09:00", ("2026-07-16", "2026-07-23")),
        ("ttr 2026-W30", MONDAY, ("2026-07-13", "2026-07-20")),
        ("ttr yesterday", MONDAY, ("2026-07-25", "2026-07-26")),
        ("ttr 30d", MONDAY, ("2026-05-28", "2026-06-27")),
        ("ttr june", MONDAY, ("2026-05-01", "2026-06-01")),
        ("ttr last month", "Mon 27 Jul 2026 09:00", ("2026-05-01", "2026-06-01")),
        ("ttr q2", MONDAY, ("2026-01-01", "2026-04-01")),
        ("ttr 2026-06-01..2026-06-10", MONDAY, ("2026-05-22", "2026-06-01")),
        ("ttr this week", "Thu 30 Jul 2026 09:00", ("2026-07-20", "2026-07-23")),
        ("ttr this month", MONDAY, ("2026-06-01", "2026-06-27")),
        ("ttr today", MONDAY, None),
        ("ttr this week", MONDAY, None),
        ("ttr all", MONDAY, None),
    ],
)
def test_a_period_is_compared_with_the_one_just_before(
    store: Store, ask: Ask, text: str, now: str, baseline: tuple[str, str] | None
) -> None:
    first, last = date(2025, 12, 2), moment(now).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    desk(store, *(resolved(f"{day:%a} {day.day} {day:%b %Y} 08:00") for day in days), until=now)
    readout = ask(text, now)
    assert readout.reading is not None
    assert readout.reading.n == sum(readout.question.period.first <= day < readout.question.period.end for day in days)
    expected = tuple(map(date.fromisoformat, baseline)) if baseline else None
    assert baseline_days(readout) == expected
    if expected:
        assert readout.baseline is not None
        assert readout.baseline.sample.n == (expected[1] - expected[0]).days
        assert readout.change.absolute == 0
        assert not readout.change.significant
    else:
        assert readout.change.absolute is None


def test_a_change_is_this_value_less_the_earlier_one(store: Store, ask: Ask) -> None:
    """20–26 July: median of 2, 3 and 4 h is 3 h; 13–19 July: of 1, 2 and 9 h it is 2 h."""
    desk(
        store,
        *(resolved("Wed 22 Jul 2026 18:00", hours) for hours in (2, 3, 4)),
        *(resolved("Wed 15 Jul 2026 18:00", hours) for hours in (1, 2, 9)),
    )
    readout = ask("ttr last week")
    assert readout.reading is not None
    assert readout.baseline is not None
    assert (readout.reading.value, readout.baseline.sample.value) == (3 * HOUR, 2 * HOUR)
    assert (readout.change.absolute, readout.change.relative) == (HOUR, 0.5)
    assert readout.change.significant is False


def test_a_rate_that_fell_more_than_chance_explains_has_changed(store: Store, ask: Ask) -> None:
    """From 80 of 100 to 65 of 100: z = 2.375, p = 0.0175."""
    desk(
        store,
        *rated("Wed 22 Jul 2026 18:00", *[5] * 65, *[2] * 35),
        *rated("Wed 15 Jul 2026 18:00", *[4] * 80, *[1] * 20),
    )
    readout = ask("csat last week")
    assert readout.change.absolute == pytest.approx(-15)
    assert readout.change.significant is True
    assert not readout.few


def test_today_alone_has_no_comparison(store: Store, ask: Ask) -> None:
    desk(store, resolved("Mon 27 Jul 2026 08:00"), resolved("Sun 26 Jul 2026 08:00"))
    readout = ask("ttr today")
    assert readout.reading is not None
    assert (readout.reading.n, readout.baseline) == (1, None)
    assert readout.change.why == "the period has no whole day yet"


def test_all_time_has_nothing_before_it(store: Store, ask: Ask) -> None:
    desk(store, resolved("Mon 27 Jul 2026 08:00"), resolved("Sun 26 Jul 2026 08:00"))
    readout = ask("ttr all")
    assert readout.reading is not None
    assert readout.reading.n == 2
    assert readout.change.why == "all time has nothing before it"
    assert not readout.incomplete


def test_without_data_in_the_period_before_there_is_a_value_and_no_change(store: Store, ask: Ask) -> None:
    desk(store, resolved("Wed 22 Jul 2026 18:00"))
    readout = ask("ttr last week")
    assert readout.reading is not None
    assert readout.reading.value == HOUR
    assert readout.change.absolute is None
    assert readout.change.why == "no data for 13–19 July 2026"


@pytest.mark.parametrize(
    ("text", "now", "inside", "outside"),
    [
        # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
        ("ttr 2026-W13", "Mon 30 Mar 2026 09:00", "Sun 29 Mar 2026 23:59:59", "Mon 30 Mar 2026 00:00"),
        ("ttr 2026-W14", "Mon 6 Apr 2026 09:00", "Mon 30 Mar 2026 00:00", "Sun 29 Mar 2026 23:59:59"),
        ("ttr 2026-03-29", "Mon 30 Mar 2026 09:00", "Sun 29 Mar 2026 00:00", "Sat 28 Mar 2026 23:59:59"),
        ("ttr 2026-W43", "Mon 26 Oct 2026 09:00", "Sun 25 Oct 2026 23:59:59", "Mon 26 Oct 2026 00:00"),
        ("ttr 2026-10-25", "Mon 26 Oct 2026 09:00", "Sun 25 Oct 2026 00:00", "Sat 24 Oct 2026 23:59:59"),
    ],
)
def test_days_begin_at_local_midnight_also_when_the_clocks_change(
    store: Store, ask: Ask, text: str, now: str, inside: str, outside: str
) -> None:
    desk(store, resolved(inside, hours=2), resolved(outside, hours=5), until=now)
    readout = ask(text, now)
    assert readout.reading is not None
    assert (readout.reading.n, readout.reading.value) == (1, 2 * HOUR)


@pytest.mark.parametrize(("ratings", "few"), [(29, True), (30, False)])
def test_fewer_than_30_ratings_are_few(store: Store, ask: Ask, ratings: int, few: bool) -> None:
    desk(store, *rated("Wed 22 Jul 2026 18:00", *[5] * ratings))
    assert ask("csat last week").few is few


@pytest.mark.parametrize(("resolutions", "few"), [(0, False), (9, True), (10, False)])
def test_fewer_than_10_durations_are_few(store: Store, ask: Ask, resolutions: int, few: bool) -> None:
    desk(store, *(resolved("Wed 22 Jul 2026 18:00") for _ in range(resolutions)))
    assert ask("ttr last week").few is few


def test_what_is_usual_is_known_of_weeks_so_a_month_without_a_target_is_not_judged(store: Store, ask: Ask) -> None:
    desk(store, *(resolved(f"Wed {day} 2026 12:00") for day in ("3 Jun", "24 Jun", "22 Jul") for _ in range(20)))
    assert ask("ttr june").unjudged == ("no target is set, and what is usual is known for single weeks only")
