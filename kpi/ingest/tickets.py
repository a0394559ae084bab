"""Rows of cells → tickets as the store keeps them, and what was wrong on the way."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kpi.ingest.cells import Cell, cells
from kpi.ingest.layout import INSTANTS, Layout
from kpi.ingest.reading import Reading

NO_OPENING = "no opening date"
UNREADABLE_OPENING = "unreadable opening date"
WRONG_WIDTH = "wrong number of cells"

_LONGEST_VALUE = 100


class Problem(NamedTuple):
    """Something wrong with a cell, or with the whole row if `column` is None. `value` is as written, cut."""

    row: int
    column: str | None
    value: str
    why: str


class Row(NamedTuple):
    """One row of a file: a ticket by the fields of `kpi.model.Ticket`, or the reason why there is none."""

    number: int
    ticket: dict[str, Any] | None
    problems: Sequence[Problem] = ()
    rejected: str = ""


def read_tickets(reading: Reading, layout: Layout) -> Iterator[Row]:
    """One `Row` for each row of the file that is not blank. All tickets have the same fields.

    What is impossible (before the opening, or in the future) stays in the ticket and is a problem as well:
    whoever computes with the ticket leaves it out, and counts it.
    """
    columns = _Columns(layout)
    for number, row in reading.rows():
        yield columns.row(number, row)


class _Columns:
    def __init__(self, layout: Layout) -> None:
        by_field = {cell.field: cell for cell in cells(layout)}
        self._layout = layout
        self._width = len(layout.columns)
        self._id = by_field.pop("external_id")
        self._opening = by_field.pop("created_at")
        self._others = list(by_field.values())
        self._instants = [cell for cell in (self._opening, *self._others) if cell.field in INSTANTS]

    def row(self, number: int, row: list[str]) -> Row:
        width = self._width
        if len(row) < width or any(row[width:]):  # A delimiter too many at the end does no harm.
            problem = Problem(number, None, "", f"{len(row)} cells where the header has {width}")
            return Row(number, None, [problem], WRONG_WIDTH)
        ticket: dict[str, Any] = {}
        for cell in (self._id, self._opening):
            complaint = cell.write(ticket, row[cell.place])
            if complaint:
                rejected = complaint if cell is self._id else UNREADABLE_OPENING
                return Row(number, None, [_problem(number, cell, row, complaint)], rejected)
        if ticket["created_at"] is None:
            return Row(number, None, [_problem(number, self._opening, row, NO_OPENING)], NO_OPENING)
        return Row(number, ticket, self._complete(number, row, ticket))

    def _complete(self, number: int, row: list[str], ticket: dict[str, Any]) -> list[Problem]:
        """Write all other fields into the ticket, and `as_of`."""
        problems = []
        for cell in self._others:
            complaint = cell.write(ticket, row[cell.place])
            if complaint:
                problems.append(_problem(number, cell, row, complaint))
        opened, now = ticket["created_at"], self._layout.now
        for cell in self._instants:
            instant = ticket[cell.field]
            if instant is None or opened <= instant <= now:
                continue
            if instant > now:
                problems.append(_problem(number, cell, row, "in the future"))
            elif cell.field != "updated_at":
                problems.append(_problem(number, cell, row, "before the ticket was opened"))
        updated = ticket.get("updated_at")
        ticket["as_of"] = self._layout.as_of if updated is None or updated > now else updated
        return problems


def _problem(number: int, cell: Cell, row: list[str], why: str) -> Problem:
    return Problem(number, cell.header, row[cell.place].strip()[:_LONGEST_VALUE], why)
