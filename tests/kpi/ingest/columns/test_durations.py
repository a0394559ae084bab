from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.durations import (
    SECONDS,
    DurationColumn,
    DurationReader,
    DurationSurvey,
    DurationUnit,
    Instants,
    is_business_hours,
    looks_like_duration,
    unit_of,
)

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def decide(
    texts: Sequence[str], header: str = "Resolution time", compare: tuple[Instants, Instants] | None = None
) -> DurationColumn | None:
    survey = DurationSurvey()
    survey.observe(texts)
    return survey.decide(header, compare)


def unit(texts: Sequence[str], header: str = "Resolution time") -> DurationUnit | None:
    decided = decide(texts, header)
    return None if decided is None else decided.unit


@pytest.mark.parametrize(
    ("written", "text", "seconds"),
    [
        (DurationUnit.SECONDS, "90", 90),
        (DurationUnit.SECONDS, "90.5", 90.5),
        (DurationUnit.SECONDS, "1,234.5", 1_234.5),
        (DurationUnit.SECONDS, "9e-05", 0.00009),
        (DurationUnit.MILLISECONDS, "1500", 1.5),
        (DurationUnit.MINUTES, "1.5", 90),
        (DurationUnit.HOURS, " 2 ", 2 * HOUR),
        (DurationUnit.DAYS, "0.5", DAY / 2),
        (DurationUnit.CLOCK, "02:05", 2 * HOUR + 5 * MINUTE),
        (DurationUnit.CLOCK, "0:02:05", 125),
        (DurationUnit.CLOCK, "26:03:04.5", 26 * HOUR + 184.5),
        (DurationUnit.CLOCK, "1234:00:00", 1_234 * HOUR),
        (DurationUnit.CLOCK, "1 day, 02:03:04", DAY + 2 * HOUR + 184),
        (DurationUnit.CLOCK, "2 days 00:00:30", 2 * DAY + 30),
        (DurationUnit.CLOCK, "0", 0),
        (DurationUnit.WORDS, "1 hour 2 minutes", HOUR + 2 * MINUTE),
        (DurationUnit.WORDS, "2h 5m", 2 * HOUR + 5 * MINUTE),
        (DurationUnit.WORDS, "2h5m", 2 * HOUR + 5 * MINUTE),
        (DurationUnit.WORDS, "1d 3h", DAY + 3 * HOUR),
        (DurationUnit.WORDS, "45 min", 45 * MINUTE),
        (DurationUnit.WORDS, "1.5 Hours", 1.5 * HOUR),
        (DurationUnit.WORDS, "1 week, 2 days and 30 sec.", 9 * DAY + 30),
        (DurationUnit.ISO, "PT1H2M", HOUR + 2 * MINUTE),
        (DurationUnit.ISO, "P1DT2H", DAY + 2 * HOUR),
        (DurationUnit.ISO, "PT1.5S", 1.5),
        (DurationUnit.ISO, "PT0S", 0),
    ],
)
def test_ways_to_write_a_length_of_time(written: DurationUnit, text: str, seconds: float) -> None:
    (read,), bad = DurationReader(written).column([text])
    assert read == pytest.approx(seconds)
    assert not bad


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (DurationUnit.MINUTES, "-5"), (DurationUnit.MINUTES, "soon"), (DurationUnit.MINUTES, "1,5"),
        (DurationUnit.MINUTES, "."), (DurationUnit.MINUTES, "inf"), (DurationUnit.MINUTES, "1_0"),
        (DurationUnit.CLOCK, "-00:05:00"), (DurationUnit.CLOCK, "-1 day, 23:59:00"), (DurationUnit.CLOCK, "00:61"),
        (DurationUnit.CLOCK, "45"), (DurationUnit.WORDS, "4 months"), (DurationUnit.WORDS, "-5 min"),
        (DurationUnit.WORDS, "5"), (DurationUnit.ISO, "P"), (DurationUnit.ISO, "PT"), (DurationUnit.ISO, "P1M"),
        (DurationUnit.ISO, "-PT5M"),
    ],
)  # fmt: skip
def test_what_is_negative_or_not_in_the_unit_is_bad(written: DurationUnit, text: str) -> None:
    assert DurationReader(written).column(["", text, "-"]) == ([None, None, None], [1])


@given(
    st.sampled_from(DurationUnit),
    st.lists(
        st.one_of(
            st.integers(0, 10**6).map(str), st.sampled_from(["", "-", "1.5", "2h", "1:30", "-3", " 7 ", "PT1H", "٣"])
        )
    ),
)
def test_a_column_is_what_each_of_its_values_is(written: DurationUnit, texts: list[str]) -> None:
    alone = [DurationReader(written).column([text]) for text in texts]
    assert DurationReader(written).column(texts) == (
        [seconds for (seconds,), _ in alone],
        [place for place, (_, bad) in enumerate(alone) if bad],
    )


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("First response time (in hrs)", DurationUnit.HOURS),
        ("First reply time in minutes", DurationUnit.MINUTES),
        ("First reply time in minutes within business hours", DurationUnit.MINUTES),
        ("Resolution time [mins]", DurationUnit.MINUTES),
        ("handle_time_seconds", DurationUnit.SECONDS),
        ("firstReplyHours", DurationUnit.HOURS),
        ("Time to close (h)", DurationUnit.HOURS),
        ("ttr_s", DurationUnit.SECONDS),
        ("Wait (ms)", DurationUnit.MILLISECONDS),
        ("Days to close", DurationUnit.DAYS),
        ("Resolution time", None),
        ("Resolution time (calendar hours)", None),
        ("Second response time", None),
        ("Themes", None),
    ],
)
def test_the_unit_that_a_name_says(header: str, unit: DurationUnit | None) -> None:
    assert unit_of(header) is unit


@pytest.mark.parametrize(
    "header",
    ["First reply time in minutes within business hours", "business_duration", "business_stc", "Resolution time (BH)",
     "Business hours", "Resolution time (business)", "Time in office hours"],
)  # fmt: skip
def test_durations_that_leave_closed_hours_out(header: str) -> None:
    assert is_business_hours(header)


@pytest.mark.parametrize("header", ["Resolution time", "Business unit", "Service time", "First response time (in hrs)"])
def test_durations_in_calendar_time(header: str) -> None:
    assert not is_business_hours(header)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["26:03:04", "", "0:05", "-00:01:00"], DurationUnit.CLOCK),
        (["1 hour 2 minutes", "45 min"], DurationUnit.WORDS),
        (["PT1H", "PT20M"], DurationUnit.ISO),
        (["1:00", "2:00", "3:00", "soon", "later"], DurationUnit.CLOCK),
        (["soon", "later"], None),
        (["2026-04-01 09:00", "2026-04-01 10:00"], None),
        (["", "-"], None),
        ([], None),
    ],
)
def test_the_form_of_a_column_is_that_of_its_values(texts: list[str], expected: DurationUnit | None) -> None:
    assert unit(texts) is expected
    assert unit(texts, "Resolution time (in hrs)") is expected


def test_the_unit_of_plain_numbers_is_that_of_the_name() -> None:
    decided = decide(["12", "3.5"], "Resolution time (in hrs)")
    assert decided is not None
    assert (decided.unit, decided.sure, decided.why) == (DurationUnit.HOURS, True, "as its name says")


@pytest.mark.parametrize("written", SECONDS)
def test_without_a_name_the_unit_is_that_of_the_dates_in_the_same_rows(written: DurationUnit) -> None:
    opened = [1_780_000_000 + 7_919 * row for row in range(50)]
    solved = [start + 3_600 * (3 + row) for row, start in enumerate(opened)]
    numbers = [f"{(end - start) / SECONDS[written]:.2f}" for start, end in zip(opened, solved, strict=True)]
    decided = decide(["", *numbers], compare=([None, *opened], [1_780_000_000, *solved]))
    assert decided is not None
    assert (decided.unit, decided.sure) == (written, True)


def test_a_unit_that_is_known_beforehand_is_that_of_plain_numbers_alone() -> None:
    numbers, clocks = DurationSurvey(), DurationSurvey()
    numbers.observe(["1,5", "2", ""])
    clocks.observe(["01:30:00", "26:00:00"])
    counted = numbers.decide("Resolution time in minutes", said=DurationUnit.HOURS)
    written = clocks.decide("Resolution time", said=DurationUnit.HOURS)
    assert counted is not None
    assert written is not None
    assert counted.reader.column(["1,5"]) == ([5_400], [])
    assert (written.unit, written.reader.column(["01:30:00"])) == (DurationUnit.CLOCK, ([5_400], []))


def test_dates_that_agree_with_no_unit_leave_a_guess() -> None:
    numbers = [str(40 + 17 * row % 400) for row in range(50)]
    decided = decide(numbers, compare=([0] * 50, [31 + 977 * row for row in range(50)]))
    assert decided is not None
    assert not decided.sure


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["0.5", "26", "4"], DurationUnit.HOURS),
        (["120", "1440", "95"], DurationUnit.MINUTES),
        (["5400", "86400", "3600"], DurationUnit.SECONDS),
        (["5400000", "86400000"], DurationUnit.MILLISECONDS),
        (["0", "0"], DurationUnit.HOURS),
    ],
)
def test_numbers_alone_are_a_guess(texts: list[str], expected: DurationUnit) -> None:
    decided = decide(texts)
    assert decided is not None
    assert (decided.unit, decided.sure) == (expected, False)


def test_of_a_column_that_is_nearly_empty_its_few_values_tell() -> None:
    survey = DurationSurvey()
    for batch in range(20):
        survey.observe([*[""] * 3_999, "26:03:04" if batch % 2 else "-"])
    decided = survey.decide("Resolution time")
    assert decided is not None
    assert decided.unit is DurationUnit.CLOCK


def test_a_decimal_comma_is_one_of_the_whole_column() -> None:
    decided = decide(["1,5", "0,25", "1.234,5", "12"], "Hours")
    assert decided is not None
    assert decided.reader.column(["1,5", "1.234,5"]) == ([1.5 * HOUR, 1_234.5 * HOUR], [])
    with_points = decide(["1,234.5", "1,234", "12"], "Hours")
    assert with_points is not None
    assert with_points.reader.column(["1,234", "12"]) == ([1_234 * HOUR, 12 * HOUR], [])


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (["26:03:04", "", "1:05", "soon", "later"], 0.5),
        (["12", "3.5"], 1),
        (["1,5", "2,5"], 1),
        (["1 hour", "2h"], 1),
        (["1659023854", "1659023855"], 0),
        (["-5", "5"], 0.5),
        (["2026-04-01"], 0),
        (["", "-"], 0),
        ([], 0),
    ],
)
def test_what_looks_like_durations(texts: list[str], share: float) -> None:
    assert looks_like_duration(texts) == share
