"""What an import will do, and what it did, in the terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.prompt import Confirm
from rich.text import Text

from bot.import_commands.columns import show_columns
from bot.messages import import_words
from bot.messages.import_words import ROWS
from bot.messages.mrkdwn import clean
from kpi import words
from kpi.ingest.history.patterns import Pattern
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.report import Report
from kpi.wording.sentences import many


def confirm(plan: Plan, console: Console) -> bool:
    """Show how the file will be read, and ask whether to go on."""
    _say(f"\n{plan.table.name}: {many(plan.rows, ROWS)}, for the source “{plan.source}”.", console, "bold")
    _show_content(plan, console)
    show_columns(plan.columns, console)
    if isinstance(plan, TicketPlan):
        _say(
            '\nIs one read wrong? Answer n, and say what it is: --map "Column=field", or "Column=ignore".',
            console,
            "dim",
        )
    what = "this row" if plan.rows == 1 else f"these {many(plan.rows, ROWS)}"
    return Confirm.ask(f"Import {what}?", console=console, default=True)


def show_report(report: Report, patterns: Iterable[Pattern], console: Console, *, is_confirmed: bool) -> None:
    """Headline first: what became of the rows; then what they tell, what is wrong, and how they were read.

    `patterns` are those of all problems. What was shown already for being `is_confirmed` is not shown again.
    """
    plan = report.plan
    became = words.sentence(import_words.became(report.counts, report.rejected))
    _say(f"{plan.source}: {many(report.rows, ROWS)}. {became}.", console, "bold")
    if is_confirmed:
        _show_kpis(plan, console)
    else:
        _show_content(plan, console)
    _show_problems(report, list(patterns), console)
    if not is_confirmed:
        show_columns(plan.columns, console)
    _say(f"\nThis was import {report.number}. To take it back: kpibot undo {report.number}", console, "dim")


def _show_content(plan: Plan, console: Console) -> None:
    """What the file holds, and what was found out about it."""
    if isinstance(plan, TicketPlan):
        zone = plan.options.zone
        opened = import_words.opened(plan.first_opening, plan.last_opening, zone)
        complete = import_words.complete(plan.complete_until, zone)
        _say(" ".join(filter(None, (opened, complete, import_words.zone_of_dates(zone)))), console)
    _show_kpis(plan, console)
    if isinstance(plan, TicketPlan) and "external_id" not in plan.layout.places:
        _say(import_words.EACH_ROW_A_TICKET, console)
    for remark in plan.remarks:
        _say(remark, console, "dim")


def _show_kpis(plan: Plan, console: Console) -> None:
    for line in import_words.tells(plan):
        _say(line, console)


def _show_problems(report: Report, patterns: Sequence[Pattern], console: Console) -> None:
    """What many have in common, and the first of the others."""
    if not report.problem_count:
        return
    _say(f"\n{words.count(report.problem_count)} to look at", console, "bold")
    lines, more = import_words.problems(report.problems, report.problem_count, patterns)
    for line in lines:
        _say(line, console)
    if more > 0 or patterns:
        _say(
            f"{f'… and {words.count(more)} more. ' if more > 0 else ''}All of them: kpibot problems {report.number}",
            console,
        )


def _say(text: str, console: Console, style: str = "") -> None:
    """A line, or a paragraph of a terminal. In a file or a pipe it stays in one piece."""
    console.print(Text(clean(text), style=style), soft_wrap=not console.is_terminal)
