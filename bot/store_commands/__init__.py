"""The commands that move and save the whole store: `kpibot copy`, `backup`, `restore`."""

import typer

from bot.store_commands import backup, copy, restore


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(copy.copy)
    app.command()(backup.backup)
    app.command()(restore.restore)
