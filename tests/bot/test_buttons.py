"""What buttons carry, also from other versions and from tampering hands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import buttons
from kpi.errors import UserError

LONGEST = 2_000  # https://docs.slack.dev/reference/block-kit/block-elements/button-element


@given(st.text())
def test_a_question_comes_back_as_it_was(question: str) -> None:
    assert buttons.question(buttons.value(question)) == question


def test_the_longest_question_fits() -> None:
    assert len(buttons.value("🎉" * 150)) <= LONGEST


@pytest.mark.parametrize(
    "value",
    [
        "",
        "csat",
        "null",
        "[]",
        "1",
        '"v"',
        "{}",
        '{"v": 1}',
        '{"question": "csat 2026-W30"}',
        '{"v": 2, "question": "csat 2026-W30"}',
        '{"v": 1, "question": "csat 2026-W30"',
        '{"v": 1, "question": null}',
        '{"v": 1, "question": ["csat"]}',
    ],
)
def test_the_button_of_another_version_says_so(value: str) -> None:
    with pytest.raises(UserError) as error:
        buttons.question(value)
    assert error.value.sentence == "This button is from another version of kpibot."
    assert "`/kpi`" in error.value.hint


def test_a_button_says_which_version_made_it() -> None:
    assert json.loads(buttons.value("csat")) == {"v": buttons.VERSION, "question": "csat"}


@pytest.mark.parametrize(
    "line", ["csat", "costs", "notes", "config", "config get zone", "config list", "cost per contact"]
)
def test_what_only_asks_may_be_offered_after_a_mistake(line: str) -> None:
    assert buttons.may_be_offered(line)


@pytest.mark.parametrize(
    "line",
    [
        *("costs add 12,400 agents from 2026-01", "costs remove 3", "notes remove 3", "note today x"),
        *("config set zone Europe/Berlin", "target csat 85", "hours 24/7", ""),
    ],
)
def test_an_example_that_would_change_something_is_no_button(line: str) -> None:
    assert not buttons.may_be_offered(line)
