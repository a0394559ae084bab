"""What the buttons and menus below a file carry: which file, and in which round. See `bot.buttons`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.carried import read as read_json
from bot.uploads.model import Upload
from kpi.errors import UserError

VERSION = 1

IMPORT = "upload_import"
COLUMNS = "upload_columns"
CANCEL = "upload_cancel"
UNDO = "upload_undo"
AGAIN = "upload_again"
AS_OF = "upload_as_of"
ANSWER = re.compile(r"^upload_answer:\d{1,3}$")
FORM = "upload_form"
SHORTCUT = "import_file"


@dataclass(frozen=True)
class Pressed:
    """A file in a round; of a menu, the question and the choice: its number, or what the column tells instead."""

    upload: int
    round: int
    question: int = 0
    choice: int | None = None
    meaning: str | None = None


def value(upload: Upload) -> str:
    """What a button carries."""
    return _written({"v": VERSION, "upload": upload.id, "round": upload.round})


def choice_value(upload: Upload, question: int, choice: int) -> str:
    """What an option carries that answers a question."""
    return _written({"v": VERSION, "upload": upload.id, "round": upload.round, "q": question, "c": choice})


def meaning_value(upload: Upload, question: int, meaning: str) -> str:
    """What an option carries that says what a column tells instead."""
    return _written({"v": VERSION, "upload": upload.id, "round": upload.round, "q": question, "m": meaning})


def read(carried: str) -> Pressed:
    """What was pressed; UserError if it is of another version of kpibot."""
    match read_json(carried):
        case {"v": 1, "upload": int(upload), "round": int(round_), "q": int(question), "c": int(choice)}:
            return Pressed(upload, round_, question, choice)
        case {"v": 1, "upload": int(upload), "round": int(round_), "q": int(question), "m": str(meaning)}:
            return Pressed(upload, round_, question, None, meaning)
        case {"v": 1, "upload": int(upload), "round": int(round_)}:
            return Pressed(upload, round_)
    raise UserError("This button is from another version of kpibot.", "Send the file again.")


def _written(carried: Mapping[str, object]) -> str:
    return json.dumps(carried, separators=(",", ":"))
