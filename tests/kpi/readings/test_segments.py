"""Segments, narrowed questions and stretches of time are the whole, told apart: nothing is lost or counted twice."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kpi import readings
from kpi.catalogue import KPIS, Kpi
from kpi.dimensions import CHANNEL, SOURCE, TEAM
from kpi.facts import Durations, Sample, TimeRange, together
from kpi.filters import Filter
from kpi.store import Store
from kpi.tickets import TicketFacts
from tests.kpi.readings.test_oracle import ORACLES
from tests.support.any_tickets import fill, ranges
from tests.support.oracle import Oracle
from tests.support.segments import CHANNELS, labelled_sources, only
from tests.support.tickets import a_store, read

EXAMPLES = settings(max_examples=25, deadline=None)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples: each fills it anew."""
    store = a_store(tmp_path_factory.mktemp("segments"))
    yield store
    store.close()


def channel(value: str | None) -> Filter:
    return Filter(CHANNEL, value or "", value or "not told")


def figures(sample: Sample) -> tuple[Any, ...]:
    """All that a sample says."""
    if isinstance(sample, Durations):
        return sample.n, sample.value, sample.mean, sample.quantile(0.9), sample.interval
    return sample.n, sample.hits


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(described=labelled_sources(), time=ranges)
def test_the_segments_are_what_an_oracle_makes_of_their_tickets_alone(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], time: list[int]
) -> None:
    fill(shared, described)
    with shared.reading() as connection:
        found = readings.samples_by(kpi, TicketFacts(connection), CHANNEL, TimeRange(*time))
    event(f"{len(found)} segments")
    assert all(sample.n for sample in found.values())
    for value in CHANNELS:
        fill(shared, only(described, "channel", value))
        expected = ORACLES[kpi.key](Oracle(Path(shared.url.database or ""), *time))
        assert expected.n == (found[value].n if value in found else 0)
        assert (found[value].value if value in found else None) == pytest.approx(expected.value)


@pytest.mark.parametrize("dimension", [CHANNEL, TEAM, SOURCE], ids=lambda dimension: dimension.key)
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(described=labelled_sources(), time=ranges)
def test_the_segments_together_are_the_whole(
    shared: Store, kpi: Kpi, dimension: Any, described: list[dict[str, Any]], time: list[int]
) -> None:
    fill(shared, described)
    with shared.reading() as connection:
        facts = TicketFacts(connection)
        segments = readings.samples_by(kpi, facts, dimension, TimeRange(*time))
        whole = readings.sample(kpi, facts, TimeRange(*time))
    assert sum(sample.n for sample in segments.values()) == whole.n
    if segments:
        assert figures(together(list(segments.values()))) == figures(whole)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(described=labelled_sources(), time=ranges)
def test_a_narrowed_reading_is_its_segment(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], time: list[int]
) -> None:
    fill(shared, described)
    with shared.reading() as connection:
        segments = readings.samples_by(kpi, TicketFacts(connection), CHANNEL, TimeRange(*time))
        sources = readings.samples_by(kpi, TicketFacts(connection), SOURCE, TimeRange(*time))
        for value in CHANNELS:
            narrowed = readings.read(kpi, TicketFacts(connection, [channel(value)]), TimeRange(*time))
            assert figures(narrowed.sample) == (figures(segments[value]) if value in segments else figures_of_none(kpi))
        for name, sample in sources.items():
            told = str(name)
            narrowed = readings.read(kpi, TicketFacts(connection, [Filter(SOURCE, told, told)]), TimeRange(*time))
            assert figures(narrowed.sample) == figures(sample)


def figures_of_none(kpi: Kpi) -> tuple[Any, ...]:
    return (0, 0) if kpi.key == "csat" else (0, None, None, None, None)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(described=labelled_sources(), time=ranges, value=st.sampled_from(CHANNELS))
def test_a_narrowed_reading_is_that_of_a_store_with_those_tickets_alone(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], time: list[int], value: str | None
) -> None:
    fill(shared, described)
    with shared.reading() as connection:
        narrowed = readings.read(kpi, TicketFacts(connection, [channel(value)]), TimeRange(*time))
    fill(shared, only(described, "channel", value))
    alone = read(shared, kpi, TimeRange(*time))
    assert figures(narrowed.sample) == figures(alone.sample)
    assert narrowed.parts == alone.parts
    assert narrowed.left_out == alone.left_out


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(
    described=labelled_sources(), cuts=st.lists(st.integers(0, 50_000), min_size=2, max_size=6, unique=True).map(sorted)
)
def test_stretches_of_time_are_each_what_they_are_alone(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], cuts: list[int]
) -> None:
    fill(shared, described)
    times = [TimeRange(start, end) for start, end in pairwise(cuts)]
    with shared.reading() as connection:
        facts = TicketFacts(connection)
        together_read = readings.samples_in(kpi, facts, times)
        for sample, time in zip(together_read, times, strict=True):
            assert figures(sample) == figures(readings.sample(kpi, facts, time))


@EXAMPLES
@given(described=labelled_sources(), time=ranges)
def test_several_values_of_a_dimension_are_any_of_them_and_of_two_dimensions_both(
    shared: Store, described: list[dict[str, Any]], time: list[int]
) -> None:
    fill(shared, described)
    with shared.reading() as connection:

        def n(*filters: Filter) -> int:
            return sum(readings.sample(kpi, TicketFacts(connection, filters), TimeRange(*time)).n for kpi in KPIS)

        email, chat, none = channel("email"), channel("chat"), channel(None)
        team = [Filter(TEAM, value, value) for value in ("", "team chat", "team email")]
        assert n(email, chat) == n(email) + n(chat)
        assert n(email, none) == n(email) + n(none)
        assert n(email, chat, none) == n()
        assert sum(n(email, each) for each in team) == n(email)


def test_facts_that_are_narrowed_to_something_are_not_narrowed_to_something_else(shared: Store) -> None:
    with shared.reading() as connection:
        facts = TicketFacts(connection, [channel("email")])
        assert facts.narrowed([channel("email")]) is facts
        with pytest.raises(ValueError, match="narrowed to something else"):
            facts.narrowed([channel("chat")])
