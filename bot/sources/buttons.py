"""What is pressed and submitted about sources, and what it carries: never a secret."""

import json

from bot.carried import read as read_json
from kpi.errors import UserError

ADD, GIVE_SECRET = "add_source", "give_source_secret"
NEW_SECRET, REMOVE = "new_source_secret", "remove_source"
"""Each is the action_id of the button that opens a form, and the form's callback_id; GIVE_SECRET is a form's alone."""

TEST, REPLAY = "test_source", "replay_deliveries"
_VERSION = 1


def value(about: str) -> str:
    """What a button carries: the name of a source, or the key of a help desk; "" is of none."""
    return json.dumps({"v": _VERSION, "source": about}, separators=(",", ":"))


def read(carried: str) -> str:
    """The same back. UserError if it is of another version of kpibot."""
    if not carried:
        return ""
    match read_json(carried):
        case {"v": version, "source": str(about)} if version == _VERSION:
            return about
    raise UserError("This button is from another version of kpibot.", "See what is current with `/kpi sources`.")
