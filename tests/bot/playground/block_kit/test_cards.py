import pytest

from bot.playground.block_kit import message_problems, view_problems
from tests.bot.playground.block_kit.samples import Json, button, input_block, modal, plain, section

PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
CARD = {
    "type": "card",
    "hero_image": PICTURE,
    "slack_icon": {"type": "icon", "name": "rocket"},
    "title": plain("t" * 150),
    "body": plain("b" * 200),
    "actions": [button()] * 3,
}


def container(*children: Json, **more: object) -> Json:
    return {"type": "container", "title": plain("t" * 150), "child_blocks": list(children), **more}


def test_framed_content_is_taken() -> None:
    folded = container(section("a"), input_block({"type": "plain_text_input"}), is_collapsible=True, width="full")
    assert message_problems([CARD, {"type": "carousel", "elements": [CARD] * 10}, folded]) == []


@pytest.mark.parametrize(
    ("block", "problem", "at"),
    [
        (
            {"type": "card", "subtitle": plain("s")},
            "must define at least one of `hero_image`, `title`, `actions` or `body`",
            "",
        ),
        ({**CARD, "body": plain("b" * 201)}, "must be less than 201 characters", "/body/text"),
        ({**CARD, "actions": [button()] * 4}, "no more than 3 items allowed", "/actions"),
        ({**CARD, "slack_icon": {"type": "icon"}}, "missing required field: name", "/slack_icon"),
        ({"type": "carousel", "elements": [CARD] * 11}, "no more than 10 items allowed", "/elements"),
        ({"type": "carousel", "elements": [section("a")]}, "unsupported type: section", "/elements/0/type"),
        (container(), "must provide at least 1 items", "/child_blocks"),
        (container(container(section("a"))), "unsupported type: container", "/child_blocks/0/type"),
        (container(section("a"), width="huge"), "must be a valid enum value", "/width"),
    ],
)
def test_what_frames_may_not_hold(block: Json, problem: str, at: str) -> None:
    assert message_problems([block]) == [f"{problem} [json-pointer:/blocks/0{at}]"]


def test_an_alert_has_a_level() -> None:
    assert view_problems(modal({"type": "alert", "text": plain("a" * 200), "level": "warning"})) == []
    assert view_problems(modal({"type": "alert", "text": plain("a"), "level": "loud"}))[1:] == [
        "must be a valid enum value [json-pointer:/view/blocks/0/level]"
    ]
