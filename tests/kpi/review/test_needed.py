"""What it would have taken to tell, checked by the very test that could not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import COST_PER_CONTACT, CSAT, INTENT_DISTRIBUTION, NPS, RESOLUTION_TIME
from kpi.comparison import compare
from kpi.review.needed import large_enough, needed, so_many
from kpi.samples import Balance, Durations, Ratio, Share

HITS = st.integers(10, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(HITS, st.integers(10, 400))
def test_a_share_that_is_large_enough_is_a_sure_gain_and_one_hit_less_is_none(start: tuple[int, int], n: int) -> None:
    before = Share(*start)
    value = large_enough(CSAT, before, n, before)
    if value is None:
        assert not compare(Share(n, n), before).significant
        return
    hits = round(value * n / 100)
    assert compare(Share(hits, n), before).significant
    assert not compare(Share(hits - 1, n), before).significant


@given(HITS, HITS)
def test_as_many_as_it_takes_make_the_same_share_a_sure_gain(start: tuple[int, int], now: tuple[int, int]) -> None:
    before, after = Share(*start), Share(*now)
    if compare(after, before).significant:
        return
    number = so_many(CSAT, before, after)
    if number is not None:
        assert number > after.n
        assert compare(Share(round(after.hits * number / after.n), number), before).significant


def test_of_what_is_better_low_it_is_less() -> None:
    """37 of 130 against 52 of 130 has p = 0.0499, 38 has 0.068; and a start of 130 is too few for 45 of any 130."""
    assert needed(INTENT_DISTRIBUTION, Share(52, 130), Share(45, 130), (), "") == (
        "With 130 conversations with an intent, 28.5 % or less would have been more than chance explains."
    )


def test_no_number_makes_a_loss_a_gain_and_none_makes_up_for_a_small_start() -> None:
    assert so_many(CSAT, Share(30, 40), Share(29, 40)) is None
    assert so_many(CSAT, Share(7, 10), Share(30, 40)) is None


def test_where_no_value_would_do_it_says_so() -> None:
    assert needed(CSAT, Share(19, 20), Share(19, 20), (), "") == (
        "With 20 ratings, no change would have been more than chance explains."
    )


def test_too_few_at_the_start_or_now() -> None:
    assert (
        needed(CSAT, Share(3, 8), Share(20, 40), (), "") == "It takes at least 10 ratings; there were 8 at the start."
    )
    assert needed(CSAT, Share(20, 40), Share(2, 4), (), "") == "It takes at least 10 ratings; there were 4 now."


def test_of_durations_it_is_the_median_that_would_surely_be_faster() -> None:
    before = Durations([3600 * factor / 20 for factor in range(10, 31)])
    after = Durations([3500 * factor / 20 for factor in range(10, 31)])
    value = large_enough(RESOLUTION_TIME, before, after.n, after)
    assert value is not None
    assert before.value is not None
    sure, unsure = (
        Durations([found * factor / 20 for factor in range(10, 31)]) for found in (value * 0.99, value * 1.01)
    )
    assert compare(sure, before).significant
    assert not compare(unsure, before).significant


def test_durations_whose_median_alone_is_faster_are_no_gain_however_many_they_are() -> None:
    """The slow ones have become slower, and what is tested is the mean of the logarithms."""
    before = Durations([3600 * factor / 20 for factor in range(10, 31)] * 20)
    after = Durations([3500 * factor / 20 * (1.5 if factor > 22 else 1) for factor in range(10, 31)])
    assert so_many(RESOLUTION_TIME, before, after) is None
    assert "would have taken" not in needed(RESOLUTION_TIME, before, after, (), "")


def test_of_a_score_it_is_in_points() -> None:
    said = needed(NPS, Balance(20, 20, 60), Balance(24, 20, 60), (), "")
    assert said.startswith("With 60 scores, 29.9 or more would have been more than chance explains.")


@pytest.mark.parametrize(
    ("past", "said"),
    [
        ((0.01, 0.02), "It takes 4 earlier changes from week to week; 2 are known."),
        ((0.01, 0.01, 0.01, 0.01), "3.76 EUR or less would have been more than its usual change."),
    ],
)
def test_a_cost_has_to_change_by_more_than_it_usually_does(past: tuple[float, ...], said: str) -> None:
    """Thrice the smallest change worth saying, which is 10 %: 5 ÷ 1.1³."""
    assert needed(COST_PER_CONTACT, Ratio(500, 100), Ratio(480, 100), past, "EUR") == said
