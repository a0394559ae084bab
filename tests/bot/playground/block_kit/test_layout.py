import pytest

from bot.playground.block_kit import message_problems, view_problems
from tests.bot.playground.block_kit.samples import (
    Json,
    actions,
    button,
    data_table,
    home,
    input_block,
    modal,
    mrkdwn,
    pie,
    plain,
    section,
    segment,
    select,
    words,
)

PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A curve that falls"}
ALL_MATCH = "failed to match all allowed schemas"

AT_THEIR_LIMITS = [
    {"type": "header", "text": plain("h" * 150), "block_id": "top", "level": 4},
    section("x" * 3000, accessory=button("Share", value="v" * 2000, style="primary"), expand=True),
    {"type": "section", "fields": [mrkdwn("y" * 2000)] * 10},
    {"type": "divider", "block_id": "d" * 255},
    actions(*(button("b" * 75, action_id=f"a{n}") for n in range(25))),
    {"type": "context", "elements": [mrkdwn("a"), plain("b"), PICTURE, *[mrkdwn("c")] * 7]},
    {**PICTURE, "title": plain("t" * 2000)},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"},
    {"type": "markdown", "text": "m" * 12_000},
    input_block({"type": "plain_text_input"}, hint=plain("h" * 2000), optional=True, dispatch_action=True),
]


def test_blocks_at_their_limits_are_taken() -> None:
    assert message_problems(AT_THEIR_LIMITS) == []
    assert message_problems([{"type": "divider"}] * 50) == []


def test_no_blocks_are_no_problem() -> None:
    assert message_problems([]) == []


@pytest.mark.parametrize(
    ("block", "problems"),
    [
        (
            section("x" * 3001),
            [
                f"{ALL_MATCH} [json-pointer:/blocks/0/text]",
                "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
            ],
        ),
        (
            section(""),
            [
                f"{ALL_MATCH} [json-pointer:/blocks/0/text]",
                "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
            ],
        ),
        (
            section("  "),
            [
                f"{ALL_MATCH} [json-pointer:/blocks/0/text]",
                "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
            ],
        ),
        ({"type": "section"}, ["must define either `text` or `fields` [json-pointer:/blocks/0/type]"]),
        (section("a", color="red"), ["invalid additional property: color [json-pointer:/blocks/0]"]),
        (
            {"type": "section", "fields": [mrkdwn("y" * 2001)]},
            [
                f"{ALL_MATCH} [json-pointer:/blocks/0/fields/0]",
                "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
            ],
        ),
        (
            {"type": "section", "fields": [mrkdwn("y")] * 11},
            ["no more than 10 items allowed [json-pointer:/blocks/0/fields]"],
        ),
        ({"type": "section", "fields": []}, ["must provide at least 1 items [json-pointer:/blocks/0/fields]"]),
        (
            section("a", accessory={"type": "slider"}),
            ["unsupported type: slider [json-pointer:/blocks/0/accessory/type]"],
        ),
        (section("a", expand="yes"), ["must be a boolean [json-pointer:/blocks/0/expand]"]),
        (
            {"type": "header", "text": plain("h" * 151)},
            ["must be less than 151 characters [json-pointer:/blocks/0/text/text]"],
        ),
        ({"type": "header", "text": mrkdwn("h")}, ["must be a valid enum value [json-pointer:/blocks/0/text/type]"]),
        ({"type": "header"}, ["missing required field: text [json-pointer:/blocks/0]"]),
        ({"type": "header", "text": "h"}, ["must provide an object [json-pointer:/blocks/0/text]"]),
        ({"type": "header", "text": None}, ["must provide an object [json-pointer:/blocks/0/text]"]),
        (
            {"type": "header", "text": {"type": "plain_text", "text": 5}},
            ["must provide a string [json-pointer:/blocks/0/text/text]"],
        ),
        (
            {"type": "header", "text": plain("h") | {"verbatim": True}},
            ["invalid additional property: verbatim [json-pointer:/blocks/0/text]"],
        ),
        ({"type": "header", "text": plain("h"), "level": 5}, ["must be less than 4 [json-pointer:/blocks/0/level]"]),
        (
            {"type": "context", "elements": [mrkdwn("a")] * 11},
            ["no more than 10 items allowed [json-pointer:/blocks/0/elements]"],
        ),
        (
            {"type": "context", "elements": [button("b")]},
            ["unsupported type: button [json-pointer:/blocks/0/elements/0/type]"],
        ),
        ({"type": "context", "elements": "all"}, ["must provide an array [json-pointer:/blocks/0/elements]"]),
        (
            actions(*(button(action_id=f"a{n}") for n in range(26))),
            ["no more than 25 items allowed [json-pointer:/blocks/0/elements]"],
        ),
        (
            actions(button(action_id="same"), select(action_id="same")),
            ['`action_id` "same" already exists [json-pointer:/blocks/0/elements/1/action_id]'],
        ),
        ({"type": "divider", "text": plain("-")}, ["invalid additional property: text [json-pointer:/blocks/0]"]),
        (
            {"type": "divider", "block_id": "d" * 256},
            ["must be less than 256 characters [json-pointer:/blocks/0/block_id]"],
        ),
        (
            {"type": "markdown", "text": "m" * 12_001},
            ["must be less than 12001 characters [json-pointer:/blocks/0/text]"],
        ),
        (
            {**PICTURE, "image_url": "http://127.0.0.1/a.png"},
            ["downloading image failed [json-pointer:/blocks/0/image_url]"],
        ),
        ({**PICTURE, "image_url": "/a.png"}, ["downloading image failed [json-pointer:/blocks/0/image_url]"]),
        ({**PICTURE, "image_url": "http://[/a.png"}, ["downloading image failed [json-pointer:/blocks/0/image_url]"]),
        (
            {"type": "image", "alt_text": "a"},
            ["must define exactly one of `image_url` or `slack_file` [json-pointer:/blocks/0]"],
        ),
        (
            {"type": "image", "alt_text": "a", "slack_file": {}},
            ["must define exactly one of `id` or `url` [json-pointer:/blocks/0/slack_file]"],
        ),
        ({"type": "carousel"}, ["missing required field: elements [json-pointer:/blocks/0]"]),
        ({"type": "slideshow"}, ["unsupported type: slideshow [json-pointer:/blocks/0/type]"]),
        ({"type": ["header"]}, ["unsupported type: ['header'] [json-pointer:/blocks/0/type]"]),
        ({}, ["missing required field: type [json-pointer:/blocks/0]"]),
        ("divider", ["must provide an object [json-pointer:/blocks/0]"]),
    ],
)
def test_what_slack_does_not_take_is_named_with_its_place(block: Json, problems: list[str]) -> None:
    assert message_problems([block]) == problems


def test_more_than_fifty_blocks_are_too_many() -> None:
    assert message_problems([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_two_blocks_of_a_message_cannot_share_an_id() -> None:
    twins = [{"type": "divider", "block_id": "one"}, {"type": "divider", "block_id": "one"}]
    assert message_problems(twins) == ['`block_id` "one" already exists [json-pointer:/blocks/1/block_id]']


def test_every_problem_of_a_message_is_reported_in_order() -> None:
    assert message_problems([{"type": "header"}, {"type": "header", "text": plain("")}]) == [
        "missing required field: text [json-pointer:/blocks/0]",
        "must be more than 0 characters [json-pointer:/blocks/1/text/text]",
    ]


def test_what_is_not_an_array_is_said_so() -> None:
    assert message_problems({"type": "divider"}) == ["must provide an array [json-pointer:/blocks]"]


def test_markdown_blocks_share_their_limit() -> None:
    halves = [{"type": "markdown", "text": "m" * 6001}] * 2
    assert message_problems(halves) == ["must be less than 12001 characters [json-pointer:/blocks]"]


@pytest.mark.parametrize("type_", ["file", "video", "alert", "plan"])
def test_a_bots_message_takes_no(type_: str) -> None:
    assert message_problems([{"type": type_}]) == [f"unsupported type: {type_} [json-pointer:/blocks/0/type]"]


def test_a_file_is_only_asked_for_in_a_modal() -> None:
    ask = input_block({"type": "file_input", "filetypes": ["csv"], "max_files": 10})
    refusal = "unsupported type: file_input [json-pointer:{}/blocks/0/element/type]"
    assert message_problems([ask]) == [refusal.format("")]
    assert view_problems(home(ask))[1:] == [refusal.format("/view")]
    assert view_problems(modal(ask)) == []


@pytest.mark.parametrize(
    ("block", "surfaces"),
    [
        ({"type": "markdown", "text": "*hello*"}, {"message"}),
        (data_table([words("email")]), {"message", "home"}),
        (pie(segment()), {"message", "home"}),
        ({"type": "alert", "text": plain("Careful")}, {"modal"}),
        (section("hello"), {"message", "modal", "home"}),
        ({"type": "card", "title": plain("A case")}, {"message", "modal", "home"}),
        ({"type": "container", "title": plain("More"), "child_blocks": [section("hello")]}, {"message"}),
    ],
)
def test_each_block_has_its_surfaces(block: Json, surfaces: set[str]) -> None:
    taken = {
        "message": not message_problems([block]),
        "modal": not view_problems(modal(block)),
        "home": not view_problems(home(block)),
    }
    assert {surface for surface, takes in taken.items() if takes} == surfaces
