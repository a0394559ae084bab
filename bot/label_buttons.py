"""What the buttons, menus and modals carry with which conversations are labelled: small, versioned, no text from the
screen.

The conversation of a menu stands in the id of the menu's block, which every choice sends along: with a conversation and
an intent in each of up to a hundred options, long ids would not fit.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from bot.buttons import OPTION_VALUE
from bot.carried import read
from bot.messages.measuring import size
from kpi.errors import UserError

VERSION = 1
Key = tuple[str, str]
"""A conversation: its source, and its id there."""

CHOOSE = "label_choose"
SUGGESTED = "label_suggested"
SKIP = "label_skip"
ANOTHER = "label_another"
UNDO = "label_undo"
MAKE_RULE = "label_rule"
RULE_FORM = "rule_form"
"""Opens the form of a rule: what it carries is a question, as in "rules change 3", that says which rule."""

BLOCK_ID = 255
"""https://docs.slack.dev/reference/block-kit/blocks/actions-block"""


def conversation(key: Key) -> str:
    """What a button carries that is about a conversation, and the id of the block of a menu that is."""
    return _written({"s": key[0], "t": key[1]})


def fits_a_block(key: Key) -> bool:
    """Whether a menu can be about this conversation."""
    return size(conversation(key)) <= BLOCK_ID


def read_conversation(carried: str) -> Key:
    """The conversation; UserError if it is of another version of kpibot."""
    match read(carried):
        case {"v": version, "s": str(source), "t": str(external_id)} if version == VERSION:
            return source, external_id
    raise _another_version()


def given(key: Key, intent: str) -> str:
    """What a button carries that gives a conversation an intent, or takes just this one back."""
    return _written({"s": key[0], "t": key[1], "i": intent})


def read_given(carried: str) -> tuple[Key, str]:
    """The conversation and the intent; UserError if it is of another version of kpibot."""
    match read(carried):
        case {"i": str(intent)}:
            return read_conversation(carried), intent
    raise _another_version()


def option(intent: str) -> str:
    """What an option of the menu of intents carries: a folded intent, or a digest of a long one."""
    whole = _written({"i": intent})
    return whole if size(whole) <= OPTION_VALUE else _written({"d": _digest(intent)})


def read_option(carried: str, known: Iterable[str]) -> str:
    """The intent, which a digest finds among all that are known; UserError if it is of another version of kpibot."""
    match read(carried):
        case {"v": version, "i": str(intent)} if version == VERSION:
            return intent
        case {"v": version, "d": str(digest)} if version == VERSION:
            found = next((each for each in known if _digest(each) == digest), None)
            if found is None:
                raise UserError("This intent is not known any more.", "Choose another from the menu.")
            return found
    raise _another_version()


def _digest(intent: str) -> str:
    return hashlib.sha256(intent.encode()).hexdigest()[:16]


def _another_version() -> UserError:
    return UserError("This button is from another version of kpibot.", "See what is left with `/kpi unclassified`.")


def _written(carried: Mapping[str, object]) -> str:
    return json.dumps({"v": VERSION, **carried}, ensure_ascii=False, separators=(",", ":"))
