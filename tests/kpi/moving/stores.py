"""Stores with rows in every table, and all that is in a store."""

import datetime
from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
    delete,
    insert,
    select,
    text,
)
from sqlmodel import SQLModel

from kpi.model import Inbox, table
from kpi.store import Store

ROWS = 8
"""Of each table but the inbox, which is emptied before a store is saved or moved."""

_JSON = ({"a": [1, None, "é\n\t\\N"]}, 24, None, 1.0, "12", 0.1 + 0.2, True, -3)
_TEXTS = ("", "\\N", "a\tb\nc\r", "“Größe” 🎉", "NULL", " ", "'; --", "0")


def tables() -> list[Table]:
    """Those that this version makes; a migration must have run."""
    return SQLModel.metadata.sorted_tables


def filled() -> list[Table]:
    """Those that get rows."""
    return [each for each in tables() if each is not table(Inbox)]


def fill(store: Store) -> None:
    """Every table gets rows, with values that are easily spoiled on the way to another database."""
    with store.writing() as connection:
        for each in reversed(tables()):
            connection.execute(delete(each))
        for each in filled():
            rows = [{column.name: _value(column, number) for column in each.columns} for number in range(ROWS)]
            connection.execute(insert(each), rows)
        if store.file is None:
            for each in filled():
                if "id" in each.columns:
                    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{each.name}', 'id'), {ROWS})"))


def all_rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in the order of their keys, as the program reads them."""
    with store.reading() as connection:
        return {
            each.name: sorted((dict(row) for row in connection.execute(select(each)).mappings()), key=repr)
            for each in tables()
        }


def upgraded_to(store: Store, revision: str) -> None:
    """As an earlier version left it."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _value(column: Column[Any], number: int) -> Any:
    for reference in column.foreign_keys:
        return _value(reference.column, number)
    if column.nullable and number % 2:
        return None
    match column.type:
        case JSON():
            return _JSON[number]
        case Boolean():
            return number % 4 == 0
        case Date():
            return datetime.date(1969 + number, 12, 31)
        case LargeBinary():
            return bytes(range(number, 256)) + b"\0"
        case BigInteger():
            return (number + 1) * 2**50 * (-1) ** number
        case Integer():
            return number + 1
        case Float():
            return (0.1 + 0.2, -1e300, 5e-324, 3.0)[number % 4] + number
        case _:
            return f"{column.name} {number} {_TEXTS[number]}" if column.primary_key else _TEXTS[number]
