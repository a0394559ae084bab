"""A number over time. Asked on Monday 27 July 2026 unless said otherwise."""

from datetime import date
from itertools import pairwise

import pytest

from kpi.answering import series
from kpi.answering.series import MOST_POINTS, stretches
from kpi.period import parse
from kpi.span import Grain
from kpi.store import Store
from kpi.wording.sentences import notes
from tests.support.asking import HOUR, Ask, desk, resolved
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 27)


@pytest.mark.parametrize(
    ("text", "every", "count", "first", "last"),
    [
        ("last week", Grain.WEEK, 12, "2026-W19", "2026-W30"),
        ("30 days", Grain.WEEK, 5, "2026-06-22..2026-06-28", "2026-07-20..2026-07-26"),
        ("2026-07-09..2026-07-15", Grain.WEEK, 12, "2026-04-23..2026-04-29", "2026-07-09..2026-07-15"),
        ("yesterday", Grain.WEEK, 12, "2026-05-04..2026-05-10", "2026-07-20..2026-07-26"),
        ("june", Grain.WEEK, 5, "2026-W23", "2026-W27"),
        ("q2", Grain.WEEK, 14, "2026-W14", "2026-W27"),
        ("this month", Grain.WEEK, 5, "2026-W27", "2026-W31"),
        ("2026", Grain.MONTH, 7, "2026-01", "2026-07"),
        ("2025", Grain.MONTH, 12, "2025-01", "2025-12"),
        ("last week", Grain.MONTH, 12, "2025-08", "2026-07"),
        ("june", Grain.DAYS, 30, "2026-06-01", "2026-06-30"),
        ("this week", Grain.DAYS, 1, "2026-07-27", "2026-07-27"),
        ("yesterday", Grain.DAYS, 14, "2026-07-13", "2026-07-26"),
        ("all", Grain.WEEK, 100, "2024-W36", "2026-W31"),
    ],
)
def test_the_stretches_hold_the_period_or_end_with_it(
    text: str, every: Grain, count: int, first: str, last: str
) -> None:
    found = stretches(parse(text, TODAY, BERLIN), every, TODAY)
    assert (len(found), found[0].text, found[-1].text) == (count, first, last)
    assert all(one.end_at == next_one.start_at for one, next_one in pairwise(found))


@pytest.mark.parametrize(
    ("every", "since", "count", "first", "left_out"),
    [
        (Grain.WEEK, date(2026, 2, 2), 26, "2026-W06", 0),
        (Grain.MONTH, date(2026, 2, 2), 6, "2026-02", 0),
        (Grain.DAYS, date(2026, 2, 2), MOST_POINTS, "2026-04-19", 76),
        (Grain.DAYS, date(2026, 7, 27), 1, "2026-07-27", 0),
    ],
)
def test_all_time_begins_with_the_data_and_what_there_is_no_room_for_is_counted(
    every: Grain, since: date, count: int, first: str, left_out: int
) -> None:
    all_time = parse("all", TODAY, BERLIN)
    found = stretches(all_time, every, TODAY, since)
    assert (len(found), found[0].text) == (count, first)
    assert series.left_out(all_time, every, since) == left_out
    assert series.left_out(parse("2026", TODAY, BERLIN), every, since) == 0


def test_a_series_of_all_time_has_every_week_since_the_first_data(store: Store, ask: Ask) -> None:
    desk(store, resolved("Wed 4 Mar 2026 18:00"), resolved("Wed 22 Jul 2026 18:00"))
    weekly, daily = ask("ttr all weekly"), ask("ttr all daily")
    assert (weekly.series[0].period.text, len(weekly.series), weekly.series_left_out) == ("2026-W10", 22, 0)
    assert sum(each.sample.n for each in weekly.series) == 2
    assert daily.series_left_out == 139
    assert "The first 139 points of the series are not shown." in notes(daily)


def test_a_week_is_shown_with_the_weeks_before_from_the_first_that_has_data(store: Store, ask: Ask) -> None:
    desk(store, resolved("Wed 8 Jul 2026 18:00", 5), *(resolved("Wed 22 Jul 2026 18:00", each) for each in (1, 2, 3)))
    readout = ask("ttr last week")
    assert [(each.period.text, each.sample.n, each.sample.value) for each in readout.series] == [
        ("2026-W28", 1, 5 * HOUR),
        ("2026-W29", 0, None),
        ("2026-W30", 3, 2 * HOUR),
    ]
    assert not any(each.incomplete for each in readout.series)
    assert readout.reading is not None
    assert readout.series[-1].sample.value == readout.reading.value


def test_a_stretch_that_the_data_do_not_fill_is_incomplete(store: Store, ask: Ask) -> None:
    desk(store, resolved("Wed 15 Jul 2026 18:00"), resolved("Wed 22 Jul 2026 18:00"), until="Fri 24 Jul 2026 12:00")
    assert [each.incomplete for each in ask("ttr last week").series] == [False, True]


def test_this_week_is_incomplete_until_it_is_over(store: Store, ask: Ask) -> None:
    now = "Thu 30 Jul 2026 09:00"
    desk(store, resolved("Wed 22 Jul 2026 18:00"), resolved("Wed 29 Jul 2026 18:00"), until=now)
    points = ask("ttr this week", now).series
    assert [(each.period.label, each.incomplete) for each in points] == [
        ("week 2026-W30", False),
        ("week 2026-W31 so far", True),
    ]


def test_only_a_week_has_a_series_that_nobody_asked_for(store: Store, ask: Ask) -> None:
    desk(store, resolved("Wed 22 Jul 2026 18:00"), resolved("Wed 24 Jun 2026 18:00"))
    assert ask("ttr june").series == ()
    assert [each.sample.n for each in ask("ttr june weekly").series] == [1, 0]
    assert [each.sample.n for each in ask("ttr last week daily").series] == [1, 0, 0, 0, 0]
    assert ask("csat last week").series == ()


def test_a_day_of_a_series_is_a_local_day_also_when_the_clocks_change(store: Store, ask: Ask) -> None:
    now = "Mon 26 Oct 2026 09:00"
    desk(store, resolved("Sat 24 Oct 2026 23:59:59"), resolved("Sun 25 Oct 2026 23:59:59"), until=now)
    points = ask("ttr last week daily", now).series
    assert [(each.period.text, each.sample.n) for each in points] == [("2026-10-24", 1), ("2026-10-25", 1)]
