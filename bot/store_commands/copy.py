"""`kpibot copy`: moves a store to another database."""

from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.store_commands.progress import moving
from bot.store_commands.telling import holds, say, say_leftovers
from kpi.errors import ConfigurationError, UserError
from kpi.moving import copying
from kpi.store import Store

_From = Annotated[
    str | None, typer.Option("--from", metavar="ADDRESS", help="The database to copy; else that of DATABASE_URL.")
]
_To = Annotated[
    str, typer.Option("--to", metavar="ADDRESS", help="An empty or new one, such as postgresql://user@host/kpibot.")
]


def copy(to: _To, from_: _From = None) -> None:
    """Copy the store into another database, SQLite or PostgreSQL, and prove that both hold the same.

    Stop the bot first if it is to go on with the copy: what comes in
    meanwhile is not in it.

    No password need be typed here: PGPASSWORD and ~/.pgpass are read.
    """
    source = _store(from_, "--from") if from_ else Store(settings.load().database_url)
    target = _store(to, "--to")
    with moving(Console(stderr=True), f"Stopped. Nothing is in {target.name}; copy again to begin anew.") as tell:
        poured = copying.copy(source, target, tell)
    say(f"{source.name} → {target.name}: {holds(poured.tables, poured.rows)}: equal.")
    say("To go on with the copy, set DATABASE_URL to it and start the bot.")
    if target.file is not None:
        say_leftovers(target.file)


def _store(address: str, option: str) -> Store:
    try:
        return Store(address)
    except ConfigurationError as error:
        example = f"Such as {option} sqlite:///data/kpibot.db, or {option} postgresql://user@host/kpibot"
        raise UserError(error.sentence.replace("DATABASE_URL", option), example) from error
