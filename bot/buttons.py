"""What a button carries back when it is pressed: small, versioned, and no text from the screen.

A button that asks has an `action_id` that ASK matches, and a menu that asks carries the same in each option's value.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot import carried
from bot.messages.measuring import size
from kpi.errors import UserError

VERSION = 1
ASK = re.compile(r"^ask(:.*)?$")
SHARE = "share_readout"
JOIN = "join_and_share"
ADD_COST = "add_cost"
TICKETS_CSV = "tickets_csv"

FOCUS_TEXT, FOCUS_BUTTONS, FOCUS_OWNER = "focus_text", "focus_buttons", "focus_owner"
"""The block_ids of what changes in a review after it was posted: the section that says what the focus is, its buttons,
and below the text the line that says who has taken it on."""

TAKE_ON = "take_on"
TAKE_OVER = "take_over"
CHOOSE_ANOTHER = "choose_another"
WHY = "why_this_one"
KEEP_FOCUS = "keep_focus"
PARK = "park_kpi"
NORMAL = "normal_for_us"
CAUSE = "label_cause"
SCHEDULE = "schedule_review"
OVERVIEW = "overview"
BUG_REPORT = "bug_report"
CHANGE_NUMBERS, CHANGE_HOURS, CHANGE_TARGET = "change_numbers", "change_hours", "change_target"
CHANGE_ADMINS, CHANGE_PRIVACY = "change_admins", "change_privacy"
"""What opens a form of settings, and the form's callback_id."""
CHOOSE_TARGET = "choose_target"
_CHANGES = re.compile(
    r"(?:(?:costs|notes?) (?:add|remove)|config set|note|target|hours|label|rename(?= .)|merge|rules (?:save|remove)"
    r"|schedule(?! (?:list|test)$)|(?:focus|alerts?)(?= .))\b",
    re.IGNORECASE,
)

BUTTON_VALUE = 2_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

OPTION_VALUE = 150
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""


def value(question: str) -> str:
    """A button's value that carries a question as one would type it."""
    return _written({"v": VERSION, "question": question})


def fits_a_button(question: str) -> bool:
    """Whether there is a question, and a button can carry it."""
    return bool(question.strip()) and size(value(question)) <= BUTTON_VALUE


def may_be_offered(question: str) -> bool:
    """Whether a button may ask this after a mistake: an example of something that changes the store is for typing."""
    return fits_a_button(question) and not _CHANGES.match(question.strip())


def fits_an_option(question: str) -> bool:
    """Whether a menu can carry this question: an option's value holds much less than a button's."""
    return size(value(question)) <= OPTION_VALUE


def question(value: str) -> str:
    """The question that a button's value carries; UserError if it is of another version of kpibot."""
    match carried.read(value):
        case {"v": version, "question": str(text)} if version == VERSION:
            return text
    raise UserError("This button is from another version of kpibot.", "Ask again with `/kpi`, and share that answer.")


@dataclass(frozen=True)
class OfReview:
    """The review that a button belongs to: of the week, or the last of the weeks, that begins on `monday`."""

    channel: str
    monday: date


def review_value(channel: str, monday: date) -> str:
    """What every button of a review carries, but those that ask and those that label."""
    return _written({"v": VERSION, "channel": channel, "monday": monday.isoformat()})


def read_review_value(value: str) -> OfReview:
    """The review that a button belongs to; UserError if it is of another version of kpibot."""
    match carried.read(value):
        case {"v": version, "channel": str(channel), "monday": str(monday)} if version == VERSION:
            with suppress(ValueError):
                return OfReview(channel, date.fromisoformat(monday))
    raise UserError("This button is from another version of kpibot.", "See what is current with `/kpi focus`.")


@dataclass(frozen=True)
class OfTicket:
    """A conversation, and the `cause` that somebody chooses for its low rating."""

    source: str
    external_id: str
    cause: str


def cause_value(source: str, external_id: str, cause: str) -> str:
    """What an option of the menu of causes carries. With a long id it may be longer than Slack takes: fits_a_cause."""
    return _written({"v": VERSION, "s": source, "t": external_id, "c": cause})


def fits_a_cause(source: str, external_id: str, causes: Iterable[str]) -> bool:
    """Whether a menu of these causes can be shown for a conversation."""
    return all(size(cause_value(source, external_id, cause)) <= OPTION_VALUE for cause in causes)


def read_cause_value(value: str) -> OfTicket:
    """The conversation and its cause; UserError if it is of another version of kpibot."""
    match carried.read(value):
        case {"v": version, "s": str(source), "t": str(external_id), "c": str(cause)} if version == VERSION:
            return OfTicket(source, external_id, cause)
    raise UserError("This menu is from another version of kpibot.", "The next review has new ones.")


def _written(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
