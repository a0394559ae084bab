"""`kpibot restore`: puts a backup in the place of the store."""

import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.prompt import Confirm
from rich.text import Text

from bot import settings
from bot.bootstrap import now
from bot.messages.mrkdwn import clean
from bot.store_commands.progress import moving
from bot.store_commands.telling import holds, say, say_leftovers
from kpi import words
from kpi.errors import UserError
from kpi.moving.backup import Saved
from kpi.moving.restore import check_replaceable, examine
from kpi.moving.restore import restore as put_back
from kpi.store import Store

_File = Annotated[Path, typer.Argument(metavar="FILE", help="What kpibot backup has written.")]
_Replace = Annotated[bool, typer.Option("--replace", help="Delete what is in the PostgreSQL database.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_NOTHING = "Nothing was changed."


def restore(file: _File, replace: _Replace = False, yes: _Yes = False) -> None:
    """Put a backup in the place of the store that DATABASE_URL names. Stop the bot first.

    It is refused while the store is in use, as far as that can be told: by
    locks on a file, by connections to a server that are called kpibot.

    A store that is a file is kept beside, under a name with the date. A
    PostgreSQL database has to be empty, or is emptied with --replace, all or
    nothing. A backup of an older kpibot is brought up to date.

    All that was saved comes back, the secrets of webhooks and the salt among
    it.
    """
    configuration = settings.load()
    store = Store(configuration.database_url)
    with moving(Console(stderr=True), _NOTHING):
        saved = examine(file)
        check_replaceable(saved, store, replacing=replace)
    if not yes and not _agreed(saved, store, configuration.zone):
        say(_NOTHING)
        return
    with moving(Console(stderr=True), f"Stopped. {_NOTHING}") as tell:
        kept = put_back(saved, store, now(), tell)
    say(f"{store.name} is what was saved in {file}: {holds(saved.tables, saved.rows)}.")
    if kept is not None:
        say(f"What was there before is {kept}.")
    if store.file is not None:
        say_leftovers(store.file)


def _agreed(saved: Saved, store: Store, zone: ZoneInfo) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(f"This replaces what is in {store.name}.", f"Try: kpibot restore {saved.file} --yes")
    when = words.instant(saved.file.stat().st_mtime, zone)
    say(f"{saved.file}, of {when}: {words.size(saved.size)}, {holds(saved.tables, saved.rows)}.")
    try:
        question = Text(f"Put it in the place of {clean(store.name)}?")
        return Confirm.ask(question, console=Console(), default=False)
    except (EOFError, KeyboardInterrupt):
        return False
