"""Business time worked out by hand: a table that a support lead can redo with a calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kpi.opening_hours.clock import BusinessClock, CalendarClock
from kpi.opening_hours.hours import parse

MON_FRI = "mon-fri 9-17"
LUNCH = "mon-fri 9:00-12:30 13:30-18:00"
NIGHTS = "mon-fri 22:00-06:00"
AROUND_TWO = "daily 01:30-02:30"
BAVARIA = "mon-fri 9-17, holidays of DE-BY"
US = "mon-fri 9-17, holidays of US"

BERLIN, NEW_YORK, KOLKATA = "Europe/Berlin", "America/New_York", "Asia/Kolkata"
LORD_HOWE, ST_JOHNS = "Australia/Lord_Howe", "America/St_Johns"
APIA, SAO_PAULO = "Pacific/Apia", "America/Sao_Paulo"

# What, the opening hours and their zone, from, to (local time; with an offset where clocks show it twice), how long.
CASES = [
    ("within a day", MON_FRI, BERLIN, "2026-07-15 10:00:00", "2026-07-15 11:30:15", "1:30:15"),
    (
        "opened before opening: counts from opening",
        MON_FRI,
        BERLIN,
        "2026-07-15 07:00:00",
        "2026-07-15 09:20:00",
        "0:20:00",
    ),
    ("answered before opening: no time", MON_FRI, BERLIN, "2026-07-15 07:00:00", "2026-07-15 08:59:59", "0:00:00"),
    ("answered at opening: no time", MON_FRI, BERLIN, "2026-07-15 07:00:00", "2026-07-15 09:00:00", "0:00:00"),
    ("a second after opening", MON_FRI, BERLIN, "2026-07-15 07:00:00", "2026-07-15 09:00:01", "0:00:01"),
    ("the last second of the day", MON_FRI, BERLIN, "2026-07-15 16:59:59", "2026-07-15 19:00:00", "0:00:01"),
    ("over night", MON_FRI, BERLIN, "2026-07-15 16:30:00", "2026-07-16 09:15:00", "0:45:00"),
    ("over a weekend", MON_FRI, BERLIN, "2026-07-17 16:00:00", "2026-07-20 10:00:00", "2:00:00"),
    ("all within a weekend", MON_FRI, BERLIN, "2026-07-18 10:00:00", "2026-07-19 18:00:00", "0:00:00"),
    ("a whole week", MON_FRI, BERLIN, "2026-07-15 12:00:00", "2026-07-22 12:00:00", "40:00:00"),
    ("no time at all", MON_FRI, BERLIN, "2026-07-15 12:00:00", "2026-07-15 12:00:00", "0:00:00"),
    ("over the lunch break", LUNCH, BERLIN, "2026-07-15 12:00:00", "2026-07-15 14:00:00", "1:00:00"),
    ("within the lunch break", LUNCH, BERLIN, "2026-07-15 12:40:00", "2026-07-15 13:20:00", "0:00:00"),
    (
        "overlapping intervals once",
        "mon 9-13, mon 12-17",
        BERLIN,
        "2026-07-13 00:00:00",
        "2026-07-14 00:00:00",
        "8:00:00",
    ),
    ("through the night", NIGHTS, BERLIN, "2026-07-15 21:00:00", "2026-07-16 07:00:00", "8:00:00"),
    ("Friday's night ends on Saturday", NIGHTS, BERLIN, "2026-07-17 23:00:00", "2026-07-19 12:00:00", "7:00:00"),
    ("round the clock", "24/7", BERLIN, "2026-07-15 23:59:59", "2026-07-18 00:00:01", "48:00:02"),
    ("over the new year", "24/7", KOLKATA, "2026-12-31 23:00:00", "2027-01-01 01:00:00", "2:00:00"),
    ("over the new year, which is worked", MON_FRI, NEW_YORK, "2026-12-31 16:00:00", "2027-01-01 10:00:00", "2:00:00"),
    ("half an hour beside UTC", MON_FRI, KOLKATA, "2026-07-15 08:45:00", "2026-07-15 09:45:00", "0:45:00"),
    # Clocks go forward from 02:00 to 03:00 on 29 March 2026 in Berlin, and back from 03:00 to 02:00 on 25 October.
    ("the day of 23 hours", "24/7", BERLIN, "2026-03-29 00:00:00", "2026-03-30 00:00:00", "23:00:00"),
    ("the day of 25 hours", "24/7", BERLIN, "2026-10-25 00:00:00", "2026-10-26 00:00:00", "25:00:00"),
    (
        "office hours when clocks went forward",
        "daily 9-17",
        BERLIN,
        "2026-03-28 16:00:00",
        "2026-03-29 10:00:00",
        "2:00:00",
    ),
    ("02:00–02:30 is skipped", AROUND_TWO, BERLIN, "2026-03-29 00:00:00", "2026-03-30 00:00:00", "0:30:00"),
    ("02:00–02:30 comes twice", AROUND_TWO, BERLIN, "2026-10-25 00:00:00", "2026-10-26 00:00:00", "1:30:00"),
    ("closed between the two", AROUND_TWO, BERLIN, "2026-10-25 02:30:00+02:00", "2026-10-25 02:00:00+01:00", "0:00:00"),
    ("from the first to the second", AROUND_TWO, BERLIN, "2026-10-25 02:15+02:00", "2026-10-25 02:15+01:00", "0:30:00"),
    ("all of it is skipped", "daily 02:10-02:50", BERLIN, "2026-03-28 12:00:00", "2026-03-29 12:00:00", "0:00:00"),
    ("the night that is an hour short", "sat 22-6", BERLIN, "2026-03-28 20:00:00", "2026-03-29 12:00:00", "7:00:00"),
    ("the night that is an hour long", "sat 22-6", BERLIN, "2026-10-24 20:00:00", "2026-10-25 12:00:00", "9:00:00"),
    # Lord Howe Island changes by half an hour: back from 02:00 to 01:30 on 5 April 2026, forward to 02:30 on 4 October.
    ("01:30–02:00 comes twice", AROUND_TWO, LORD_HOWE, "2026-04-05 00:00:00", "2026-04-06 00:00:00", "1:30:00"),
    ("02:00–02:30 alone is skipped", AROUND_TWO, LORD_HOWE, "2026-10-04 00:00:00", "2026-10-05 00:00:00", "0:30:00"),
    # St. John's, three and a half hours behind, went back from 00:01 to 23:01 on 7 November 2010.
    ("a midnight that comes twice", "sat 23-24", ST_JOHNS, "2010-11-06 12:00:00", "2010-11-08 00:00:00", "1:59:00"),
    ("its minute after midnight, too", "sun 0-1", ST_JOHNS, "2010-11-06 12:00:00", "2010-11-08 00:00:00", "1:01:00"),
    # Apia had no Friday 30 December 2011.
    ("a Friday that never was", MON_FRI, APIA, "2011-12-29 16:00:00", "2012-01-02 10:00:00", "2:00:00"),
    # São Paulo went from midnight straight to 01:00 on 4 November 2018, and back from midnight to 23:00 on 17 February.
    ("a day that begins at 01:00", "sun 0-2", SAO_PAULO, "2018-11-03 12:00:00", "2018-11-05 00:00:00", "1:00:00"),
    (
        "an evening of two hours for one",
        "sat 23-24",
        SAO_PAULO,
        "2018-02-17 12:00:00",
        "2018-02-19 00:00:00",
        "2:00:00",
    ),
    # 6 January is a holiday in Bavaria, and not in Hesse; in 2026 it is a Tuesday.
    ("Epiphany in Bavaria", BAVARIA, BERLIN, "2026-01-05 16:00:00", "2026-01-07 10:00:00", "2:00:00"),
    (
        "not in Hesse",
        "mon-fri 9-17, holidays of DE-HE",
        BERLIN,
        "2026-01-05 16:00:00",
        "2026-01-07 10:00:00",
        "10:00:00",
    ),
    (
        "worked after all",
        f"{BAVARIA}, open 2026-01-06",
        BERLIN,
        "2026-01-05 16:00:00",
        "2026-01-07 10:00:00",
        "10:00:00",
    ),
    ("a day of one's own", f"{MON_FRI}, closed 2026-07-15", BERLIN, "2026-07-14 16:00", "2026-07-16 10:00", "2:00:00"),
    ("from Christmas to Monday", BAVARIA, BERLIN, "2026-12-24 16:00:00", "2026-12-28 10:00:00", "2:00:00"),
    (
        "a holiday ends the night before",
        f"{NIGHTS}, holidays of DE",
        BERLIN,
        "2026-04-30 12:00",
        "2026-05-02 12:00",
        "8:00:00",
    ),
    ("Independence Day on a Saturday: Friday", US, NEW_YORK, "2026-07-02 16:00:00", "2026-07-06 10:00:00", "2:00:00"),
    ("New Year's Day on a Saturday: 31 December", US, NEW_YORK, "2021-12-30 16:00", "2022-01-03 10:00", "2:00:00"),
]


@pytest.mark.parametrize(("what", "hours", "zone", "start", "end", "open_time"), CASES, ids=[case[0] for case in CASES])
def test_the_open_time_between_two_instants(
    what: str, hours: str, zone: str, start: str, end: str, open_time: str
) -> None:
    elapsed = clock(hours, zone).elapsed(instants(zone, start), instants(zone, end))

    assert as_time(int(elapsed[0])) == open_time, what


# The opening hours, from, so many minutes, when they are over: all in Berlin.
TIME_IS_UP = [
    ("within the day", MON_FRI, "2026-07-15 10:00:00", 60, "2026-07-15 11:00:00"),
    ("on the next day", MON_FRI, "2026-07-15 16:30:00", 60, "2026-07-16 09:30:00"),
    ("at closing time, not at the next opening", MON_FRI, "2026-07-15 16:00:00", 60, "2026-07-15 17:00:00"),
    ("from opening", MON_FRI, "2026-07-15 03:00:00", 60, "2026-07-15 10:00:00"),
    ("from Monday's opening", MON_FRI, "2026-07-18 12:00:00", 60, "2026-07-20 10:00:00"),
    ("nothing to wait for, though closed", MON_FRI, "2026-07-18 12:00:00", 0, "2026-07-18 12:00:00"),
    ("after a holiday", BAVARIA, "2026-01-05 16:30:00", 60, "2026-01-07 09:30:00"),
    ("in the second 02:15", AROUND_TWO, "2026-10-25 01:30:00", 75, "2026-10-25 02:15:00+01:00"),
    ("a year of weeks later", "mon 9-10", "2026-07-13 09:00:00", 60 * 60, "2027-08-30 10:00:00"),
]


@pytest.mark.parametrize(("what", "hours", "start", "minutes", "end"), TIME_IS_UP, ids=[case[0] for case in TIME_IS_UP])
def test_when_so_much_open_time_has_passed(what: str, hours: str, start: str, minutes: int, end: str) -> None:
    reached = clock(hours, BERLIN).reached(instants(BERLIN, start), minutes * 60)

    assert reached.tolist() == instants(BERLIN, end).tolist(), what


def test_each_instant_can_have_its_own_time_to_wait() -> None:
    start = instants(BERLIN, "2026-07-15 10:00", "2026-07-15 16:30")

    reached = clock(MON_FRI, BERLIN).reached(start, np.array([60, 3600], np.int64))

    assert reached.tolist() == instants(BERLIN, "2026-07-15 10:01", "2026-07-16 09:30").tolist()


def test_a_team_is_open_from_opening_up_to_but_not_at_closing() -> None:
    at = instants(
        BERLIN, "2026-07-15 08:59:59", "2026-07-15 09:00", "2026-07-15 16:59:59", "2026-07-15 17:00", "2026-07-18 12:00"
    )

    assert clock(MON_FRI, BERLIN).is_open(at).tolist() == [False, True, True, False, False]


def test_a_team_is_open_at_both_of_the_instants_that_clocks_show_twice() -> None:
    at = instants(BERLIN, "2026-10-25 02:29+02:00", "2026-10-25 02:30+02:00", "2026-10-25 02:29+01:00")

    assert clock(AROUND_TWO, BERLIN).is_open(at).tolist() == [True, False, True]


def test_years_that_are_asked_for_later_are_counted_like_those_asked_for_first() -> None:
    one = clock(BAVARIA, BERLIN)
    ends = ["2026-02-01", "2019-02-01", "2031-02-01", "2024-02-01"]

    elapsed = [one.elapsed(instants(BERLIN, f"{end[:4]}-01-01"), instants(BERLIN, end)).tolist() for end in ends]

    assert elapsed == [
        clock(BAVARIA, BERLIN).elapsed(instants(BERLIN, f"{end[:4]}-01-01"), instants(BERLIN, end)).tolist()
        for end in ends
    ]


def test_no_instants_take_no_time() -> None:
    none = np.empty(0, np.int64)
    one = clock(MON_FRI, BERLIN)

    assert one.elapsed(none, none).tolist() == one.reached(none, 60).tolist() == one.is_open(none).tolist() == []


def test_a_year_without_a_single_open_day_is_waited_through() -> None:
    hours = f"{MON_FRI}, closed 2026-01-01..2026-12-31"

    reached = clock(hours, BERLIN).reached(instants(BERLIN, "2026-01-01"), 60)

    assert reached.tolist() == instants(BERLIN, "2027-01-01 09:01").tolist()


def test_instants_before_1970_and_after_2199_are_refused() -> None:
    one = clock(MON_FRI, BERLIN)

    for instant in (-1, 7_258_118_400):
        with pytest.raises(ValueError, match="1970 to 2199"):
            one.is_open(np.array([instant], np.int64))
    assert one.is_open(np.array([0, 7_258_118_399], np.int64)).tolist() == [False, False]


def test_more_open_time_than_there_is_and_less_than_none_are_refused() -> None:
    one, start = clock("mon 9:00-9:01", BERLIN), instants(BERLIN, "2026-07-15")

    with pytest.raises(ValueError, match="do not pass"):
        one.reached(start, 10_000 * 60)
    with pytest.raises(ValueError, match="negative"):
        one.reached(start, -1)


def test_the_calendar_clock_always_runs() -> None:
    start = instants(BERLIN, "2026-03-28 12:00", "2026-07-18 12:00")
    end = instants(BERLIN, "2026-03-29 12:00", "2026-07-18 12:01")

    assert CalendarClock().elapsed(start, end).tolist() == [23 * 3600, 60]
    assert CalendarClock().reached(start, 60).tolist() == (start + 60).tolist()
    assert CalendarClock().is_open(start).tolist() == [True, True]


def clock(hours: str, zone: str) -> BusinessClock:
    return BusinessClock(parse(hours, ZoneInfo(zone)))


def instants(zone: str, *local: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    walls = map(datetime.fromisoformat, local)
    moments = [wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone)) for wall in walls]
    return np.array([int(moment.timestamp()) for moment in moments], np.int64)


def as_time(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
