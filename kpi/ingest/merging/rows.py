"""Whole rows of the store's tables, by the keys that they have within their source."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, insert, select, tuple_, update

from kpi.summary import marks

Row = Mapping[str, Any]
"""All columns of a table, by name."""

Key = tuple[Any, ...]

NOT_TOLD = frozenset({"given_intent"})
"""Columns that hold what follows from the others (`kpi.labelling.settling`): no import tells it."""


def key_columns(record: Table) -> list[str]:
    """The columns of the table's key, without the source."""
    return [column.name for column in record.primary_key if column.name != "source"]


def key_of(record: Table, row: Row) -> Key:
    """A row's key, without its source."""
    return tuple(row[name] for name in key_columns(record))


def stored(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> dict[Key, Row]:
    """Those that are in the store, by key, and kept from being changed by others."""
    if not keys:
        return {}
    query = select(record).where(record.c.source == source, among(record, keys)).with_for_update()
    found = [dict(row._mapping) for row in connection.execute(query)]
    return {key_of(record, row): row for row in found}


def among(record: Table, keys: Collection[Key]) -> ColumnElement[bool]:
    """Whether a row's key is one of these."""
    columns = [record.c[name] for name in key_columns(record)]
    return columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def add(connection: Connection, record: Table, rows: Sequence[Row]) -> None:
    """Insert rows that are not there."""
    if rows:
        connection.execute(insert(record), rows)
        marks.mark_rows(connection, record, rows)


def replace(connection: Connection, record: Table, rows: Sequence[Row]) -> None:
    """Update rows that are there, all of their columns but for those that are `NOT_TOLD`."""
    if rows:
        _mark_stored(connection, record, rows[0]["source"], [key_of(record, row) for row in rows])
        keys = [column.name for column in record.primary_key]
        mine = [record.c[name] == bindparam(f"of_{name}") for name in keys]
        told = [column.name for column in record.columns if not column.primary_key and column.name not in NOT_TOLD]
        rest: dict[str, Any] = {name: bindparam(name) for name in told}
        keyed = [{**{name: row[name] for name in rest}, **{f"of_{name}": row[name] for name in keys}} for row in rows]
        connection.execute(update(record).where(*mine).values(rest), keyed)
        marks.mark_rows(connection, record, rows)


def remove(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> None:
    """Delete rows."""
    if keys:
        _mark_stored(connection, record, source, keys)
        connection.execute(delete(record).where(record.c.source == source, among(record, keys)))


def _mark_stored(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> None:
    """The days on which rows count that are about to be changed."""
    if record in marks.DATED:
        marks.mark_rows(connection, record, list(stored(connection, record, source, keys).values()))
