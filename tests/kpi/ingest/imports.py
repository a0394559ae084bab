"""Imports that are in the journal only, and what a store holds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import SQLModel

from kpi.ingest.merging.moments import Moments, Told, moments_of
from kpi.model import Import, Source, Ticket, table
from kpi.store import Store

NOW = 1_782_900_000  # 1 July 2026, noon in Berlin


def a_source(store: Store, name: str = "desk") -> None:
    with store.writing() as connection:
        connection.execute(insert(table(Source)).values(name=name, fields=[], headers=[], confirmed={}))


def an_import(store: Store, fields: Iterable[str] = (), source: str = "desk", **columns: Any) -> int:
    """Its number."""
    row: dict[str, Any] = {
        **{"file": "tickets.csv", "format": "csv", "kind": "tickets", "started_at": NOW},
        **{"rows": 0, "added": 0, "updated": 0, "unchanged": 0, "rejected": {}, "problems": 0},
    }
    with store.writing() as connection:
        key = connection.execute(
            insert(table(Import)).values({**row, **columns, "source": source, "fields": sorted(fields)})
        ).inserted_primary_key
    assert key is not None
    return int(key[0])


def emptied(store: Store) -> None:
    """Without any row."""
    with store.writing() as connection:
        for record in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(record))


def contents(store: Store, *models: type[SQLModel]) -> dict[str, list[dict[str, Any]]]:
    """All rows, by table, in the order of their keys."""
    with store.reading() as connection:
        return {
            table(model).name: [
                dict(row)
                for row in connection.execute(select(table(model)).order_by(*table(model).primary_key)).mappings()
            ]
            for model in models
        }


def statements(store: Store) -> dict[str, tuple[dict[str, Any], Moments, int]]:
    """What is told of each ticket: its fields, the moment of each, and the latest moment."""
    with store.reading() as connection:
        told = Told(connection)
        found = {}
        for row in connection.execute(select(table(Ticket))).mappings():
            moments = moments_of(row["as_of"], told[row["origin"]], row["others"])
            fields = {name: row[name] for name in moments}
            found[f"{row['source']} {row['external_id']}"] = (fields, moments, row["as_of"])
        return found
