"""`kpibot costs`: what support costs."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.deciding import Deciding, as_typed
from bot.messages.mrkdwn import clean
from bot.team_commands.deciding import deciding, say, who
from kpi.span import Grain, containing, day_name
from kpi.team import costs as ledger
from kpi.team import typed_costs
from kpi.team.costs import Entry, Ledger
from kpi.team.money import money

app = typer.Typer(help="What support costs: list it, add to it, remove from it.")


@app.callback(invoke_without_command=True)
def costs(context: typer.Context) -> None:
    """What support costs."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_() -> None:
    """List all costs, imported ones as well, and what this month comes to."""
    with deciding() as at:
        _show(Ledger.read(at.connection), at, Console())


@app.command()
def add(
    cost: Annotated[list[str], typer.Argument(help="Such as: 12,400 agents from 2026-01 until changed.")],
    note: Annotated[str, typer.Option(help="What it is, in your own words.")] = "",
) -> None:
    """Enter a cost: 12,400 agents from 2026-01; 350 training in 2026-03; 1,200 software from 2026-01 to 2026-12 in all.

    Without a last day it is an amount a month, until the next one for the same.
    """
    line = " ".join(cost) + (f" --note {as_typed(note)}" if note else "")
    with deciding(writing=True) as at:
        before = Ledger.read(at.connection)
        new = typed_costs.read(line, at.today, at.team.currency)
        entry = ledger.add(at.connection, new, who(), at.at, at.team.currency)
        say(f"Cost {ledger.number(entry)} is entered: {ledger.said(entry, at.team.currency)}.")
        _say_new_ends(before, at)


@app.command()
def remove(number: Annotated[int, typer.Argument(metavar="NUMBER", help="As kpibot costs list shows it.")]) -> None:
    """Remove a cost that was entered by hand. What was imported goes with its import: kpibot undo."""
    with deciding(writing=True) as at:
        before = Ledger.read(at.connection)
        entry = ledger.remove(at.connection, number, who(), at.at, at.team.currency)
        say(f"Cost {number} is removed: {ledger.said(entry, at.team.currency)}.")
        _say_new_ends(before, at)


def _say_new_ends(before: Ledger, at: Deciding) -> None:
    """Which costs that were there end on another day now."""
    now = Ledger.read(at.connection).ends
    for entry in before.entries:
        end = now.get(_key(entry), before.ends[_key(entry)])
        if end != before.ends[_key(entry)]:
            until = "goes on" if end is None else f"ends on {day_name(end)}"
            say(f"So what was {ledger.said(entry, at.team.currency)} {until}.")


def _show(known: Ledger, at: Deciding, console: Console) -> None:
    if not known.entries:
        say(f"No costs are entered yet. Try: kpibot costs add 12,400 agents from {at.today:%Y-%m}", console)
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("No.", justify="right")
    table.add_column("Amount", justify="right", no_wrap=True)
    for name in ("For", "When", "Entered"):
        table.add_column(name)
    for entry in known.entries:
        table.add_row(*(Text(clean(cell)) for cell in _cells(entry, known.ends[_key(entry)], at)))
    console.print(table)
    _show_month(known, at, console)


def _cells(entry: Entry, last_day: date | None, at: Deciding) -> tuple[str, ...]:
    by_hand = entry.origin is None
    per = "a month" if entry.monthly else "in all"
    when = ledger.when(entry.first_day, last_day)
    if entry.last_day is None and last_day is not None:
        when += ", when it was changed"
    return (
        entry.key if by_hand else "",
        f"{money(entry.cents, at.team.currency)} {per}",
        f"{entry.category} ({entry.note})" if entry.note else entry.category,
        when,
        f"{entry.who}, {at.moment(entry.at)}" if by_hand else f"import {entry.origin}",
    )


def _show_month(known: Ledger, at: Deciding, console: Console) -> None:
    month = containing(at.today, Grain.MONTH)
    spent = known.spent(month.first, month.end)
    say(f"{month.name}: {money(float(spent.cents), at.team.currency)}.", console)
    if not spent.complete:
        say(f"No costs are entered for {ledger.uncovered(spent.uncovered)}.", console)


def _key(entry: Entry) -> tuple[str, str]:
    return entry.source, entry.key
