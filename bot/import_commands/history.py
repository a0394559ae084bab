"""What was imported so far, what an undo did, and what was wrong with a file, in the terminal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.messages import import_words
from bot.messages.import_words import outcome
from bot.messages.mrkdwn import clean, shorten
from kpi import words
from kpi.ingest.history.patterns import patterns
from kpi.ingest.history.problems import KeptProblem
from kpi.ingest.history.undo import Undone
from kpi.model import Import

PROBLEMS_SHOWN = 50
_LONGEST_NAME, _LONGEST_VALUE = 40, 40


def show_imports(imports: Sequence[Import], zone: ZoneInfo, console: Console) -> None:
    """A table with a line for each, in their order."""
    if not imports:
        console.print(Text("Nothing is imported yet. Try: kpibot import export.csv"))
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("No.", justify="right")
    table.add_column("When", no_wrap=True)
    table.add_column("File → source", ratio=2)
    table.add_column("What became of its rows", ratio=3)
    for entry in imports:
        names = f"{shorten(import_words.file_of(entry), _LONGEST_NAME)} → {shorten(entry.source, _LONGEST_NAME)}"
        style = "dim" if entry.undone_at else ""
        table.add_row(str(entry.id), _moment(entry.started_at, zone), Text(names), Text(outcome(entry)), style=style)
    console.print(table)


def show_undone(undone: Undone, kind: str, console: Console) -> None:
    """What is gone, what is as it was before, and what is not; `kind` is that of the import."""
    first, *others = import_words.undone(undone, kind)
    console.print(Text(first, style="bold"))
    for line in others:
        console.print(Text(line))


def show_problems(entry: Import, problems: Iterable[KeptProblem], console: Console) -> None:
    """What they have in common first, then the first of them."""
    listed = list(problems)
    name = shorten(import_words.file_of(entry), _LONGEST_NAME)
    console.print(Text(f"Import {entry.id}, {name}: {_to_look_at(entry)}.", style="bold"))
    for pattern in patterns(listed, entry.rows):
        console.print(Text(clean(pattern.sentence)))
    if not listed:
        return
    table = Table("Row", "Column", "Value", "Why", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for problem in listed[:PROBLEMS_SHOWN]:
        column = Text(shorten(problem.column or "", _LONGEST_NAME))
        table.add_row(str(problem.row), column, Text(shorten(problem.value, _LONGEST_VALUE)), Text(clean(problem.why)))
    console.print(table)
    more = entry.problems - PROBLEMS_SHOWN
    if more > 0:
        console.print(Text(f"… and {words.count(more)} more: kpibot problems {entry.id} --csv problems.csv"))


def _moment(instant: int, zone: ZoneInfo) -> str:
    moment = datetime.fromtimestamp(instant, zone)
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def _to_look_at(entry: Import) -> str:
    return f"{words.count(entry.problems)} to look at" if entry.problems else "nothing to look at"
