"""`kpibot note` and `kpibot notes`: marks on the time line."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.messages.mrkdwn import clean
from bot.team_commands.deciding import deciding, say, typed, who
from kpi.team import notes as timeline
from kpi.team.notes import Kind

ANY_WORDS = {"ignore_unknown_options": True}

app = typer.Typer(help="The notes on the time line: list them, remove one.")


def note(
    said: Annotated[list[str], typer.Argument(metavar="DAY TEXT", help='Such as: 21 July "release 4.2 broke login".')],
) -> None:
    """Note what happened when: 21 July "release 4.2 broke login"; 20-24 July outage "no mail"; 25 December holiday.

    Weeks with a holiday or an outage are left out of what is usual.
    """
    with deciding(writing=True) as at:
        new = timeline.read(typed(said), at.today)
        made = timeline.note(at.connection, new.first_day, new.last_day, new.text, new.kind, who(), at.at)
        say(f"Note {made.number}: {made.said}.")
        if made.kind is not Kind.NOTE:
            say("Its week is left out of what is usual.")


@app.callback(invoke_without_command=True)
def notes(context: typer.Context) -> None:
    """List the notes on the time line, by their days."""
    if context.invoked_subcommand is not None:
        return
    table = Table("No.", "What", "Who", box=None, header_style="dim", padding=(0, 2, 0, 0))
    with deciding() as at:
        found = timeline.all_notes(at.connection)
        for each in found:
            cells = (str(each.number), each.said, f"{each.who}, {at.moment(each.at)}")
            table.add_row(*(Text(clean(cell)) for cell in cells))
    if found:
        Console().print(table)
    else:
        say('There are no notes yet. Try: kpibot note today "release 4.2 broke login"')


@app.command()
def remove(number: Annotated[int, typer.Argument(metavar="NUMBER", help="As kpibot notes lists it.")]) -> None:
    """Remove a note."""
    with deciding(writing=True) as at:
        gone = timeline.remove(at.connection, number, who(), at.at)
        say(f"Note {number} is removed: {gone.said}.")
