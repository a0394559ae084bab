"""What a team decides, in the terminal: costs, settings, notes on the time line, sources; and when reviews come."""

import typer

from bot.team_commands import config, costs, deliveries, notes, schedule, sources


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(costs.app, name="costs")
    app.add_typer(config.app, name="config")
    app.command(context_settings=notes.ANY_WORDS)(notes.note)
    app.add_typer(notes.app, name="notes")
    app.add_typer(schedule.app, name="schedule")
    app.add_typer(sources.app, name="sources")
    app.add_typer(deliveries.app, name="deliveries")
