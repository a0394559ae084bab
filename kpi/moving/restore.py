"""Puts what was saved in the place of a store."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from kpi.errors import ConfigurationError, UserError
from kpi.migrating import Standing, migrate
from kpi.moving.backup import Saved
from kpi.moving.contents import Contents, Tell, standing_of
from kpi.moving.copying import check_empty
from kpi.moving.databases import contents
from kpi.moving.errors import explained_sqlite
from kpi.moving.files import UNFINISHED, open_file, store_url, unfinished
from kpi.moving.pages import check_whole, copy_pages
from kpi.moving.placing import check_unused, place_store
from kpi.moving.pouring import pour
from kpi.moving.sqlite import SqliteContents
from kpi.store import Store

if TYPE_CHECKING:
    from kpi.moving.postgresql import PostgresqlContents

_ANOTHER = "Name another file."
_STOP = "Stop the bot, and try again."
_LET_GO_WITHIN, _BETWEEN_LOOKS = 2.0, 0.05  # seconds


def examine(file: Path) -> Saved:
    """What is saved in a file. UserError if it is no whole store of this version or of an older one."""
    if not file.is_file():
        raise UserError(f"There is no file {file}.", _ANOTHER)
    if file.name.endswith(UNFINISHED):
        raise UserError(f"{file} is not whole: it was left when a backup was broken off.", _ANOTHER)
    try:
        with explained_sqlite(str(file)), closing(open_file(file, "ro")) as connection:
            standing = standing_of(SqliteContents(connection, str(file)))
        if standing is Standing.NEWER:
            raise UserError(f"{file} was saved by a newer kpibot.", "Update kpibot, and try again.")
        if standing not in (Standing.CURRENT, Standing.OLDER):
            raise UserError(f"{file} is not a backup of kpibot.", _ANOTHER)
        found = check_whole(file, str(file))
    except ConfigurationError as error:
        raise UserError(f"{file} is not a backup of kpibot, or it is damaged.", _ANOTHER) from error
    return Saved(file, file.stat().st_size, len(found), sum(found.values()), standing)


def check_replaceable(saved: Saved, store: Store, *, replacing: bool) -> None:
    """UserError if the store is in use, as far as that can be told, or if a server's may not be deleted."""
    if store.file is not None:
        if store.file.exists() and saved.file.samefile(store.file):
            raise UserError(f"{saved.file} is the store itself.", _ANOTHER)
        if store.file.exists():
            check_unused(store.file.resolve())
        return
    store.close()  # so that no connection is our own but the one that asks
    with store.reading() as connection:
        there = cast("PostgresqlContents", contents(connection, store.name))
        if not _is_left_alone(there):
            raise UserError(f"The store {store.name} is in use: kpibot is connected to it.", _STOP)
        if not replacing:
            _check_empty(there)


def _is_left_alone(there: "PostgresqlContents") -> bool:
    """Whether nobody else is connected; a server takes a moment to let go of connections that were closed."""
    give_up_at = time.monotonic() + _LET_GO_WITHIN
    while there.others_connected():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(_BETWEEN_LOOKS)
    return True


def restore(saved: Saved, store: Store, now: datetime, tell: Tell) -> Path | None:
    """Put what was saved in the place of the store, and bring it up to this version.

    The former one is as it was until the new one is whole. Where it is a file it is kept beside, under the name that is
    returned (None if there was none); what was in a server's database is deleted in the same transaction.
    """
    if store.file is None:
        with _current(saved) as file:
            _into_server(file, store, tell)
        return None
    return _into_file(saved, store.file.resolve(), now, tell)


def _into_file(saved: Saved, file: Path, now: datetime, tell: Tell) -> Path | None:
    kept = file.with_name(f"{file.stem}.before-restore-{now:%Y%m%d-%H%M%S}{file.suffix}") if file.exists() else None
    with unfinished(file) as part:
        _copy_to(part, saved, str(file), tell)
        place_store(part, file, kept)
    return kept


def _into_server(file: Path, store: Store, tell: Tell) -> None:
    migrate(store)
    with closing(open_file(file, "ro")) as opened, store.writing() as connection:
        opened.execute("BEGIN")
        pour(SqliteContents(opened, str(file)), contents(connection, store.name), tell)


@contextmanager
def _current(saved: Saved) -> Iterator[Path]:
    """A file with what was saved, of this version."""
    if saved.standing is Standing.CURRENT:
        yield saved.file
        return
    with TemporaryDirectory(prefix="kpibot-") as folder:
        part = Path(folder) / "older.db"
        part.touch()
        _copy_to(part, saved, str(part), tell=lambda *_: None)
        yield part


def _copy_to(part: Path, saved: Saved, name: str, tell: Tell) -> None:
    """All that was saved, of this version, in a new file that people know by `name`."""
    with explained_sqlite(name), closing(open_file(saved.file, "ro")) as opened:
        opened.execute("BEGIN")
        copy_pages(opened, part, name, tell)
    if sum(check_whole(part, name).values()) != saved.rows:
        raise UserError(f"{saved.file} was changed meanwhile.", "Try again.")
    copied = Store(store_url(part))
    migrate(copied)
    copied.close()


def _check_empty(there: Contents) -> None:
    try:
        check_empty(there)
    except UserError as error:
        raise UserError(error.sentence, "To delete all that is there: --replace") from error
