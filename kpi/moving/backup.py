"""Saves a store in one SQLite file, while the bot runs."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kpi.errors import UserError
from kpi.migrating import Standing
from kpi.moving.contents import Tell, counts, standing_of
from kpi.moving.copying import check_current, pour_into, take_in_what_waits
from kpi.moving.databases import contents
from kpi.moving.files import put_in_place, unfinished
from kpi.moving.pages import check_whole, copy_pages
from kpi.store import Store


@dataclass(frozen=True)
class Saved:
    """A file that holds a store: its size in bytes, how many tables and rows it has, and how old its version is."""

    file: Path
    size: int
    tables: int
    rows: int
    standing: Standing = Standing.CURRENT


def back_up(store: Store, file: Path, tell: Tell, *, overwriting: bool = False) -> Saved:
    """Save the store as it is at one moment; the file is there when it is whole, and was looked over.

    Of an SQLite store that is a copy, also of one of an older version; of a server's, its rows are copied and compared.
    Raises UserError if there is nothing to save, or if the file is there already and may not be overwritten.
    """
    if store.is_new:
        raise UserError(f"There is no store in {store.name}.", "Set DATABASE_URL to the one that the bot uses.")
    if file.exists() and (not overwriting or not file.is_file()):
        raise UserError(f"{file} is there already.", "Name another file, or overwrite it: --force")
    if store.file is not None and file.exists() and file.samefile(store.file):
        raise UserError(f"{file} is the store itself.", "Name another file.")
    take_in_what_waits(store)
    with unfinished(file) as part:
        found = _save(store, part, str(file), tell)
        saved = Saved(file, part.stat().st_size, len(found), sum(found.values()))
        put_in_place(part, file, overwriting=overwriting)
    return saved


def _save(store: Store, part: Path, name: str, tell: Tell) -> dict[str, int]:
    """The number of rows of each table."""
    if store.file is not None:
        _let_others_write(store)
    with store.reading() as connection:
        source = contents(connection, store.name)
        if store.file is None or standing_of(source) is not Standing.OLDER:
            check_current(source)
        expected = counts(source)
        if store.file is None:
            pour_into(source, part, name, tell)
        else:
            copy_pages(cast(sqlite3.Connection, connection.connection.driver_connection), part, name, tell)
    return check_whole(part, name, expected)


def _let_others_write(store: Store) -> None:
    """A store that nobody has written to since it was put there by hand may not be in the mode for that yet."""
    with store.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode != "wal":
        store.close()
        with store.writing():
            pass
