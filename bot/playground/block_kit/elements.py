"""Interactive elements of section and actions blocks; inputs take most of them too.

https://docs.slack.dev/reference/block-kit/block-elements
"""

import re
from datetime import date
from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Problems,
    array,
    exactly_one,
    integer,
    members,
    problem,
    string,
)
from bot.playground.block_kit.composition import (
    CHOSEN,
    OPENED,
    confirmation,
    formatted_option,
    identifier,
    image_url,
    initial_is_offered,
    option_with_link,
    slack_file,
    style,
    url,
)
from bot.playground.block_kit.menus import MENUS
from bot.playground.block_kit.texts import plain_text

MOST_BUTTON_TEXT = 75
MOST_VALUE = 2000
MOST_ALT_TEXT = 2000
MOST_OVERFLOW_OPTIONS = 5
MOST_CHOICES = 10
MOST_ICON_BUTTON_VIEWERS = 10

value = string(MOST_VALUE)


def button(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
    label = plain_text(MOST_BUTTON_TEXT)
    optional = {
        "action_id": identifier,
        "url": url,
        "value": value,
        "style": style,
        "confirm": confirmation,
        "accessibility_label": string(MOST_BUTTON_TEXT),
    }
    yield from members(element, at, {"text": label}, optional)


def workflow_button(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/workflow-button-element"""
    required = {"text": plain_text(MOST_BUTTON_TEXT), "workflow": _workflow, "action_id": identifier}
    yield from members(element, at, required, {"style": style, "accessibility_label": string(MOST_BUTTON_TEXT)})


def _workflow(workflow: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/workflow-object"""

    def parameter(item: Any, place: str) -> Problems:
        yield from members(item, place, {"name": string(), "value": string()})

    def trigger(item: Any, place: str) -> Problems:
        yield from members(item, place, {"url": url}, {"customizable_input_parameters": array(parameter)})

    yield from members(workflow, at, {"trigger": trigger})


def image(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/image-element"""
    sources = {"image_url": image_url, "slack_file": slack_file}
    yield from members(element, at, {"alt_text": string(MOST_ALT_TEXT)}, sources)
    yield from exactly_one(element, tuple(sources), at)


def overflow(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element"""
    options = array(option_with_link, MOST_OVERFLOW_OPTIONS)
    yield from members(element, at, {"options": options}, {"action_id": identifier, "confirm": confirmation})


def checkboxes(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element"""
    initial = {"initial_options": array(formatted_option, MOST_CHOICES)}
    yield from members(element, at, {"options": array(formatted_option, MOST_CHOICES)}, {**CHOSEN, **initial})
    yield from initial_is_offered(element, at)


def radio_buttons(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element"""
    options = array(formatted_option, MOST_CHOICES)
    yield from members(element, at, {"options": options}, {**CHOSEN, "initial_option": formatted_option})
    yield from initial_is_offered(element, at)


def date_picker(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element"""
    yield from members(element, at, {}, {**OPENED, "initial_date": _date})


def time_picker(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element"""
    yield from members(element, at, {}, {**OPENED, "initial_time": _time, "timezone": string()})


def datetime_picker(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element: ten digits of seconds"""
    initial = integer(least=1_000_000_000, most=9_999_999_999)
    yield from members(element, at, {}, {**CHOSEN, "initial_date_time": initial})


def feedback_buttons(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element"""

    def opinion(item: Any, place: str) -> Problems:
        required = {"text": plain_text(MOST_BUTTON_TEXT), "value": value}
        yield from members(item, place, required, {"accessibility_label": string(MOST_BUTTON_TEXT)})

    yield from members(element, at, {"positive_button": opinion, "negative_button": opinion}, {"action_id": identifier})


def icon_button(element: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/icon-button-element"""
    optional = {
        "action_id": identifier,
        "value": value,
        "confirm": confirmation,
        "accessibility_label": string(MOST_BUTTON_TEXT),
        "visible_to_user_ids": array(string(), MOST_ICON_BUTTON_VIEWERS),
    }
    yield from members(element, at, {"icon": string(), "text": plain_text(MOST_BUTTON_TEXT)}, optional)


def _date(text: Any, at: str) -> Problems:
    """YYYY-MM-DD."""
    try:
        is_date = isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_date = False
    if not is_date:
        yield problem("must be a valid date", at)


def _time(text: Any, at: str) -> Problems:
    """HH:mm, from 00:00 to 23:59."""
    if not (isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text)):
        yield problem("must be a valid time", at)


CHOICES: dict[str, Check] = {
    **MENUS,
    "checkboxes": checkboxes,
    "radio_buttons": radio_buttons,
    "datepicker": date_picker,
    "timepicker": time_picker,
}
