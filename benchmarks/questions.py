"""Questions, the summary and imports beside what one would use instead, at several sizes; writes docs/benchmarks.md.

Histories are generated (`benchmarks.history`); with --keep they stay in a folder for the next run.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import goals, machine
from benchmarks.conversation import COMMAND, QUESTIONS, commands, slack_of
from benchmarks.goals import Outcome, Told
from benchmarks.history import TWO_YEARS, build_summary, write_history
from benchmarks.imports import ALONE, FIRST, written
from benchmarks.imports import measured as imported
from benchmarks.page import deliveries_of, page, with_deliveries
from benchmarks.rebuilding import rebuilt
from benchmarks.sides import Measured, count, measured
from tests.support.local_slack import Person

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
SIZES, LARGE = (100_000, 1_000_000), 10_000_000
IMPORTED = 1_000_000
console = Console(stderr=True)


def main() -> None:
    """Measure, print the goals, and write the page."""
    asked = _parser().parse_args()
    sizes = [*asked.tickets, *([LARGE] if asked.large else [])]
    with _folder(asked.keep) as folder:
        histories = [_history(folder, size) for size in sizes]
        results = [_measured(history, asked.rounds) for history in histories]
        outcomes = list(_outcomes(results, histories, folder, asked))
    for outcome in outcomes:
        console.print(" | ".join(outcome), soft_wrap=True)
    kept = deliveries_of(asked.page.read_text(encoding="utf-8")) if asked.page.exists() else ""
    asked.page.write_text(with_deliveries(page(machine.described(), outcomes, results), kept), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description="How fast questions are.")
    add = parser.add_argument
    add("--tickets", type=int, nargs="+", default=SIZES, help="sizes of the histories (default: %(default)s)")
    add("--large", action="store_true", help=f"one of {LARGE:,} tickets as well; takes some GB and most of an hour")
    add("--rounds", type=int, default=7, help="to take the median of (default: %(default)s)")
    add("--rows", type=int, default=IMPORTED, help="of the export that is imported; 0 for none (default: %(default)s)")
    add("--conversation", action="store_true", help="ask in the local Slack on the generated histories too")
    add("--no-slack", action="store_true", help="do not ask in the local Slack at all")
    add("--keep", type=Path, help="a folder in which the histories stay for the next run")
    add("--page", type=Path, default=PAGE, help="where to write the page (default: %(default)s)")
    return parser


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _history(folder: Path, size: int) -> Path:
    """Of two years up to now, or as it was kept. One that was not finished is not used."""
    database = folder / f"history-{size}.db"
    if not database.exists():
        console.print(f"A history of {size:,} tickets is made …")
        unfinished = folder / f"unfinished-{size}.db"
        for file in folder.glob(f"{unfinished.name}*"):
            file.unlink()
        write_history(unfinished, size, TWO_YEARS, datetime.now(UTC))
        build_summary(unfinished)
        unfinished.rename(database)
    else:
        build_summary(database)
    return database


def _measured(history: Path, rounds: int) -> Measured:
    console.print(f"Questions to {history.name} …")
    return measured(history, rounds)


def _outcomes(
    results: Sequence[Measured], histories: Sequence[Path], folder: Path, asked: argparse.Namespace
) -> Iterator[Outcome]:
    yield from goals.of_questions(results)
    if not asked.no_slack:
        yield from goals.of_conversation(list(_told(histories if asked.conversation else ())))
    console.print("A busy day is counted anew …")
    yield goals.of_a_day(rebuilt(folder, asked.rounds))
    if asked.rows:
        console.print(f"{asked.rows:,} rows are imported …")
        yield from _of_imports(asked.rows)


def _told(histories: Sequence[Path]) -> Iterator[Told]:
    """Commands to the sample team's bot, and to that of each history."""
    for history in (None, *histories):
        console.print(f"{COMMAND.capitalize()} in the local Slack …")
        with tempfile.TemporaryDirectory() as folder, slack_of(history, Path(folder)) as slack:
            times = commands(Person(slack, "Ada", deadline=20), QUESTIONS)
        yield Told(None if history is None else count(history), times)


def _of_imports(rows: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        runs = imported(written(Path(folder), rows), Path(folder), 3, (ALONE, FIRST))
    for name, run in runs.items():
        if run.failure:
            console.print(f"{name} failed: {run.failure}")
    yield from goals.of_imports(runs[ALONE].median_seconds, runs[FIRST].median_seconds, rows)


if __name__ == "__main__":
    main()
