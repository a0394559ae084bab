"""Deliveries of a help desk, over HTTP from another process, into the store of a bot that serves; alone, and while a
million rows are imported. Writes its section of docs/benchmarks.md.

Beside it: plain `sqlite3` that writes the same rows, in as many commits that reach the disk as well.
"""

import argparse
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from benchmarks.conversation import LOG, QUESTIONS, measured, slack_of
from benchmarks.export import write_export
from benchmarks.page import DELIVERIES, with_deliveries
from benchmarks.questions import PAGE
from benchmarks.tables import percentile, table
from bot.playground.server import LocalSlack
from kpi.migrating import migrate
from kpi.store import Store
from kpi.webhooks import inbox
from tests.support.deliveries import connect
from tests.support.local_slack import Person

A_SECOND, P99 = 500, 50.0
LONGEST, TIMES_IDLE = 500.0, 5.0
BESIDE_AN_IMPORT = 50
CONNECTIONS = 16
KNOWN = 100_000
ASKED, BETWEEN_QUESTIONS = 200, 0.2
WRITTEN = ("source", "import", "ticket", "ticket_event", "delivery")
"""The tables of what deliveries write."""

console = Console(stderr=True)
_ROOT = Path(__file__).parents[1]


class Sent(NamedTuple):
    """Deliveries: the seconds that they took together, the milliseconds of each, and how many failed."""

    took: float
    milliseconds: list[float]
    failed: int

    @property
    def a_second(self) -> float:
        return len(self.milliseconds) / self.took

    @property
    def p99(self) -> float:
        return percentile(self.milliseconds, 99)


class ByHand(NamedTuple):
    """Rows of each table that plain `sqlite3` has written, in so many commits, and the seconds that it took."""

    rows: Mapping[str, int]
    commits: int
    seconds: float


class Result(NamedTuple):
    """What was measured: as fast as it goes, by hand, at the rate of the goal, and beside an import of so many rows;
    and the milliseconds of answers without and with it.
    """

    most: Sent
    by_hand: ByHand
    steady: Sent
    beside: Sent
    rows: int
    idle: list[float]
    busy: list[float]


def main() -> None:
    """Measure, print the figures, and write them into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deliveries", description="How fast deliveries are.")
    parser.add_argument("--seconds", type=float, default=20, help="of each stretch (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the import beside (default: %(default)s)")
    parser.add_argument("--page", type=Path, default=PAGE, help="whose section is written (default: %(default)s)")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), asked.seconds, asked.rows)
    section = written(result, load)
    console.print(section, markup=False, soft_wrap=True)
    page = asked.page.read_text(encoding="utf-8") if asked.page.exists() else ""
    asked.page.write_text(with_deliveries(page, section), encoding="utf-8")


def measure(folder: Path, seconds: float, rows: int) -> Result:
    """All of it, with one store in this folder."""
    write_export(folder / "known.csv", KNOWN)
    write_export(folder / "large.csv", rows)
    database = folder / "kpibot.db"
    store = Store(f"sqlite:///{database}")
    migrate(store)
    connect(store)
    with _serving(database) as (_, address):
        most = _until_taken_in(store, send(address, seconds, first=1_000_000))
    commits = int(re.findall(r"transactions=(\d+)", (folder / LOG).read_text(encoding="utf-8"))[-1])
    by_hand = _by_hand(database, commits)
    _import(database, "known.csv").wait()
    with _serving(database) as (slack, address):
        send(address, 2, first=3_000_000)  # warm
        steady = send(address, seconds, first=2_000_000, a_second=A_SECOND)
        ada = Person(slack, "Ada", deadline=20)
        idle = [_answer(ada, number) for number in range(ASKED)]
        beside, busy = _beside_an_import(database, ada, address)
    store.close()
    return Result(most, by_hand, steady, beside, rows, idle, busy)


def _until_taken_in(store: Store, sent: Sent) -> Sent:
    """It took until the last one was in the store."""
    began = time.perf_counter()
    while inbox.waiting(store):
        time.sleep(0.01)
    return sent._replace(took=sent.took + time.perf_counter() - began)


def send(address: str, seconds: float, first: int, a_second: float = 0) -> Sent:
    """From another process."""
    return _received(_sender(address, seconds, first, a_second))


def written(result: Result, load: float) -> str:
    """The section of the page."""
    most, steady, beside, by_hand = result.most, result.steady, result.beside, result.by_hand
    rows = ", ".join(f"{number:,} of `{name}`" for name, number in by_hand.rows.items())
    return _SECTION.format(
        heading=DELIVERIES,
        load=load,
        connections=CONNECTIONS,
        goals=table(("what", "goal", "measured", "verdict"), goals(result)),
        stretches=table(("stretch", "deliveries", "a second", "median", "p99", "longest"), _stretches(result)),
        ratio=most.took / by_hand.seconds,
        took=most.took,
        by_hand=by_hand.seconds,
        rows=rows,
        commits=by_hand.commits,
        group=len(most.milliseconds) / by_hand.commits,
        beside=BESIDE_AN_IMPORT,
        imported=result.rows,
        waits=beside.took,
        steady=steady.a_second,
    )


def goals(result: Result) -> Iterator[Sequence[str]]:
    """What was to be reached, what was measured, and whether that is enough."""
    longest, failed = max(result.beside.milliseconds), sum(each.failed for each in result[:1] + result[2:4])
    idle, busy = percentile(result.idle, 99), percentile(result.busy, 99)
    checks = (
        ("deliveries a second, sustained", f"≥ {A_SECOND}", f"{result.most.a_second:,.0f}",
         result.most.a_second >= A_SECOND),
        (f"p99 of {A_SECOND} deliveries a second", f"≤ {P99:.0f} ms", f"{result.steady.p99:.1f} ms",
         result.steady.p99 <= P99),
        ("the longest wait beside an import", f"≤ {LONGEST:.0f} ms", f"{longest:.0f} ms", longest <= LONGEST),
        ("deliveries that failed", "0", f"{failed}", not failed),
        ("p99 of `/kpi` beside an import", f"≤ {TIMES_IDLE:.0f} × idle",
         f"{busy / idle:.1f} ×: {busy:.0f} ms against {idle:.0f} ms", busy <= TIMES_IDLE * idle),
    )  # fmt: skip
    for what, goal, found, is_met in checks:
        yield what, goal, found, "met" if is_met else "missed"


def _stretches(result: Result) -> Iterator[Sequence[str]]:
    named = {
        "as fast as it goes": result.most,
        f"{A_SECOND} a second": result.steady,
        f"{BESIDE_AN_IMPORT} a second beside an import": result.beside,
    }
    for name, sent in named.items():
        times = (percentile(sent.milliseconds, 50), sent.p99, max(sent.milliseconds))
        yield (
            name,
            f"{len(sent.milliseconds):,}",
            f"{sent.a_second:,.0f}",
            *(f"{each:.1f} ms" for each in times),
        )


@contextmanager
def _serving(database: Path) -> Iterator[tuple[LocalSlack, str]]:
    """The bot on this store: the local Slack that it is in, and where deliveries are sent to."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with slack_of(database, database.parent, HTTP_PORT=f"{port}") as slack:
        yield slack, f"http://127.0.0.1:{port}"


def _sender(address: str, seconds: float, first: int, a_second: float) -> subprocess.Popen[str]:
    numbers = (seconds, CONNECTIONS, a_second, first)
    command = [sys.executable, "-m", "benchmarks.sending", address, *map(str, numbers)]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)


def _received(sender: subprocess.Popen[str]) -> Sent:
    told, _ = sender.communicate()
    return Sent(**json.loads(told))


def _import(database: Path, file: str) -> subprocess.Popen[bytes]:
    """An export of another source than the one that sends, by a process of its own."""
    kpibot = str(Path(sys.executable).parent / "kpibot")
    command = [kpibot, "import", file, "--source", "desk", "--timezone", "UTC", "--yes"]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    return subprocess.Popen(command, cwd=database.parent, env=environment, stdout=subprocess.DEVNULL)


def _beside_an_import(database: Path, ada: Person, address: str) -> tuple[Sent, list[float]]:
    """Deliveries and answers for as long as an import runs."""
    sender = _sender(address, 3_600, 4_000_000, BESIDE_AN_IMPORT)
    importing = _import(database, "large.csv")
    answers: list[float] = []
    while importing.poll() is None:
        answers.append(_answer(ada, len(answers)))
    sender.send_signal(signal.SIGTERM)
    if importing.returncode:
        raise SystemExit("The import failed.")
    return _received(sender), answers


def _answer(ada: Person, number: int) -> float:
    """The milliseconds of an answer to `/kpi`; and a moment's rest."""
    taken = measured(ada.slack, partial(ada.types, f"/kpi {QUESTIONS[number % len(QUESTIONS)]}"))
    time.sleep(BETWEEN_QUESTIONS)
    return taken


def _by_hand(database: Path, commits: int) -> ByHand:
    """Write what the deliveries have written into a new store of the same tables, with `sqlite3` alone."""
    other = database.with_name("by-hand.db")
    store = Store(f"sqlite:///{other}")
    migrate(store)
    store.close()
    with closing(sqlite3.connect(database)) as known, closing(sqlite3.connect(other, isolation_level=None)) as hand:
        rows = {name: known.execute(f"SELECT * FROM {name}").fetchall() for name in WRITTEN}
        hand.execute("PRAGMA journal_mode=WAL")
        hand.execute("PRAGMA synchronous=FULL")
        began = time.perf_counter()
        for number in range(commits):
            hand.execute("BEGIN IMMEDIATE")
            for name, every in rows.items():
                some = every[len(every) * number // commits : len(every) * (number + 1) // commits]
                if some:
                    hand.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
            hand.execute("COMMIT")
        seconds = time.perf_counter() - began
    return ByHand({name: len(every) for name, every in rows.items()}, commits, seconds)


_SECTION = """{heading}
Made by `.venv/bin/python -m benchmarks.deliveries`, on the machine above, whose load was {load:.1f} when it began.
Zendesk's signed events come over HTTP from another process, over {connections} connections that are kept, into the
SQLite store of a bot that serves and counts its summary meanwhile. A delivery is answered when it is on the disk
(`synchronous=FULL`), and is taken into the store a moment later; a fourth of them open a ticket, the others reply to
it, solve it, or change its priority.

{goals}
{stretches}
- *As fast as it goes*: each connection sends as soon as the one before is answered. It is over when the last one is in
  the store; {group:.1f} deliveries were taken in in a transaction on average. Plain `sqlite3` writes the same rows
  ({rows}), each once and ready-made, in the same {commits:,} commits, in {by_hand:.1f} s; kpibot took {took:.1f} s,
  {ratio:.1f} times as long, from HTTP to the disk.
- *{steady:.0f} a second*: times count from the moment at which a delivery was due, so that none is left out that had to
  wait for others.
- *Beside an import*: {beside} a second, while `kpibot import` brings {imported:,} rows of another source into the same
  store in {waits:.0f} s.
"""


if __name__ == "__main__":
    main()
