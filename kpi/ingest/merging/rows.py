"""Whole rows of the store's tables, by the keys that they have within their source."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)

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
    told = [key[0] for key in keys] if len(key_columns(record)) == 1 else list(keys)
    found = [dict(row._mapping) for row in connection.execute(_stored(record), {"of_source": source, "keys": told})]
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
        statement, told = _replacing(record)
        keys = [(column.name, f"of_{column.name}") for column in record.primary_key]
        keyed = [{**{name: row[name] for name in told}, **{of: row[name] for name, of in keys}} for row in rows]
        connection.execute(statement, keyed)
        marks.mark_rows(connection, record, rows)


def remove(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> None:
    """Delete rows."""
    if keys:
        _mark_stored(connection, record, source, keys)
        connection.execute(delete(record).where(record.c.source == source, among(record, keys)))


# To build a statement takes several times as long as to run it.


@lru_cache(16)
def _stored(record: Table) -> Select[Any]:
    columns = [record.c[name] for name in key_columns(record)]
    key = columns[0] if len(columns) == 1 else tuple_(*columns)
    mine = (record.c.source == bindparam("of_source"), key.in_(bindparam("keys", expanding=True)))
    return select(record).where(*mine).with_for_update()


@lru_cache(16)
def _replacing(record: Table) -> tuple[Update, Sequence[str]]:
    """And the columns that it writes."""
    mine = [column == bindparam(f"of_{column.name}") for column in record.primary_key]
    told = [column.name for column in record.columns if not column.primary_key and column.name not in NOT_TOLD]
    return update(record).where(*mine).values({name: bindparam(name) for name in told}), told


def _mark_stored(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> None:
    """The days on which rows count that are about to be changed."""
    if record in marks.DATED:
        marks.mark_rows(connection, record, list(stored(connection, record, source, keys).values()))
