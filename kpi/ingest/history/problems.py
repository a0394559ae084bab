"""What was wrong with imported files: kept with their imports, and written as a table."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from sqlalchemy import Connection, func, insert, select

from kpi.ingest.history.entries import entry
from kpi.ingest.problem import Problem
from kpi.model import ImportProblem, table

KEPT = 100_000
"""For each import; all are counted."""

COLUMNS = ("import", "row", "column", "value", "why")

_problem = table(ImportProblem)

# Programs that open a CSV file take such a cell for a formula, also behind spaces and quotes, and in wide letters.
_FORMULA = re.compile("(?:[^\\S\\t\\r\\n]|[\"'\u200b-\u200f\ufeff])*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
_BYTE_ORDER_MARK = "\ufeff"  # Without it, Excel takes a file for one of its country's old encoding.


class KeptProblem(NamedTuple):
    """A `Problem`, and the number of its import."""

    import_id: int
    row: int
    column: str | None
    value: str
    why: str


def keep(connection: Connection, import_id: int, problems: Sequence[Problem]) -> None:
    """Add to the problems of the import, up to `KEPT`."""
    if not problems:
        return
    last = connection.scalar(select(func.max(_problem.c.number)).where(_problem.c.import_id == import_id)) or 0
    rows = [
        {"import_id": import_id, "number": number, **problem._asdict()}
        for number, problem in enumerate(problems[: KEPT - last], start=last + 1)
    ]
    if rows:
        connection.execute(insert(_problem), rows)


def problems(connection: Connection, import_id: int | None = None) -> Iterator[KeptProblem]:
    """Those of an import, or of the newest that is not undone, in their order. Raises UserError if there is none."""
    number = entry(connection, import_id).id
    columns = (_problem.c[name] for name in KeptProblem._fields)
    query = select(*columns).where(_problem.c.import_id == number).order_by(_problem.c.number)
    return (KeptProblem(*row) for row in connection.execution_options(stream_results=True).execute(query))


class Alike(NamedTuple):
    """So many (`number`) problems of one column and one kind; the first of them is `example`."""

    number: int
    example: KeptProblem


def most_frequent(connection: Connection, import_id: int, most: int) -> list[Alike]:
    """Those of an import, the most frequent kinds first."""
    mine = _problem.c.import_id == import_id
    number, first = func.count(), func.min(_problem.c.number)
    kinds = (
        select(number, first)
        .where(mine)
        .group_by(_problem.c.column, _problem.c.why)
        .order_by(number.desc(), first)
        .limit(most)
    )
    counted = {at: many for many, at in connection.execute(kinds)}
    columns = (_problem.c[name] for name in KeptProblem._fields)
    rows = connection.execute(select(_problem.c.number, *columns).where(mine, _problem.c.number.in_(counted)))
    examples = {at: KeptProblem(*cells) for at, *cells in rows}
    return [Alike(many, examples[at]) for at, many in counted.items()]


def first(connection: Connection, import_id: int) -> KeptProblem | None:
    """The first one that is kept of an import; None if there is none."""
    columns = (_problem.c[name] for name in KeptProblem._fields)
    query = select(*columns).where(_problem.c.import_id == import_id).order_by(_problem.c.number).limit(1)
    row = connection.execute(query).first()
    return None if row is None else KeptProblem(*row)


def write_csv(rows: Iterable[KeptProblem], file: TextIO) -> None:
    """As a table that a spreadsheet opens, in UTF-8; `file` is to be open with newline="" and without a mark.

    A cell that would be taken for a formula gets an apostrophe in front.
    """
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
