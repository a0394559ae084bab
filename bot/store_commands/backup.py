"""`kpibot backup`: saves the store in a file, while the bot runs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.store_commands.progress import moving
from bot.store_commands.telling import holds, say, say_leftovers
from kpi import words
from kpi.moving.backup import back_up
from kpi.store import Store

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as backup.db.")]
_Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there already.")]


def backup(file: _File, force: _Force = False) -> None:
    """Save the whole store in one file, while the bot runs.

    It is an SQLite file, whatever database the store is in. It is there once
    it is whole and was looked over.

    It holds all that the store does: conversations, the secrets of webhooks,
    and the salt that hides who has asked. Only you may read it (permissions
    0600); keep it as safe as the store.
    """
    store = Store(settings.load().database_url)
    with moving(Console(stderr=True), f"Stopped. {file} was not written.") as tell:
        saved = back_up(store, file, tell, overwriting=force)
    say(f"{saved.file}: {words.size(saved.size)}, {holds(saved.tables, saved.rows)}. It is whole.")
    say("It holds the store's secrets too: keep it as safe as the store.")
    say_leftovers(file)
