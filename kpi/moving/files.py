"""Files that are whole or not there: they are written under another name beside, and get theirs in the end."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy.engine import URL

from kpi import words
from kpi.errors import UserError
from kpi.migrating import migrate
from kpi.store import Store

UNFINISHED = ".unfinished"
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite adds to a file's name for those that belong to it."""

_ONLY_MINE = 0o600


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """The path of a new, empty file beside `file` that nobody else may read; it is gone in the end.

    What a program that was killed has left of its own is kept (`leftovers`). UserError if nothing can be written there.
    """
    part = file.with_name(f"{file.name}.{secrets.token_hex(3)}{UNFINISHED}")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ONLY_MINE))
    except OSError as error:
        raise cannot_be_written(file, error) from error
    try:
        yield part
    finally:
        for each in (part, *(beside(part, suffix) for suffix in BESIDE)):
            each.unlink(missing_ok=True)


def leftovers(file: Path) -> list[Path]:
    """What was broken off while `file` was being written, or is just being written by somebody else."""
    return sorted(file.parent.glob(f"{_literal(file.name)}.??????{UNFINISHED}"))


def put_in_place(part: Path, file: Path, *, overwriting: bool) -> None:
    """Give a file that is whole its name. UserError if there is one of that name, unless that may be overwritten."""
    try:
        _reach_disk(part)
        if overwriting:
            part.replace(file)
        else:
            give_name(part, file)
        _reach_disk(file.parent)
    except FileExistsError as error:
        raise UserError(f"{file} is there already.", "Name another file, or overwrite it: --force") from error
    except OSError as error:
        raise cannot_be_written(file, error) from error


def give_name(file: Path, name: Path) -> None:
    """A second name for a file, where its disk can do that, else another one. FileExistsError if it is taken."""
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError as error:
        if name.exists():
            raise FileExistsError from error
        file.rename(name)


def beside(file: Path, suffix: str) -> Path:
    """The path with something added to its name."""
    return file.with_name(f"{file.name}{suffix}")


def check_room(folder: Path, needed: int) -> None:
    """UserError if there is less room than that on the disk of a folder, in bytes."""
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise UserError(
                f"{words.size(needed)} are needed in {folder}, and {words.size(free)} are free.",
                "Free some space, or name another place.",
            )


def cannot_be_written(file: Path, error: OSError) -> UserError:
    """For what an operating system says."""
    return UserError(f"{file} cannot be written: {error.strerror}.", "Make room there, or name another file.")


def open_file(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to a file that is there, without transactions of the driver's own."""
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, isolation_level=None)


def make_blank(part: Path) -> None:
    """Make an empty file a store of this version's tables, in one piece."""
    with TemporaryDirectory(prefix="kpibot-") as folder:
        made = Path(folder) / "blank.db"
        blank = Store(store_url(made))
        migrate(blank)
        blank.close()
        in_one_piece(made)
        part.write_bytes(made.read_bytes())


def in_one_piece(path: Path) -> None:
    """Bring a store's file into the form in which nothing of it is in others beside it."""
    connection = open_file(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def store_url(file: Path) -> str:
    """Its database address."""
    return URL.create("sqlite", database=str(file)).render_as_string()


def _reach_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
