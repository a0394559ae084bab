"""The contents of whatever database a transaction is open on."""

import sqlite3
from typing import Any, cast

from sqlalchemy import Connection

from kpi.moving.contents import Contents
from kpi.moving.sqlite import SqliteContents


def contents(connection: Connection, name: str) -> Contents:
    """What is in it; people know the database by `name`."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        # Its driver loads slowly, and only who uses a server needs it.
        from kpi.moving.postgresql import PostgresqlContents

        return PostgresqlContents(cast(Any, driver), name)
    return SqliteContents(cast(sqlite3.Connection, driver), name)
