"""What people type, and what they are understood to mean. Today is Monday 27 July 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi.catalogue import CSAT, EVERY, FIRST_RESPONSE_TIME, RESOLUTION_RATE, RESOLUTION_TIME, Kpi
from kpi.errors import UserError
from kpi.period import Grain
from kpi.question import Question, QuestionError, parse
from tests.support.labels import TEAM_LABELS
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 27)
LAST_WEEK = date(2026, 7, 20), date(2026, 7, 27)


def asked(text: str, today: date = TODAY) -> Question:
    return parse(text, today, BERLIN, TEAM_LABELS)


def refused(text: str) -> QuestionError:
    with pytest.raises(QuestionError) as caught:
        asked(text)
    return caught.value


def days(question: Question) -> tuple[date, date]:
    return question.period.first, question.period.end


@pytest.mark.parametrize(("name", "kpi"), [(name, kpi) for kpi in EVERY for name in (kpi.key, *kpi.aliases)])
@pytest.mark.parametrize("question", ["{} last week", "last week {}", "  {}   LAST   week ", "{} 2026-W30"])
def test_a_kpi_is_known_by_each_of_its_names_before_or_after_the_period(name: str, kpi: Kpi, question: str) -> None:
    for written in (name, name.upper(), name.title(), name.replace("_", " ")):
        found = asked(question.format(written))
        assert (found.kpi, days(found)) == (kpi, LAST_WEEK)


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_a_kpi_alone_is_asked_of_the_last_7_whole_days(kpi: Kpi) -> None:
    assert days(asked(kpi.key)) == LAST_WEEK
    assert days(asked(kpi.name)) == LAST_WEEK


@pytest.mark.parametrize(
    "text", ["who is waiting?", "how many tickets are open", "backlog now", "what's our backlog at the moment by team"]
)
def test_how_things_stand_now_is_asked_of_today(text: str) -> None:
    assert days(asked(text)) == (TODAY, date(2026, 7, 28))
    assert days(asked(f"{text} june")) == (date(2026, 6, 1), date(2026, 7, 1))


def test_now_means_nothing_of_its_own_to_another_kpi() -> None:
    assert days(asked("csat right now")) == LAST_WEEK


def test_the_longest_name_wins() -> None:
    assert asked("average resolution time").kpi is RESOLUTION_TIME
    assert asked("first response time june").kpi is FIRST_RESPONSE_TIME
    assert asked("resolution").kpi is RESOLUTION_TIME
    assert asked("resolution rate").kpi is RESOLUTION_RATE


def test_without_a_period_the_last_7_whole_days_are_meant() -> None:
    assert days(parse("csat", date(2026, 7, 30), BERLIN)) == (date(2026, 7, 23), date(2026, 7, 30))


def test_the_period_may_stand_around_the_name() -> None:
    assert days(asked("last csat week")) == LAST_WEEK


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("cast", "csat"),
        ("cast last week", "csat last week"),
        ("last week cast", "csat last week"),
        ("last cast week", "csat last week"),
        ("CAST 2026-W29", "csat 2026-w29"),
        ("ast last week", "ttr last week"),
        ("last week ast", "ttr last week"),
        ("ftr june by channel", "frt june by channel"),
        ("how was cast last week, by team?", "csat last week by team"),
    ],
)
def test_a_word_that_may_be_a_slip_is_answered_with_what_was_meant_and_the_rest_of_the_question(
    text: str, suggestion: str
) -> None:
    error = refused(text)
    assert suggestion in error.lines
    assert error.sentence.startswith("Unknown metric “")
    assert "Did you mean " in error.sentence


@pytest.mark.parametrize(
    "text", ["weather", "hello there", "42", "how is everybody?", "<!channel>", "aht last week", "fcr"]
)
def test_what_is_no_kpi_is_answered_with_lines_that_work(text: str) -> None:
    for line in refused(text).lines:
        asked(line)


def test_where_nothing_is_near_all_kpis_are_named() -> None:
    error = refused("weather")
    assert all(kpi.title.lower() in error.sentence.lower() for kpi in EVERY)


def test_an_empty_question_is_answered_with_one_that_works() -> None:
    for text in ("", "   "):
        assert [asked(line).kpi for line in refused(text).lines] == [CSAT]


@pytest.mark.parametrize("text", ["csat last fortnight", "csat 2026-W54", "csat next week", "csat 2027-01"])
def test_a_kpi_with_something_that_is_no_period_is_answered_with_periods_that_work(text: str) -> None:
    error = refused(text)
    assert error.lines
    assert {asked(line).kpi.key for line in error.lines} == {"csat"}


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_question_or_is_answered_with_lines_that_work(text: str) -> None:
    try:
        asked(text)
    except QuestionError as error:
        for line in error.lines:
            asked(line)


@given(
    st.lists(
        st.sampled_from(
            [
                "csat",
                "cast",
                "ast",
                "frt",
                "last",
                "week",
                "month",
                "first",
                "reply",
                "time",
                "2026",
                "w30",
                "may",
                "june",
                "q2",
                "to",
                "by",
                "channel",
                "channel:",
                "billing",
                "email,",
                "weekly",
                "not",
                "chanel",
                "vs",
                "compared with",
                "year",
                "before",
                "intents",
                "volume",
                "tickets",
                "how many",
                "after hours",
                "arrived:",
                "all",
                "the",
            ]
        ),
        max_size=7,
    )
)
def test_words_in_any_order_are_a_question_or_are_answered_with_lines_that_work(words: list[str]) -> None:
    try:
        asked(" ".join(words))
    except QuestionError as error:
        for line in error.lines:
            asked(line)


@given(today=st.dates(date(2026, 1, 1), date(2030, 12, 31)), later=st.integers(0, 1_000))
def test_all_time_goes_up_to_the_day_on_which_it_is_asked(today: date, later: int) -> None:
    question = parse("csat all", today, BERLIN)
    again = parse(question.text, today + timedelta(days=later), BERLIN)
    assert again.period.grain is Grain.ALL
    assert again.period.end - question.period.end == timedelta(days=later)


@given(since=st.dates(date(2020, 1, 1), date(2026, 7, 26)), length=st.integers(1, 1_000))
def test_any_range_of_days_survives_being_written_out(since: date, length: int) -> None:
    until = since + timedelta(days=length - 1)
    assume(until <= TODAY)
    question = asked(f"frt {since}..{until}")
    assert days(question) == (since, until + timedelta(days=1))
    assert days(asked(question.text)) == days(question)


def test_a_refusal_is_the_askers_to_mend() -> None:
    assert isinstance(refused("weather"), UserError)
