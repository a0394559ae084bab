"""Elements that only an input block takes: https://docs.slack.dev/reference/block-kit/blocks/input-block"""

import re
from decimal import Decimal
from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Checks,
    Problems,
    array,
    boolean,
    integer,
    members,
    problem,
    string,
    typed,
)
from bot.playground.block_kit.composition import dispatch_action_config, identifier, placeholder
from bot.playground.block_kit.elements import CHOICES, datetime_picker
from bot.playground.block_kit.rich_text import rich_text

MOST_TYPED = 3000
MOST_FILES = 10
MOST_LINES = 100

_TYPED: Checks = {
    "action_id": identifier,
    "placeholder": placeholder,
    "focus_on_load": boolean,
    "dispatch_action_config": dispatch_action_config,
}


def plain_text_input(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""
    lengths = {"min_length": integer(0, MOST_TYPED), "max_length": integer(1, MOST_TYPED)}
    more = {"initial_value": string(MOST_TYPED), "multiline": boolean, **lengths}
    yield from members(element, at, {}, {**_TYPED, **more})


def email_input(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/email-input-element"""
    yield from members(element, at, {}, {**_TYPED, "initial_value": string()})


def url_input(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/url-input-element"""
    yield from members(element, at, {}, {**_TYPED, "initial_value": string()})


def number_input(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/number-input-element"""
    bounds = ("min_value", "max_value")
    values = {"initial_value": _decimal, **dict.fromkeys(bounds, _decimal)}
    yield from members(element, at, {"is_decimal_allowed": boolean}, {**_TYPED, **values})
    if isinstance(element, dict) and all(_is_decimal(element.get(name)) for name in bounds):
        least, most = (Decimal(element[name]) for name in bounds)
        if least > most:
            yield problem(f"must be less than {most}", f"{at}/min_value")


def rich_text_input(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element"""
    lines = {"min_lines": integer(1, MOST_LINES), "max_lines": integer(1, MOST_LINES)}
    more = {"initial_value": typed({"rich_text": rich_text}), **lines}
    yield from members(element, at, {"action_id": identifier}, {**_TYPED, **more})


def file_input(element: Any, at: str) -> Problems:
    """In a modal only: https://docs.slack.dev/reference/block-kit/block-elements/file-input-element"""
    optional = {"action_id": identifier, "filetypes": array(string()), "max_files": integer(1, MOST_FILES)}
    yield from members(element, at, {}, optional)


def _decimal(text: Any, at: str) -> Problems:
    if not isinstance(text, str):
        yield problem("must provide a string", at)
    elif not _is_decimal(text):
        yield problem("must be a valid number", at)


def _is_decimal(text: Any) -> bool:
    return isinstance(text, str) and re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) is not None


INPUTS: dict[str, Check] = {
    **CHOICES,
    "datetimepicker": datetime_picker,
    "plain_text_input": plain_text_input,
    "email_text_input": email_input,
    "url_text_input": url_input,
    "number_input": number_input,
    "rich_text_input": rich_text_input,
}
MODAL_INPUTS: dict[str, Check] = {**INPUTS, "file_input": file_input}
