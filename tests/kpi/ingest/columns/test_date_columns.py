from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.columns.date_columns import DateColumn, DateDecision, DateSurvey
from kpi.ingest.columns.date_formats import DateFormat
from kpi.ingest.columns.dates import looks_like_date
from tests.kpi.ingest.conftest import BERLIN, NOW

NEW_YORK = ZoneInfo("America/New_York")


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def decide(
    day_first: bool | None = None, zone: ZoneInfo = BERLIN, zone_is_given: bool = False, **columns: Sequence[str]
) -> DateDecision:
    survey = DateSurvey(list(columns), zone, NOW)
    survey.observe(columns)
    return survey.decide("Opened", day_first, zone_is_given)


def column(values: Sequence[str], day_first: bool | None = None) -> DateColumn:
    decided = decide(day_first, Opened=values).columns["Opened"]
    assert decided is not None
    return decided


def format_of(decision: DateDecision, header: str = "Opened") -> DateFormat:
    decided = decision.columns[header]
    assert decided is not None
    return decided.format


def days(first: datetime, count: int, written: str, step: int = 1) -> list[str]:
    return [f"{first + timedelta(days=step * number):{written}}" for number in range(count)]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("2026-02-09T07:05:00Z", DateFormat.YEAR_FIRST),
        ("2026-2-9 7:05", DateFormat.YEAR_FIRST),
        ("29/02/2024 09:12", DateFormat.DAY_FIRST),
        ("29.2.24", DateFormat.DAY_FIRST),
        ("2/29/2024 9:12:00 AM", DateFormat.MONTH_FIRST),
        ("Thu, 29 Feb 2024 09:12:00 +0100", DateFormat.MONTH_NAMED),
        ("Feb 29, 2024, 9:12 AM", DateFormat.MONTH_NAMED),
        ("29/Feb/24 9:12 AM", DateFormat.MONTH_NAMED),
        ("1709194320", DateFormat.UNIX_SECONDS),
        ("1709194320.0", DateFormat.UNIX_SECONDS),
        ("1709194320000", DateFormat.UNIX_MILLISECONDS),
        ("45351.38333", DateFormat.SERIAL_DAYS),
        ("45351", DateFormat.SERIAL_DAYS),
    ],
)
def test_each_format_is_known_by_its_values(text: str, format: DateFormat) -> None:
    decided = column([text, "", text])
    assert (decided.format, decided.total) == (format, 2)
    assert decided.first == decided.last == decided.reader.read(text)


def test_one_day_above_twelve_decides_for_the_whole_column() -> None:
    assert column(["03/04/2026 09:00", "05/04/2026 09:00", "29/04/2026 09:00"]).format is DateFormat.DAY_FIRST
    assert column(["03/04/2026 09:00", "05/04/2026 09:00", "04/29/2026 09:00"]).format is DateFormat.MONTH_FIRST


def test_a_column_that_leaves_it_open_follows_one_that_does_not() -> None:
    decision = decide(Opened=["03/04/2026 09:00"], Solved=["29/04/2026 09:00"])
    opened = decision.columns["Opened"]
    assert opened is not None
    assert (opened.format, opened.why) == (DateFormat.DAY_FIRST, "like “Solved”, which leaves no doubt")
    assert opened.first == opened.last == utc(2026, 4, 3, 7)
    assert not decision.unsure


def test_neighbours_that_contradict_each_other_decide_nothing() -> None:
    assert decide(Opened=["03/04/2026"], Solved=["29/04/2026"], Updated=["04/29/2026"]).unsure == ["Opened"]


def test_a_column_that_nothing_decides_is_unsure_and_gives_examples_of_both_readings() -> None:
    decision = decide(Opened=["03/04/2026 09:12", "04/04/2026 10:00", "05/04/2026 10:00", "06/04/2026 10:00"])
    assert decision.unsure == ["Opened"]
    assert decision.examples == {
        "Opened": [("03/04/2026", "3 April 2026", "4 March 2026"), ("05/04/2026", "5 April 2026", "4 May 2026")]
    }
    assert format_of(decision) is DateFormat.DAY_FIRST


def test_dates_that_are_the_same_in_either_order_are_no_question() -> None:
    assert not decide(Opened=["03/03/2026 09:12", "04/04/2026 10:00"]).unsure


@pytest.mark.parametrize("written", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"])
def test_what_would_be_resolved_before_it_was_opened_decides(written: str) -> None:
    openings = [datetime(2025, month, day, 9) for month in range(1, 12) for day in (2, 7, 11)]
    solutions = [datetime(2025, opened.month + (opened.day == 11), 12 - opened.day, 9) for opened in openings]
    solutions = [max(opened, solved) for opened, solved in zip(openings, solutions, strict=True)]
    decision = decide(
        Opened=[f"{opened:{written}}" for opened in openings],
        Solved=[f"{solved:{written}}" for solved in solutions],
    )
    expected = DateFormat.DAY_FIRST if written.startswith("%d") else DateFormat.MONTH_FIRST
    assert not decision.unsure
    assert format_of(decision) is format_of(decision, "Solved") is expected
    solved = decision.columns["Solved"]
    assert solved is not None
    assert "before their opening" in solved.why


def test_what_would_lie_in_the_future_decides() -> None:
    decision = decide(Opened=[f"0{month}/{day:02}/2026" for month in (1, 2) for day in range(1, 13)])
    assert (format_of(decision), decision.unsure) == (DateFormat.MONTH_FIRST, [])


def test_a_column_without_doubt_about_its_order_tells_the_order_of_events() -> None:
    openings = [datetime(2025, month, day, 9) for month in range(1, 12) for day in (2, 7, 11)]
    decision = decide(
        Opened=[f"{opened:%m/%d/%Y %H:%M}" for opened in openings],
        Updated=[f"{opened + timedelta(days=1):%Y-%m-%d %H:%M}" for opened in openings],
    )
    assert (format_of(decision), decision.unsure) == (DateFormat.MONTH_FIRST, [])


def test_a_few_impossible_rows_decide_nothing() -> None:
    openings = ["05/05/2025 09:00"] * 38 + ["03/04/2025 09:00"] * 2
    solutions = ["06/06/2025 09:00"] * 38 + ["04/03/2025 09:00"] * 2
    assert decide(Opened=openings, Solved=solutions).unsure == ["Opened", "Solved"]


@pytest.mark.parametrize("step", [1, -1])
def test_rows_that_are_sorted_by_their_opening_decide(step: int) -> None:
    openings = [f"{month:02}/{day:02}/2025" for month in (1, 2, 3, 4) for day in (3, 5, 8, 10)][::step]
    decision = decide(Opened=openings)
    assert (format_of(decision), decision.unsure) == (DateFormat.MONTH_FIRST, [])
    opened = decision.columns["Opened"]
    assert opened is not None
    assert "sorted by “Opened”" in opened.why


def test_the_users_word_decides() -> None:
    assert column(["03/04/2026 09:12"], day_first=True).first == utc(2026, 4, 3, 7, 12)
    assert column(["03/04/2026 09:12"], day_first=False).first == utc(2026, 3, 4, 8, 12)
    assert not decide(False, Opened=["03/04/2026 09:12"]).unsure


def test_the_users_word_is_refused_if_the_values_contradict_it() -> None:
    with pytest.raises(UserError, match="is not written month first") as refusal:
        column([f"{day}/04/2026" for day in range(13, 25)], day_first=False)
    assert "without --month-first" in refusal.value.hint


def test_the_users_word_does_not_touch_what_is_written_year_first() -> None:
    assert column(["2026-04-03 09:12"], day_first=True).format is DateFormat.YEAR_FIRST


def test_a_few_slips_do_not_spoil_a_column_and_many_do() -> None:
    good = days(datetime(2026, 1, 1), 112, "%Y-%m-%d 09:00")
    assert column([*good, *["soon"] * 5]).format is DateFormat.YEAR_FIRST
    assert decide(Opened=[*good, *["soon"] * 8]).columns == {"Opened": None}
    assert column(["2026-04-01", "2026-04-02", "soon"]).format is DateFormat.YEAR_FIRST
    assert decide(Opened=["2026-04-01", "soon"]).columns == {"Opened": None}


def test_days_with_times_that_nobody_knows_are_in_no_format() -> None:
    assert decide(Opened=["2026-04-01 10:00 EST", "2026-04-02 11:00 EST"]).columns == {"Opened": None}


def test_years_of_two_digits_that_come_first_are_not_taken_for_days() -> None:
    assert decide(Opened=days(datetime(2024, 1, 1), 300, "%y-%m-%d")).columns == {"Opened": None}


def test_dates_without_times_are_said_to_be_so() -> None:
    for values in (["2026-04-01", "2026-04-02"], ["2026-04-01 00:00:00", "2026-04-02 00:00:00"], ["45657"]):
        decided = column(values)
        assert not decided.has_times
        assert "whole days" in decided.why
    assert column(["2026-04-01 00:00:00", "2026-04-02 07:00:00"]).has_times


def test_the_future_is_no_part_of_the_time_that_a_column_spans() -> None:
    decided = column(["2026-04-01 09:00", "2026-04-02 09:00", "2026-07-01 13:00", "2036-04-02 09:00"])
    assert (decided.first, decided.last, decided.total) == (utc(2026, 4, 1, 7), utc(2026, 4, 2, 7), 4)


def test_a_column_in_the_future_alone_spans_no_time() -> None:
    decided = column(["2036-04-02 09:00", "2026-07-01 13:00"])
    assert (decided.first, decided.last) == (None, None)


@pytest.mark.parametrize("values", [[], ["", "-"], ["n/a"] * 200])
def test_an_empty_column_is_no_obstacle(values: list[str]) -> None:
    decided = column(values)
    assert (decided.format, decided.why, decided.total) == (DateFormat.YEAR_FIRST, "although it is empty", 0)
    assert (decided.first, decided.last) == (None, None)


def test_a_column_with_few_values_among_many_ways_to_write_nothing() -> None:
    decided = column(["-"] * 3_000 + ["29/04/2026 09:00"] + ["?"] * 900)
    assert (decided.format, decided.total) == (DateFormat.DAY_FIRST, 1)


def test_of_a_column_that_is_nearly_empty_its_few_values_tell() -> None:
    survey = DateSurvey(["Reopened"], BERLIN, NOW)
    for batch in range(20):
        survey.observe({"Reopened": [*[""] * 3_999, "29/04/2026 09:12" if batch % 2 else ""]})
    decided = survey.decide(None).columns["Reopened"]
    assert decided is not None
    assert (decided.format, decided.total, decided.has_times) == (DateFormat.DAY_FIRST, 10, True)


def test_columns_without_offsets_are_in_utc_if_the_zone_contradicts_the_others() -> None:
    openings = [datetime(2026, 1, 1) + timedelta(hours=7 * number) for number in range(300)]
    opened = [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in openings]
    answered = [f"{moment + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}" for moment in openings]
    decision = decide(zone=NEW_YORK, Opened=opened, Answered=answered)
    first, other = decision.columns["Opened"], decision.columns["Answered"]
    assert first is not None
    assert other is not None
    assert (first.zone.key, other.zone) == ("UTC", NEW_YORK)
    assert "in UTC, as in America/New_York" in first.why
    assert first.first == utc(2026, 1, 1)
    assert first.reader.read(opened[0]) == utc(2026, 1, 1)


def test_a_zone_that_somebody_gave_is_kept() -> None:
    moments = [datetime(2026, 1, 1) + timedelta(hours=7 * number) for number in range(300)]
    decision = decide(
        zone=NEW_YORK,
        zone_is_given=True,
        Opened=[f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments],
        Answered=[f"{moment + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}" for moment in moments],
    )
    opened = decision.columns["Opened"]
    assert opened is not None
    assert opened.zone is NEW_YORK


def test_a_zone_that_contradicts_nothing_is_kept() -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(300)]
    decision = decide(
        zone=NEW_YORK,
        Opened=[f"{moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M:%S}" for moment in moments],
        Answered=[f"{moment + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}" for moment in moments],
    )
    opened = decision.columns["Opened"]
    assert opened is not None
    assert opened.zone is NEW_YORK


WRITTEN = {
    DateFormat.YEAR_FIRST: "%Y-%m-%d %H:%M:%S",
    DateFormat.DAY_FIRST: "%d/%m/%Y %H:%M:%S",
    DateFormat.MONTH_FIRST: "%m/%d/%Y %I:%M:%S %p",
    DateFormat.MONTH_NAMED: "%d %b %Y %H:%M:%S",
}


@given(
    st.sampled_from(list(WRITTEN.items())),
    st.lists(st.datetimes(datetime(2026, 6, 13), datetime(2026, 7, 3)), min_size=1, max_size=60),
    st.integers(1, 60),
)
def test_first_and_last_are_those_of_all_values_up_to_now(
    written: tuple[DateFormat, str], moments: list[datetime], rows: int
) -> None:
    format, pattern = written
    texts = [f"{moment:{pattern}}" for moment in [datetime(2026, 6, 13), *moments]]
    survey = DateSurvey(["Opened"], BERLIN, NOW)
    for start in range(0, len(texts), rows):
        survey.observe({"Opened": texts[start : start + rows]})
    decided = survey.decide("Opened").columns["Opened"]
    assert decided is not None
    instants = [instant for instant in decided.reader.column(texts)[0] if instant is not None and instant <= NOW]
    assert (decided.format, decided.total) == (format, len(texts))
    assert (decided.first, decided.last) == (min(instants), max(instants))


def test_with_offsets_the_last_may_be_of_the_day_before() -> None:
    survey = DateSurvey(["Opened"], BERLIN, NOW)
    for text in ("2026-04-02T01:00:00+14:00", "2026-04-01T23:00:00-10:00"):
        survey.observe({"Opened": [text]})
    decided = survey.decide("Opened").columns["Opened"]
    assert decided is not None
    assert (decided.first, decided.last) == (utc(2026, 4, 1, 11), utc(2026, 4, 2, 9))


def test_many_batches_are_one_column() -> None:
    texts = [f"{datetime(2025, 1, 1) + timedelta(minutes=20 * number):%d/%m/%Y %H:%M}" for number in range(20_000)]
    survey = DateSurvey(["Opened"], BERLIN, NOW)
    for start in range(0, len(texts), 500):
        survey.observe({"Opened": texts[start : start + 500]})
    decided = survey.decide("Opened").columns["Opened"]
    assert decided is not None
    assert (decided.format, decided.total) == (DateFormat.DAY_FIRST, 20_000)
    assert decided.first == decided.reader.read(texts[0])
    assert decided.last == decided.reader.read(texts[-1])


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (["2026-04-01 09:00", "", "2026-04-02T09:00Z", "soon", "later"], 0.5),
        (["4/13/2026", "4/14/2026 9:00 AM"], 1),
        (["1 Apr 2026"], 1),
        (["1659023854", "1659023855"], 1),
        (["12:30", "08:15"], 0),
        (["Password reset", "Refund", "3", "summary 4"], 0),
        (["", "-"], 0),
        ([], 0),
    ],
)
def test_what_looks_like_dates(texts: list[str], share: float) -> None:
    assert looks_like_date(texts) == share
