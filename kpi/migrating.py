"""Brings a store's tables up to this program's version, in one transaction."""

from enum import Enum, auto
from functools import cache
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from kpi.errors import ConfigurationError
from kpi.store import Store


class Standing(Enum):
    """How a database stands to this program."""

    EMPTY = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()
    FOREIGN = auto()  # another program's


def migrate(store: Store) -> bool:
    """Make or change the tables as needed; True if anything had to be done.

    Raises ConfigurationError, and leaves the store alone, if a newer kpibot or another program made it.
    """
    with store.reading() as connection:
        if _revision(store, connection) == head():
            return False
    with store.writing() as connection:
        if _revision(store, connection) == head():
            return False  # another process was quicker
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def head() -> str | None:
    """The revision of this program's tables."""
    return _scripts().get_current_head()


def revision(connection: Connection) -> str | None:
    """That of a store's tables; None if it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def standing(revision: str | None, *, has_tables: bool) -> Standing:
    """Of a database in which `revision` is noted, None if none is."""
    if revision is None:
        return Standing.FOREIGN if has_tables else Standing.EMPTY
    if revision == head():
        return Standing.CURRENT
    known = {script.revision for script in _scripts().walk_revisions()}
    return Standing.OLDER if revision in known else Standing.NEWER


@cache
def _scripts() -> ScriptDirectory:
    """All revisions. They are read here and now: threads share them, and some open one store after the other."""
    scripts = ScriptDirectory.from_config(_config())
    scripts.get_current_head()
    return scripts


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    return config


def _revision(store: Store, connection: Connection) -> str | None:
    elsewhere = "another file" if store.file else "another database"
    revision = MigrationContext.configure(connection).get_current_revision()
    match standing(revision, has_tables=bool(inspect(connection).get_table_names())):
        case Standing.FOREIGN:
            raise ConfigurationError(
                f"The database {store.name} belongs to another program.", f"Point DATABASE_URL at {elsewhere}."
            )
        case Standing.NEWER:
            raise ConfigurationError(
                f"The database {store.name} was made by a newer kpibot (its version is {revision}).",
                f"Update kpibot, or point DATABASE_URL at {elsewhere}.",
            )
    return revision
