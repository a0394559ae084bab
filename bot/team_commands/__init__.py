"""What a team decides, in the terminal: costs, settings, notes on the time line."""

import typer

from bot.team_commands import config, costs, notes


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(costs.app, name="costs")
    app.add_typer(config.app, name="config")
    app.command(context_settings=notes.ANY_WORDS)(notes.note)
    app.add_typer(notes.app, name="notes")
