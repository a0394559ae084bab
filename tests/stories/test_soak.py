"""A large team at work for some seconds: nobody waits for ever, and nothing is lost; `make soak` takes an hour."""

from datetime import timedelta
from pathlib import Path

import pytest

from soak.day import Plan, run
from soak.memory import Moment, growth
from soak.report import goals, section
from soak.team import BURST, BURST_LASTS, PEOPLE, questions
from soak.watching import METRICS, READY

pytestmark = pytest.mark.timeout(600)  # several processes, on a machine that may be busy

DUE_ALREADY = timedelta(minutes=-15)
PLAN = Plan(seconds=20, review_in=DUE_ALREADY, tickets=5_000, rows=2_000, a_second=20)
LEAST_MB, MOST_MB = 50, 500


def test_a_team_asks_sends_imports_and_gets_its_review_and_nothing_is_lost(tmp_path: Path) -> None:
    result = run(tmp_path, None, PLAN)
    assert result.wrong == []
    assert sum(map(len, result.asked["milliseconds"].values())) == len(questions(PLAN.seconds, PLAN.seed))
    assert all(each > 0 for taken in result.asked["milliseconds"].values() for each in taken)
    assert len(result.sent["milliseconds"]) > PLAN.seconds
    assert result.sent["failed"] == 0
    assert all(LEAST_MB < each.serving < MOST_MB for each in result.moments)
    assert max(each.processes for each in result.moments) > 1  # the one that has read the file
    assert result.fetched.keys() == {f"{READY} 200", f"{METRICS} 200"}
    assert [name for name, *_, is_met in goals(result) if not is_met and "wrong" in name] == []
    assert "| all questions |" in section(result)


def test_an_hour_has_the_questions_of_a_day_and_some_at_once() -> None:
    asked = questions(3_600, seed=1)
    assert len({each.person for each in asked}) == PEOPLE
    assert 6_000 < len(asked) < 8_000
    at_once = [sum(each.at <= other.at < each.at + BURST_LASTS for other in asked) for each in asked[::20]]
    assert max(at_once) >= BURST


def test_growth_is_the_slope_of_all_moments_in_an_hour() -> None:
    moments = [Moment(60.0 * minute, 100 + minute / 10, 0, 1) for minute in range(10)]
    assert growth(moments) == pytest.approx(6)
