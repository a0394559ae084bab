"""Notes on the time line: what happened when, and which weeks say nothing about what is usual."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, Select, delete, insert, select

from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain, words
from kpi.ingest.columns.values import plain_line
from kpi.model import Note as NoteRow
from kpi.model import table
from kpi.span import DAY, Grain, containing
from kpi.team.days import days, in_words, leading_days
from kpi.team.history import Kept, keep

LONGEST_TEXT = 200
LONGEST_DAYS = 366
_SUBJECT = "note"
_EXAMPLE = '21 July "release 4.2 broke login"'

_note = table(NoteRow)


class Kind(StrEnum):
    """What a note is of. A week with a holiday or an outage is no usual one."""

    NOTE = "note"
    HOLIDAY = "holiday"
    OUTAGE = "outage"


@dataclass(frozen=True)
class NewNote:
    """A note to be made, from its first day to its last."""

    first_day: date
    last_day: date
    text: str
    kind: Kind


@dataclass(frozen=True)
class Note(NewNote):
    """A note; `number` is what it can be removed by."""

    number: int
    who: str
    at: int

    @property
    def said(self) -> str:
        """ "21 July 2026: release 4.2 broke login (outage)" """
        kind = "" if self.kind is Kind.NOTE or self.text == self.kind else f" ({self.kind})"
        return f"{in_words(self.first_day, self.last_day)}: {self.text}{kind}"


def note(connection: Connection, first_day: date, last_day: date, text: str, kind: str, who: str, at: int) -> Note:
    """Make a note; QuestionError for one without text, for one that is too long, and for days that are too many."""
    new = _checked(NewNote(first_day, last_day, plain_line(text), Kind(kind)))
    row = {**vars(new), "who": who, "at": at}
    number = connection.execute(insert(_note).values(row).returning(_note.c.id)).scalar_one()
    made = Note(**vars(new), number=number, who=who, at=at)
    keep(connection, Kept(_key(number), at, who, None, made.said))
    return made


def remove(connection: Connection, number: int, who: str, at: int) -> Note:
    """Take a note away; QuestionError if there is none of this number."""
    found = _notes(connection, select(_note).where(_note.c.id == number))
    if not found:
        raise QuestionError(f"There is no note number {number}.", "notes")
    connection.execute(delete(_note).where(_note.c.id == number))
    keep(connection, Kept(_key(number), at, who, found[0].said, None))
    return found[0]


def notes_in(connection: Connection, first: date, end: date) -> list[Note]:
    """Those of the days from `first` up to, and without, `end`, by their days."""
    return _notes(connection, select(_note).where(_note.c.first_day < end, _note.c.last_day >= first))


def all_notes(connection: Connection) -> list[Note]:
    """By their days."""
    return _notes(connection, select(_note))


def marked_weeks(notes: Iterable[Note]) -> frozenset[date]:
    """The Mondays of the weeks with a holiday or an outage in them, which "usual" leaves out."""
    return frozenset(
        monday for each in notes if each.kind is not Kind.NOTE for monday in _mondays(each.first_day, each.last_day)
    )


def read(text: str, today: date) -> NewNote:
    """The note that a line says: days, perhaps the kind, and a text. QuestionError, with lines to type instead."""
    line = plain(text).strip()
    said, rest = leading_days(line)
    if not said:
        about = words(rest)
        subject = about[0].text if len(about) == 1 else plain_line(rest)
        today_too = [f'note today "{subject[:60]}"'] if subject and '"' not in subject else []
        raise QuestionError("When was that?", *today_too, f"note {_EXAMPLE}")
    span = days(said, today, f"note {_EXAMPLE}")
    kind, about_it = _kind(rest.lstrip(":,;- –—"))
    if not about_it:
        raise QuestionError("What happened then?", f'note {said} "release 4.2 broke login"', f"note {said} holiday")
    return _checked(NewNote(span.first, span.last, about_it, kind))


def _kind(rest: str) -> tuple[Kind, str]:
    """The kind if it is named, and the text. Without quotes the kind is a word of the text: "outage of login"."""
    said = words(rest)
    named = next((kind for kind in Kind if said and not said[0].quoted and said[0].text.casefold() == kind), None)
    if named is None:
        return Kind.NOTE, _text(rest)
    behind = rest[said[0].end :].strip(" :,;–—-")
    if not behind:
        return named, "" if named is Kind.NOTE else named.value
    is_apart = words(behind)[0].quoted or named is Kind.NOTE or said[1].text == ":"
    return named, _text(behind if is_apart else rest)


def _text(said: str) -> str:
    inside = words(said)
    return plain_line(inside[0].text if len(inside) == 1 else said)


def _checked(new: NewNote) -> NewNote:
    example = f"note {_EXAMPLE}"
    if not new.text:
        raise QuestionError("A note needs a text.", example)
    if len(new.text) > LONGEST_TEXT:
        raise QuestionError(f"A note has at most {LONGEST_TEXT} characters, and this one has {len(new.text)}.", example)
    if new.last_day < new.first_day:
        raise QuestionError("That ends before it begins.", example)
    if (new.last_day - new.first_day).days >= LONGEST_DAYS:
        raise QuestionError("A note is of a year at most.", example)
    return new


def _notes(connection: Connection, query: Select[tuple[object, ...]]) -> list[Note]:
    rows = connection.execute(query.order_by(_note.c.first_day, _note.c.id)).mappings()
    return [
        Note(row["first_day"], row["last_day"], row["text"], Kind(row["kind"]), row["id"], row["who"], row["at"])
        for row in rows
    ]


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = containing(first, Grain.WEEK).first
    while monday <= last:
        yield monday
        monday += 7 * DAY


def _key(number: int) -> str:
    return f"{_SUBJECT} {number}"
