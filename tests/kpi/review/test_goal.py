"""The value that tells that a focus has worked: on its way to the target, and no mere chance."""

import pytest

from kpi.answering.readout import Readout
from kpi.catalogue import AUTOMATION_RATE, CSAT, INTENT_DISTRIBUTION, NPS, RESOLUTION_TIME, Kpi, Target
from kpi.comparison import Change, compare
from kpi.question import Question
from kpi.review.goal import goal
from kpi.review.standing import Row, Standing
from kpi.samples import Balance, Durations, Sample, Share
from kpi.state import judge_sample
from tests.kpi.review.desk import week

HOUR = 3600


def goal_of(kpi: Kpi, sample: Sample, target: Target, n: int | None = None) -> float:
    """Where as many are counted then as now, but for what is said."""
    judgement = judge_sample(kpi, sample, target)
    readout = Readout(Question(kpi, week()), None, Change.none("not compared"), "EUR", target=target)
    found = goal(
        Standing(readout, None, (Row("value", sample, judgement),), judgement), sample, sample.n if n is None else n
    )
    assert found is not None
    return found


def test_it_is_the_target_where_that_is_a_sure_gain() -> None:
    assert goal_of(INTENT_DISTRIBUTION, Share(52, 130), Target(25.0, 40.0)) == 25.0
    assert goal_of(CSAT, Share(750, 1000), Target(80.0, 70.0)) == 80.0


def test_what_is_worse_than_bad_is_first_to_get_out_of_that() -> None:
    assert goal_of(AUTOMATION_RATE, Share(100, 1000), Target(50.0, 25.0)) == 25.0
    assert goal_of(INTENT_DISTRIBUTION, Share(600, 1000), Target(25.0, 40.0)) == 40.0


@pytest.mark.parametrize(("hits", "n"), [(72, 100), (40, 50), (118, 140), (17, 25)])
def test_a_rate_is_asked_to_rise_until_it_is_no_chance(hits: int, n: int) -> None:
    start = Share(hits, n)
    value = goal_of(CSAT, start, Target(start.value + 0.5 if start.value else 1.0, 0.0))
    reached = round(value * n / 100 + 0.499)
    assert compare(Share(reached, n), start).significant
    assert not compare(Share(round(value * n / 100) - 2, n), start).significant


def test_where_fewer_are_counted_then_it_takes_more() -> None:
    """Four weeks have 100 ratings, and the week that tells has 25: of these 22 may be chance, and 23 are none."""
    start = Share(72, 100)
    assert goal_of(CSAT, start, Target(80.0, 70.0), 25) == 92.0
    assert compare(Share(23, 25), start).significant
    assert not compare(Share(22, 25), start).significant
    assert goal_of(CSAT, start, Target(80.0, 70.0), 1) == 80.0


def test_a_duration_is_asked_to_fall_until_it_is_no_chance() -> None:
    seconds = [HOUR * 1.1**power for power in range(-20, 21)]
    value = goal_of(RESOLUTION_TIME, Durations(seconds), Target(0.99 * HOUR, 2 * HOUR))
    assert value == 36 * 60
    faster, hardly = ([each * factor for each in seconds] for factor in (value / HOUR, 1.25 * value / HOUR))
    assert compare(Durations(faster), Durations(seconds)).significant
    assert not compare(Durations(hardly), Durations(seconds)).significant


def test_a_score_is_asked_to_rise_until_it_is_no_chance() -> None:
    start = Balance(40, 30, 100)
    value = goal_of(NPS, start, Target(12.0, -20.0))
    assert value == 34
    assert compare(Balance(66, 30, 100), start).significant
    assert not compare(Balance(60, 30, 100), start).significant


def test_where_no_number_would_be_sure_it_is_the_target() -> None:
    """All of 40 are no sure gain over 39."""
    assert goal_of(CSAT, Share(39, 40), Target(99.0, 90.0)) == 99.0
