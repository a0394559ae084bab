"""What somebody saw when they opened a form, so that nobody changes back what another has changed meanwhile."""

import hashlib
import json
from collections.abc import Mapping

from bot.listeners.answer_place import AnswerPlace
from bot.listeners.submitting import FormError

AGAIN = "Nothing was changed. Try again with `/kpi settings`."
_SIZE = 8
_OUTDATED = "Somebody has changed this since you opened the form. Close it and open it again."


def carried(place: AnswerPlace, values: Mapping[str, str]) -> str:
    """For the modal's private_metadata: where to answer, and what the values were."""
    return json.dumps({**json.loads(place.carried), "seen": _digest(values)}, separators=(",", ":"))


def check(carried: str, values: Mapping[str, str], field: str) -> None:
    """FormError, at this field, if the values are others now. UserError for a form of another version."""
    AnswerPlace.read(carried)
    if json.loads(carried).get("seen") != _digest(values):
        raise FormError({field: _OUTDATED}, AGAIN)


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=_SIZE).hexdigest()
