"""What an import will do, and what it did, in the terminal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.prompt import Confirm
from rich.text import Text

from bot.import_commands.columns import show_columns
from bot.messages.mrkdwn import clean, shorten
from kpi import words
from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION, KPIS, SELF_SERVICE_RATE
from kpi.ingest.history.patterns import Pattern
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.problem import Problem
from kpi.ingest.report import Report
from kpi.wording.sentences import many

PROBLEMS_SHOWN = 5
_LONGEST = 40
_ROWS = ("row", "rows")
_BESIDE_TICKETS = {
    SELF_SERVICE_RATE.key: "self-service inquiries",
    COST_PER_CONTACT.key: "what support costs",
    COST_PER_RESOLUTION.key: "what support costs",
}
"""By KPI, what has to be told beside tickets."""


def confirm(plan: Plan, console: Console) -> bool:
    """Show how the file will be read, and ask whether to go on."""
    _say(f"\n{plan.table.name}: {many(plan.rows, _ROWS)}, for the source “{plan.source}”.", console, "bold")
    _show_content(plan, console)
    show_columns(plan.columns, console)
    if isinstance(plan, TicketPlan):
        _say(
            '\nIs one read wrong? Answer n, and say what it is: --map "Column=field", or "Column=ignore".',
            console,
            "dim",
        )
    what = "this row" if plan.rows == 1 else f"these {many(plan.rows, _ROWS)}"
    return Confirm.ask(f"Import {what}?", console=console, default=True)


def show_report(report: Report, patterns: Iterable[Pattern], console: Console, *, is_confirmed: bool) -> None:
    """Headline first: what became of the rows; then what they tell, what is wrong, and how they were read.

    `patterns` are those of all problems. What was shown already for being `is_confirmed` is not shown again.
    """
    plan = report.plan
    _say(f"{plan.source}: {many(report.rows, _ROWS)}. {words.sentence(_outcome(report))}.", console, "bold")
    if is_confirmed:
        _show_kpis(plan, console)
    else:
        _show_content(plan, console)
    _show_problems(report, list(patterns), console)
    if not is_confirmed:
        show_columns(plan.columns, console)
    _say(f"\nThis was import {report.number}. To take it back: kpibot undo {report.number}", console, "dim")


def _outcome(report: Report) -> str:
    counts = report.counts
    outcome = {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged}
    outcome |= {f"left out ({why})": number for why, number in report.rejected.items()}
    return (
        ", ".join(f"{words.count(number)} {what}" for what, number in outcome.items() if number) or "nothing to import"
    )


def _show_content(plan: Plan, console: Console) -> None:
    """What the file holds, and what was found out about it."""
    if isinstance(plan, TicketPlan):
        _say(_reach(plan), console)
    _show_kpis(plan, console)
    if isinstance(plan, TicketPlan) and "external_id" not in plan.layout.places:
        _say("Each row is taken for a ticket of its own.", console)
    for remark in plan.remarks:
        _say(remark, console, "dim")


def _reach(plan: TicketPlan) -> str:
    zone = plan.options.zone
    ends = [_day(instant, zone) for instant in (plan.first_opening, plan.last_opening) if instant is not None]
    opened = f"Opened {' to '.join(dict.fromkeys(ends))}." if ends else "No opening dates."
    until = f" Complete to {words.instant(plan.complete_until, zone)}." if plan.complete_until is not None else ""
    return f"{opened}{until} Dates without a zone were read as {zone.key}."


def _day(instant: int, zone: ZoneInfo) -> str:
    day = datetime.fromtimestamp(instant, zone)
    return f"{day.day} {day:%b %Y}"


def _show_kpis(plan: Plan, console: Console) -> None:
    if not isinstance(plan, TicketPlan):
        return
    able = [kpi for kpi in KPIS if kpi.key not in plan.cannot_feed]
    told = [kpi.title for kpi in able if kpi.key not in _BESIDE_TICKETS]
    _say(f"It tells {words.listed(told, most=len(KPIS))}." if told else "It tells no KPI.", console)
    for beside, titles in _alike((_BESIDE_TICKETS[kpi.key], kpi.title) for kpi in able if kpi.key in _BESIDE_TICKETS):
        _say(f"Together with {beside} also {titles}.", console)
    for why, titles in _alike((plan.cannot_feed[kpi.key], kpi.title) for kpi in KPIS if kpi.key in plan.cannot_feed):
        _say(f"Not {titles}: {why}.", console)


def _alike(kpis: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """From pairs of a text and a KPI's title: each text once, with all its titles."""
    grouped: dict[str, list[str]] = {}
    for text, title in kpis:
        grouped.setdefault(text, []).append(title)
    return [(text, words.listed(titles, most=len(titles))) for text, titles in grouped.items()]


def _show_problems(report: Report, patterns: Sequence[Pattern], console: Console) -> None:
    """What many have in common, and the first of the others."""
    if not report.problem_count:
        return
    _say(f"\n{words.count(report.problem_count)} to look at", console, "bold")
    for pattern in patterns:
        _say(pattern.sentence, console)
    alike = {(pattern.column, pattern.why) for pattern in patterns}
    single = [problem for problem in report.problems if (problem.column, problem.why) not in alike][:PROBLEMS_SHOWN]
    for problem in single:
        _say(_in_words(problem), console)
    more = report.problem_count - sum(pattern.count for pattern in patterns) - len(single)
    if more > 0 or patterns:
        _say(
            f"{f'… and {words.count(more)} more. ' if more > 0 else ''}All of them: kpibot problems {report.number}",
            console,
        )


def _in_words(problem: Problem) -> str:
    where = f"Row {problem.row}" + (f", {shorten(problem.column, _LONGEST)}" if problem.column else "")
    value = f" “{shorten(problem.value, _LONGEST)}”" if problem.value else ""
    return f"{where}:{value} {problem.why}"


def _say(text: str, console: Console, style: str = "") -> None:
    """A line, or a paragraph of a terminal. In a file or a pipe it stays in one piece."""
    console.print(Text(clean(text), style=style), soft_wrap=not console.is_terminal)
