"""A copy of an SQLite file, page by page, while others write to it."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from kpi.errors import UserError
from kpi.moving.contents import Tell, counts
from kpi.moving.errors import explained_sqlite
from kpi.moving.files import check_room, in_one_piece, open_file
from kpi.moving.sqlite import SqliteContents

SAVING = "Copying MB"
_PAGES_AT_ONCE = 1_024
_MB = 1 << 20


def copy_pages(source: sqlite3.Connection, part: Path, name: str, tell: Tell) -> None:
    """Copy what a transaction of `source` sees into an empty file. Nobody who writes meanwhile has to wait for it.

    People are told of the new file by `name`.
    """
    with explained_sqlite(name):
        (size,) = source.execute("PRAGMA page_size").fetchone()
        (pages,) = source.execute("PRAGMA page_count").fetchone()
        check_room(part.parent, size * pages)

        def progress(_status: int, left: int, total: int) -> None:
            tell(SAVING, size * (total - left) // _MB, size * total // _MB)

        with closing(open_file(part)) as target:
            # As it is thrown away if anything goes wrong, it needs no journal.
            target.execute("PRAGMA journal_mode=OFF")
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target, pages=_PAGES_AT_ONCE, progress=progress, sleep=0)
        in_one_piece(part)


def check_whole(path: Path, name: str, expected: Mapping[str, int] | None = None) -> dict[str, int]:
    """The number of rows of each table of a file that nobody uses.

    UserError if it is damaged, or if its tables do not have as many rows as expected.
    """
    with explained_sqlite(name), closing(open_file(path, "ro")) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise UserError(f"{name} is damaged ({' '.join(verdict.split())}).", "Use another one.")
        found = counts(SqliteContents(connection, name))
    if expected is not None and found != expected:
        raise UserError(f"{name} does not hold what it should.", "Nothing was kept of it. Try again.")
    return found
