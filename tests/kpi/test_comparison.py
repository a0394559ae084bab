"""One sample against an earlier one: the tests' p values are worked out by hand or with a statistics package."""

import math

import pytest
from scipy import stats  # type: ignore[import-untyped]

from kpi.comparison import Change, compare, step, steps, usual_change
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share

HOUR = 3_600


def times(*seconds: float) -> Durations:
    return Durations(seconds)


def test_80_of_100_after_65_of_100_is_more_than_noise() -> None:
    """Pooled 0.725; √(0.725 · 0.275 · 0.02) = 0.06315; z = 0.15 ÷ 0.06315 = 2.375; p = 0.0175."""
    change = compare(Share(80, 100), Share(65, 100))
    assert change.absolute == pytest.approx(15)
    assert change.relative == pytest.approx(15 / 65)
    assert change.significant is True
    assert change.why == "two-sided test of two proportions, p = 0.018"


def test_80_of_100_after_70_of_100_is_within_noise() -> None:
    """Pooled 0.75; √(0.75 · 0.25 · 0.02) = 0.06124; z = 1.633; p = 0.102."""
    change = compare(Share(80, 100), Share(70, 100))
    assert change.significant is False
    assert change.why == "two-sided test of two proportions, p = 0.1"


def test_one_of_three_changes_has_to_be_three_times_as_clear() -> None:
    change = compare(Share(80, 100), Share(65, 100), among=3)
    assert change.significant is False
    assert change.why == "two-sided test of two proportions, as one of 3, p = 0.018"


def test_the_same_rate_has_not_changed() -> None:
    change = compare(Share(8, 10), Share(80, 100))
    assert (change.absolute, change.relative, change.significant) == (0, 0, False)


def test_from_nothing_there_is_no_relative_change() -> None:
    change = compare(Share(3, 10), Share(0, 10))
    assert (change.absolute, change.relative) == (30, None)


def test_durations_are_tested_on_the_log_scale() -> None:
    """ln(1 + s) = 1, 2, 3 against 4, 5, 6: t = −3 ÷ √(1/3 + 1/3) = −3.674, ν = 4, p = 0.0213."""
    earlier = times(*(math.e**x - 1 for x in (4, 5, 6)))
    now = times(*(math.e**x - 1 for x in (1, 2, 3)))
    change = compare(now, earlier)
    assert change.significant is True
    assert change.why == "Welch's test on the log scale, p = 0.021"


def test_a_median_that_moves_against_the_typical_duration_is_no_sure_change() -> None:
    """The median rises from 100 to 110 s, while 49 of 100 conversations fall from a day to two minutes."""
    earlier = times(*[100] * 51, *[24 * HOUR] * 49)
    now = times(*[110] * 51, *[120] * 49)
    change = compare(now, earlier)
    assert change.absolute == 10
    assert change.significant is False
    assert "moved in different directions" in change.why


def test_a_median_that_stands_still_has_not_changed_for_sure() -> None:
    change = compare(times(*[100] * 51, *[120] * 49), times(*[100] * 51, *[24 * HOUR] * 49))
    assert (change.absolute, change.significant) == (0, False)


def test_a_single_duration_is_too_few_to_test() -> None:
    change = compare(times(50), times(100, 120, 140))
    assert change == Change(-70, -70 / 120, None, "too few to test")


def test_nps_of_50_after_20_is_more_than_noise() -> None:
    """0.60 − 0.10 with variance (0.7 − 0.25) ÷ 100, and 0.45 − 0.25 with (0.7 − 0.04) ÷ 100: z = 0.3 ÷ √0.0111 = 2.847;
    p = 0.0044."""
    change = compare(Balance(60, 10, 100), Balance(45, 25, 100))
    assert (change.absolute, change.significant) == (30, True)
    assert change.why == "two-sided test of two scores, p = 0.0044"
    assert 2 * stats.norm.sf(0.3 / math.sqrt(0.0111)) == pytest.approx(0.0044, abs=5e-5)


def test_nps_of_few_is_within_noise() -> None:
    """The same shares of 20: z = 0.3 ÷ √(0.0111 · 5) = 1.273."""
    assert compare(Balance(12, 2, 20), Balance(9, 5, 20)).significant is False


def test_a_score_has_no_relative_change_as_it_may_be_below_0() -> None:
    assert compare(Balance(1, 2, 10), Balance(2, 1, 10)).relative is None


# ---- what has no sampling error


STEADY = (math.log(1.01),) * 6
WILD = (math.log(1.2),) * 6


def test_a_cost_that_rises_by_more_than_three_times_the_smallest_change_has_changed() -> None:
    """From 5 to 7: ln 1.4 = 0.336. Its usual change of 1 % is below the smallest one, ln 1.1 = 0.0953: 3.53 times."""
    change = compare(Ratio(700, 100), Ratio(500, 100), past=STEADY)
    assert (change.absolute, change.significant) == (2, True)
    assert change.relative == pytest.approx(0.4)
    assert change.why == "3.5 times its usual change in 6 weeks"


def test_the_same_rise_of_a_cost_that_changes_by_a_fifth_each_week_is_nothing() -> None:
    """1.4826 · ln 1.2 = 0.2703; 0.336 ÷ 0.2703 = 1.24."""
    change = compare(Ratio(700, 100), Ratio(500, 100), past=WILD)
    assert change.significant is False
    assert change.why == "1.2 times its usual change in 6 weeks"


def test_a_fall_counts_as_a_rise_does() -> None:
    assert compare(Ratio(500, 100), Ratio(700, 100), past=STEADY).significant is True


def test_with_fewer_than_four_changes_before_it_is_too_new_to_say() -> None:
    change = compare(Ratio(700, 100), Ratio(500, 100), past=STEADY[:3])
    assert (change.absolute, change.significant, change.why) == (2, None, "too new to say")
    assert compare(Ratio(700, 100), Ratio(500, 100), past=STEADY[:4]).significant is True


def test_without_any_change_before_nobody_knows_what_is_usual() -> None:
    change = compare(Number(30), Number(20))
    assert (change.absolute, change.significant, change.why) == (10, None, "its usual change is not known")


def test_what_cost_nothing_before_cannot_be_a_multiple_of_it() -> None:
    change = compare(Ratio(700, 100), Ratio(0, 100), past=STEADY)
    assert (change.absolute, change.relative, change.significant) == (7, None, None)
    assert change.why == "nothing can be a multiple of 0"


def test_a_percentage_that_may_pass_100_changes_by_points() -> None:
    """A usual change of 1 point is below the smallest one, 2 points: 6 points are 3 times that, 5.9 are not."""
    week = (1.0,) * 4
    assert compare(Ratio(106, 100, 100), Ratio(100, 100, 100), past=week).significant is True
    assert compare(Ratio(1_059, 1_000, 100), Ratio(1_000, 1_000, 100), past=week).significant is False


def test_numbers_are_compared_one_added_so_that_none_is_possible() -> None:
    """From 0 to 3: ln 4 = 1.386; 1.4826 · ln 2 = 1.0277: 1.35 times."""
    change = compare(Number(3), Number(0), past=(math.log(2),) * 5)
    assert (change.absolute, change.relative, change.significant) == (3, None, False)
    assert change.why == "1.3 times its usual change in 5 weeks"
    assert compare(Number(99), Number(3), past=(math.log(2),) * 5).significant is True  # ln 25 = 3.219: 3.13 times


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([Share(1, 2), Share(3, 4), Share(1, 4)], [25, 50]),
        ([Share(1, 2), Share(0, 0), Share(1, 4), Share(1, 4)], [0]),
        ([Ratio(10, 2), Ratio(20, 2)], [math.log(2)]),
        ([Ratio(10, 2), Ratio(0, 2), Ratio(0, 0)], []),
        ([Number(0), Number(1), Number(0, known=False), Number(1)], [math.log(2)]),
        ([Balance(1, 0, 2), Balance(0, 1, 2)], [100]),
        ([times(60), times(30)], [math.log(2)]),
        ([], []),
    ],
)
def test_the_steps_from_week_to_week(samples: list[Sample], expected: list[float]) -> None:
    assert steps(samples) == pytest.approx(expected)


def test_a_step_is_the_same_in_both_directions() -> None:
    assert step(Number(3), Number(7)) == step(Number(7), Number(3)) == pytest.approx(math.log(2))


def test_the_usual_change_goes_by_a_median_that_is_one_of_the_changes() -> None:
    """Of 4 values the second smallest: 1.4826 · 4."""
    assert usual_change([9, 4, 1, 8], smallest=2) == pytest.approx(5.9304)
    assert usual_change([9, 1, 1, 8], smallest=2) == 2
    assert usual_change([], smallest=2) == 2


# ---- what cannot be compared


def test_without_data_there_is_no_change() -> None:
    with pytest.raises(ValueError, match="no change"):
        compare(Share(0, 0), Share(1, 2))
    with pytest.raises(ValueError, match="no change"):
        compare(times(1), times())
    with pytest.raises(ValueError, match="no change"):
        compare(Number(1), Number(0, known=False))


@pytest.mark.parametrize("other", [times(1, 2), Number(3), Ratio(3, 4), Balance(1, 1, 3)])
def test_a_rate_is_not_compared_with_anything_else(other: Sample) -> None:
    with pytest.raises(TypeError):
        compare(Share(1, 2), other)


def test_no_comparison_has_a_reason() -> None:
    assert Change.none("all time") == Change(None, None, None, "all time")
