"""Intents that the team calls otherwise, as rows of a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import buttons
from bot.messages.mrkdwn import shorten
from bot.messages.rows import ROOM_BESIDE_A_MENU, fitting
from kpi.grammar.words import quoted
from kpi.labelling.names import Name

MOST_CHOICES = 40
"""The menu and the table have to fit into one message."""
_LONGEST = 100


@dataclass(frozen=True)
class NameRow:
    """One of them, in words."""

    old: str
    new: str
    made: str


@dataclass(frozen=True)
class NameRows:
    """The first of `total`, and those whose own name the menu gives back: each question with a name."""

    rows: list[NameRow]
    total: int
    choices: list[tuple[str, str]]

    @classmethod
    def of(cls, names: Sequence[Name], moment: Callable[[int], str]) -> "NameRows":
        """`moment` says an instant in words."""
        rows = (
            NameRow(shorten(each.spelling, _LONGEST), shorten(each.called, _LONGEST), f"{each.who}, {moment(each.at)}")
            for each in names
        )
        offered = ((f"rename {quoted(each.intent)} back", shorten(each.spelling, 75)) for each in names)
        choices = [(question, name) for question, name in offered if buttons.fits_an_option(question)]
        return cls(fitting(rows, ROOM_BESIDE_A_MENU), len(names), choices[:MOST_CHOICES])
