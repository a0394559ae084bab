"""A team's own targets over the catalogue's."""

import pytest

from kpi.catalogue import EVERY, Target
from kpi.team.targets import Aim, Targets, made, rows

BY_KEY = {kpi.key: kpi for kpi in EVERY}
HOUR, MINUTE = 3_600.0, 60.0


def test_without_own_targets_the_catalogues_count() -> None:
    assert Targets().of("csat") == Target(80.0, bad=70.0)
    assert Targets().of("first_response_time", "person") == Target(HOUR, bad=4 * HOUR)
    assert Targets().of("first_response_time", "bot") == Target(5 * MINUTE, bad=30 * MINUTE)
    assert Targets().of("nps") is None


def test_a_channels_own_target_wins_over_the_kpis_and_that_over_the_catalogues() -> None:
    own = Targets.made([(Aim("csat", channel="email"), Target(90, 80)), (Aim("csat"), Target(85, 75))])
    assert own.of("csat", channel="email") == Target(90, 80)
    assert own.of("csat", channel="chat") == own.of("csat") == Target(85, 75)
    assert own.of("resolution_time") is None


def test_a_row_has_a_target_of_its_own() -> None:
    own = Targets.made([(Aim("first_response_time", "bot"), Target(60, 600))])
    assert own.of("first_response_time", "bot", "chat") == Target(60, 600)
    assert own.of("first_response_time", "person", "chat") == Target(HOUR, bad=4 * HOUR)


@pytest.mark.parametrize(
    ("key", "row", "value", "bad"),
    [
        ("csat", "value", 85, 75),  # ten points, as 80 and 70
        ("csat", "value", 6, 0),  # a percentage is never below 0
        ("intent_distribution", "value", 30, 45),  # lower is better
        ("intent_distribution", "value", 90, 100),
        ("first_response_time", "person", 2 * HOUR, 8 * HOUR),  # four times, as 1 h and 4 h
        ("first_response_time", "bot", MINUTE, 6 * MINUTE),
        ("resolution_time", "value", 10 * HOUR, 15 * HOUR),
        ("cost_per_contact", "value", 4, 6),
        ("cost_per_resolution", "value", 4.5, 9),
        ("nps", "value", 40, 10),
        ("nps", "value", -80, -100),
    ],
)
def test_what_is_bad_is_as_far_from_the_target_as_usual(key: str, row: str, value: float, bad: float) -> None:
    assert made(BY_KEY[key], row, value, None) == Target(value, bad)


def test_what_is_bad_can_be_said() -> None:
    assert made(BY_KEY["csat"], "value", 85, 60) == Target(85, 60)


@pytest.mark.parametrize(
    ("key", "value", "bad"),
    [
        ("csat", 0, None),
        ("csat", 101, None),
        ("csat", 80, 80),
        ("csat", 80, 90),
        ("csat", 80, -1),
        ("csat", float("nan"), None),
        ("intent_distribution", 100, None),
        ("intent_distribution", 25, 20),
        ("resolution_time", 0, None),
        ("resolution_time", -60, None),
        ("resolution_time", float("inf"), None),
        ("resolution_time", 60, float("nan")),
        ("nps", -100, None),
        ("nps", 101, None),
        ("cost_per_contact", 0, None),
    ],
)
def test_what_nothing_can_be_measured_by_is_no_target(key: str, value: float, bad: float | None) -> None:
    with pytest.raises(ValueError, match=r"."):
        made(BY_KEY[key], rows(BY_KEY[key])[0], value, bad)


def test_counts_have_no_targets() -> None:
    assert rows(BY_KEY["volume"]) == ()
    assert rows(BY_KEY["first_response_time"]) == ("person", "bot")
    assert rows(BY_KEY["cost_per_resolution"]) == ("value",)
