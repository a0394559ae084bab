"""The setting that names who may change what a team decides, beside the workspace's own owners and admins."""

import re
from collections.abc import Mapping
from typing import Any

from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.team.key import SettingKey
from kpi.words import shorten

MOST_ADMINS = 100
LONGEST_NAME = 80
_NOBODY = "nobody else"
_ID = re.compile(r"@?([UW][A-Z0-9]{2,30})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")
_ADDING, _REMOVING = "+", "-−–"
_SOMEBODY = "+@U0ADA00001"


def ids(text: str) -> list[str]:
    """Of "@U0ADA00001, U0BO000001"; QuestionError for a name that is no id."""
    found = []
    for word in filter(None, _BETWEEN.split(text.strip())):
        person = _ID.fullmatch(word)
        if person is None:
            said = plain_line(word)[:60]
            sentence = f"“{said}” is nobody's member ID. Choose the name from those that Slack offers after an @."
            raise QuestionError(sentence, f"config get {ADMINS.name}")
        found.append(person[1].upper())
    return found


def named(kept: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """The value with the names of those who have none in it."""
    return {person: name or names.get(person, "") for person, name in kept.items()}


def _parse(text: str, current: Any, _currency: str) -> dict[str, str]:
    """All of them, or after a plus or a minus who comes or goes. A name that is known stays; a new one is ""."""
    said, known = text.strip(), dict(current or {})
    if said.casefold() in ("none", "nobody"):
        return {}
    if said.startswith(_ADDING):
        return known | {person: known.get(person, "") for person in ids(said[1:])}
    if said[:1] in _REMOVING:
        gone = ids(said[1:])
        return {person: name for person, name in known.items() if person not in gone}
    return {person: known.get(person, "") for person in ids(said)}


def _check(kept: Any) -> frozenset[str]:
    if not isinstance(kept, dict) or not all(
        isinstance(person, str) and isinstance(name, str) and _ID.fullmatch(person) for person, name in kept.items()
    ):
        raise QuestionError("Those are no members.", ADMINS.line)
    if len(kept) > MOST_ADMINS:
        raise QuestionError(f"More than {MOST_ADMINS} admins cannot be named.", ADMINS.line)
    return frozenset(kept)


def _words(kept: Mapping[str, str], _currency: str = "") -> str:
    """ "Ada Lovelace (@U0ADA00001), @U0BO000001": the second without a name, as nobody has told it."""
    return ", ".join(sorted(map(_one, kept.items()), key=str.casefold)) or _NOBODY


def _one(named: tuple[str, str]) -> str:
    person, name = named
    return f"{shorten(plain_line(name), LONGEST_NAME)} (@{person})" if plain_line(name) else f"@{person}"


ADMINS = SettingKey(
    "admins",
    "Members who may change all this without being an owner or an admin of the workspace. + and - change the list.",
    _SOMEBODY,
    _NOBODY,
    restates=False,
    parse=_parse,
    check=_check,
    words=_words,
)
"""Kept as names by id: a name is what the person was called when they were named, "" where nobody has told it."""
