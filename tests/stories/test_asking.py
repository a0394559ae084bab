"""Somebody asks for a number."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person

QUESTIONS = ("csat", "frt last month", "ttr 2026-W30", "csat this week", "csat 2020", "", "help", "cast last week")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_this(ada: Person, question: str, snapshot: SnapshotAssertion) -> None:
    answer = ada.types(f"/kpi {question}".strip())
    assert answer.ephemeral
    assert f"{answer.text}\n\n{answer.plain}" == snapshot


def test_the_last_week_of_the_sample_team_is_surely_worse(ada: Person) -> None:
    answer = ada.types("/kpi csat last week")
    headline = answer.plain.splitlines()[0]
    assert "worse, beyond noise" in headline
    assert "short of the target of 80 %" in headline


def test_only_the_asker_sees_the_answer(ada: Person, ben: Person) -> None:
    ada.types("/kpi csat")
    assert ben.sees() == []


def test_a_line_that_is_offered_works_when_typed(ada: Person) -> None:
    offered = ada.types("/kpi cast last week").plain
    assert "`/kpi csat last week`" in offered
    assert ada.types("/kpi csat last week").plain.startswith("CSAT: ")


def test_a_line_that_is_copied_with_its_command_works_behind_another(ada: Person) -> None:
    for prompt in ("/kpi", "@kpibot"):
        assert ada.types(f"/kpi {prompt} csat last week").plain.startswith("CSAT: ")


def test_a_period_without_data_names_one_that_has_some(ada: Person) -> None:
    nothing = ada.types("/kpi ttr 2020-05")
    assert "no data" in nothing.plain
    line = nothing.plain.split("`")[1]
    assert ada.types(line).plain.startswith("Resolution time: median ")


def test_ten_people_at_once_each_get_their_own_answer(slack: LocalSlack) -> None:
    weeks = [f"2026-W{week}" for week in range(20, 30)]
    people = [Person(slack, name) for name in ("Ada", "Ben", "Mia")]

    def ask(number: int) -> str:
        person = people[number % len(people)]
        person.types(f"/kpi csat {weeks[number]}")
        return person.waits_for(f"Week {weeks[number]} ").plain

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, range(10)))
    assert len(set(answers)) == 10
