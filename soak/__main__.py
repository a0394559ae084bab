"""Lets the team work, and tells what came of it. The status is 1 if a goal was missed, or anything was wrong."""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from soak.day import REVIEW_AFTER, Plan, Result, run
from soak.report import goals, section
from tests.support.postgres import a_server

console = Console(stderr=True)


def main() -> None:
    """As told by the arguments."""
    parser = argparse.ArgumentParser(prog="python -m soak", description="A day of a large team.")
    parser.add_argument("--minutes", type=float, default=60, help="that it takes (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of who asks what when (default: %(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of on SQLite")
    parser.add_argument("--folder", help="an empty one for the store and the log, which stay (default: none stays)")
    parser.add_argument("--moments", type=Path, help="a file for the memory of each second, as JSON")
    asked = parser.parse_args()
    seconds = 60 * asked.minutes
    plan = Plan(seconds, timedelta(seconds=seconds * REVIEW_AFTER), seed=asked.seed, tell=console.print)
    with ExitStack() as stack:
        folder = asked.folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="kpibot-soak-"))
        server = stack.enter_context(a_server(durable=True)) if asked.postgresql else None
        result = run(Path(folder), server, plan)
    if asked.moments:
        asked.moments.write_text(json.dumps(result.moments), encoding="utf-8")
    sys.stdout.write(section(result))
    raise SystemExit(0 if is_good(result) else 1)


def is_good(result: Result) -> bool:
    """Whether all goals are met; that nothing was wrong is one of them."""
    return all(is_met for *_, is_met in goals(result))


if __name__ == "__main__":
    main()
