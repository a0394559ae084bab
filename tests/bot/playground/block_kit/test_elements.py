import pytest

from bot.playground.block_kit import message_problems
from tests.bot.playground.block_kit.samples import (
    Json,
    actions,
    button,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
)

SURE = {"title": plain("t" * 100), "text": plain("x" * 300), "confirm": plain("y" * 30), "deny": plain("n" * 30)}
GROUPS = [{"label": plain("g" * 75), "options": options(100)}]

IN_ACTIONS = [
    button("b" * 75, action_id="a" * 255, url="u" * 3000, value="v" * 2000, style="danger", confirm=SURE),
    {"type": "overflow", "options": [option("v" * 150, "t" * 75, url="https://example.com")], "confirm": SURE},
    {"type": "overflow", "options": options(5)},
    {"type": "checkboxes", "options": options(10), "initial_options": options(10)},
    {"type": "radio_buttons", "options": [{"text": mrkdwn("*a*"), "value": "a", "description": mrkdwn("d" * 75)}]},
    {"type": "datepicker", "initial_date": "2026-11-22", "placeholder": plain("p" * 150)},
    {"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Berlin"},
    {"type": "datetimepicker", "initial_date_time": 1_780_000_000},
    select(options=options(100), initial_option=option("v7"), placeholder=plain("Period"), focus_on_load=True),
    {"type": "static_select", "option_groups": GROUPS, "initial_option": option("v99")},
    {"type": "multi_static_select", "options": options(3), "initial_options": options(2), "max_selected_items": 2},
    {"type": "external_select", "min_query_length": 0},
    {"type": "multi_external_select", "initial_options": options(1)},
    {"type": "users_select", "initial_user": "U1"},
    {"type": "multi_users_select", "initial_users": ["U1"]},
    {"type": "conversations_select", "filter": {"include": ["im", "public"]}, "default_to_current_conversation": True},
    {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    {"type": "channels_select", "initial_channel": "C1"},
    {"type": "multi_channels_select", "initial_channels": ["C1"]},
    {"type": "workflow_button", "text": plain("Run"), "workflow": {"trigger": {"url": "https://x"}}, "action_id": "w"},
]
NO_ACCESSORIES = ("datetimepicker",)


@pytest.mark.parametrize("element", IN_ACTIONS, ids=lambda element: str(element["type"]))
def test_elements_at_their_limits_are_taken(element: Json) -> None:
    assert message_problems([actions(element)]) == []
    if element["type"] not in NO_ACCESSORIES:
        assert message_problems([section("a", accessory=element)]) == []


@pytest.mark.parametrize(
    ("element", "problem", "at"),
    [
        (button("b" * 76), "must be less than 76 characters", "/text/text"),
        (button(action_id="a" * 256), "must be less than 256 characters", "/action_id"),
        (button(value="v" * 2001), "must be less than 2001 characters", "/value"),
        (button(url="u" * 3001), "must be less than 3001 characters", "/url"),
        (button(style="loud"), "must be a valid enum value", "/style"),
        (button(style=None), "must provide a string", "/style"),
        (button(confirm={**SURE, "deny": plain("n" * 31)}), "must be less than 31 characters", "/confirm/deny/text"),
        (button(confirm={"title": plain("Sure?")}), "missing required field: text", "/confirm"),
        (button(block_id="b"), "invalid additional property: block_id", ""),
        (select(options=options(101)), "no more than 100 items allowed", "/options"),
        (select(options=[]), "must provide at least 1 items", "/options"),
        (select(options=[option("v" * 151)]), "must be less than 151 characters", "/options/0/value"),
        (select(options=[option("v", "t" * 76)]), "must be less than 76 characters", "/options/0/text/text"),
        (select(options=[option(url="https://x")]), "invalid additional property: url", "/options/0"),
        (
            select(options=[{"text": mrkdwn("*a*"), "value": "a"}]),
            "must be a valid enum value",
            "/options/0/text/type",
        ),
        (select(option_groups=GROUPS), "must define exactly one of `options` or `option_groups`", ""),
        ({"type": "static_select"}, "must define exactly one of `options` or `option_groups`", ""),
        (select(initial_option=option("other")), "not a valid option", "/initial_option"),
        (select(initial_option=None), "must provide an object", "/initial_option"),
        (select(placeholder=plain("p" * 151)), "must be less than 151 characters", "/placeholder/text"),
        (
            {"type": "multi_static_select", "options": options(1), "initial_options": [option("other")]},
            "not a valid option",
            "/initial_options",
        ),
        ({"type": "multi_users_select", "max_selected_items": 0}, "must be greater than 1", "/max_selected_items"),
        ({"type": "overflow", "options": options(6)}, "no more than 5 items allowed", "/options"),
        ({"type": "checkboxes", "options": options(11)}, "no more than 10 items allowed", "/options"),
        ({"type": "radio_buttons", "options": options(11)}, "no more than 10 items allowed", "/options"),
        ({"type": "datepicker", "initial_date": "22.11.2026"}, "must be a valid date", "/initial_date"),
        ({"type": "datepicker", "initial_date": "20261122"}, "must be a valid date", "/initial_date"),
        ({"type": "timepicker", "initial_time": "9:30"}, "must be a valid time", "/initial_time"),
        ({"type": "datetimepicker", "initial_date_time": 5}, "must be greater than 1000000000", "/initial_date_time"),
        ({"type": "datetimepicker", "initial_date_time": "5"}, "must provide an integer", "/initial_date_time"),
        ({"type": "conversations_select", "filter": {}}, "must have minimum 1 properties", "/filter"),
        ({"type": "file_input"}, "unsupported type: file_input", "/type"),
        ({"type": "plain_text_input"}, "unsupported type: plain_text_input", "/type"),
    ],
)
def test_what_an_element_may_not_have(element: Json, problem: str, at: str) -> None:
    assert f"{problem} [json-pointer:/blocks/0/elements/0{at}]" in message_problems([actions(element)])


def test_feedback_and_icons_stand_in_context_actions() -> None:
    thumb = {"text": plain("Good"), "value": "good"}
    opinions = {"type": "feedback_buttons", "positive_button": thumb, "negative_button": thumb, "action_id": "f"}
    bin_ = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "d"}
    assert message_problems([{"type": "context_actions", "elements": [opinions, bin_]}]) == []
    assert message_problems([{"type": "context_actions", "elements": [button()] * 6}]) == [
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]"
    ]
    assert message_problems([{"type": "context_actions", "elements": [button()]}]) == [
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]"
    ]
