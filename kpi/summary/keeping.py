"""The summary's rows in the store: put there in short transactions, compared, and taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Table, delete, insert, select

from kpi.counting.days import Days
from kpi.measures import Timing
from kpi.store import plain_sql
from kpi.summary.building import Built, Row, day_of, number_of
from kpi.summary.claim import Claim
from kpi.summary.groupings import GROUPINGS, name
from kpi.summary.tables import COUNTED

_ROWS_IN_A_TRANSACTION = 3_000  # so that it is over within 50 ms and other writers hardly wait
_ALL: dict[str, Sequence[str]] = {
    "timing": [timing.value for timing in Timing],
    "grouping": [name(grouping) for grouping in GROUPINGS],
}
"""Named in every condition, as keys begin with them: nothing else leads quickly to the rows of a day."""


def runs(built: Built) -> Iterator[Days]:
    """The days of what was built, in runs of few enough rows to be written at once; of a day all are."""
    days = built.rows.days
    first, rows = days.first, 0
    for day in days.dates:
        more = built.rows.number(day)
        if rows and rows + more > _ROWS_IN_A_TRANSACTION:
            yield Days(first, day, days.zone)
            first, rows = day, 0
        rows += more
    yield Days(first, days.end, days.zone)


def replace(connection: Connection, days: Days, rows: Mapping[Table, Sequence[Row]]) -> None:
    """Put these rows of the days in the place of what is there."""
    for table, of_table in rows.items():
        connection.execute(delete(table).where(*_on(table, days)))
        if of_table:
            connection.exec_driver_sql(_insertion(connection.dialect, table), list(of_table))


def differing(connection: Connection, days: Days, rows: Mapping[Table, Sequence[Row]]) -> set[date]:
    """On which of the days other rows are stored than these."""
    found: set[date] = set()
    for table, of_table in rows.items():
        place = list(table.columns.keys()).index("day")
        stored = connection.execute(select(table).where(*_on(table, days)))
        odd = {tuple(row) for row in stored} ^ set(of_table)
        found |= {day_of(row[place]) for row in odd}
    return found


def days_among(connection: Connection, days: Days) -> list[date]:
    """Those of these days of which there are rows."""
    found: set[int] = set()
    for table in COUNTED:
        found |= set(connection.scalars(select(table.c.day).distinct().where(*_on(table, days))))
    return [day_of(day) for day in sorted(found)]


def forget(claim: Claim, days: Iterable[date]) -> None:
    """Take the rows of these days away."""
    for day in days:
        with claim.writing() as connection:
            for table in COUNTED:
                connection.execute(delete(table).where(*_any(table), table.c.day == number_of(day)))


def _on(table: Table, days: Days) -> list[ColumnElement[bool]]:
    day = table.c.day
    return [*_any(table), day >= number_of(days.first), day < number_of(days.end)]


def _any(table: Table) -> list[ColumnElement[bool]]:
    return [table.c[column].in_(values) for column, values in _ALL.items() if column in table.c]


@lru_cache(16)
def _insertion(dialect: Dialect, table: Table) -> Any:
    return plain_sql(dialect, insert(table))
