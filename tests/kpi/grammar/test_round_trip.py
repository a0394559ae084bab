"""A question's text, typed on any later day, is the same question."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import ARRIVALS, INTENT_DISTRIBUTION, Kpi
from kpi.catalogue import EVERY as EVERY_KPI
from kpi.dimensions import ALL_DIMENSIONS, ARRIVED, INTENT, SOURCE, Dimension
from kpi.filters import Filter, in_order
from kpi.grammar.terms import EVERY
from kpi.ingest.columns.values import folded, label
from kpi.labels import ARRIVALS as WHEN_ARRIVED
from kpi.labels import NOT_TOLD
from kpi.period import Grain
from kpi.question import Question, parse
from tests.support.labels import SomeLabels
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 27)
PERIODS = (
    "",
    "last week",
    "this month",
    "30d",
    "june",
    "q2",
    "2025",
    "2026-05-01..2026-05-31",
    "november to february",
    "all",
)
VERSUS = (
    "",
    "last year",
    "the week before",
    "the 3 months before",
    "2024",
    "2024-02",
    "2023-W10",
    "2024-03-01..2024-04-09",
)
PIECES = (
    *"aZéß9 .,:;!?=*_~`'\"\\&<>|()-–“”„‘’🔥👩‍💻",
    "email", "by", "channel", "team:", "csat", "last week", "weekly", "none", "not",
    "vs", "vs may", "intents", "arrived:", "open", "volume", "than", "after hours", "http://x.y", "<@U1>", "&amp;",
)  # fmt: skip


@st.composite
def known_labels(draw: st.DrawFn) -> dict[Dimension, dict[str, str]]:
    """A few values of each dimension, of the kind that no one should choose, but many a help desk lets them."""
    texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join).filter(label)
    known: dict[Dimension, dict[str, str]] = {ARRIVED: {**WHEN_ARRIVED}}
    for dimension in set(ALL_DIMENSIONS) - {ARRIVED}:
        spellings = [label(text) or "" for text in draw(st.lists(texts, max_size=4))]
        stored = str if dimension == SOURCE else folded
        known[dimension] = {stored(spelling) or "": spelling for spelling in spellings}
    return known


@st.composite
def filters(draw: st.DrawFn, kpi: Kpi, known: dict[Dimension, dict[str, str]]) -> tuple[Filter, ...]:
    """Any that the KPI can be narrowed to."""
    if not kpi.dimensions:
        return ()
    choices = [
        Filter(dimension, value, spelt) for dimension in ALL_DIMENSIONS for value, spelt in known[dimension].items()
    ]
    choices += [Filter(dimension, "", NOT_TOLD) for dimension in ALL_DIMENSIONS if dimension not in (SOURCE, ARRIVED)]
    if kpi is INTENT_DISTRIBUTION:
        choices = [each for each in choices if each.dimension != INTENT]
    return in_order(draw(st.lists(st.sampled_from(choices), max_size=4)))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, SomeLabels]:
    known = draw(known_labels())
    kpi, period = draw(st.sampled_from(EVERY_KPI)), draw(st.sampled_from(PERIODS))
    versus = draw(st.sampled_from(VERSUS)) if period != "all" else ""
    asked = parse(f"{kpi.key} {period} vs {versus}" if versus else f"{kpi.key} {period}", TODAY, BERLIN)
    apart = [each for each in ALL_DIMENSIONS if kpi.dimensions and not (kpi is INTENT_DISTRIBUTION and each == INTENT)]
    question = Question(
        asked.kpi,
        asked.period,
        asked.versus,
        draw(st.sampled_from([None, *apart])),
        draw(filters(kpi, known)),
        None if kpi is ARRIVALS else draw(st.none() | st.sampled_from([Grain.WEEK, Grain.MONTH])),
    )
    return question, SomeLabels(known)


@given(asked=questions(), later=st.integers(0, 2_000))
def test_a_questions_text_is_the_same_question_on_any_later_day(asked: tuple[Question, SomeLabels], later: int) -> None:
    question, labels = asked
    day = TODAY + timedelta(days=later)
    again = parse(question.text, day, BERLIN, labels)
    assert again.text == question.text
    assert (again.kpi, again.breakdown, again.series) == (question.kpi, question.breakdown, question.series)
    assert again.filters == question.filters
    assert again.corrected == ()
    assert again.period.first == question.period.first
    if question.period.grain is not Grain.ALL:
        assert again.period.end == question.period.end
    if not question.period.unfinished or later == 0:
        assert again.versus == question.versus


@given(later=st.integers(0, 40))
def test_of_an_unfinished_period_as_many_days_are_compared_as_are_over(later: int) -> None:
    day = date(2026, 7, 2) + timedelta(days=later)
    again = parse("csat 2026-07 vs 2026-05", day, BERLIN)
    assert again.versus is not None
    assert (again.versus.first, again.versus.days) == (date(2026, 5, 1), min(later + 1, 31))
    assert again.text == "csat 2026-07 vs 2026-05"


def test_each_stretch_of_a_series_has_a_word() -> None:
    assert set(EVERY.values()) == {Grain.DAYS, Grain.WEEK, Grain.MONTH}
