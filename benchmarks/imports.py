"""A help desk's export into the store, beside what one would load it with instead.

The measure is `sqlite3 .import` of the same rows into a table with the ticket table's key and indices: it recognises
no columns, reads no dates and checks nothing. Each runs in a process of its own, in turns, and medians are shown.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Column, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from benchmarks.export import FIELDS, write_export
from benchmarks.processes import Runs
from kpi.model import Ticket, table

FEW_ROWS = 10_000
BY_HAND, FIRST, AGAIN = "sqlite3 .import", "kpibot import", "kpibot import, unchanged"
ALONE = "kpibot import, without its summary"
FEW = f"kpibot import, {FEW_ROWS:,} rows"
SLOWEST, SLOWEST_AGAIN, MOST_FOR_SUMMARY, MOST_MEGABYTES, MOST_GROWTH = 2.5, 1.0, 2.0, 200.0, 1.25

_ROOT = Path(__file__).parents[1]

PANDAS = """if True:
    import sqlite3, sys, pandas
    with sqlite3.connect("pandas.db") as connection:
        pandas.read_csv(sys.argv[1]).to_sql("ticket", connection, index=False)
"""
DUCKDB = """if True:
    import sys, duckdb
    with duckdb.connect("duck.db") as connection:
        connection.execute(sys.argv[2])
        connection.execute(f"COPY ticket FROM '{sys.argv[1]}' (HEADER)")
"""


class Files(NamedTuple):
    """The export as a help desk writes it, the same with the source in front of each row, and a short export."""

    export: Path
    keyed: Path
    few: Path


class Contestant(NamedTuple):
    """A command, which is run in an empty folder; those of one round share it. `store` is kpibot's file there."""

    name: str
    command: Sequence[str]
    store: str = "kpibot.db"


def main() -> None:
    """Measure, and print a table and how the limits are kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description="How fast exports are imported.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the export (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="to take the median of (default: %(default)s)")
    asked = parser.parse_args()
    console = Console()
    if shutil.which("sqlite3") is None:
        console.print("This machine has no sqlite3 command, so there are no ratios to it.")
    with tempfile.TemporaryDirectory() as folder:
        runs = measured(written(Path(folder), asked.rows), Path(folder), asked.rounds)
    console.print(f"{asked.rows:,} rows, medians of {asked.rounds}", figures(runs), *verdicts(runs), sep="\n")


def written(folder: Path, rows: int) -> Files:
    """The exports, in the folder."""
    files = Files(folder / "export.csv", folder / "keyed.csv", folder / "few.csv")
    write_export(files.export, rows)
    write_export(files.keyed, rows, source="desk")
    write_export(files.few, FEW_ROWS)
    return files


def measured(files: Files, folder: Path, rounds: int, names: Sequence[str] = ()) -> Mapping[str, Runs]:
    """By contestant, in their order; those of these names, or all. All take part in each round, so that a busy minute
    hits all of them.
    """
    those = [contestant for contestant in contestants(files) if not names or contestant.name in names]
    runs = {contestant.name: Runs() for contestant in those}
    for number in range(rounds):
        place = folder / f"round-{number}"
        place.mkdir()
        for name, command, store in those:
            database = f"sqlite:///{place / store}"
            runs[name].run(command, place, DATABASE_URL=database, PYTHONPATH=str(_ROOT))
        shutil.rmtree(place)
    return runs


def contestants(files: Files) -> Iterator[Contestant]:
    """Those that this machine can run."""
    sqlite3 = shutil.which("sqlite3")
    if sqlite3 is not None:
        yield Contestant(BY_HAND, [sqlite3, "by-hand.db", *_by_hand(files.keyed)])
    alone = [sys.executable, "-m", "benchmarks.import_alone", str(files.export)]
    yield Contestant(ALONE, alone, store="alone.db")
    yield Contestant(FIRST, _by_kpibot(files.export))
    yield Contestant(AGAIN, _by_kpibot(files.export))
    yield Contestant(FEW, _by_kpibot(files.few), store="few.db")
    sqlite_utils = [str(_programs() / "sqlite-utils"), "insert", "utils.db", "ticket", str(files.export), "--csv"]
    yield Contestant("sqlite-utils insert", [*sqlite_utils, "--pk", "Ticket ID"])
    yield Contestant("pandas, without a key", [sys.executable, "-c", PANDAS, str(files.export)])
    yield Contestant("DuckDB COPY", [sys.executable, "-c", DUCKDB, str(files.keyed), _keyed_table("VARCHAR")])


def figures(runs: Mapping[str, Runs]) -> Table:
    """A row a contestant."""
    found = Table(Column("", no_wrap=True), "seconds", f"× {BY_HAND}", "peak MB", box=None)
    for name, run in runs.items():
        seconds, megabytes = run.median_seconds, run.median_megabytes
        times = ratio(seconds, _seconds(runs, BY_HAND)) if name != FEW else None
        found.add_row(name, _shown(seconds, 2), _shown(times, 2), _shown(megabytes, 0))
    return found


def verdicts(runs: Mapping[str, Runs]) -> list[str]:
    """A sentence for each contestant that failed, and for each limit that could be measured."""
    first, alone = _seconds(runs, FIRST), _seconds(runs, ALONE)
    peak, few = runs[FIRST].median_megabytes, runs[FEW].median_megabytes
    checks = [
        (f"× {BY_HAND}, without the summary", ratio(alone, _seconds(runs, BY_HAND)), SLOWEST),
        ("× the import alone, with the summary", ratio(first, alone), MOST_FOR_SUMMARY),
        ("× the first time, unchanged", ratio(_seconds(runs, AGAIN), first), SLOWEST_AGAIN),
        ("MB", peak, MOST_MEGABYTES),
        (f"× the memory of {FEW_ROWS:,} rows", ratio(peak, few), MOST_GROWTH),
    ]
    return [f"{name} failed: {run.failure}" for name, run in runs.items() if run.failure] + [
        f"{'kept' if value <= limit else 'BROKEN'}: {value:.2f} {what}; the limit is {limit}"
        for what, value, limit in checks
        if value is not None
    ]


def ratio(of: float | None, to: float | None) -> float | None:
    """None if either is not known."""
    return of / to if of and to else None


def _by_hand(rows: Path) -> Iterator[str]:
    """What to tell the sqlite3 command. Its import writes empty texts where we write nothing: no index has them."""
    yield "PRAGMA journal_mode = WAL"
    yield "PRAGMA synchronous = NORMAL"
    yield _keyed_table("TEXT")
    for index in sorted(table(Ticket).indexes, key=lambda index: str(index.name)):
        if index.columns.keys()[0] in FIELDS.values():
            statement = str(CreateIndex(index).compile(dialect=sqlite.dialect()))
            yield statement.replace("IS NOT NULL", "<> ''")
    yield ".mode csv"
    yield f'.import --skip 1 "{rows}" ticket'


def _keyed_table(type: str) -> str:
    """A table for the rows with a source."""
    columns = ", ".join(f"{name} {type}" for name in ("source", *FIELDS.values()))
    key = ", ".join(column.name for column in table(Ticket).primary_key)
    return f"CREATE TABLE {table(Ticket).name} ({columns}, PRIMARY KEY ({key}))"


def _by_kpibot(export: Path) -> list[str]:
    return [str(_programs() / "kpibot"), "import", str(export), "--source", "desk", "--timezone", "UTC", "--yes"]


def _programs() -> Path:
    return Path(sys.executable).parent


def _seconds(runs: Mapping[str, Runs], name: str) -> float | None:
    return runs[name].median_seconds if name in runs else None


def _shown(figure: float | None, decimals: int) -> str:
    return "" if figure is None else f"{figure:.{decimals}f}"


if __name__ == "__main__":
    main()
