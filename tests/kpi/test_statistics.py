"""Each formula against scipy, a hand-computed value, or a property it must have."""

import math
from itertools import product
from statistics import mean, variance

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats import proportion  # type: ignore[import-untyped]
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW  # type: ignore[import-untyped]

from kpi.statistics import (
    SIGNIFICANCE,
    LogMoments,
    balance_error,
    balances,
    median_ranks,
    quantile,
    rank,
    two_proportions,
    welch,
    wilson,
)

durations = st.lists(st.integers(min_value=0, max_value=10_000_000), min_size=2, max_size=40)
shares = st.integers(min_value=1, max_value=5_000).flatmap(
    lambda n: st.tuples(st.integers(min_value=0, max_value=n), st.just(n))
)


def test_a_quantile_of_nothing_is_none() -> None:
    assert quantile([], 0.5) is None


@pytest.mark.parametrize(
    ("n", "q", "rank"),
    [
        (1, 0.5, 1),
        (2, 0.5, 1),  # the median of two is the smaller, not their mean
        (3, 0.5, 2),
        (8, 0.5, 4),
        (10, 0.9, 9),
        (11, 0.9, 10),
        (100, 0.55, 55),  # 0.55 × 100 is a little over 55 in floating point
        (100, 0.07, 7),  # and so is 0.07 × 100
        (100, 0.29, 29),  # 0.29 × 100 is a little under 29
        (10, 0.0, 1),
        (10, 1.0, 10),
    ],
)
def test_a_quantile_is_the_value_whose_rank_is_q_times_n_rounded_up(n: int, q: float, rank: int) -> None:
    assert quantile(range(1, n + 1), q) == rank


@given(st.integers(1, 1_000), st.integers(1, 5_000))
def test_a_rank_is_the_smallest_that_holds_its_share_of_the_values(thousandths: int, n: int) -> None:
    found = rank(thousandths / 1_000, n)
    assert 1 <= found <= n
    assert 1_000 * (found - 1) < thousandths * n <= 1_000 * found


@given(st.lists(st.floats(allow_nan=False), min_size=1), st.integers(min_value=1, max_value=1_000))
def test_a_quantile_is_one_of_the_values_and_no_smaller_than_its_share_of_them(
    values: list[float], thousandths: int
) -> None:
    found = quantile(sorted(values), thousandths / 1_000)
    assert found in values
    assert 1_000 * sum(value <= found for value in values) >= thousandths * len(values)
    assert 1_000 * sum(value < found for value in values) < thousandths * len(values)


@given(st.lists(st.integers(-9999, 9999), min_size=1), st.integers(min_value=1, max_value=64))
def test_quantiles_agree_with_scipy_without_interpolation(values: list[int], parts: int) -> None:
    q = parts / 64  # exact in floating point, so that neither side rounds
    assert quantile(sorted(values), q) == stats.quantile(values, q, method="inverted_cdf")


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (52, 130, 32, 49),
        (72, 100, 62.5, 79.9),
        (56, 140, 32, 48),
        (118, 140, 77, 89),
    ],
)
def test_wilson_gives_the_intervals_that_people_are_shown(successes: int, n: int, low: float, high: float) -> None:
    found = [100 * bound for bound in wilson(successes, n)]
    assert found == pytest.approx([low, high], abs=0.6)


@given(shares)
def test_wilson_agrees_with_scipy(share: tuple[int, int]) -> None:
    successes, n = share
    expected = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    assert wilson(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(shares)
def test_wilson_lies_between_0_and_1_and_holds_the_share(share: tuple[int, int]) -> None:
    successes, n = share
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1


def test_wilson_of_nothing_excludes_nothing() -> None:
    assert wilson(0, 0) == (0, 1)


@given(shares, shares)
def test_wilson_and_two_proportions_agree_with_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    (k1, n1), (k2, n2) = first, second
    assert wilson(k1, n1) == pytest.approx(proportion.proportion_confint(k1, n1, 0.05, method="wilson"), abs=1e-9)
    assume(0 < k1 + k2 < n1 + n2)
    _, expected = proportion.proportions_ztest([k1, k2], [n1, n2])
    assert two_proportions(k1, n1, k2, n2) == pytest.approx(expected, abs=1e-9)


def test_two_proportions_by_hand() -> None:
    # 60 of 100 and 45 of 100: pooled 0.525, z = 0.15 ÷ √(0.525 · 0.475 · 0.02) = 2.1240
    assert two_proportions(60, 100, 45, 100) == pytest.approx(0.03367, abs=1e-5)


@given(shares, shares)
def test_two_proportions_agree_with_the_chi_square_test_without_correction(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (k1, n1), (k2, n2) = first, second
    p = two_proportions(k1, n1, k2, n2)
    if k1 + k2 in (0, n1 + n2):
        assert p == 1
    else:
        table = [[k1, n1 - k1], [k2, n2 - k2]]
        assert p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, abs=1e-9)


def test_a_share_of_nothing_cannot_be_compared() -> None:
    assert two_proportions(0, 0, 5, 10) is None
    assert two_proportions(5, 10, 0, 0) is None


@given(durations)
def test_moments_give_the_mean_and_the_variance_of_the_logs(seconds: list[int]) -> None:
    logs = [math.log1p(value) for value in seconds]
    moments = LogMoments.of(seconds)
    assert moments.n == len(seconds)
    assert moments.mean == pytest.approx(mean(logs), abs=1e-9)
    assert moments.variance == pytest.approx(variance(logs), abs=1e-9)


@pytest.mark.parametrize("seconds", [0, 1, 59, 3_600, 86_399, 9_999_999])
@pytest.mark.parametrize("n", [2, 3, 7, 1_000])
def test_the_variance_of_equal_values_is_exactly_zero(seconds: int, n: int) -> None:
    assert LogMoments.of([seconds] * n).variance == 0


def test_rounding_in_the_sums_never_makes_a_variance_negative() -> None:
    x = math.log1p(86_399)
    rounded_down = math.nextafter(3 * x * x, 0)
    assert LogMoments(3, 3 * x, rounded_down).variance == 0


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy's, on nearly equal values
@given(durations, durations)
def test_welch_agrees_with_scipy(first: list[int], second: list[int]) -> None:
    a, b = LogMoments.of(first), LogMoments.of(second)
    assume(a.variance + b.variance > 0)
    logs = [[math.log1p(value) for value in seconds] for seconds in (first, second)]
    assert welch(a, b) == pytest.approx(stats.ttest_ind(*logs, equal_var=False).pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("t", "n"),
    list(product((0.001, 0.5, 1.2, 1.73, 1.96, 2.6, 5, 40), (2, 3, 30, 100, 101, 5_000, 1_000_000))),
)
def test_the_tail_of_student_is_right_for_small_and_for_very_large_samples(t: float, n: int) -> None:
    # Both samples with variance 1, so that the error of the difference is √(2/n) and the freedom 2n − 2.
    squares = n - 1.0
    shift = t * math.sqrt(2 / n)
    a, b = LogMoments(n, 0.0, squares), LogMoments(n, n * shift, squares + n * shift**2)
    assert welch(a, b) == pytest.approx(2 * stats.t.sf(t, 2 * n - 2), abs=1e-9)


def test_a_small_p_keeps_its_digits() -> None:
    first, second = [100, 110, 120, 130, 140], [1_000_000, 1_100_000, 1_200_000, 1_300_000]
    logs = [[math.log1p(value) for value in seconds] for seconds in (first, second)]
    expected = stats.ttest_ind(*logs, equal_var=False).pvalue
    assert expected < 1e-9
    assert welch(LogMoments.of(first), LogMoments.of(second)) == pytest.approx(expected, rel=1e-6)


@given(durations, durations)
def test_welch_does_not_care_which_sample_comes_first(first: list[int], second: list[int]) -> None:
    a, b = LogMoments.of(first), LogMoments.of(second)
    assert welch(a, b) == pytest.approx(welch(b, a), abs=1e-12)


@given(durations)
def test_a_sample_does_not_differ_from_itself(seconds: list[int]) -> None:
    moments = LogMoments.of(seconds)
    assert welch(moments, moments) == 1


def test_a_sample_of_one_cannot_be_tested() -> None:
    many, one, none = LogMoments.of([10, 20, 30]), LogMoments.of([10]), LogMoments.of([])
    assert welch(many, one) is None
    assert welch(one, many) is None
    assert welch(none, many) is None


def test_samples_without_any_spread_differ_surely_or_not_at_all() -> None:
    minute, again, hour = LogMoments.of([60] * 3), LogMoments.of([60] * 7), LogMoments.of([3_600] * 5)
    assert welch(minute, again) == 1
    assert welch(minute, hour) == 0


def test_a_doubled_duration_in_a_fair_sample_is_more_than_noise() -> None:
    usual = [600, 900, 1_200, 1_800, 2_400, 3_600, 5_400, 7_200] * 5
    p = welch(LogMoments.of(usual), LogMoments.of(2 * seconds for seconds in usual))
    assert p is not None
    assert p < SIGNIFICANCE


@pytest.mark.parametrize("n", range(6))
def test_fewer_than_six_values_cannot_enclose_their_median(n: int) -> None:
    assert median_ranks(n) is None


@pytest.mark.parametrize("n", [6, 7, 8, 9, 10, 25, 100, 999, 10_000, 200_000])
def test_the_ranks_around_a_median_are_the_narrowest_that_hold_it_in_95_of_100_samples(n: int) -> None:
    ranks = median_ranks(n)
    assert ranks is not None
    low, high = ranks
    assert low + high == n + 1
    assert stats.binom.cdf(low - 1, n, 0.5) <= SIGNIFICANCE / 2 < stats.binom.cdf(low, n, 0.5)


scores = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)).filter(any)


def counted(votes: tuple[int, int, int]) -> tuple[int, int, int]:
    """Promoters, detractors and n of promoters, detractors and the rest."""
    return votes[0], votes[1], sum(votes)


def as_numbers(votes: tuple[int, int, int]) -> list[int]:
    """1 for each promoter, -1 for each detractor, 0 for the others: their mean is the balance."""
    return [1] * votes[0] + [-1] * votes[1] + [0] * votes[2]


def test_the_error_of_a_balance_by_hand() -> None:
    # 50 promoters and 20 detractors of 100: 0.5 + 0.2 − 0.3² = 0.61; √(0.61 ÷ 100)
    assert balance_error(50, 20, 100) == pytest.approx(0.0781025, abs=1e-7)


@given(scores)
def test_the_error_of_a_balance_is_that_of_the_mean_of_1_0_and_minus_1(votes: tuple[int, int, int]) -> None:
    values = as_numbers(votes)
    assert balance_error(*counted(votes)) == pytest.approx(float(stats.sem(values, ddof=0)), abs=1e-12)


@given(scores, scores)
def test_two_balances_agree_with_the_z_test_of_two_means(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    """statsmodels divides each variance by n − 1, so its test is given errors of the multinomial variance instead."""
    samples = [as_numbers(first), as_numbers(second)]
    errors = [float(stats.sem(values, ddof=0)) for values in samples]
    assume(math.hypot(*errors) > 0)
    z = (mean(samples[0]) - mean(samples[1])) / math.hypot(*errors)
    assert balances(counted(first), counted(second)) == pytest.approx(2 * stats.norm.sf(abs(z)), abs=1e-9)


def test_two_large_balances_agree_with_statsmodels() -> None:
    """With thousands of scores the n − 1 no longer shows."""
    first, second = (5_000, 2_000, 3_000), (4_850, 2_100, 3_050)
    compared = CompareMeans(*(DescrStatsW(as_numbers(votes)) for votes in (first, second)))
    _, expected = compared.ztest_ind(usevar="unequal")
    assert balances(counted(first), counted(second)) == pytest.approx(expected, rel=1e-3)


def test_balances_without_any_spread_differ_surely_or_not_at_all() -> None:
    assert balances((5, 0, 5), (9, 0, 9)) == 1
    assert balances((5, 0, 5), (0, 9, 9)) == 0


def test_a_balance_of_nothing_has_no_error_and_cannot_be_compared() -> None:
    assert balance_error(0, 0, 0) is None
    assert balances((0, 0, 0), (1, 0, 2)) is None
    assert balances((1, 0, 2), (0, 0, 0)) is None
