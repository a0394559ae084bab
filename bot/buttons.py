"""What a button carries back when it is pressed: small, versioned, and no text from the screen."""

import json

from kpi.errors import UserError

VERSION = 1


def value(question: str) -> str:
    """A button's value that carries a question, in absolute terms, so that it means the same on a later day."""
    return json.dumps({"v": VERSION, "question": question})


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
