"""Brings a store's tables up to this program's version, in one transaction."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from kpi.errors import ConfigurationError
from kpi.store import Store


def migrate(store: Store) -> bool:
    """Make or change the tables as needed; True if anything had to be done.

    Raises ConfigurationError, and leaves the store alone, if a newer kpibot or another program made it.
    """
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with store.reading() as connection:
        if _revision(store, connection, scripts) == scripts.get_current_head():
            return False
    with store.writing() as connection:
        if _revision(store, connection, scripts) == scripts.get_current_head():
            return False  # another process was quicker
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _revision(store: Store, connection: Connection, scripts: ScriptDirectory) -> str | None:
    elsewhere = "another file" if store.file else "another database"
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None and inspect(connection).get_table_names():
        raise ConfigurationError(
            f"The database {store.name} belongs to another program.", f"Point DATABASE_URL at {elsewhere}."
        )
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise ConfigurationError(
            f"The database {store.name} was made by a newer kpibot (its version is {revision}).",
            f"Update kpibot, or point DATABASE_URL at {elsewhere}.",
        )
    return revision
