"""What an import will do, and what it did, in the terminal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from kpi.ingest.patterns import patterns
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.prompt import Confirm
from rich.table import Table
from rich.text import Text

from bot.messages.mrkdwn import clean, shorten
from kpi import words
from kpi.catalogue import KPIS
from kpi.ingest.columns.meaning import ColumnReading, Confidence
from kpi.ingest.importing import Progress as Tell
from kpi.ingest.parts import Plan
from kpi.ingest.questions import plain_meaning
from kpi.ingest.report import Report
from kpi.ingest.ticket_plan import TicketPlan

PROBLEMS_SHOWN = 10
_SURE = {Confidence.SURE: "", Confidence.LIKELY: "likely", Confidence.GUESS: "a guess"}


def confirm(plan: Plan, console: Console) -> bool:
    """Show how the file will be read, and ask whether to go on."""
    console.print(Text(f"{words.count(plan.rows)} rows, for the source “{plan.source}”.", style="bold"))
    _show_remarks(plan, console)
    console.print(_columns(plan.columns))
    return Confirm.ask("Import them?", console=console, default=True)


@contextmanager
def progress_bar(console: Console) -> Iterator[Tell]:
    """A bar while an import runs, and the rows that are done; nothing where nobody sees it."""
    shown = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("rows,"), TimeRemainingColumn())
    with Progress(*shown, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_report(report: Report, console: Console) -> None:
    """Headline first: what became of the rows; then what they tell, what is wrong, and how they were read."""
    counts, plan = report.counts, report.plan
    outcome = {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged} | dict(report.rejected)
    said = ", ".join(f"{words.count(n)} {what}" for what, n in outcome.items() if n)
    console.print(Text(f"{plan.source}: {words.count(report.rows)} rows. {words.sentence(said)}.", style="bold"))
    if isinstance(plan, TicketPlan):
        console.print(Text(_reach(plan)))
        _show_kpis(plan, console)
    _show_remarks(plan, console)
    _show_problems(report, console)
    console.print(Text("\nHow the columns were read", style="bold"))
    console.print(_columns(plan.columns))
    console.print(Text(f"\nThis was import {report.number}. To take it back: kpibot undo {report.number}", style="dim"))


def _reach(plan: TicketPlan) -> str:
    zone = plan.options.zone
    ends = [_day(instant, zone) for instant in (plan.first_opening, plan.last_opening) if instant is not None]
    opened = f"Opened {' to '.join(dict.fromkeys(ends))}." if ends else "No opening dates."
    until = f" Complete to {words.instant(plan.complete_until, zone)}." if plan.complete_until is not None else ""
    return f"{opened}{until} Dates without a zone were read as {zone.key}."


def _day(instant: int, zone: ZoneInfo) -> str:
    day = datetime.fromtimestamp(instant, zone)
    return f"{day.day} {day:%b %Y}"


def _show_kpis(plan: TicketPlan, console: Console) -> None:
    told = [kpi.title for kpi in KPIS if kpi.key not in plan.cannot_feed]
    console.print(Text(f"It tells {', '.join(told)}." if told else "It tells no KPI."))
    for kpi in KPIS:
        if kpi.key in plan.cannot_feed:
            console.print(Text(f"Not {kpi.title}: {plan.cannot_feed[kpi.key]}."))


def _show_remarks(plan: Plan, console: Console) -> None:
    for remark in plan.remarks:
        console.print(Text(clean(remark), style="dim"))


def _show_problems(report: Report, console: Console) -> None:
    if not report.problem_count:
        return
    console.print(Text(f"\n{words.count(report.problem_count)} to look at", style="bold"))
    for pattern in patterns(report.problems, report.rows):
        console.print(Text(clean(pattern.sentence)))
    for problem in report.problems[:PROBLEMS_SHOWN]:
        where = f"Row {problem.row}" + (f", {problem.column}" if problem.column else "")
        value = f" “{shorten(problem.value, 40)}”" if problem.value else ""
        console.print(Text(clean(f"{where}:{value} {problem.why}")))
    more = report.problem_count - PROBLEMS_SHOWN
    if more > 0:
        console.print(Text(f"… and {words.count(more)} more: kpibot problems {report.number}"))


def _columns(columns: Sequence[ColumnReading]) -> Table:
    table = Table("Column", "Read as", "Sure?", "Why", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_row(
            Text(clean(column.header)),
            plain_meaning(column.meaning) if column.meaning else "not used",
            _SURE[column.confidence] if column.meaning else "",
            Text(clean(column.why), style="dim"),
        )
    return table
