"""What an import will do, and what it did, in the terminal."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

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
    """Headline first: what became of the rows; then what they tell, what is wrong, and how they were read."""
    counts = report.counts
    outcome = {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged} | dict(report.rejected)
    said = ", ".join(f"{words.count(n)} {what}" for what, n in outcome.items() if n)
    console.print(Text(f"{report.source}: {words.count(report.rows)} rows. {words.sentence(said)}.", style="bold"))
    console.print(Text(_reach(report)))
    _show_kpis(report, console)
    _show_problems(report, console)
    console.print(Text("\nHow the columns were read", style="bold"))
    console.print(_columns(report.columns))


def _reach(report: Report) -> str:
    ends = [
        _day(instant, report.zone) for instant in (report.first_opening, report.last_opening) if instant is not None
    ]
    opened = f"Opened {' to '.join(dict.fromkeys(ends))}" if ends else "No opening dates"
    until = words.instant(report.complete_until, report.zone)
    return f"{opened}. Complete to {until}. Dates without a zone were read as {report.zone}."


def _day(instant: int, zone: str) -> str:
    day = datetime.fromtimestamp(instant, ZoneInfo(zone))
    return f"{day.day} {day:%b %Y}"


def _show_kpis(report: Report, console: Console) -> None:
    told = [kpi.title for kpi in KPIS if kpi.key not in report.cannot_feed]
    console.print(Text(f"It tells {', '.join(told)}." if told else "It tells no KPI."))
    for kpi in KPIS:
        if kpi.key in report.cannot_feed:
            console.print(Text(f"Not {kpi.title}: {report.cannot_feed[kpi.key]}."))


def _show_problems(report: Report, console: Console) -> None:
    if report.problem_count:
        console.print(Text(f"\n{words.count(report.problem_count)} to look at", style="bold"))
    for problem in report.problems[:PROBLEMS_SHOWN]:
        where = f"Row {problem.row}" + (f", {problem.column}" if problem.column else "")
        value = f" “{shorten(problem.value, 40)}”" if problem.value else ""
        console.print(Text(clean(f"{where}:{value} {problem.why}")))
    more = report.problem_count - PROBLEMS_SHOWN
    if more > 0:
        console.print(Text(f"… and {words.count(more)} more; --json lists the first hundred."))


def _columns(columns: Sequence[ColumnReading]) -> Table:
    table = Table("Column", "Read as", "Why", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_row(Text(clean(column.header)), _said(column.field), Text(clean(column.why), style="dim"))
    return table


def _said(field: str | None) -> str:
    return field.removesuffix("_at").replace("_", " ") if field else "not used"
