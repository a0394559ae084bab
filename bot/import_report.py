"""What an import will do, and what it did, in the terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table
from rich.text import Text

from bot.messages.mrkdwn import clean, shorten
from kpi import words
from kpi.catalogue import KPIS
from kpi.ingest.columns import ColumnReading
from kpi.ingest.plan import Plan
from kpi.ingest.report import Report

PROBLEMS_SHOWN = 10


def confirm(plan: Plan, console: Console) -> bool:
    """Show how the file will be read, and ask whether to go on."""
    console.print(Text(f"{words.count(plan.rows)} rows, for the source “{plan.source}”.", style="bold"))
    console.print(_columns(plan.columns))
    return Confirm.ask("Import them?", console=console, default=True)


def show_report(report: Report, console: Console) -> None:
    """Headline first: what became of the rows; then how they were read, what is wrong, and what they cannot tell."""
    counts = report.counts
    outcome = {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged} | dict(report.rejected)
    said = ", ".join(f"{words.count(n)} {what}" for what, n in outcome.items() if n)
    console.print(Text(f"{report.source}: {words.count(report.rows)} rows. {words.sentence(said)}.", style="bold"))
    console.print(Text(_reach(report), style="dim"))
    console.print(_columns(report.columns))
    _show_problems(report, console)
    for key, why in report.cannot_feed.items():
        title = next(kpi.title for kpi in KPIS if kpi.key == key)
        console.print(Text(f"{title}: not from this file; {why}."))


def _reach(report: Report) -> str:
    ends = [_day(instant) for instant in (report.first_opening, report.last_opening) if instant is not None]
    opened = f"Opened {' to '.join(dict.fromkeys(ends))}" if ends else "No opening dates"
    until = words.instant(report.complete_until, report.zone)
    return f"{opened}. Complete to {until}. Dates without a zone were read as {report.zone}."


def _day(instant: int) -> str:
    day = datetime.fromtimestamp(instant, UTC)
    return f"{day.day} {day:%b %Y}"


def _columns(columns: Sequence[ColumnReading]) -> Table:
    table = Table("Column", "Read as", "Why", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_row(Text(clean(column.header)), column.field or "not used", Text(clean(column.why), style="dim"))
    return table


def _show_problems(report: Report, console: Console) -> None:
    for problem in report.problems[:PROBLEMS_SHOWN]:
        where = f"Row {problem.row}" + (f", {problem.column}" if problem.column else "")
        value = f" “{shorten(problem.value, 40)}”" if problem.value else ""
        console.print(Text(clean(f"{where}:{value} {problem.why}")))
    more = report.problem_count - PROBLEMS_SHOWN
    if more > 0:
        console.print(Text(f"… and {words.count(more)} more problems; --json lists the first hundred."))
