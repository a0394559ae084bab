"""How a value stands against its target or its own usual: short only where the 95 % interval excludes it."""

import math
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import (
    AUTOMATION_RATE,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    CSAT,
    FIRST_RESPONSE_TIME,
    INTENT_DISTRIBUTION,
    KPIS,
    NPS,
    RESOLUTION_RATE,
    RESOLUTION_TIME,
    SELF_SERVICE_RATE,
    VOLUME,
    Kpi,
    Target,
)
from kpi.readings.reading import Reading
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share
from kpi.state import Judgement, State, gap, judge, judge_sample
from tests.support.oracle.figures import interval

MINUTE, HOUR = 60, 3_600
ON_TARGET, SHORT, PERHAPS_SHORT = State.ON_TARGET, State.SHORT, State.PERHAPS_SHORT


def state_of(kpi: Kpi, sample: Sample, target: Target | None = None, usual: float | None = None) -> State | None:
    """Against the target given, else the first of the catalogue's, else the usual."""
    found = judge_sample(kpi, sample, target or next(iter(kpi.targets.values()), None), usual)
    assert bool(found.why) is (found.state is None), "what is not judged says why, and nothing else does"
    return found.state


def minutes(*each: float) -> Durations:
    return Durations(minute * MINUTE for minute in each)


# ---- against a target


@pytest.mark.parametrize(
    ("satisfied", "n", "expected"),
    [
        (72, 100, SHORT),  # 62.5 to 79.9 %
        (73, 100, PERHAPS_SHORT),  # 63.6 to 80.7 %
        (79, 100, PERHAPS_SHORT),
        (80, 100, ON_TARGET),
        (24, 30, ON_TARGET),
        (23, 30, PERHAPS_SHORT),
        (799, 1_000, PERHAPS_SHORT),
        (7_900, 10_000, SHORT),
        (17, 25, None),  # 48.4 to 82.8 %: fewer than 30 are judged only where the target is outside
        (10, 25, SHORT),  # 23.4 to 59.3 %
        (29, 29, ON_TARGET),  # 88.3 to 100 %
        (8, 10, None),
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
    ("replies", "expected"),
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
def test_first_replies_against_an_hour(replies: list[float], expected: State | None) -> None:
    assert state_of(FIRST_RESPONSE_TIME, minutes(*replies)) is expected


@pytest.mark.parametrize(
    ("kpi", "sample", "target", "expected"),
    [
        (COST_PER_CONTACT, Ratio(501, 100), Target(5, 7.5), SHORT),  # a cost has no interval
        (COST_PER_CONTACT, Ratio(500, 100), Target(5, 7.5), ON_TARGET),
        (COST_PER_CONTACT, Ratio(5, 1), Target(5, 7.5), ON_TARGET),
        (NPS, Balance(40, 10, 100), Target(50, 20), SHORT),  # 30 − 50, of an error of 1.96 · 6.4 points
        (NPS, Balance(50, 10, 100), Target(50, 20), PERHAPS_SHORT),
        (NPS, Balance(60, 10, 100), Target(50, 20), ON_TARGET),
        (NPS, Balance(9, 5, 20), Target(50, 20), None),
    ],
)
def test_a_team_s_own_target(kpi: Kpi, sample: Sample, target: Target, expected: State | None) -> None:
    assert state_of(kpi, sample, target) is expected


@given(st.integers(0, 400), st.integers(1, 400), st.floats(1, 99))
def test_a_share_is_short_if_and_only_if_its_interval_lies_below_the_target(hits: int, n: int, target: float) -> None:
    hits = min(hits, n)
    low, high = interval(hits, n)
    assert low is not None
    assert high is not None
    if min(abs(high - target), abs(low - target)) < 1e-9:
        return  # which side of the target it is on is a matter of the last digit
    if n < 10 or (n < 30 and low < target < high):
        expected = None
    elif 100 * hits / n >= target:
        expected = ON_TARGET
    else:
        expected = SHORT if high < target else PERHAPS_SHORT
    assert state_of(CSAT, Share(hits, n), Target(target, bad=0)) is expected


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


# ---- against the own usual


TWENTY_FROM_9_TO_28_HOURS = [60 * hours for hours in range(9, 29)]  # median 18 h, interval 14 to 23 h


@pytest.mark.parametrize(
    ("usual_hours", "expected"),
    [
        (18, ON_TARGET),
        (16.5, ON_TARGET),  # 9.1 % worse
        (16.36, PERHAPS_SHORT),  # 10.02 % worse, and within the interval
        (14, PERHAPS_SHORT),
        (13.9, SHORT),
        (30, ON_TARGET),
    ],
)
def test_resolution_time_against_its_own_usual(usual_hours: float, expected: State) -> None:
    sample = minutes(*TWENTY_FROM_9_TO_28_HOURS)
    assert sample.value == 18 * HOUR
    assert sample.interval == (14 * HOUR, 23 * HOUR)
    assert state_of(RESOLUTION_TIME, sample, usual=usual_hours * HOUR) is expected


@pytest.mark.parametrize(
    ("balance", "usual", "expected"),
    [
        (Balance(40, 20, 100), 29, ON_TARGET),  # 20 points: 9 below
        (Balance(40, 20, 100), 30, PERHAPS_SHORT),  # 20 ± 14.7
        (Balance(40, 20, 100), 35, SHORT),
        (Balance(400, 200, 1_000), 30, SHORT),  # 20 ± 4.6
        (Balance(400, 200, 1_000), 29, ON_TARGET),  # significantly worse, but by less than 10 points
        (Balance(10, 20, 100), 5, SHORT),  # −10 ± 10.6
        (Balance(10, 20, 100), 0, PERHAPS_SHORT),
    ],
)
def test_nps_against_its_own_usual(balance: Balance, usual: float, expected: State) -> None:
    assert state_of(NPS, balance, usual=usual) is expected


@pytest.mark.parametrize(("per_contact", "expected"), [(5.4, ON_TARGET), (5.5, SHORT), (9, SHORT), (2, ON_TARGET)])
def test_a_cost_is_short_when_10_percent_worse_than_usual(per_contact: float, expected: State) -> None:
    assert state_of(COST_PER_CONTACT, Ratio(per_contact * 10, 10), usual=5) is expected


def test_a_target_of_its_own_counts_and_not_the_usual() -> None:
    assert state_of(COST_PER_CONTACT, Ratio(54, 10), Target(5, 7.5), usual=5) is SHORT


# ---- what is not judged, and why


@pytest.mark.parametrize(
    ("kpi", "sample", "why"),
    [
        (CSAT, Share(17, 25), "too few: 25 ratings, where 30 are needed"),
        (CSAT, Share(1, 1), "too few: 1 rating, where 30 are needed"),
        (FIRST_RESPONSE_TIME, minutes(*[120] * 9), "too few: 9 first replies, where 10 are needed"),
        (CSAT, Share(0, 0), "no data"),
        (RESOLUTION_TIME, minutes(*[120] * 90), "no target is set, and its own usual is not known yet"),
        (VOLUME, Number(3), "a count that explains others has no target"),
    ],
)
def test_what_is_not_judged_says_why(kpi: Kpi, sample: Sample, why: str) -> None:
    found = judge_sample(kpi, sample, next(iter(kpi.targets.values()), None))
    assert (found.state, found.gap, found.why) == (None, None, why)


def test_a_usual_of_nothing_is_no_measure() -> None:
    assert state_of(COST_PER_CONTACT, Ratio(9, 1), usual=0) is None


def test_a_reading_that_may_not_be_judged_is_not() -> None:
    reading = Reading(Ratio(900, 100), unjudged="no costs are entered for 20–24 July 2026", incomplete=True)
    assert judge(COST_PER_CONTACT, reading, {}, usual=1) == Judgement(None, why=reading.unjudged)


def test_what_is_not_connected_says_so() -> None:
    assert judge(SELF_SERVICE_RATE, Reading(Share(0, 0), connected=False), {}).why == "not connected"


# ---- the two rows of first response time


HOUR_TARGET, BOT_TARGET = Target(HOUR, 4 * HOUR), Target(5 * MINUTE, 30 * MINUTE)


@pytest.mark.parametrize(
    ("person", "bot", "state", "of_gap"),
    [
        (minutes(*[30] * 20), minutes(*[1] * 20), ON_TARGET, 0),
        (minutes(*[120] * 20), minutes(*[1] * 20), SHORT, math.log(2) / math.log(4)),
        (minutes(*[30] * 20), minutes(*[10] * 20), SHORT, math.log(2) / math.log(6)),
        (minutes(*[120] * 20), minutes(*[10] * 20), SHORT, math.log(2) / math.log(4)),
        (minutes(*[120] * 20), minutes(*[30] * 20), SHORT, 1),
        # Perhaps short by 10 times the target is less than surely short by a little.
        (minutes(*[66] * 20), minutes(*[1] * 9, *[50] * 11), SHORT, math.log(1.1) / math.log(4)),
        (minutes(*[120] * 9), minutes(*[1] * 20), ON_TARGET, 0),  # of one row alone too few
        (minutes(), minutes(*[10] * 20), SHORT, math.log(2) / math.log(6)),
    ],
)
def test_the_worse_row_decides(person: Durations, bot: Durations, state: State, of_gap: float) -> None:
    reading = Reading(person, rows={"person": person, "bot": bot})
    found = judge(FIRST_RESPONSE_TIME, reading, {"person": HOUR_TARGET, "bot": BOT_TARGET})
    assert found.state is state
    assert found.gap == pytest.approx(of_gap)


def test_where_neither_row_can_be_judged_the_person_s_says_why() -> None:
    person = minutes(*[120] * 9)
    reading = Reading(person, rows={"person": person, "bot": minutes()})
    found = judge(FIRST_RESPONSE_TIME, reading, {"person": HOUR_TARGET, "bot": BOT_TARGET})
    assert (found.state, found.why) == (None, "too few: 9 first replies, where 10 are needed")


# ---- the gap


@pytest.mark.parametrize(
    ("kpi", "value", "target", "expected"),
    [
        (CSAT, 80, Target(80, 70), 0),
        (CSAT, 90, Target(80, 70), 0),
        (CSAT, 75, Target(80, 70), 0.5),
        (CSAT, 70, Target(80, 70), 1),
        (CSAT, 40, Target(80, 70), 4),
        (CSAT, 0, Target(80, 70), 4),
        (INTENT_DISTRIBUTION, 20, Target(25, 40), 0),
        (INTENT_DISTRIBUTION, 32.5, Target(25, 40), 0.5),
        (NPS, 20, Target(50, 20), 1),
        (NPS, -25, Target(5, -25), 1),
        (FIRST_RESPONSE_TIME, 2 * HOUR, HOUR_TARGET, 0.5),
        (FIRST_RESPONSE_TIME, 16 * HOUR, HOUR_TARGET, 2),
        (FIRST_RESPONSE_TIME, 0, HOUR_TARGET, 0),
        (COST_PER_RESOLUTION, 10, Target(5, 10), 1),
        (COST_PER_RESOLUTION, 1_000, Target(5, 10), 4),
    ],
)
def test_the_gap_is_1_where_it_is_bad(kpi: Kpi, value: float, target: Target, expected: float) -> None:
    assert gap(kpi, value, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kpi", "sample", "usual"),
    [
        (RESOLUTION_TIME, minutes(*[90] * 20), HOUR),
        (COST_PER_CONTACT, Ratio(15, 10), 1),
        (COST_PER_RESOLUTION, Ratio(20, 10), 1),
        (NPS, Balance(500, 300, 1_000), 50),
    ],
)
def test_what_is_bad_by_the_own_usual(kpi: Kpi, sample: Sample, usual: float) -> None:
    """1.5 times the usual, twice for a cost per resolution, and 30 points below for NPS."""
    found = judge_sample(kpi, sample, None, usual)
    assert found.state is SHORT
    assert found.gap == pytest.approx(1)


# ---- a whole week


MONDAY = [
    (INTENT_DISTRIBUTION, Share(52, 130), SHORT, 1.0),
    (CSAT, Share(72, 100), SHORT, 0.8),
    (AUTOMATION_RATE, Share(56, 140), SHORT, 0.4),
    (FIRST_RESPONSE_TIME, minutes(*[80] * 40), SHORT, 0.2075),  # ln(80 ÷ 60) ÷ ln 4
    (FIRST_RESPONSE_TIME, minutes(*[20] * 15, *[80] * 25), PERHAPS_SHORT, 0.2075),  # from the 14th to the 27th
    (RESOLUTION_RATE, Share(118, 140), PERHAPS_SHORT, 0.0476),  # 85 − 84.29, of 15
    (SELF_SERVICE_RATE, Share(0, 0), None, None),
    (COST_PER_CONTACT, Ratio(1_260, 150), None, None),
]


@pytest.mark.parametrize(("kpi", "sample", "state", "of_gap"), MONDAY, ids=lambda each: getattr(each, "key", None))
def test_a_monday_morning(kpi: Kpi, sample: Sample, state: State | None, of_gap: float | None) -> None:
    """The week of 20 to 26 July: what each KPI came to, and how far it is from its target."""
    found = judge_sample(kpi, sample, next(iter(kpi.targets.values()), None))
    assert found.state is state
    assert found.gap == (None if of_gap is None else pytest.approx(of_gap, abs=5e-5))


def test_17_of_25_ratings_that_week_are_too_few_to_judge() -> None:
    assert state_of(CSAT, Share(17, 25)) is None


def test_every_kpi_can_be_judged_by_a_target_or_by_its_usual() -> None:
    for kpi in KPIS:
        found = judge_sample(kpi, _plenty(kpi), next(iter(kpi.targets.values()), None), usual=1.0)
        assert found.state is not None, kpi.key


def _plenty(kpi: Kpi) -> Sample:
    samples: dict[str, Sample] = {
        "seconds": minutes(*[60] * 50),
        "percent": Share(50, 100),
        "points": Balance(50, 20, 100),
        "money": Ratio(100, 100),
    }
    return samples[kpi.unit]
