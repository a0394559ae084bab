"""Kills, and tells what came of it. The status is 1 if anything was wrong."""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.playground.server import LocalSlack
from chaos.programs import Programs
from chaos.rounds import Chaos, Report
from kpi.store import Store
from tests.support.postgres import MIGRATED, Server, a_server

console = Console()


def main() -> None:
    """As told by the arguments."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description="Kill kpibot, and look what is lost.")
    parser.add_argument("--kills", type=int, default=300, help="(default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="of what is killed when (default: any)")
    parser.add_argument("--rows", type=int, default=3_000, help="of each file (default: %(default)s)")
    parser.add_argument("--life", type=float, default=4.0, help="seconds of each bot at most (default: %(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of on SQLite")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    console.print(f"{asked.kills} kills, seed {seed}, on {'PostgreSQL' if asked.postgresql else 'SQLite'}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kpibot-chaos-") as folder, ExitStack() as stack:
        server = stack.enter_context(a_server()) if asked.postgresql else None
        chaos = stack.enter_context(prepared(Path(folder), server, seed, rows=asked.rows, life=asked.life))
        chaos.told = lambda kills: console.print(f"{kills} killed") if not kills % 50 else None
        report = chaos.run(asked.kills)
    show(report, time.monotonic() - began)
    raise SystemExit(1 if report.wrong else 0)


@contextmanager
def prepared(folder: Path, server: Server | None, seed: int, *, rows: int, life: float) -> Iterator[Chaos]:
    """A store, a local Slack and kpibot, in this folder."""
    url = server.new_database(MIGRATED) if server else f"sqlite:///{folder / 'kpibot.db'}"
    store = Store(url)
    with LocalSlack() as slack:
        settings = {
            "DATABASE_URL": url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "LOG_LEVEL": "WARNING",
            "no_proxy": "127.0.0.1",
        }
        with Programs(folder, **settings) as programs:
            yield Chaos(store, programs, slack, server, seed, rows, life)
    store.close()


def show(report: Report, seconds: float) -> None:
    """Who was killed when, what was going on, and what was wrong."""
    table = Table("program", "kills", "of these, after its end", "after seconds")
    for kind, moments in report.moments.items():
        when = f"{min(moments):.2f} to {max(moments):.2f}"
        table.add_row(kind, f"{len(moments)}", f"{report.too_late[kind]}", when)
    console.print(table)
    for what, times in report.half_done.items():
        console.print(f"left half done: {what}, {times} times")
    console.print(f"{report.deliveries} deliveries acknowledged; what they were answered: {dict(report.answers)}")
    console.print(f"{report.reviews} reviews, {report.imports} imports; questions: {dict(report.questions)}")
    console.print(f"{report.kills} kills in {seconds:.0f} s; wrong: {len(report.wrong)}")
    for each in report.wrong[:50]:
        console.print(each, markup=False)


if __name__ == "__main__":
    main()
