"""A planned file into the store, in short transactions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from kpi import forgetting, words
from kpi.errors import KpibotError
from kpi.ingest import requesters
from kpi.ingest.history import journal
from kpi.ingest.merging.merge import Counts
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Part, Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import known_sources
from kpi.ingest.problem import Problem
from kpi.ingest.report import PROBLEMS_LISTED, Report
from kpi.model import Ticket, table
from kpi.retention.pruning import drop_old
from kpi.store import Store

TOO_OLD = "older than you keep"
"""Why a conversation is left out: it would be deleted the next night (`kpi.retention`)."""

FEW = 500
"""Rows of which a database need not know."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


def import_file(store: Store, path: Path, options: Options, progress: Progress | None = None) -> Report:
    """`inspect` the file, then `carry_out`. Raises UserError before anything is written."""
    with store.reading() as connection:
        known = known_sources(connection)
    return carry_out(inspect(path, options, known), store, progress)


def carry_out(plan: Plan, store: Store, progress: Progress | None = None) -> Report:
    """Write the planned file into the store. To do it again, in whole or in part, changes nothing.

    A new source counts only from the moment at which its first import has finished. What stops it half-way leaves whole
    transactions: what is in stays, and the import can be run again or undone. A KpibotError then says how far it came.
    """
    journal.purge_images(store, plan.options.now)
    with store.writing() as connection:
        number = journal.begin(connection, plan)
        key = requesters.key_of(connection)
    tally, written, stock = _Tally(number), 0, FEW
    try:
        for part in plan.parts(key):
            with store.writing() as connection:
                tally.write(connection, plan.source, part)
            written = tally.rows  # what finds no room on the disk is not in
            if written >= stock * 2:
                store.take_stock(table(Ticket))
                stock = written
            if progress is not None:
                progress(written, plan.rows)
        if dropped := drop_old(store, number):
            with store.writing() as connection:
                tally.leave_out(connection, dropped)
        with store.writing() as connection:
            journal.finish(connection, number, plan.complete_until, plan.options.now)
            forgetting.after_import(connection, plan.fields)
    except KpibotError as error:
        done = f"{words.count(written)} of {words.count(plan.rows)} rows"
        how_far = f"Import {number} stopped after {done}, which are in."
        hint = f"{error.hint} Then import the file again: it goes on from there."
        raise type(error)(f"{error.sentence} {how_far}", hint.strip()) from error
    return _report(plan, tally)


class _Tally:
    """What has been read and written so far, of one import."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows = 0
        self.counts = Counts()
        self.rejected: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.problem_count = 0

    def write(self, connection: Connection, source: str, part: Part) -> None:
        """Write a part, and count it here and in the journal."""
        counts = part.write(connection, source, self.number)
        rejected = Counter(part.rejected)
        if counts.too_old:
            rejected[TOO_OLD] += counts.too_old
        counts = replace(counts, too_old=0)
        journal.advance(connection, self.number, counts, part.rows, rejected, part.problems)
        self.rows += part.rows
        self.counts += counts
        self.rejected.update(rejected)
        self.problem_count += len(part.problems)
        self.problems += part.problems[: PROBLEMS_LISTED - len(self.problems)]

    def leave_out(self, connection: Connection, number: int) -> None:
        """Count as left out so many that had been added, and are gone."""
        gone = Counts(added=-number)
        journal.advance(connection, self.number, gone, 0, {TOO_OLD: number}, [])
        self.counts += gone
        self.rejected[TOO_OLD] += number


def _report(plan: Plan, tally: _Tally) -> Report:
    return Report(
        number=tally.number,
        plan=plan,
        rows=tally.rows,
        counts=tally.counts,
        rejected=dict(tally.rejected),
        problems=tally.problems,
        problem_count=tally.problem_count,
    )
