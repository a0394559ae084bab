"""A generated history of a support team, as large as one wants, straight into a store; then its summary is built.

python -m benchmarks.history data/million.db --tickets 1000000
"""

import argparse
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from rich.console import Console
from sqlalchemy import insert

from benchmarks.invented_tickets import (
    CHANNELS,
    EXCLUSIONS,
    INTENTS,
    LANGUAGES,
    PRIORITIES,
    TEAMS,
    Column,
    Tickets,
    moment,
    tickets,
)
from kpi.migrating import migrate
from kpi.model import Cost, InquiryDay, Label, Source, Ticket, table
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from kpi.team.typed_settings import to_set

ZONE = ZoneInfo("Europe/Berlin")
SOURCE = "desk"
TWO_YEARS = 730  # days
FIELDS = (
    "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "handed_over_at",
    "resolved_at", "reopened_at", "status", "excluded", "rating", "rating_scale", "rated_at", "channel", "intent",
    "team", "priority", "language", "subject", "url", "requester",
)  # fmt: skip
COLUMNS = ("source", "external_id", "as_of", *FIELDS)
LABELS = {"channel": CHANNELS, "intent": INTENTS, "team": TEAMS, "priority": PRIORITIES, "language": LANGUAGES}
MOST_STARS = 5
SCALES = {"stars": "stars", "face": "faces", "score": "0 to 10"}
_FIRST_NUMBER = 100_000_000  # so that numbers are in the same order as texts
_SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd, so that each number gives another hash


def main() -> None:
    """Make a history, and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description="Make a generated history.")
    parser.add_argument("file", type=Path, help="the SQLite file to make")
    parser.add_argument("--tickets", type=int, default=1_000_000, help="about so many (default: %(default)s)")
    parser.add_argument("--days", type=int, default=TWO_YEARS, help="that they spread over (default: %(default)s)")
    parser.add_argument("--until", help="the moment at which the history ends (default: now)")
    asked = parser.parse_args()
    console = Console()
    began = time.monotonic()
    count = write_history(asked.file, asked.tickets, asked.days, moment(asked.until))
    console.print(f"{count:,} tickets written in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    build_summary(asked.file)
    console.print(f"The summary was built in {time.monotonic() - began:.0f} s")


def write_history(path: Path, count: int, days: int, until: datetime) -> int:
    """Write about `count` tickets of the `days` up to `until` (aware) into a new file; how many they are."""
    store = Store(f"sqlite:///{path}")
    migrate(store)
    write_team(store, count, days, until)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return _write_tickets(connection, count, days, until)


def build_summary(path: Path) -> None:
    """Bring it up to this program's version, and count what is not counted. Then all of it is in the one file."""
    store = Store(f"sqlite:///{path}")
    migrate(store)
    catch_up(store, ZONE)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_team(store: Store, count: int, days: int, until: datetime) -> None:
    """What there is beside the tickets: the source, its labels, self-service, costs and the team's settings."""
    at = int(until.timestamp())
    first = (until - timedelta(days=days)).date()
    source = {"name": SOURCE, "fields": list(FIELDS), "complete_until": at, "headers": [], "confirmed": {}}
    labels = [
        {"field": field, "folded": each, "spelling": each.capitalize()}
        for field, all_ in LABELS.items()
        for each in all_
    ]
    a_day = max(count // days, 1)
    inquiries = [
        {
            "source": SOURCE, "day": first + timedelta(days=n), "as_of": at, "origin": 1,
            "resolved": a_day * 6 // 10, "contacted": a_day // 10, "abandoned": a_day * 3 // 10,
        }
        for n in range(days)
    ]  # fmt: skip
    costs = [
        {
            "source": SOURCE, "entry": category, "as_of": at, "first_day": first.replace(day=1),
            "category": category, "cents": cents * a_day, "monthly": True,
        }
        for category, cents in (("agents", 12_000), ("software", 700), ("automation", 300))
    ]  # fmt: skip
    with store.writing() as connection:
        connection.execute(insert(table(Source)).values(source))
        connection.execute(insert(table(Label)), labels)
        connection.exec_driver_sql(_IMPORT, (SOURCE, at, at))
        connection.execute(insert(table(InquiryDay)), inquiries)
        connection.execute(insert(table(Cost)), costs)
        for line in (f"zone {ZONE.key}", "hours mon-fri 8-18"):
            settings.change(connection, *to_set(connection, line), "benchmark", at)


_IMPORT = """INSERT INTO import (id, source, file, format, kind, started_at, finished_at, fields, rows, added, updated,
    unchanged, rejected, problems) VALUES (1, ?, 'generated', 'csv', 'inquiries', ?, ?, '[]', 0, 0, 0, 0, '{}', 0)"""


def _write_tickets(connection: sqlite3.Connection, count: int, days: int, until: datetime) -> int:
    """Without indices, which come afterwards: several times faster, and the file is the same."""
    for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    made = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'ticket' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in made:
        connection.execute(f"DROP INDEX {name}")
    statement = f"INSERT INTO {table(Ticket).name} ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    written = 0
    for some in tickets(count, days, until, ZONE):
        connection.execute("BEGIN")
        connection.executemany(statement, rows(some))
        connection.execute("COMMIT")
        written += len(some.opened)
    for _, sql in made:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return written


def rows(some: Tickets) -> Iterator[Sequence[Any]]:
    """Of COLUMNS, a row a ticket."""
    n = len(some.opened)
    instants = (some.bot_reply, some.human_reply, some.handed_over, some.resolved, some.reopened, some.rated)
    updated = some.opened
    for each in instants:
        updated = np.fmax(updated, each)
    numbers = [str(_FIRST_NUMBER + number) for number in range(some.first, some.first + n)]
    intents = _words(some.intent, INTENTS)
    rating, scale = _ratings(some)
    untimed = np.arange(n) % 40 == 0  # a rating without its time
    return zip(
        [SOURCE] * n,
        numbers,
        updated.astype(np.int64).tolist(),
        some.opened.astype(np.int64).tolist(),
        updated.astype(np.int64).tolist(),
        _instants(some.human_reply),
        _instants(some.bot_reply),
        _instants(some.handed_over),
        _instants(some.resolved),
        _instants(some.reopened),
        np.where(some.is_resolved, "resolved", "open").tolist(),
        _words(some.excluded, EXCLUSIONS),
        rating,
        scale,
        _instants(np.where(untimed, np.nan, some.rated)),
        _words(some.channel, CHANNELS),
        intents,
        _words(some.team, TEAMS),
        _words(some.priority, PRIORITIES),
        _words(some.language, LANGUAGES),
        [f"About my {intent or 'account'}, once more" for intent in intents],
        [f"https://help.example.com/tickets/{number}" for number in numbers],
        _hashes(some.requester),
        strict=True,
    )


def _ratings(some: Tickets) -> tuple[list[float | None], list[str | None]]:
    values = np.full(len(some.opened), None, dtype=object)
    scales = np.full(len(some.opened), None, dtype=object)
    for field, scale in SCALES.items():
        given: Column = getattr(some, field)
        known = ~np.isnan(given)
        values[known], scales[known] = given[known], scale
    scales[some.stars > MOST_STARS] = "off scale"
    return list(values), list(scales)


def _instants(at: Column) -> list[int | None]:
    known = ~np.isnan(at)
    found = np.full(len(at), None, dtype=object)
    found[known] = at[known].astype(np.int64)
    return list(found)


def _words(numbers: npt.NDArray[np.int64], words: Sequence[str]) -> list[str | None]:
    """None for -1."""
    return list(np.array([*words, None], dtype=object)[numbers])


def _hashes(requesters: npt.NDArray[np.int64]) -> list[str]:
    """32 hexadecimal digits each, in no order."""
    high, low = (((requesters.astype(np.uint64) + 1) * np.uint64(factor)).tolist() for factor in _SPREAD)
    return [f"{some:016x}{more:016x}" for some, more in zip(high, low, strict=True)]


if __name__ == "__main__":
    main()
