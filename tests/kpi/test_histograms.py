from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.histograms import Histograms
from kpi.statistics import quantile

pairs = st.lists(st.tuples(st.integers(0, 2_000_000_000), st.integers(1, 5)), min_size=1, max_size=20)
groups_of_pieces = st.lists(st.lists(pairs, min_size=1, max_size=3), min_size=1, max_size=6)


def in_turns(groups: list[list[list[tuple[int, int]]]]) -> Histograms:
    """The first piece of each group, then the second of each …"""
    pieces = [(place, group, piece) for group, pieces in enumerate(groups) for place, piece in enumerate(pieces)]
    pieces.sort(key=lambda each: each[:2])
    every = [pair for _, _, piece in pieces for pair in piece]
    seconds, times = (np.array(column, dtype=np.int64) for column in zip(*every, strict=True))
    sizes = np.array([len(piece) for _, _, piece in pieces])
    return Histograms(np.array([group for _, group, _ in pieces]), sizes, seconds, times)


def sorted_seconds(pieces: list[list[tuple[int, int]]]) -> list[int]:
    return sorted(second for piece in pieces for second, often in piece for _ in range(often))


@given(groups_of_pieces)
@settings(max_examples=50)
def test_the_medians_of_all_groups_are_those_of_each(groups: Any) -> None:
    assert in_turns(groups).medians == [quantile(sorted_seconds(pieces), 0.5) for pieces in groups]


@given(groups_of_pieces, st.data())
@settings(max_examples=50)
def test_each_group_has_a_rank_of_its_own(groups: Any, data: st.DataObject) -> None:
    every = [sorted_seconds(pieces) for pieces in groups]
    ranks = [data.draw(st.integers(1, len(seconds))) for seconds in every]
    found = in_turns(groups).ranked(np.array(ranks))
    assert found.tolist() == [seconds[rank - 1] for seconds, rank in zip(every, ranks, strict=True)]


@given(groups_of_pieces, st.data())
@settings(max_examples=50)
def test_some_groups_together_hold_what_each_of_them_holds(groups: Any, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.integers(0, len(groups) - 1), min_size=1, unique=True))
    seconds, times = in_turns(groups).of_several(some)
    assert sorted(np.repeat(seconds, times).tolist()) == sorted_seconds(
        [piece for each in some for piece in groups[each]]
    )


def test_where_there_are_very_many_groups_the_steps_are_coarser_and_the_ranks_the_same() -> None:
    many = 50_000
    seconds = np.random.default_rng(1).integers(0, 1_000_000, 3 * many)
    found = Histograms(np.arange(many), np.full(many, 3), seconds, np.ones(3 * many, dtype=np.int64))
    assert found.medians == np.median(seconds.reshape(-1, 3), axis=1).tolist()
