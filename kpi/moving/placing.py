"""Puts a store's file where a store is kept, while nobody uses the one that is there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kpi.errors import UserError
from kpi.moving.errors import explained_sqlite
from kpi.moving.files import BESIDE, beside, cannot_be_written, give_name, open_file, put_in_place

_DAMAGED = ("not a database", "malformed")


def place_store(part: Path, file: Path, keep_as: Path | None = None) -> None:
    """Put a file that is whole in the place of a store's, or where none is yet.

    The former one gets the name `keep_as`; without one it is gone. UserError if it is in use, as far as that can be
    told: whoever has read or written it since it was opened holds a lock on it.
    """
    with explained_sqlite(str(file)), closing(open_file(part)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")  # else the first one to use it would have to be alone
    if not file.exists():
        put_in_place(part, file, overwriting=False)
        return
    with _alone(file):
        try:
            part.chmod(file.stat().st_mode & 0o777)
            for suffix in BESIDE:  # of a damaged store; SQLite must not take them for the new one's
                if (left := beside(file, suffix)).exists():
                    left.replace(beside(keep_as or part, suffix))
            if keep_as is not None:
                give_name(file, keep_as)
        except OSError as error:
            raise cannot_be_written(keep_as or file, error) from error
        put_in_place(part, file, overwriting=True)


def check_unused(file: Path) -> None:
    """UserError if a store's file is in use, as far as that can be told."""
    with _alone(file) as connection:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA journal_mode=WAL")  # in which users hold their locks


@contextmanager
def _alone(file: Path) -> Iterator[sqlite3.Connection]:
    """Nobody else uses the store's file meanwhile, and all of it is in that one file.

    Leaving the mode in which others may read while one writes is possible for the only user alone. A file that is so
    damaged that it cannot be asked is in nobody's use.
    """
    with explained_sqlite(str(file)), closing(open_file(file)) as connection:
        connection.execute("PRAGMA busy_timeout=1000")
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise UserError(f"The store {file} is in use.", "Stop the bot, and try again.") from error
            if not any(words in str(error) for words in _DAMAGED):
                raise
        yield connection
