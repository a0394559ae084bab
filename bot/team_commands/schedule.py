"""`kpibot schedule list`: which channels get reviews, and when."""

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.messages.mrkdwn import clean
from bot.messages.schedule_words import ScheduleWords
from bot.team_commands.deciding import deciding, say
from kpi.schedule import schedules
from kpi.schedule.due import upcoming

app = typer.Typer(help="The reviews that are scheduled. They are changed in their channels, with /kpi schedule.")


@app.callback(invoke_without_command=True)
def schedule(context: typer.Context) -> None:
    """The reviews that are scheduled."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_() -> None:
    """List the channels that get reviews, and when the next one comes."""
    table = Table("Channel", "When", "Of", "Next", box=None, header_style="dim", padding=(0, 2, 0, 0))
    with deciding() as at:
        for each in schedules.all_(at.connection):
            words = ScheduleWords.of(each, upcoming(at.connection, each, at.team, at.now))
            coming = f"rests: {words.rests}" if words.rests else words.upcoming
            cells = (words.channel, words.often, words.filters or "all conversations", coming)
            table.add_row(*(Text(clean(cell)) for cell in cells))
    if table.row_count:
        Console().print(table)
    else:
        say("No reviews are scheduled. In a channel with the bot: /kpi schedule monday 9:00")
