"""What values are computed from: medians, shares, balances, each with its interval."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from kpi.counting.daily import DurationCells, centre
from kpi.samples import Balance, Durations, Number, Ratio, Share, together
from kpi.statistics import LogMoments
from tests.support.oracle.figures import interval, quantile

seconds = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=40)
parts_of_seconds = st.lists(st.lists(st.integers(0, 5_000), max_size=12), min_size=1, max_size=5)


def test_no_durations_are_no_data() -> None:
    none = Durations()
    assert (none.n, none.value, none.mean, none.quantile(0.9), none.interval, none.total) == (
        0,
        None,
        None,
        None,
        None,
        0,
    )


@given(seconds, st.integers(1, 10))
def test_a_quantile_is_the_value_of_its_rank_without_interpolation(values: list[int], tenths: int) -> None:
    durations = Durations(values)
    assert durations.quantile(tenths / 10) == quantile(values, tenths)
    assert (durations.n, durations.total) == (len(values), sum(values))
    assert durations.mean == pytest.approx(sum(values) / len(values))


@given(st.lists(st.integers(0, 5_000), min_size=6, max_size=60))
def test_the_interval_of_a_median_is_by_order_statistics(values: list[int]) -> None:
    """Those whose ranks hold the median in 95 of 100 samples, by scipy's binomial distribution."""
    low = max(rank for rank in range(1, len(values)) if stats.binom.cdf(rank - 1, len(values), 0.5) <= 0.025)
    ordered = sorted(values)
    assert Durations(values).interval == (ordered[low - 1], ordered[-low])


@pytest.mark.parametrize("n", range(1, 6))
def test_below_6_values_a_median_has_no_interval(n: int) -> None:
    assert Durations(range(n)).interval is None


@given(parts_of_seconds)
def test_parts_together_are_the_whole(parts: list[list[int]]) -> None:
    joined, whole = Durations.together(map(Durations, parts)), Durations(chain(*parts))
    assert (joined.n, joined.value, joined.interval, joined.total) == (
        whole.n,
        whole.value,
        whole.interval,
        whole.total,
    )
    assert joined.quantile(0.9) == whole.quantile(0.9)
    assert joined.moments.total == pytest.approx(whole.moments.total)
    assert joined.moments.total_of_squares == pytest.approx(whole.moments.total_of_squares)


@given(parts_of_seconds, st.integers(0, 5_000))
def test_longer_than_counts_those_that_took_longer(parts: list[list[int]], limit: int) -> None:
    joined = Durations.together(map(Durations, parts))
    assert joined.longer_than(limit) == sum(each > limit for part in parts for each in part)


@given(st.integers(1, 200_000_000))
def test_the_centre_of_a_bucket_is_within_1_percent(second: int) -> None:
    [middle] = centre(np.array([second]))
    assert abs(middle - second) <= 0.01 * second


def test_0_seconds_have_a_bucket_of_their_own() -> None:
    assert centre(np.array([0, 1])).tolist() == [0, 1]


@given(st.lists(st.integers(0, 2_000_000), min_size=101, max_size=150, unique=True))
def test_durations_in_buckets_keep_their_sums_and_have_wider_intervals(values: list[int]) -> None:
    cells = DurationCells.of(np.zeros(len(values), dtype=np.int64), np.array(values), 100)
    found, exact = cells.together(0, 1), Durations(values)
    assert (found.n, found.total) == (exact.n, exact.total)
    assert found.moments.total == pytest.approx(exact.moments.total)
    assert found.value == pytest.approx(exact.value, rel=0.01, abs=0.5)
    assert found.interval is not None
    assert exact.interval is not None
    assert found.interval[0] <= exact.interval[0] + 0.5
    assert found.interval[1] >= exact.interval[1] - 0.5


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_and_its_interval(hits: int, others: int) -> None:
    share = Share(hits, hits + others)
    if not share.n:
        assert (share.value, share.interval) == (None, None)
        return
    assert share.value == pytest.approx(100 * hits / share.n)
    assert share.interval == pytest.approx(interval(hits, share.n), abs=1e-6)


def test_a_balance_by_hand() -> None:
    """50 promoters and 20 detractors of 100: 30, ± 1.96 · 7.81."""
    balance = Balance(50, 20, 100)
    assert balance.value == 30
    assert balance.interval == pytest.approx((14.69, 45.31), abs=0.01)


def test_a_balance_never_passes_100() -> None:
    assert Balance(9, 0, 10).interval == pytest.approx((71.41, 100), abs=0.01)
    assert Balance(0, 10, 10).interval == (-100, -100)
    assert (Balance(0, 0, 0).value, Balance(0, 0, 0).interval) == (None, None)


def test_a_ratio_may_pass_100_and_of_nothing_is_no_data() -> None:
    assert (Ratio(3, 2, scale=100).value, Ratio(700, 7).value, Ratio(5, 0).value) == (150, 100, None)
    assert Ratio(3, 2).interval is None


def test_a_number_of_nothing_is_data_where_it_is_known() -> None:
    assert (Number(0).value, Number(0).n) == (0, 1)
    assert (Number(0, known=False).value, Number(0, known=False).n) == (None, 0)


def test_samples_of_parts_are_those_of_the_whole() -> None:
    assert together([Share(1, 2), Share(3, 5)]) == Share(4, 7)
    assert together([Balance(1, 0, 2), Balance(0, 2, 3)]) == Balance(1, 2, 5)
    assert together([Ratio(10, 2, 100), Ratio(5, 3, 100)]) == Ratio(15, 5, 100)
    assert together([Number(2), Number(0, known=False)]) == Number(2)
    joined = together([Durations([1, 2]), Durations([9])])
    assert (joined.n, joined.value) == (3, 2)


def test_moments_of_parts_are_those_of_the_whole() -> None:
    joined = Durations.together([Durations([60, 120]), Durations([3_600])]).moments
    whole = LogMoments.of([60, 120, 3_600])
    assert (joined.n, joined.mean, joined.variance) == pytest.approx((3, whole.mean, whole.variance))
    assert whole.mean == pytest.approx(math.log(61 * 121 * 3_601) / 3)
