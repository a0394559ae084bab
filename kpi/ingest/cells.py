"""How the cells of each column are written into a ticket."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from kpi.ingest.dates import DateReader
from kpi.ingest.layout import Layout
from kpi.ingest.ratings import RatingReader
from kpi.ingest.values import LONGEST_SUBJECT, label, link, standing, ticket_number
from kpi.model import RatingScale

Ticket = dict[str, Any]
Write = Callable[[Ticket, str], str | None]
"""Puts what a cell says into a ticket; gives what is wrong with it, in words, or None."""

_VALUES_KEPT = 4_096


class Cell(NamedTuple):
    """A column that feeds `field`, and how."""

    field: str
    place: int
    header: str
    write: Write


def cells(layout: Layout) -> list[Cell]:
    """A `Cell` for each column that feeds a field, in the file's order."""
    return [
        Cell(column.field, place, column.header, _writer(column.field, layout))
        for place, column in enumerate(layout.columns)
        if column.field is not None
    ]


def _writer(field: str, layout: Layout) -> Write:
    if field in layout.dates:
        return _instant(field, layout.dates[field])
    match field:
        case "external_id":
            return _external_id
        case "status":
            return _status()
        case "rating":
            return _rating(layout.ratings)
        case "subject":
            return _plain(field, partial(label, longest=LONGEST_SUBJECT))
        case "url":
            return _plain(field, link)
        case _:
            return _plain(field, lru_cache(_VALUES_KEPT)(label))


def _external_id(ticket: Ticket, text: str) -> str | None:
    try:
        ticket["external_id"] = ticket_number(text)
    except ValueError as error:
        return str(error)
    return None


def _instant(field: str, reader: DateReader) -> Write:
    complaint = f"not a date that is written {reader.format.value}"

    def write(ticket: Ticket, text: str) -> str | None:
        try:
            ticket[field] = reader.read(text)
        except ValueError:
            ticket[field] = None
            return complaint
        return None

    return write


def _plain(field: str, read: Callable[[str], str | None]) -> Write:
    def write(ticket: Ticket, text: str) -> None:
        ticket[field] = read(text)

    return write


def _status() -> Write:
    """Of the statuses that are not known, each is complained about once."""
    read = lru_cache(_VALUES_KEPT)(standing)
    unknown: set[str] = set()

    def write(ticket: Ticket, text: str) -> str | None:
        found = read(text)
        ticket["status"], ticket["excluded"] = found or (None, None)
        if found is not None:
            return None
        word = text.strip().casefold()
        if word in unknown or len(unknown) >= _VALUES_KEPT:
            return None
        unknown.add(word)
        return "not a status that is known"

    return write


def _rating(reader: RatingReader) -> Write:
    read = lru_cache(_VALUES_KEPT)(reader.read)

    def write(ticket: Ticket, text: str) -> str | None:
        ticket["rating"], ticket["rating_scale"] = read(text)
        return "not on the rating scale" if ticket["rating_scale"] == RatingScale.OFF_SCALE else None

    return write
