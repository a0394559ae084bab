"""Segments, narrowed questions and stretches of time are the whole, told apart: nothing is lost or counted twice."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from kpi.catalogue import EVERY, INTENT_DISTRIBUTION, Kpi
from kpi.counting.days import Days
from kpi.dimensions import ARRIVED, CHANNEL, SOURCE, Dimension
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.readings import reader
from kpi.samples import Durations, Sample, together
from kpi.store import Store
from kpi.store_facts import StoreFacts
from tests.kpi.counting.shared import filled
from tests.support.any_teams import Situation, Team, situations
from tests.support.any_tickets import CHANNELS
from tests.support.segments import only
from tests.support.tickets import read

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
EXAMPLES = settings(max_examples=5, phases=_PHASES, report_multiple_bugs=False)
TOLD_APART = [kpi for kpi in EVERY if kpi.dimensions]
ADDED_UP = [kpi for kpi in TOLD_APART if kpi is not INTENT_DISTRIBUTION]
"""The largest intent of the whole need not be the largest of a part."""


def channel(value: str | None) -> Filter:
    return Filter(CHANNEL, value or "", value or "not told")


def facts_of(connection: Any, situation: Situation) -> Facts:
    return StoreFacts(connection, situation.settings, from_tickets=True)


def figures(sample: Sample) -> tuple[Any, ...]:
    """All that a sample says."""
    if isinstance(sample, Durations):
        return sample.n, sample.value, sample.total, sample.quantile(0.9), *(sample.interval or ())
    return sample.n, sample.value, *(sample.interval or ())


@pytest.mark.parametrize("dimension", [CHANNEL, SOURCE, ARRIVED], ids=lambda dimension: dimension.key)
@pytest.mark.parametrize("kpi", ADDED_UP, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(situation=situations())
def test_the_segments_together_are_the_whole(
    shared: Store, kpi: Kpi, dimension: Dimension, situation: Situation
) -> None:
    filled(shared, situation)
    with shared.reading() as connection:
        facts = facts_of(connection, situation)
        segments = reader(kpi).samples(facts, [situation.days], [dimension])
        [whole] = reader(kpi).samples(facts, [situation.days])[()]
    event(f"{len(segments)} segments")
    if segments and whole.n:
        joined = together([sample for [sample] in segments.values()])
        assert figures(joined) == pytest.approx(figures(whole))


@pytest.mark.parametrize("kpi", TOLD_APART, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(situation=situations())
def test_a_segment_is_the_question_narrowed_to_it(shared: Store, kpi: Kpi, situation: Situation) -> None:
    filled(shared, situation)
    with shared.reading() as connection:
        segments = reader(kpi).samples(facts_of(connection, situation), [situation.days], [CHANNEL])
        for value in CHANNELS:
            facts = facts_of(connection, situation).narrowed([channel(value)])
            [narrowed] = reader(kpi).samples(facts, [situation.days])[()]
            if (value,) in segments:
                assert figures(segments[value,][0]) == figures(narrowed)
            else:
                assert not narrowed.value


@pytest.mark.parametrize("kpi", TOLD_APART, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(situation=situations(), value=st.sampled_from(CHANNELS))
def test_a_narrowed_reading_is_that_of_a_store_with_those_tickets_alone(
    shared: Store, kpi: Kpi, situation: Situation, value: str | None
) -> None:
    """But for repeats: whoever comes back may have come by another channel before."""
    filled(shared, situation)
    with shared.reading() as connection:
        narrowed = reader(kpi).read(facts_of(connection, situation).narrowed([channel(value)]), situation.days)
    alone_described = only(situation.described, "channel", value)
    filled(shared, Situation(situation.season, alone_described, situation.team, situation.first, situation.end))
    alone = read(shared, kpi, situation.days, situation.settings)
    if kpi.key != "repeat_rate" and alone.n:
        assert figures(narrowed.sample) == figures(alone.sample)
        assert narrowed.parts == alone.parts
    assert narrowed.left_out == alone.left_out


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(situation=situations())
def test_stretches_of_time_are_each_what_they_are_alone(shared: Store, kpi: Kpi, situation: Situation) -> None:
    filled(shared, situation)
    stretches: Sequence[Days] = situation.single_days[:5] + situation.single_days[7:9]
    with shared.reading() as connection:
        found = reader(kpi).samples(facts_of(connection, situation), stretches)[()]
        alone = [reader(kpi).samples(facts_of(connection, situation), [each])[()][0] for each in stretches]
        read_alone = [reader(kpi).read(facts_of(connection, situation), each).sample for each in stretches]
    assert [figures(sample) for sample in found] == [figures(sample) for sample in alone]
    assert [figures(sample) for sample in read_alone] == [figures(sample) for sample in alone]


def test_facts_that_are_narrowed_to_something_are_not_narrowed_to_something_else(shared: Store) -> None:
    with shared.reading() as connection:
        facts = StoreFacts(connection, Team().settings, [channel("email")], from_tickets=True)
        assert facts.narrowed([channel("email")]) is facts
        with pytest.raises(ValueError, match="narrowed to something else"):
            facts.narrowed([channel("chat")])
