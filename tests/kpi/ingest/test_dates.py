from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.date_columns import DateColumn, DateEvidence, choose_formats
from kpi.ingest.dates import DateFormat, DateReader
from tests.kpi.ingest.conftest import BERLIN, NOW

ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")]


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def decide(day_first: bool | None = None, **columns: list[str]) -> dict[str, DateColumn | None]:
    readers = {written: DateReader(written, BERLIN) for written in DateFormat}
    evidence = {header: DateEvidence(readers, NOW) for header in columns}
    for header, values in columns.items():
        for value in values:
            evidence[header].observe(value)
    return choose_formats(evidence, day_first)


def decided(values: list[str], day_first: bool | None = None) -> DateColumn:
    column = decide(day_first, Opened=values)["Opened"]
    assert column is not None
    return column


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


def test_one_day_above_twelve_decides_for_the_whole_column() -> None:
    assert decided(["03/04/2026 09:00", "05/04/2026 09:00", "29/04/2026 09:00"]).format is DateFormat.DAY_FIRST
    assert decided(["03/04/2026 09:00", "05/04/2026 09:00", "04/29/2026 09:00"]).format is DateFormat.MONTH_FIRST


def test_a_column_that_leaves_it_open_follows_one_that_does_not() -> None:
    columns = decide(Opened=["03/04/2026 09:00"], Solved=["29/04/2026 09:00"])
    assert columns["Opened"] == DateColumn(
        DateFormat.DAY_FIRST, "like “Solved”, which leaves no doubt", utc(2026, 4, 3, 7), utc(2026, 4, 3, 7)
    )


def test_neighbours_that_contradict_each_other_decide_nothing() -> None:
    with pytest.raises(UserError, match="Opened"):
        decide(Opened=["03/04/2026"], Solved=["29/04/2026"], Updated=["04/29/2026"])


def test_a_column_that_nothing_decides_is_refused_with_the_two_ways_out() -> None:
    with pytest.raises(UserError, match="03/04/2026 09:12") as refusal:
        decided(["03/04/2026 09:12", "05/04/2026 10:00"])
    assert "--day-first" in refusal.value.hint
    assert "--month-first" in refusal.value.hint


def test_the_users_word_decides() -> None:
    assert decided(["03/04/2026 09:12"], day_first=True).first == utc(2026, 4, 3, 7, 12)
    assert decided(["03/04/2026 09:12"], day_first=False).first == utc(2026, 3, 4, 8, 12)


def test_the_users_word_is_refused_if_the_values_contradict_it() -> None:
    with pytest.raises(UserError, match="is not written month first") as refusal:
        decided([f"{day}/04/2026" for day in range(13, 25)], day_first=False)
    assert "without --month-first" in refusal.value.hint


def test_the_users_word_does_not_touch_what_is_written_year_first() -> None:
    assert decided(["2026-04-03 09:12"], day_first=True).format is DateFormat.YEAR_FIRST


def test_a_few_slips_do_not_spoil_a_column_and_many_do() -> None:
    good = [f"2026-04-{day:02d} 09:00" for day in range(1, 29)] * 4
    assert decided([*good, *["soon"] * 5]).format is DateFormat.YEAR_FIRST
    assert decide(Opened=[*good, *["soon"] * 8]) == {"Opened": None}
    assert decided(["2026-04-01", "2026-04-02", "soon"]).format is DateFormat.YEAR_FIRST
    assert decide(Opened=["2026-04-01", "soon"]) == {"Opened": None}


def test_dates_without_times_are_said_to_be_so() -> None:
    assert "whole days" in decided(["2026-04-01", "2026-04-02"]).why


def test_the_future_is_no_part_of_the_time_that_a_column_spans() -> None:
    column = decided(["2026-04-01 09:00", "2026-04-02 09:00", "2036-04-02 09:00"])
    assert (column.first, column.last) == (utc(2026, 4, 1, 7), utc(2026, 4, 2, 7))


def test_an_empty_column_is_no_obstacle() -> None:
    assert decided(["", "-"]) == DateColumn(DateFormat.YEAR_FIRST, "although it is empty", None, None)
