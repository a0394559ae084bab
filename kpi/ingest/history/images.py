"""Rows as they were before an import changed them (`kpi.model.BeforeImage`)."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from kpi.ingest.merging.rows import NOT_TOLD, Key, Row, key_columns, key_of
from kpi.model import BeforeImage, table
from kpi.store import plain_sql

KEPT_SECONDS = 30 * 24 * 3600
"""For how long an import's images are kept, from its beginning."""

_image = table(BeforeImage)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode  # dates are in ISO then


def keep(connection: Connection, import_id: int, record: Table, rows: Iterable[Row]) -> None:
    """Keep rows that the import is about to change, but for those of which it has kept an image already.

    The rows have all columns of their table. Takes time in proportion to the rows.
    """
    beside = {"source", *NOT_TOLD, *key_columns(record)}
    write(
        connection,
        import_id,
        record,
        [
            (
                key_text(key_of(record, row)),
                {name: value for name, value in row.items() if value is not None and name not in beside},
            )
            for row in rows
        ],
    )


def write(connection: Connection, import_id: int, record: Table, images: Iterable[tuple[str, Row]]) -> None:
    """The same with rows by their `key_text`, of which source, key and what holds nothing are left out."""
    told = [(import_id, record.name, key, _encode(image)) for key, image in images]
    if told:
        connection.exec_driver_sql(_insertion(connection.dialect), told)


def key_text(key: Key) -> str:
    """As `BeforeImage.key`: a key of one column is its text, one of several a list in JSON."""
    texts = [str(part) for part in key]
    return texts[0] if len(texts) == 1 else json.dumps(texts, ensure_ascii=False)


def key_from(record: Table, text: str) -> Key:
    """The key of which `key_text` made the text."""
    names = key_columns(record)
    texts = [text] if len(names) == 1 else json.loads(text)
    parts = zip(names, texts, strict=True)
    return tuple(date.fromisoformat(part) if name in _days(record) else part for name, part in parts)


def row_from(record: Table, source: str, key: Key, image: Row) -> dict[str, Any]:
    """The whole row of an image."""
    named = dict(zip(key_columns(record), key, strict=True))
    row = {**dict.fromkeys(record.columns.keys()), **image, "source": source, **named}
    for name in _days(record) & image.keys():
        row[name] = date.fromisoformat(image[name])
    return row


@lru_cache(8)
def _insertion(dialect: Dialect) -> str:
    return f"{plain_sql(dialect, insert(_image))} ON CONFLICT DO NOTHING"


@lru_cache(16)
def _days(record: Table) -> frozenset[str]:
    return frozenset(column.name for column in record.columns if column.type.python_type is date)
