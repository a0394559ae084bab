"""The database: that it can be read and written, lets readers pass writers, and has room to grow."""

import shutil
from pathlib import Path

from bot.doctor.finding import Finding, explained, fine, wrong
from kpi.errors import ConfigurationError
from kpi.store import Store

NAME = "database"
ENOUGH_FREE = 500_000_000  # bytes: several times what 200,000 tickets take


def is_there(store: Store) -> bool:
    """Whether there is anything to look at; of a server, the tables tell."""
    return store.file is None or store.file.exists()


def check(store: Store, enough_free: int = ENOUGH_FREE) -> Finding:
    """What is written is rolled back. SQLite keeps a write-ahead log from now on, as with every command that writes."""
    try:
        with store.writing() as connection:
            # A database finds out that it may not write when it does.
            connection.exec_driver_sql("CREATE TABLE kpibot_doctor (x INTEGER)")
            how = connection.exec_driver_sql(
                "PRAGMA journal_mode" if store.file else "SHOW server_version"
            ).scalar_one()
            connection.rollback()
    except ConfigurationError as error:
        return explained(NAME, error)
    if store.file is None:
        return fine(NAME, f"{store.name} can be read and written; it is PostgreSQL {how}.")
    if how != "wal":
        return wrong(
            NAME,
            f"{store.name} cannot keep a write-ahead log: people would wait while a file is imported.",
            "Point DATABASE_URL at a file on a disk of this machine; network folders cannot do it.",
        )
    return _room(store.file, f"{store.name} can be read and written", enough_free)


def check_place(store: Store, enough_free: int = ENOUGH_FREE) -> Finding:
    """For a file that is not there yet: whether there is room where it is going to be."""
    return _room(store.file or Path(), f"{store.name} does not exist yet; the first import makes it", enough_free)


def _room(file: Path, state: str, enough_free: int) -> Finding:
    folder = file.resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB are free on its disk"
    if free < enough_free:
        return wrong(NAME, f"{state}, but only {room}.", "Make room, or point DATABASE_URL at another disk.")
    return fine(NAME, f"{state}; {room}.")
