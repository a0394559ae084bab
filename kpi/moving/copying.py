"""Copies a store into a new or empty database, and proves that both hold the same."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from kpi import words
from kpi.errors import ConfigurationError, UserError
from kpi.migrating import Standing, migrate
from kpi.moving.contents import Contents, Tell, counts, standing_of
from kpi.moving.databases import contents
from kpi.moving.errors import explained_sqlite
from kpi.moving.files import make_blank, open_file, unfinished
from kpi.moving.placing import place_store
from kpi.moving.pouring import Poured, pour
from kpi.moving.sqlite import SqliteContents
from kpi.store import Store
from kpi.webhooks import inbox

_NAME_AN_EMPTY_ONE = "Name an empty or a new database."


def copy(source: Store, target: Store, tell: Tell) -> Poured:
    """Copy all rows of `source`, as they are at one moment, into `target`, which may not be there yet.

    All of it or nothing is in the target in the end. Raises UserError if the source is no store of this version, or if
    the target holds anything; ConfigurationError if one of them cannot be used.
    """
    if source.is_new:
        raise UserError(f"There is no store in {source.name}.", "Name the database that the bot uses.")
    take_in_what_waits(source)
    with source.reading() as connection:
        here = contents(connection, source.name)
        check_current(here)
        if target.file is None:
            return _into_server(here, target, tell)
        return _into_file(here, target, target.file, tell)


def take_in_what_waits(source: Store) -> None:
    """What was acknowledged belongs to the store, though it may not be in it yet; an older store is left as it is."""
    with source.reading() as connection:
        is_current = standing_of(contents(connection, source.name)) is Standing.CURRENT
    if is_current:
        inbox.take_in_all(source)


def check_current(source: Contents) -> None:
    """UserError or ConfigurationError unless it is a store of this version."""
    match standing_of(source):
        case Standing.OLDER:
            raise UserError(
                f"The database {source.name} was made by an older kpibot.",
                "Bring it up to date first, with DATABASE_URL set to it: kpibot migrate",
            )
        case Standing.NEWER:
            raise ConfigurationError(f"The database {source.name} was made by a newer kpibot.", "Update kpibot.")
        case Standing.EMPTY | Standing.FOREIGN:
            raise UserError(f"The database {source.name} is not a kpibot store.", "Name the one that the bot uses.")


def pour_into(source: Contents, part: Path, name: str, tell: Tell) -> Poured:
    """Make an empty file a store with all rows; people are told of it by `name`."""
    make_blank(part)
    with explained_sqlite(name), closing(open_file(part)) as connection:
        # It is thrown away if anything goes wrong: no journal is needed, and it reaches the disk at the end.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        poured = pour(source, SqliteContents(connection, name), tell)
        connection.execute("COMMIT")
    return poured


def check_empty(target: Contents) -> None:
    """UserError if there is anything in it."""
    if standing_of(target) is Standing.FOREIGN:
        raise UserError(f"The database {target.name} belongs to another program.", _NAME_AN_EMPTY_ONE)
    blank = _counts_of_a_blank()
    rows = {table: n for table, n in counts(target).items() if n > blank.get(table, 0)}
    if rows:
        raise UserError(
            f"The database {target.name} is not empty (rows: {words.count(sum(rows.values()))}).", _NAME_AN_EMPTY_ONE
        )


def _counts_of_a_blank() -> dict[str, int]:
    """The rows that a store is made with."""
    with TemporaryDirectory(prefix="kpibot-") as folder:
        blank = Path(folder) / "blank.db"
        make_blank(blank)
        with closing(open_file(blank)) as connection:
            return counts(SqliteContents(connection, blank.name))


def _into_server(source: Contents, target: Store, tell: Tell) -> Poured:
    """In one transaction: what is broken off has never been there."""
    migrate(target)
    with target.writing() as connection:
        there = contents(connection, target.name)
        check_empty(there)
        return pour(source, there, tell)


def _into_file(source: Contents, target: Store, file: Path, tell: Tell) -> Poured:
    if not target.is_new:
        with target.reading() as connection:
            check_empty(contents(connection, target.name))
        target.close()
    with unfinished(file) as part:
        poured = pour_into(source, part, target.name, tell)
        place_store(part, file)
        return poured
