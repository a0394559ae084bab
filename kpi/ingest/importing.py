"""A file into the store: looked over first, then written in short transactions."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from kpi.ingest.merge import Counts, merge
from kpi.ingest.plan import Plan, inspect
from kpi.ingest.report import PROBLEMS_LISTED, Report
from kpi.ingest.tickets import Problem, Row, read_tickets
from kpi.model import Source, table
from kpi.store import Store

ROWS_AT_ONCE = 1_000
"""In one transaction: few enough for it to be over within 50 ms, so that other writers hardly wait."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""

_source = table(Source)
_LONGEST_NAME = 60


def import_file(
    store: Store,
    path: Path,
    *,
    source: str,
    zone: ZoneInfo,
    now: int,
    day_first: bool | None = None,
    as_of: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """`inspect` the file, then `carry_out`. Raises UserError before anything is written."""
    return carry_out(
        inspect(path, source=source, zone=zone, now=now, day_first=day_first, as_of=as_of), store, progress
    )


def carry_out(plan: Plan, store: Store, progress: Progress | None = None) -> Report:
    """Write the planned file's tickets into the store. To do it again, in whole or in part, changes nothing.

    A new source counts only from the moment at which its first import has finished.
    """
    tally = _Tally()
    with store.writing() as connection:
        _announce(connection, plan)
    rows = read_tickets(plan.reading, plan.layout)
    while chunk := tally.take(islice(rows, ROWS_AT_ONCE)):
        tickets = [row.ticket for row in chunk if row.ticket is not None]
        with store.writing() as connection:
            tally.counts += merge(connection, plan.source, tickets)
        if progress is not None:
            progress(tally.rows, plan.rows)
    with store.writing() as connection:
        _complete(connection, plan)
    return _report(plan, tally)


def source_name(path: Path) -> str:
    """A source's name, made from its file's: “Zendesk Export (3).csv” → “zendesk-export-3”."""
    words = re.findall(r"[^\W_]+", path.stem.lower())
    return "-".join(words)[:_LONGEST_NAME].rstrip("-") or "import"


class _Tally:
    """What has been read and written so far."""

    def __init__(self) -> None:
        self.rows = 0
        self.counts = Counts()
        self.rejected: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.problem_count = 0

    def take(self, rows: Iterable[Row]) -> list[Row]:
        """Count the rows, and give them back."""
        chunk = list(rows)
        self.rows += len(chunk)
        self.rejected.update(row.rejected for row in chunk if row.rejected)
        problems = [problem for row in chunk for problem in row.problems]
        self.problem_count += len(problems)
        self.problems += problems[: PROBLEMS_LISTED - len(self.problems)]
        return chunk


def _announce(connection: Connection, plan: Plan) -> None:
    """The source has to be there before its tickets."""
    fields = connection.scalar(select(_source.c.fields).where(_source.c.name == plan.source).with_for_update())
    if fields is None:
        connection.execute(insert(_source).values(name=plan.source, fields=sorted(plan.layout.fields)))
    elif not plan.layout.fields <= set(fields):
        every = sorted(plan.layout.fields.union(fields))
        connection.execute(update(_source).where(_source.c.name == plan.source).values(fields=every))


def _complete(connection: Connection, plan: Plan) -> None:
    earlier = _source.c.complete_until.is_(None) | (_source.c.complete_until < plan.complete_until)
    statement = update(_source).where(_source.c.name == plan.source, earlier)
    connection.execute(statement.values(complete_until=plan.complete_until))


def _report(plan: Plan, tally: _Tally) -> Report:
    return Report(
        source=plan.source,
        format=plan.reading.format,
        rows=tally.rows,
        counts=tally.counts,
        rejected=dict(tally.rejected),
        problems=tally.problems,
        problem_count=tally.problem_count,
        columns=plan.columns,
        dates=plan.dates,
        zone=plan.layout.zone.key,
        cannot_feed=plan.cannot_feed,
        first_opening=plan.first_opening,
        last_opening=plan.last_opening,
        complete_until=plan.complete_until,
    )
