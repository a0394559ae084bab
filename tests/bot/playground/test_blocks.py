import pytest

from bot.playground.blocks import problems, texts
from tests.bot.playground.conftest import Json, actions, button, section


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


GOOD = [
    {"type": "header", "text": plain("CSAT"), "block_id": "top"},
    section("x" * 3000, accessory=button("Share", "share", value="v" * 2000, style="primary")),
    {"type": "section", "fields": [mrkdwn("y" * 2000)] * 10},
    {"type": "divider"},
    actions(*(button(f"b{number}", f"a{number}") for number in range(25))),
    {"type": "context", "elements": [mrkdwn("a"), plain("b")] * 5},
]


def test_blocks_at_their_limits_are_taken() -> None:
    assert problems(GOOD) == []
    assert problems([{"type": "divider"}] * 50) == []


def test_no_blocks_are_no_problem() -> None:
    assert problems([]) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (section("  "), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
        (section("a", color="red"), "invalid additional property: color [json-pointer:/blocks/0]"),
        (
            {"type": "section", "fields": [mrkdwn("y" * 2001)]},
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        ),
        (
            {"type": "section", "fields": [mrkdwn("y")] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        ),
        (
            {"type": "section", "fields": []},
            "no fewer than 1 items allowed [json-pointer:/blocks/0/fields]",
        ),
        (
            section("a", accessory={"type": "slider"}),
            "unsupported type: slider [json-pointer:/blocks/0/accessory/type]",
        ),
        (
            {"type": "header", "text": plain("h" * 151)},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            {"type": "header", "text": mrkdwn("h")},
            "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
        ),
        ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
        ({"type": "header", "text": "h"}, "must be an object [json-pointer:/blocks/0/text]"),
        (
            {"type": "header", "text": {"type": "plain_text", "text": 5}},
            "must be a string [json-pointer:/blocks/0/text/text]",
        ),
        (
            {"type": "header", "text": plain("h") | {"verbatim": True}},
            "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
        ),
        (
            {"type": "context", "elements": [mrkdwn("a")] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "context", "elements": [button("b", "a")]},
            "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            {"type": "context", "elements": "all"},
            "must be an array [json-pointer:/blocks/0/elements]",
        ),
        (
            actions(*(button("b", f"a{number}") for number in range(26))),
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            actions(button("b", "same"), button("c", "same")),
            "`action_id` same already exists [json-pointer:/blocks/0/elements]",
        ),
        (
            actions(button("b" * 76, "a")),
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        ),
        (
            actions(button("b", "a" * 256)),
            "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
        ),
        (
            actions(button("b", "a", value="v" * 2001)),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            actions(button("b", "a", url="u" * 3001)),
            "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
        ),
        (
            actions(button("b", "a", style="loud")),
            "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
        ),
        (
            actions(button("b", "a", confirm={"title": plain("Sure?")})),
            "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
        ),
        (
            {"type": "divider", "text": plain("-")},
            "invalid additional property: text [json-pointer:/blocks/0]",
        ),
        (
            {"type": "divider", "block_id": "d" * 256},
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        ({"type": "carousel"}, "unsupported type: carousel [json-pointer:/blocks/0/type]"),
        ({"type": ["header"]}, "unsupported type: ['header'] [json-pointer:/blocks/0/type]"),
        ({}, "missing required field: type [json-pointer:/blocks/0]"),
        ("divider", "must be an object [json-pointer:/blocks/0]"),
    ],
)
def test_what_slack_does_not_take_is_named_with_its_place(block: Json, problem: str) -> None:
    assert problem in problems([block])


def test_more_than_fifty_blocks_are_too_many() -> None:
    assert problems([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_two_blocks_of_a_message_cannot_share_an_id() -> None:
    twins = [{"type": "divider", "block_id": "one"}, {"type": "divider", "block_id": "one"}]
    assert problems(twins) == ["`block_id` one already exists [json-pointer:/blocks]"]


def test_every_problem_of_a_message_is_reported_in_order() -> None:
    assert problems([section(""), {"type": "header"}]) == [
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "missing required field: text [json-pointer:/blocks/1]",
    ]


def test_the_words_of_blocks_are_read_in_order() -> None:
    blocks = [
        section("one", accessory=button("two", "a")),
        {"type": "context", "elements": [mrkdwn("three")]},
    ]
    assert list(texts(blocks)) == ["one", "two", "three"]
