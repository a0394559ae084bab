"""How a value stands against its target: short only where the 95 % interval excludes it."""

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi, Target
from kpi.facts import Durations, Sample, Share
from kpi.readings.reading import Reading
from kpi.state import State, state
from tests.support.oracle import interval

MINUTE, HOUR = 60, 3_600
ON_TARGET, SHORT, PERHAPS_SHORT = State.ON_TARGET, State.SHORT, State.PERHAPS_SHORT


def state_of(kpi: Kpi, sample: Sample) -> State | None:
    return state(kpi, Reading(sample))


@pytest.mark.parametrize(
    ("satisfied", "n", "expected"),
    [
        (72, 100, SHORT),  # 62.5 to 79.9 %
        (73, 100, PERHAPS_SHORT),  # 63.6 to 80.7 %
        (17, 25, PERHAPS_SHORT),  # 48.4 to 82.8 %
        (79, 100, PERHAPS_SHORT),
        (80, 100, ON_TARGET),
        (8, 10, ON_TARGET),
        (799, 1_000, PERHAPS_SHORT),
        (7_900, 10_000, SHORT),
        (0, 10, SHORT),
        (0, 9, None),
        (9, 9, None),
        (0, 1, None),
        (0, 0, None),
    ],
)
def test_csat_against_80_percent(satisfied: int, n: int, expected: State | None) -> None:
    assert state_of(CSAT, Share(satisfied, n)) is expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([60] * 20, ON_TARGET),
        ([61] * 20, SHORT),
        ([30] + [120] * 9, SHORT),  # the interval of 10 values goes from the 2nd to the 9th
        ([30] * 2 + [120] * 8, PERHAPS_SHORT),
        ([30] + [60] + [120] * 8, PERHAPS_SHORT),  # it begins exactly at the target, and does not exclude it
        ([120] * 9, None),
        ([120] * 5, None),  # below 6 values a median has no interval
        ([], None),
    ],
)
def test_first_replies_against_an_hour(minutes: list[int], expected: State | None) -> None:
    assert state_of(FIRST_RESPONSE_TIME, Durations(each * MINUTE for each in minutes)) is expected


def test_resolution_time_has_no_target_of_its_own() -> None:
    assert state_of(RESOLUTION_TIME, Durations([HOUR] * 100)) is None


@given(st.integers(0, 400), st.integers(1, 400), st.floats(1, 99))
def test_a_share_is_short_if_and_only_if_its_interval_lies_below_the_target(hits: int, n: int, target: float) -> None:
    hits = min(hits, n)
    high = interval(hits, n)[1]
    assert high is not None
    if n < 10:
        expected = None
    elif 100 * hits / n >= target:
        expected = ON_TARGET
    elif abs(high - target) < 1e-9:
        return  # which side of the target it is on is a matter of the last digit
    else:
        expected = SHORT if high < target else PERHAPS_SHORT
    kpi = replace(CSAT, targets={"value": Target(target, bad=0)})
    assert state_of(kpi, Share(hits, n)) is expected


@given(st.lists(st.integers(0, 2 * HOUR), min_size=1, max_size=120))
def test_a_median_is_short_if_and_only_if_a_sign_test_says_so(seconds: list[int]) -> None:
    """If half of all replies took an hour at most, so few of n would do so with a probability of 2.5 % at most."""
    n, in_time = len(seconds), sum(each <= HOUR for each in seconds)
    probability = sum(comb(n, k) for k in range(in_time + 1)) / 2**n
    if n < 10:
        expected = None
    elif 2 * in_time >= n:
        expected = ON_TARGET
    else:
        expected = SHORT if probability <= 0.025 else PERHAPS_SHORT
    assert state_of(FIRST_RESPONSE_TIME, Durations(seconds)) is expected
