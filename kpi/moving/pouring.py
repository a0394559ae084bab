"""All rows of one database written into another, and the proof that both hold the same then."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from kpi.errors import ConfigurationError
from kpi.moving.contents import Contents, Row, Tally, Tell, counts

COPYING, CHECKING = "Copying rows", "Checking rows"
_AGAIN = "Nothing was kept of it. Try again; if it happens twice, please report it."


@dataclass(frozen=True)
class Poured:
    """How much it was."""

    tables: int
    rows: int


def pour(source: Contents, target: Contents, tell: Tell) -> Poured:
    """Write all rows into the tables of a database of the same version; what was in them before is deleted.

    Then both are compared: what was read from the source, and what is read from the target. ConfigurationError if they
    differ; the caller has to roll back whatever is raised.
    """
    columns = source.tables()
    _check_tables(source, target)
    total = sum(counts(source).values())
    pouring, checking = _Progress(tell, COPYING, total), _Progress(tell, CHECKING, total)
    told = {table: Tally() for table in columns}
    target.empty()
    target.unbind()
    for table, names in columns.items():
        # Closed at once when anything is raised: a server waits for whoever reads half of a table.
        with closing(source.read(table, names)) as batches:
            target.write(table, names, _tallied(batches, told[table], pouring))
    target.bind(source.highest_ids())
    for table, names in columns.items():
        arrived = Tally()
        with closing(target.read(table, names)) as batches:
            for _ in _tallied(batches, arrived, checking):
                pass
        if arrived != told[table]:
            raise ConfigurationError(
                f"What arrived of the table {table} in {target.name} is not what is in {source.name}.", _AGAIN
            )
    return Poured(len(columns), sum(tally.rows for tally in told.values()))


class _Progress:
    def __init__(self, tell: Tell, what: str, total: int) -> None:
        self._tell, self._what, self._total = tell, what, total
        self._done = 0

    def add(self, rows: int) -> None:
        self._done += rows
        self._tell(self._what, self._done, self._total)


def _tallied(batches: Iterator[list[Row]], tally: Tally, progress: _Progress) -> Iterator[list[Row]]:
    for batch in batches:
        tally.add(batch)
        yield batch
        progress.add(len(batch))


def _check_tables(source: Contents, target: Contents) -> None:
    """Tables of one version are the same, unless somebody has added some."""
    ours, theirs = ({table: set(names) for table, names in each.tables().items()} for each in (source, target))
    for here, there, name in ((ours, theirs, source.name), (theirs, ours, target.name)):
        for table in here:
            if here[table] != there.get(table):
                raise ConfigurationError(
                    f"The table {table} of {name} is not as kpibot makes it.",
                    "If you have added or changed it, undo that, and try again.",
                )
