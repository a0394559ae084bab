"""A message that Slack would refuse is found out before it is sent."""

from typing import Any

import pytest

from bot.messages.limits import problems
from bot.messages.message import Message

Block = dict[str, Any]
DIVIDER: Block = {"type": "divider"}


def header(length: int) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": "x" * length}}


def section(length: int) -> Block:
    return {"type": "section", "text": text(length)}


def fields(*lengths: int) -> Block:
    return {"type": "section", "fields": [text(length) for length in lengths]}


def context(*lengths: int) -> Block:
    return {"type": "context", "elements": [text(length) for length in lengths]}


def button(label: int = 5, action_id: int = 5, value: int = 5) -> Block:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": "x" * label},
        "action_id": "x" * action_id,
        "value": "x" * value,
    }


def actions(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def text(length: int) -> Block:
    return {"type": "mrkdwn", "text": "x" * length}


AT_THE_LIMIT: dict[str, list[Block]] = {
    "blocks": [DIVIDER] * 50,
    "header": [header(150)],
    "section": [section(3_000)],
    "field": [fields(2_000)],
    "fields": [fields(*[5] * 10)],
    "small print": [context(3_000)],
    "elements of small print": [context(*[5] * 10)],
    "buttons": [actions(*[button()] * 25)],
    "button": [actions(button(75, 255, 2_000))],
    "all text": [section(3_000)] * 4,
}
OVER_THE_LIMIT: dict[str, list[Block]] = {
    "51 blocks of at most 50": [DIVIDER] * 51,
    "no blocks": [],
    "(header): the text has 151 characters of at most 150": [header(151)],
    "(header): the text is empty": [header(0)],
    "(section): the text has 3,001 characters of at most 3,000": [section(3_001)],
    "(section): the text is empty": [section(0)],
    "(section): a field has 2,001 characters of at most 2,000": [fields(2_001)],
    "(section): a field is empty": [fields(5, 0)],
    "(section): 11 fields of at most 10": [fields(*[5] * 11)],
    "(section): no fields": [fields()],
    "(context): an element is empty": [context(0)],
    "(context): 11 elements of at most 10": [context(*[5] * 11)],
    "(actions): 26 buttons of at most 25": [actions(*[button()] * 26)],
    "(actions): no buttons": [actions()],
    "(actions): a button's text has 76 characters of at most 75": [actions(button(label=76))],
    "(actions): a button's text is empty": [actions(button(label=0))],
    "(actions): an action_id has 256 characters of at most 255": [actions(button(action_id=256))],
    "(actions): 2,001 characters in a button's value of at most 2,000": [actions(button(value=2_001))],
    "(section): a button's text is empty": [section(5) | {"accessory": button(label=0)}],
    "12,001 characters in all blocks of at most 12,000": [section(3_000)] * 4 + [section(1)],
}


@pytest.mark.parametrize("what", AT_THE_LIMIT)
def test_what_is_just_within_a_limit_is_fine(what: str) -> None:
    assert problems(Message("Some text", AT_THE_LIMIT[what])) == []


@pytest.mark.parametrize("problem", OVER_THE_LIMIT)
def test_what_is_over_a_limit_is_the_only_problem_named(problem: str) -> None:
    [found] = problems(Message("Some text", OVER_THE_LIMIT[problem]))
    assert found.endswith(problem)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "the text is empty"),
        (" \n", "the text is empty"),
        ("x" * 4_001, "the text has 4,001 characters of at most 4,000"),
    ],
)
def test_the_text_of_a_message_has_its_limits_too(said: str, problem: str) -> None:
    assert problems(Message(said, [DIVIDER])) == [problem]


def test_an_emoji_counts_as_two() -> None:
    assert problems(Message("A", [{"type": "header", "text": {"type": "plain_text", "text": "👍" * 76}}])) == [
        "block 1 (header): the text has 152 characters of at most 150"
    ]


def test_every_problem_is_named_with_its_block() -> None:
    assert problems(Message("A", [section(0), DIVIDER, header(200)])) == [
        "block 1 (section): the text is empty",
        "block 3 (header): the text has 200 characters of at most 150",
    ]
