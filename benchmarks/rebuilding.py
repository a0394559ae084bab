"""A day of very many tickets on which something changed: how long until it is counted anew."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from benchmarks.history import ZONE, build_summary, write_history
from benchmarks.timing import Milliseconds, took
from kpi.model import Ticket, table
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.summary.marks import DAY, mark

TICKETS_A_DAY = 15_000
_DAYS = 40  # the busiest weekdays have half as much again as the mean
_MEAN = 10_000


class Rebuilt(NamedTuple):
    """How many tickets were opened on the day, and the times."""

    tickets: int
    times: Milliseconds


def rebuilt(folder: Path, rounds: int) -> Rebuilt:
    """In a history of some weeks, which is made in the folder."""
    database = folder / "dense.db"
    if not database.exists():
        write_history(database, _MEAN * _DAYS, _DAYS, datetime(2026, 7, 27, 7, 30, tzinfo=UTC))
    build_summary(database)
    store = Store(f"sqlite:///{database}")
    day, tickets = _day(store)
    times = []
    for _ in range(rounds + 1):
        with store.writing() as connection:
            mark(connection, [day])
        times.append(took(partial(catch_up, store, ZONE)))
    store.close()
    return Rebuilt(tickets, times[1:])


def _day(store: Store) -> tuple[int, int]:
    """The day in UTC that comes closest to TICKETS_A_DAY, and how many were opened on it."""
    day = table(Ticket).c.created_at // DAY
    query = select(day, func.count()).group_by(day).order_by(func.abs(func.count() - TICKETS_A_DAY)).limit(1)
    with store.reading() as connection:
        found, tickets = connection.execute(query).one()
    return int(found), tickets
