"""The notes on the time line as rows of a table, as many as Slack has room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.messages.mrkdwn import shorten
from bot.messages.rows import ROOM_BESIDE_A_MENU, fitting
from kpi.team.days import in_words
from kpi.team.notes import Kind, Note

MOST_ROWS = 50
MOST_TO_REMOVE = 40
"""The menu and the table have to fit into one message."""


@dataclass(frozen=True)
class NoteRow:
    """One note, in words."""

    days: str
    text: str
    kind: str
    made: str
    number: str


@dataclass(frozen=True)
class NoteRows:
    """The rows of the latest of `total` notes, and those that can be chosen to be removed: each number with a name."""

    rows: list[NoteRow]
    total: int
    removable: list[tuple[int, str]]

    @classmethod
    def of(cls, notes: Sequence[Note], moment: Callable[[int], str]) -> "NoteRows":
        """`moment` says an instant in words."""
        newest = sorted(notes, key=lambda each: (each.first_day, each.number), reverse=True)
        rows = (_row(each, moment) for each in newest[:MOST_ROWS])
        choices = [(each.number, shorten(f"{each.number}: {each.said}", 75)) for each in newest[:MOST_TO_REMOVE]]
        return cls(fitting(rows, ROOM_BESIDE_A_MENU), len(notes), choices)


def _row(note: Note, moment: Callable[[int], str]) -> NoteRow:
    return NoteRow(
        days=in_words(note.first_day, note.last_day),
        text=note.text,
        kind="" if note.kind is Kind.NOTE else str(note.kind),
        made=f"{note.who}, {moment(note.at)}",
        number=str(note.number),
    )
