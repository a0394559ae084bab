from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.date_formats import DateFormat
from kpi.ingest.columns.dates import DateReader, combine, read_times
from tests.kpi.ingest.conftest import BERLIN

ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")]


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (DateFormat.YEAR_FIRST, "2026-02-09T07:05:00Z"),
        (DateFormat.YEAR_FIRST, "2026-02-09T08:05:00+01:00"),
        (DateFormat.YEAR_FIRST, "2026-02-09T02:05:00.123-0500"),
        (DateFormat.YEAR_FIRST, "2026-02-09 07:05:00 UTC"),
        (DateFormat.YEAR_FIRST, "2026-02-09 08:05:00"),
        (DateFormat.YEAR_FIRST, "2026-02-09 8:05"),
        (DateFormat.YEAR_FIRST, "2026/2/9 08:05"),
        (DateFormat.DAY_FIRST, "09/02/2026 08:05"),
        (DateFormat.DAY_FIRST, "9.2.2026 08:05:00"),
        (DateFormat.DAY_FIRST, "09-02-2026 08:05"),
        (DateFormat.MONTH_FIRST, "2/9/2026 8:05:00 AM"),
        (DateFormat.MONTH_FIRST, "02/09/2026, 8:05\u202fam"),
        (DateFormat.UNIX_SECONDS, "1770620700"),
        (DateFormat.UNIX_SECONDS, "1770620700.0"),
        (DateFormat.UNIX_MILLISECONDS, "1770620700999"),
        (DateFormat.UNIX_MILLISECONDS, "1770620700999.5"),
        (DateFormat.YEAR_FIRST, "2026-02-09 09:05 UTC+2"),
        (DateFormat.YEAR_FIRST, "2026-02-09 02:05:00 GMT-5"),
        (DateFormat.YEAR_FIRST, "2026-02-09 07:05:00 (UTC)"),
        (DateFormat.YEAR_FIRST, "2026-02-09 08:05:00 GMT+0100 (Central European Standard Time)"),
        (DateFormat.YEAR_FIRST, "2026-02-09\u00a008:05"),
        (DateFormat.YEAR_FIRST, "2026-02-09T08:05:00.123456"),
        (DateFormat.DAY_FIRST, "9/2/26 8:05"),
        (DateFormat.MONTH_FIRST, "2/9/26 8:05 a.m."),
        (DateFormat.MONTH_FIRST, "02/09/2026 08:05:00 AM"),
        (DateFormat.MONTH_NAMED, "Mon, 09 Feb 2026 08:05:00 +0100"),
        (DateFormat.MONTH_NAMED, "Mon, 9 Feb 2026 07:05:00 GMT"),
        (DateFormat.MONTH_NAMED, "9 Feb 2026 08:05"),
        (DateFormat.MONTH_NAMED, "09-Feb-2026 08:05:00"),
        (DateFormat.MONTH_NAMED, "09/Feb/26 8:05 AM"),
        (DateFormat.MONTH_NAMED, "Feb 9, 2026, 8:05 AM"),
        (DateFormat.MONTH_NAMED, "February 9th, 2026 at 8:05\u202fAM"),
        (DateFormat.MONTH_NAMED, "Mon Feb 09 2026 08:05:00 GMT+0100 (CET)"),
        (DateFormat.SERIAL_DAYS, "46062.336805555555"),
        (DateFormat.SERIAL_DAYS, "46062,33681"),
    ],
)
def test_one_moment_in_many_ways(written: DateFormat, text: str) -> None:
    assert DateReader(written, BERLIN).read(text) == utc(2026, 2, 9, 7, 5)


@pytest.mark.parametrize("text", ["", " ", "-", "?", "N/A", "n/a", "null", "None", "—"])
def test_what_stands_for_nothing(text: str) -> None:
    assert DateReader(DateFormat.YEAR_FIRST, BERLIN).read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "2026-02-30 10:00", "2026-13-01", "2026-02-09 24:00", "2026-02-09 10:60", "2026-02-09 10:00:60",
        "2026-02-09 13:00 PM", "2026-02-09 10", "26-02-09 10:00", "0001-01-01 00:00", "9999-12-31", "2026-02/09",
        "٢٠٢٦-02-09", "2026-02-09 10:00 EST", "12:30:00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date or time|no hour|day is out of range|month must be in"):
        DateReader(DateFormat.YEAR_FIRST, BERLIN).read(text)


def test_noon_and_midnight_on_a_clock_of_twelve_hours() -> None:
    reader = DateReader(DateFormat.MONTH_FIRST, ZoneInfo("UTC"))
    assert reader.read("2/9/2026 12:00 AM") == utc(2026, 2, 9)
    assert reader.read("2/9/2026 12:30 PM") == utc(2026, 2, 9, 12, 30)


def test_a_time_that_the_clocks_skip_is_the_next_that_there_is() -> None:
    reader = DateReader(DateFormat.YEAR_FIRST, BERLIN)
    after_the_gap = utc(2026, 3, 29, 1)
    assert reader.read("2026-03-29 01:59:59") == after_the_gap - 1
    assert reader.read("2026-03-29 02:00") == reader.read("2026-03-29 02:59:59") == after_the_gap
    assert reader.read("2026-03-29 03:00") == after_the_gap


def test_a_time_that_occurs_twice_is_its_first() -> None:
    reader = DateReader(DateFormat.YEAR_FIRST, BERLIN)
    assert reader.read("2026-10-25 02:30") == utc(2026, 10, 25, 0, 30)
    assert reader.read("2026-10-25 03:00") == utc(2026, 10, 25, 2)


def test_a_midnight_that_the_clocks_skip() -> None:
    reader = DateReader(DateFormat.YEAR_FIRST, ZoneInfo("America/Sao_Paulo"))
    assert reader.read("2018-11-04 00:30") == reader.read("2018-11-04 01:00") == utc(2018, 11, 4, 3)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from(ZONES),
)
def test_a_moment_written_in_any_zone_comes_back(moment: datetime, zone: ZoneInfo) -> None:
    reader = DateReader(DateFormat.YEAR_FIRST, zone)
    instant = int(moment.replace(tzinfo=UTC).timestamp())
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    if not local.fold:
        assert reader.read(f"{local:%Y-%m-%d %H:%M:%S}") == instant
    assert reader.read(local.isoformat()) == instant


@pytest.mark.parametrize(
    ("written", "text", "day"),
    [
        (DateFormat.MONTH_NAMED, "December 31, 2024", (2024, 12, 31)),
        (DateFormat.MONTH_NAMED, "31 Sept 2024", None),
        (DateFormat.MONTH_NAMED, "30 Sept 2024", (2024, 9, 30)),
        (DateFormat.MONTH_NAMED, "31 Dez 2024", None),
        (DateFormat.SERIAL_DAYS, "45657", (2024, 12, 31)),
        (DateFormat.SERIAL_DAYS, "32874", (1990, 1, 1)),
        (DateFormat.SERIAL_DAYS, "32873", None),
        (DateFormat.SERIAL_DAYS, "65746", None),
        (DateFormat.SERIAL_DAYS, "4_657", None),
        (DateFormat.SERIAL_DAYS, "45657.1e3", None),
        (DateFormat.DAY_FIRST, "31/12/69", (2069, 12, 31)),
        (DateFormat.DAY_FIRST, "31/12/70", (1970, 12, 31)),
        (DateFormat.DAY_FIRST, "31/12/024", None),
        (DateFormat.UNIX_SECONDS, "4102444800", None),
        (DateFormat.UNIX_SECONDS, "165902385", (1975, 4, 5)),
        (DateFormat.UNIX_SECONDS, "1_65902385", None),
    ],
)
def test_days(written: DateFormat, text: str, day: tuple[int, int, int] | None) -> None:
    instants, bad = DateReader(written, ZoneInfo("UTC")).column([text])
    midnight = None if instants[0] is None else instants[0] // 86_400 * 86_400
    assert (midnight, bad) == ((None, [0]) if day is None else (utc(*day), []))


def test_the_days_of_spreadsheets_are_by_the_clocks_of_the_zone() -> None:
    reader = DateReader(DateFormat.SERIAL_DAYS, BERLIN)
    assert reader.column(["46202.5", "46202.5.1", "46202", ""]) == (
        [utc(2026, 6, 29, 10), None, utc(2026, 6, 28, 22), None],
        [1],
    )


def test_a_column_on_days_on_which_clocks_are_changed() -> None:
    texts = ["2026-03-29 00:00", "2026-03-29 02:30", "2026-03-29 12:00", "2026-10-25 02:30", "2026-10-25 12:00"]
    assert DateReader(DateFormat.YEAR_FIRST, BERLIN).column(texts) == (
        [utc(2026, 3, 28, 23), utc(2026, 3, 29, 1), utc(2026, 3, 29, 10), utc(2026, 10, 25, 0, 30),
         utc(2026, 10, 25, 11)],
        [],
    )  # fmt: skip


def test_what_is_odd_in_a_long_column_is_found_by_its_place() -> None:
    texts = [f"2026-04-{1 + place % 28:02} 09:00:00" for place in range(4_000)]
    odd = {0: "", 1: " 2026-04-01 09:00 ", 77: "soon", 1_000: "-", 1_001: "2026-04-01T07:00:00.5Z", 3_999: "2026-04-31"}
    for place, text in odd.items():
        texts[place] = text
    instants, bad = DateReader(DateFormat.YEAR_FIRST, BERLIN).column(texts)
    assert bad == [77, 3_999]
    assert [place for place, instant in enumerate(instants) if instant is None] == [0, 77, 1_000, 3_999]
    assert instants[1] == instants[1_001] == instants[28] == utc(2026, 4, 1, 7)


@pytest.mark.parametrize("texts", [[], ["", ""], ["-", "n/a", " "]])
@pytest.mark.parametrize("written", DateFormat)
def test_columns_without_values(written: DateFormat, texts: list[str]) -> None:
    assert DateReader(written, BERLIN).column(texts) == ([None] * len(texts), [])


DAYS = ["2026-03-29", "2026-3-9", "29/03/2026", "9/3/26", "12/31/2025", "29 Mar 2026", "Sun, 29 Mar 2026",
        "March 29, 2026,", "2026-13-01", "", "-", "n/a", "soon"]  # fmt: skip
SEPARATORS = ["", " ", "  ", "T", "t", ", ", ",", "\u00a0", "\n", " at "]
TIMES = ["", "02:30", "2:30:05", "02:30:05.123", "02:30:05.123456", "12:05 AM", "12:05:30 PM", "8:05\u202fpm",
         "02:30:05Z", "02:30+01:00", "02:30:05.5-0500", "02:30 UTC", "24:00", "12:60", "T10:00", "x"]  # fmt: skip
NUMBERS = ["1659023854", "165902385", "1659023854.0", "1659023854000", "45657", "45657.5", "45657,25", "45657.1.2",
           "456571", ".5", ".", "1_0", "٤5657", "0"]  # fmt: skip
written_somehow = st.one_of(
    st.builds(
        lambda *parts: "".join(parts), st.sampled_from(DAYS), st.sampled_from(SEPARATORS), st.sampled_from(TIMES)
    ),
    st.sampled_from(NUMBERS),
    st.text(max_size=12),
    st.sampled_from([" 2026-03-29 02:30 ", " "]),
)


@given(
    st.sampled_from(DateFormat),
    st.sampled_from(ZONES),
    st.lists(written_somehow, min_size=1, max_size=4),
    st.integers(1, 40),
)
def test_a_column_is_what_each_of_its_values_is(
    written: DateFormat, zone: ZoneInfo, texts: list[str], times: int
) -> None:
    def alone(text: str) -> tuple[int | None, bool]:
        try:
            return DateReader(written, zone).read(text), False
        except ValueError:
            return None, True

    column, each = texts * times, [alone(text) for text in texts] * times
    assert DateReader(written, zone).column(column) == (
        [instant for instant, _ in each],
        [place for place, (_, is_bad) in enumerate(each) if is_bad],
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7:05", 25_500), ("07:05:30", 25_530), ("7:05 PM", 68_700), ("1899-12-30 07:05:00", 25_500), ("", None)],
)
def test_times_of_the_day_alone(text: str, seconds: int | None) -> None:
    assert read_times([text]) == ([seconds], [])


def test_what_is_no_time_of_the_day() -> None:
    assert read_times(["25:00", "7:05", "noon", "2026-02-09"]) == ([None, 25_500, None, None], [0, 2, 3])


@pytest.mark.parametrize(
    ("day", "time", "together"),
    [
        ("2024-03-04", "7:05", "2024-03-04 7:05"),
        ("2024-03-04 00:00:00", "07:05:00", "2024-03-04 07:05:00"),
        ("2024-03-04T00:00:00", "1899-12-30 07:05:00", "2024-03-04 07:05:00"),
        ("3/4/2024 12:00:00 AM", "7:05 PM", "3/4/2024 7:05 PM"),
        ("Mar 4, 2024", "7:05", "Mar 4, 2024 7:05"),
        ("2024-03-04", "", "2024-03-04"),
        ("2024-03-04", "-", "2024-03-04"),
        ("", "7:05", ""),
        ("n/a", "7:05", ""),
    ],
)
def test_a_date_and_a_time_in_two_columns(day: str, time: str, together: str) -> None:
    assert combine([day], [time]) == [together]
