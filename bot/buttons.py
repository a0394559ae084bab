"""What a button carries back when it is pressed: small, versioned, and no text from the screen.

A button that asks has an `action_id` that ASK matches, and a menu that asks carries the same in each option's value.
"""

import json
import re

from bot.messages.measuring import size
from kpi.errors import UserError

VERSION = 1
ASK = re.compile(r"^ask(:.*)?$")
SHARE = "share_readout"
JOIN = "join_and_share"
ADD_COST = "add_cost"

_CHANGES = re.compile(r"(?:(?:costs|notes?) (?:add|remove)|config set|note|target|hours)\b", re.IGNORECASE)

BUTTON_VALUE = 2_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

OPTION_VALUE = 150
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""


def value(question: str) -> str:
    """A button's value that carries a question as one would type it."""
    return json.dumps({"v": VERSION, "question": question}, ensure_ascii=False, separators=(",", ":"))


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
    try:
        carried = json.loads(value)
    except ValueError:
        carried = None
    match carried:
        case {"v": version, "question": str(text)} if version == VERSION:
            return text
    raise UserError("This button is from another version of kpibot.", "Ask again with `/kpi`, and share that answer.")
