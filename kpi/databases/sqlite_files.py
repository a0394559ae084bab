"""What SQLite leaves to others: who is the next to write, and whether the file is still the one that was opened."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from kpi.errors import ConfigurationError

_BETWEEN_TRIES = 0.001


@contextmanager
def next_in_line(folder: Path, seconds: float) -> Iterator[None]:
    """Nobody else waits for SQLite's lock meanwhile: so whoever has just written does not get it again before those who
    wait, who sleep up to 0.1 s between their tries. After so many seconds, or where folders cannot be locked, it is
    left to luck.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # it is not there yet
        yield
        return
    try:
        with suppress(OSError):  # a disk that knows no locks
            _lock(descriptor, time.monotonic() + seconds)
        yield
    finally:
        os.close(descriptor)


def keep_to_the_file(engine: Engine, store: Path, *beside: Path) -> None:
    """SQLite writes on, unseen, into a file that was deleted or replaced: what it is told then is lost.

    Nothing is written `beside` a store that is gone.
    """

    def numbers() -> list[int | None]:
        if (of_store := _number(store)) is None:
            raise ConfigurationError(f"The database {store} is gone.", "Put it back, and restart kpibot.")
        return [of_store, *map(_number, beside)]

    @event.listens_for(engine, "do_connect")
    def find(*_arguments: object) -> None:
        numbers()

    @event.listens_for(engine, "connect")
    def remember(_connection: object, record: Any) -> None:
        record.info["files"] = numbers()

    @event.listens_for(engine, "checkout")
    def compare(_connection: object, record: Any, _proxy: object) -> None:
        if record.info["files"] != numbers():
            raise DisconnectionError  # the pool connects anew


def _number(path: Path) -> int | None:
    """By which the file is known; None if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _lock(descriptor: int, give_up_at: float) -> None:
    """Closing the descriptor unlocks it, and so does the end of its process."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                return
            time.sleep(_BETWEEN_TRIES)
