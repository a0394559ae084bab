"""The commands that bring data in, and those that look at what was brought in: `kpibot import`, `imports` …"""

import typer

from bot.import_commands import bringing_in, looking_back


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(bringing_in.import_)
    app.command()(looking_back.imports)
    app.command()(looking_back.undo)
    app.command()(looking_back.problems)
