"""Costs, inquiries and searches into the store, whatever the order in which they are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from kpi.ingest.history import images
from kpi.ingest.merging import rows
from kpi.ingest.merging.merge import Counts, order
from kpi.ingest.merging.rows import Key, Row
from kpi.model import table


def merge_records(
    connection: Connection, source: str, origin: int, model: type[SQLModel], records: Sequence[Mapping[str, Any]]
) -> Counts:
    """Write what the import `origin` tells: records of all columns of the model but source and origin.

    Of two with the same key the one with the later as_of wins, and at the same as_of the one with the larger values. A
    record that changes no value counts as unchanged, even if its as_of is later and kept.
    """
    record = table(model)
    stored = rows.stored(connection, record, source, {rows.key_of(record, told) for told in records})
    beside = {"source", "origin", "as_of", *rows.key_columns(record)}
    names = [column.name for column in record.columns if column.name not in beside]
    written: dict[Key, Row] = {}
    added = updated = 0
    for told in records:
        key = rows.key_of(record, told)
        known = written.get(key) or stored.get(key)
        if known is not None and _rank(told, names) <= _rank(known, names):
            continue
        added += known is None
        updated += known is not None and any(told[name] != known[name] for name in names)
        written[key] = {**told, "source": source, "origin": origin}
    changed = [(stored[key], row) for key, row in written.items() if key in stored]
    images.keep(connection, origin, record, [before for before, _ in changed if before["origin"] != origin])
    rows.add(connection, record, [row for key, row in written.items() if key not in stored])
    rows.replace(connection, record, [row for _, row in changed])
    return Counts(added, updated, len(records) - added - updated)


def _rank(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return row["as_of"], order(row[name] for name in names)
