"""Lines about settings as people type them: "zone Europe/Berlin", "target.csat channel:email 85 % bad 75 %"."""

import time
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kpi import forgetting
from kpi.dimensions import CHANNEL
from kpi.grammar import slips
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain, quoted, words
from kpi.labels import StoreLabels, fold
from kpi.retention import asking
from kpi.team import privacy_keys
from kpi.team.key import CHANNEL as AFTER_TARGET
from kpi.team.key import set_line
from kpi.team.keys import aim_of, find, named
from kpi.team.plain_keys import CURRENCY, DEFAULT_CURRENCY
from kpi.team.retention_key import RETENTION
from kpi.team.settings import DEFAULT, decided
from kpi.words import either, shorten

_ALIKE = 0.5
_TO_DEFAULT = (DEFAULT, "reset", "unset")


class Said(NamedTuple):
    """The setting that a line is about, and what comes after it."""

    name: str
    rest: str


def which(connection: Connection, text: str) -> Said:
    """The setting that the line begins with; QuestionError if there is none of this name."""
    line = plain(text).strip()
    first, _, rest = line.partition(" ")
    if first.casefold() == "target":
        second, _, rest = rest.strip().partition(" ")
        first = f"target.{second}"
    if not first:
        raise QuestionError("Which setting?", "config list", "config get zone")
    name = named(first)
    find(name)
    channel, rest = _channel(rest.strip())
    if channel is None:
        return Said(name, rest)
    if aim_of(name) is None:
        raise QuestionError(f"Only targets can be set for a channel, and {name} is none.", f"config get {name}")
    return Said(f"{name}{AFTER_TARGET}{_known(connection, channel, name)}", rest)


def to_set(connection: Connection, text: str, at: int | None = None) -> tuple[str, Any]:
    """The setting and its new value as JSON, None for the default. QuestionError for what cannot be.

    A line may have "=" or "to" between the two. `at` as of `value`.
    """
    name, rest = which(connection, text)
    key = find(name)
    for sign in ("=", "to "):
        rest = rest.removeprefix(sign).strip()
    said = words(rest)
    text = said[0].text if len(said) == 1 and said[0].quoted else rest
    if not text.strip():
        raise QuestionError(f"What shall {name} be?", key.line, set_line(name, DEFAULT))
    return name, value(connection, name, text, at)


def value(connection: Connection, name: str, text: str, at: int | None = None) -> Any:
    """The new value of a setting as JSON, None for the default. QuestionError for what cannot be.

    To delete what is kept has to be said: QuestionError, with the line that does, where it was not. `at` is the instant
    by which it is seen what is old; None is now.
    """
    said, deletes = privacy_keys.deleting(name, text)
    known = decided(connection)
    current = known[name].value if name in known else None
    currency = known[CURRENCY.name].value if CURRENCY.name in known else DEFAULT_CURRENCY
    is_default = said.strip().casefold() in _TO_DEFAULT
    new = None if is_default else find(name).parse(said, current, currency)
    if not deletes:
        forgetting.ask_before(connection, name, current, new)
        if name == RETENTION.name:
            asking.ask_before(connection, current, new, int(time.time()) if at is None else at)
    return new


def _channel(rest: str) -> tuple[str | None, str]:
    """What stands after "channel:", if the line goes on so, and the rest behind it."""
    said = words(rest)
    if len(said) < 3 or said[0].text.casefold() != CHANNEL.key or said[1].text != ":":
        return None, rest
    return said[2].text, rest[said[2].end :].strip()


def _known(connection: Connection, channel: str, name: str) -> str:
    """The channel as it is kept; any, where no ticket has told one yet."""
    channels = StoreLabels(connection).values(CHANNEL)
    folded = fold(channel)
    if not channels or folded in channels:
        return folded
    near = [each.phrase for each in slips.near(folded, list(channels), _ALIKE)]
    lines = [f"config get {name} channel:{quoted(channels[each])}" for each in near or list(channels)[:2]]
    sentence = f"There is no channel “{shorten(channel)}”, but {either(list(channels.values())[:5])}."
    raise QuestionError(sentence, *lines)
