from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.date_formats import DateFormat, read_time
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.iso_times import IsoTimes
from kpi.ingest.columns.wall_clock import midnight, utc_midnight

NEW_YORK = ZoneInfo("America/New_York")
SUMMER = datetime(2024, 3, 10)  # Clocks go from 2:00 to 3:00 in New York.
WINTER = datetime(2024, 11, 3)  # And from 2:00 back to 1:00.


def seconds_after(text: str) -> int:
    time = read_time(f"00:00:00{text}")
    return time.seconds - (time.offset or 0)


def in_utc() -> IsoTimes:
    return IsoTimes(utc_midnight, seconds_after)


def in_new_york() -> IsoTimes:
    return IsoTimes(partial(midnight, zone=NEW_YORK), seconds_after)


walls = st.one_of(
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)),
    st.datetimes(SUMMER, SUMMER + timedelta(days=1)),
    st.datetimes(WINTER, WINTER + timedelta(days=1)),
)


@given(st.lists(walls.map("{:%Y-%m-%d %H:%M:%S}".format) | st.just(""), max_size=30))
def test_wall_times_are_read_as_one_by_one(texts: list[str]) -> None:
    alone = DateReader(DateFormat.YEAR_FIRST, NEW_YORK)

    assert in_new_york()(texts) == [alone.read(text) for text in texts]


@pytest.mark.parametrize(
    ("rest", "minutes_ahead"), [("Z", 0), ("+00:00", 0), ("+05:30", 330), ("-08:00", -480), (".250Z", 0)]
)
@given(times=st.lists(walls, min_size=1, max_size=30))
def test_what_is_after_the_seconds_counts_for_all(rest: str, minutes_ahead: int, times: list[datetime]) -> None:
    texts = [f"{time:%Y-%m-%dT%H:%M:%S}{rest}" for time in times]

    expected = [int(time.replace(tzinfo=UTC, microsecond=0).timestamp()) - minutes_ahead * 60 for time in times]

    assert in_utc()(texts) == expected


@pytest.mark.parametrize(
    "odd",
    [
        "2024-02-30 00:00:00",
        "2023-02-29 00:00:00",
        "2024-00-10 00:00:00",
        "2024-10-00 00:00:00",
        "2024-13-10 00:00:00",
        "2024-12-32 00:00:00",
        "2024-12-31 24:00:00",
        "2024-12-31 23:60:00",
        "2024-12-31 23:59:60",
        "1969-12-31 23:59:59",
        "2100-01-01 00:00:00",
        "2024-12-31T23:59:59",
        "2024/12/31 23:59:59",
        "2024-12-31 23.59.59",
        "2024-12-31 23:59:5 ",
        " 2024-12-31 3:59:59",
        "2024-12-31 23:59:59Z",
        "2024-12-31 23:59",
        "٢٠٢٤-12-31 23:59:59",
        "somewhen, long ago ",
    ],
)
def test_one_text_that_is_odd_is_refused_with_all(odd: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        in_utc()(["2024-12-31 23:59:59", odd])


def test_without_a_text_there_is_nothing() -> None:
    assert in_utc()([]) == []
    assert in_utc()(["", ""]) == [None, None]
