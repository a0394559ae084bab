"""A question's text, typed on any later day, is the same question."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import KPIS
from kpi.dimensions import DIMENSIONS, SOURCE, Dimension
from kpi.filters import Filter, in_order
from kpi.grammar.terms import EVERY
from kpi.ingest.columns.values import folded, label
from kpi.labels import NOT_TOLD
from kpi.period import Grain
from kpi.question import Question, parse
from tests.support.labels import SomeLabels
from tests.support.tickets import BERLIN

PERIODS = ("", "last week", "this month", "30d", "june", "q2", "2025", "2026-05-01..2026-05-31", "november to february")
PIECES = (
    *"aZéß9 .,:;!?=*_~`'\"\\&<>|()-–“”„‘’🔥👩‍💻",
    "email", "by", "channel", "team:", "csat", "last week", "weekly", "none", "not", "http://x.y", "<@U1>", "&amp;",
)  # fmt: skip


@st.composite
def known_labels(draw: st.DrawFn) -> dict[Dimension, dict[str, str]]:
    """A few values of each dimension, of the kind that no one should choose, but many a help desk lets them."""
    texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join).filter(label)
    known = {}
    for dimension in DIMENSIONS:
        spellings = [label(text) or "" for text in draw(st.lists(texts, max_size=4))]
        stored = str if dimension == SOURCE else folded
        known[dimension] = {stored(spelling) or "": spelling for spelling in spellings}
    return known


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, SomeLabels]:
    known = draw(known_labels())
    choices = [
        Filter(dimension, value, spelling) for dimension in DIMENSIONS for value, spelling in known[dimension].items()
    ]
    choices += [Filter(dimension, "", NOT_TOLD) for dimension in DIMENSIONS if dimension != SOURCE]
    kpi, period = draw(st.sampled_from(KPIS)), draw(st.sampled_from(PERIODS))
    asked = parse(f"{kpi.key} {period}", date(2026, 7, 27), BERLIN)
    question = Question(
        asked.kpi,
        asked.period,
        draw(st.none() | st.sampled_from(DIMENSIONS)),
        in_order(draw(st.lists(st.sampled_from(choices), max_size=4))),
        draw(st.none() | st.sampled_from([Grain.WEEK, Grain.MONTH])),
    )
    return question, SomeLabels(known)


@given(asked=questions(), later=st.integers(0, 2_000))
def test_a_questions_text_is_the_same_question_on_any_later_day(asked: tuple[Question, SomeLabels], later: int) -> None:
    question, labels = asked
    again = parse(question.text, date(2026, 7, 27) + timedelta(days=later), BERLIN, labels)
    assert (again.kpi, again.breakdown, again.series) == (question.kpi, question.breakdown, question.series)
    assert {(each.dimension, each.value) for each in again.filters} == {
        (each.dimension, each.value) for each in question.filters
    }
    assert (again.period.first, again.period.end) == (question.period.first, question.period.end)
    assert again.text == question.text
    assert again.corrected == ()


def test_each_stretch_of_a_series_has_a_word() -> None:
    assert set(EVERY.values()) == {Grain.DAYS, Grain.WEEK, Grain.MONTH}
