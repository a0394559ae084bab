"""What is common to all settings: how each is typed, kept and said."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import quoted

CHANNEL = " channel:"
"""What stands between a target's name and the channel that it is for."""

_TO_TYPE = re.compile(r"`([^`]+)`")
_ADDING, _REMOVING = "+", "-−–"


@dataclass(frozen=True)
class SettingKey:
    """One setting.

    `means` says in a sentence what it decides, `example` is a value that works when typed, and `by_default` says how it
    is where nobody has set it. If it `restates`, a change alters what past periods say. Values are kept as JSON:
    `parse` makes one of what was typed, given the one in force (None by default) and the currency; `check` makes the
    value itself of it, and `words` says it to people, in a currency. The first two raise UserError.
    """

    name: str
    means: str
    example: str
    by_default: str
    restates: bool
    parse: Callable[[str, Any, str], Any]
    check: Callable[[Any], Any]
    words: Callable[[Any, str], str]

    @property
    def line(self) -> str:
        """What sets the example."""
        return set_line(self.name, self.example)


def set_line(name: str, value: str) -> str:
    """The line that sets it. A channel's name is in quotes where it has to be."""
    base, of_channel, channel = name.partition(CHANNEL)
    return f"config set {base}{of_channel}{quoted(channel) if channel else ''} {value}"


def to_type(error: UserError, name: str, example: str) -> QuestionError:
    """The error with whole lines: its hint names values in backticks, else it is the example."""
    values = _TO_TYPE.findall(error.hint) or [example]
    return QuestionError(error.sentence, *(set_line(name, value) for value in values))


def changed(text: str, current: Iterable[str], read: Callable[[str], Iterable[str]]) -> list[str]:
    """A list as it is typed: all of it, or after a plus or a minus what comes to it or goes. "none" empties it."""
    said = text.strip()
    if said.casefold() == "none":
        return []
    if said.startswith(_ADDING):
        return sorted({*current, *read(said[1:].strip())})
    if said[:1] in _REMOVING:
        return sorted(set(current) - set(read(said[1:].strip())))
    return sorted(set(read(said)))
