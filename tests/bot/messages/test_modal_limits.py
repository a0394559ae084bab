"""What Slack would refuse in a modal is found before it is sent."""

from typing import Any

import pytest

from bot.messages.environment import MessageError, Messages
from bot.messages.modal_limits import problems
from bot.playground.block_kit.views import view_problems
from tests.bot.messages.slack_client import HOSTILE

FORM: dict[str, Any] = {
    "name": "add_cost",
    "carried": '{"v":1}',
    "currency": "EUR",
    "categories": ["agents", "other"],
    "first_day": "2026-07-01",
    "longest_note": 200,
}


def form(**context: Any) -> dict[str, Any]:
    return Messages().modal("cost_modal.j2", **{**FORM, **context})


def test_slack_takes_the_form_for_a_cost() -> None:
    view = form()
    assert (problems(view), view_problems(view)) == ([], [])
    assert [block["block_id"] for block in view["blocks"]] == [
        *("amount", "category", "spread", "first_day", "last_day", "note")
    ]


def test_words_in_a_form_are_shown_as_they_are() -> None:
    view = form(currency=HOSTILE, carried=HOSTILE)
    assert view["blocks"][0]["label"]["text"] == f"Amount in {HOSTILE}"
    assert view["private_metadata"] == HOSTILE


@pytest.mark.parametrize(
    ("context", "problem"),
    [
        ({"carried": "x" * 3_001}, "3,001 characters that it carries of at most 3,000"),
        ({"currency": "x" * 2_000}, r"block 1 \(input\): the label has 2,010 characters"),
        ({"categories": []}, r"block 2 \(input\): no options"),
        ({"categories": [f"{number}" for number in range(101)]}, "101 options of at most 100"),
        ({"categories": ["x" * 76]}, "an option has 76 characters of at most 75"),
        ({"longest_note": 3_001}, "3,001 characters to be typed of at most 3,000"),
    ],
)
def test_what_is_too_long_for_slack_is_our_mistake(context: dict[str, Any], problem: str) -> None:
    with pytest.raises(MessageError, match=problem):
        form(**context)


def test_a_modal_needs_a_title_and_buttons() -> None:
    with pytest.raises(MessageError, match="it needs one modal and has 0"):
        Messages().modal("greeting.j2", asked=type("Asked", (), {"prompt": ""}), thanks=True)
