import pytest

from bot.playground.block_kit import view_problems
from tests.bot.playground.block_kit.samples import Json, formatted, input_block, modal, options, plain, select

INPUTS = [
    {"type": "plain_text_input", "multiline": True, "min_length": 0, "max_length": 3000, "initial_value": "x" * 3000},
    {"type": "email_text_input", "initial_value": "ada@example.com", "placeholder": plain("p" * 150)},
    {"type": "url_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "-1.5", "max_value": "10", "initial_value": "0"},
    {"type": "rich_text_input", "action_id": "r", "initial_value": formatted({"type": "text", "text": "hello"})},
    {"type": "file_input", "filetypes": ["csv", "xlsx"], "max_files": 10},
    {"type": "datetimepicker"},
    {"type": "checkboxes", "options": options(10)},
    select(),
]


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: str(element["type"]))
def test_a_modal_takes_every_input(element: Json) -> None:
    assert view_problems(modal(input_block(element))) == []


@pytest.mark.parametrize(
    ("element", "problem", "at"),
    [
        ({"type": "plain_text_input", "max_length": 3001}, "must be less than 3000", "/max_length"),
        ({"type": "plain_text_input", "min_length": -1}, "must be greater than 0", "/min_length"),
        ({"type": "plain_text_input", "max_length": True}, "must provide an integer", "/max_length"),
        ({"type": "number_input"}, "missing required field: is_decimal_allowed", ""),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": 1}, "must provide a string", "/min_value"),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "1e5"},
            "must be a valid number",
            "/min_value",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "2", "max_value": "1"},
            "must be less than 1",
            "/min_value",
        ),
        ({"type": "rich_text_input"}, "missing required field: action_id", ""),
        (
            {"type": "rich_text_input", "action_id": "r", "initial_value": "hello"},
            "must provide an object",
            "/initial_value",
        ),
        ({"type": "file_input", "max_files": 11}, "must be less than 10", "/max_files"),
        ({"type": "file_input", "placeholder": plain("p")}, "invalid additional property: placeholder", ""),
        ({"type": "button", "text": plain("b")}, "unsupported type: button", "/type"),
    ],
)
def test_what_an_input_may_not_have(element: Json, problem: str, at: str) -> None:
    assert f"{problem} [json-pointer:/view/blocks/0/element{at}]" in view_problems(modal(input_block(element)))


def test_an_input_needs_its_label() -> None:
    unlabelled = {"type": "input", "element": {"type": "plain_text_input"}}
    assert view_problems(modal(unlabelled))[1:] == ["missing required field: label [json-pointer:/view/blocks/0]"]
