"""One sample against an earlier one: the tests' p values are worked out by hand or with a statistics package."""

import pytest

from kpi.comparison import Change, compare
from kpi.facts import Durations, Share

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


def test_the_same_rate_has_not_changed() -> None:
    change = compare(Share(8, 10), Share(80, 100))
    assert (change.absolute, change.relative, change.significant) == (0, 0, False)


def test_from_nothing_there_is_no_relative_change() -> None:
    change = compare(Share(3, 10), Share(0, 10))
    assert (change.absolute, change.relative) == (30, None)


def test_durations_are_tested_on_the_log_scale() -> None:
    """ln(1 + s) = 1, 2, 3 against 4, 5, 6: t = −3 ÷ √(1/3 + 1/3) = −3.674, ν = 4, p = 0.0213."""
    earlier = times(*(2.718281828459045**x - 1 for x in (4, 5, 6)))
    now = times(*(2.718281828459045**x - 1 for x in (1, 2, 3)))
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


def test_without_data_there_is_no_change() -> None:
    with pytest.raises(ValueError, match="no change"):
        compare(Share(0, 0), Share(1, 2))
    with pytest.raises(ValueError, match="no change"):
        compare(times(1), times())


def test_a_rate_is_not_compared_with_a_duration() -> None:
    with pytest.raises(TypeError):
        compare(Share(1, 2), times(1, 2))


def test_no_comparison_has_a_reason() -> None:
    assert Change.none("all time") == Change(None, None, None, "all time")
