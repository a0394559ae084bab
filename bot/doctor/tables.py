"""The tables: whether they are those of this version of the program."""

from dataclasses import dataclass
from importlib.resources import files

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.doctor.finding import Finding, explained, fine, wrong
from kpi.errors import ConfigurationError
from kpi.migrating import migrate
from kpi.store import Store
from kpi.wording.sentences import many

NAME = "tables"


@dataclass(frozen=True)
class Standing:
    """`ours`: this program, or an older one, made them, or nobody has made any."""

    finding: Finding
    ours: bool = True
    is_empty: bool = False


def check(store: Store) -> Standing:
    """Nothing is migrated. ConfigurationError if the database cannot be read."""
    scripts = ScriptDirectory(str(files("migrations")))
    newest = scripts.get_current_head()
    with store.reading() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        is_empty = not inspect(connection).get_table_names()
    if revision == newest:
        return Standing(fine(NAME, f"Up to date (version {revision})."))
    if is_empty:
        return Standing(fine(NAME, "There are none yet; the first import makes them."), is_empty=True)
    if revision in {script.revision for script in scripts.walk_revisions()}:
        steps = len(list(scripts.iterate_revisions(newest, revision)))
        behind = f"{many(steps, ('step', 'steps'))} behind this program."
        return Standing(wrong(NAME, behind, "Type: kpibot migrate"))
    return Standing(_foreign(store), ours=False)


def _foreign(store: Store) -> Finding:
    """A newer kpibot's, or another program's: migrating refuses these, says why, and leaves them alone."""
    try:
        migrate(store)
    except ConfigurationError as error:
        return explained(NAME, error)
    raise AssertionError("migrating took tables that it does not know")
