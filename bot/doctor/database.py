"""The database: that it can be read and written, lets readers pass writers, and has room to grow."""

import shutil
from pathlib import Path

from bot.doctor.finding import Finding, explained, fine, wrong
from kpi.errors import ConfigurationError
from kpi.store import Store

NAME = "database"
ENOUGH_FREE = 500_000_000  # bytes: several times what 200,000 tickets take


def is_there(store: Store) -> bool:
    """Whether there is anything to look at."""
    return _path(store).exists()


def check(store: Store, enough_free: int = ENOUGH_FREE) -> Finding:
    """What is written is rolled back. SQLite keeps a write-ahead log from now on, as with every command that writes."""
    try:
        with store.writing() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            # SQLite finds out that it may not write when it does.
            connection.exec_driver_sql("CREATE TABLE kpibot_doctor (x)")
            connection.rollback()
    except ConfigurationError as error:
        return explained(NAME, error)
    if mode != "wal":
        return wrong(
            NAME,
            f"{store.url.database} cannot keep a write-ahead log: people would wait while a file is imported.",
            "Point DATABASE_URL at a file on a disk of this machine; network folders cannot do it.",
        )
    return _room(store, "can be read and written", enough_free)


def check_place(store: Store, enough_free: int = ENOUGH_FREE) -> Finding:
    """For a database that is not there yet: whether there is room where it is going to be."""
    return _room(store, "does not exist yet; the first import makes it", enough_free)


def _room(store: Store, state: str, enough_free: int) -> Finding:
    database, folder = store.url.database, _path(store).parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB are free on its disk"
    if free < enough_free:
        return wrong(NAME, f"{database} {state}, but only {room}.", "Make room, or point DATABASE_URL at another disk.")
    return fine(NAME, f"{database} {state}; {room}.")


def _path(store: Store) -> Path:
    """Also of an address such as file:kpibot.db?mode=ro."""
    return Path((store.url.database or "").removeprefix("file:")).resolve()
