"""The questions, put to all sides in turns, at one size of the history."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import rmtree

from sqlalchemy import func, select

from benchmarks.asked import Asked, ByChannel, Side, Weekly
from benchmarks.duckdb_sides import copied_summary, copied_tickets
from benchmarks.history import ZONE
from benchmarks.kpibot_side import Kpibot
from benchmarks.pandas_side import Pandas
from benchmarks.sqlite_side import Sqlite
from benchmarks.timing import Milliseconds, in_turns
from kpi.model import Source, Ticket, table
from kpi.store import Store

OVERVIEW, BY_CHANNEL, WEEKLY = "overview", "by channel", "weekly"
_CLOSE = 0.011  # of medians from a summary


@dataclass(frozen=True)
class Measured:
    """How many tickets the history has, and the times by question and by the name of the side."""

    tickets: int
    times: Mapping[str, Mapping[str, Milliseconds]]


def measured(database: Path, rounds: int) -> Measured:
    """On a store with a summary. Fails if two sides do not come to the same numbers."""
    now = newest(database)
    copies = database.with_suffix(".copies")
    with suppress(FileNotFoundError):
        rmtree(copies)
    copies.mkdir()
    try:
        sides = list(_sides(database, copies, now))
        _check(sides, now)
        week, quarter, year = _asked(now)
        times = {
            OVERVIEW: in_turns({side.name: partial(side.overview, week) for side in sides}, rounds),
            BY_CHANNEL: in_turns({side.name: partial(side.by_channel, quarter) for side in sides}, rounds),
            WEEKLY: in_turns({side.name: partial(side.weekly, year) for side in sides}, rounds),
        }
    finally:
        rmtree(copies)
    return Measured(count(database), times)


def newest(database: Path) -> datetime:
    """Up to when the history goes."""
    store = Store(f"sqlite:///{database}")
    with store.reading() as connection:
        until = connection.scalar(select(func.max(table(Source).c.complete_until)))
    store.close()
    assert until is not None
    return datetime.fromtimestamp(until, UTC)


def count(database: Path) -> int:
    """How many tickets there are."""
    store = Store(f"sqlite:///{database}")
    with store.reading() as connection:
        tickets = connection.scalar(select(func.count()).select_from(table(Ticket)))
    store.close()
    return tickets or 0


def _sides(database: Path, copies: Path, now: datetime) -> Iterator[Side]:
    yield Kpibot(database, now)
    tickets = copied_tickets(database, copies)
    yield tickets
    yield copied_summary(database, copies)
    yield Sqlite(database)
    yield Pandas(tickets.connection)


def _asked(now: datetime) -> tuple[Asked, Asked, Asked]:
    return Asked.last(7, now, ZONE), Asked.last(90, now, ZONE), Asked.last_weeks(now, ZONE)


def _check(sides: Sequence[Side], now: datetime) -> None:
    """That all sides do the same work."""
    week, quarter, year = _asked(now)
    first, *others = sides
    overview, by_channel, weekly = first.overview(week), first.by_channel(quarter), first.weekly(year)
    for side in others:
        _same(OVERVIEW, side, overview, side.overview(week))
        _same(BY_CHANNEL, side, by_channel, side.by_channel(quarter))
        _near(side, weekly, side.weekly(year))


def _same(question: str, side: Side, ours: ByChannel, theirs: ByChannel) -> None:
    if dict(ours) != dict(theirs):
        raise SystemExit(f"{question}: kpibot says {ours}, {side.name} {theirs}")


def _near(side: Side, ours: Weekly, theirs: Weekly) -> None:
    """kpibot shows the largest intents only."""
    for key, (n, middle) in ours.items():
        other_n, other_middle = theirs[key]
        if n != other_n or abs(middle - other_middle) > _CLOSE * middle + 1:
            raise SystemExit(f"{WEEKLY} {key}: kpibot says {n}, {middle}, {side.name} {other_n}, {other_middle}")
