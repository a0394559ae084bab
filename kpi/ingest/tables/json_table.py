"""A JSON file as a table: a list of objects, wherever it is, or one object after the other."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TextIO

import ijson  # type: ignore[import-untyped]

from kpi.ingest.tables.cell_texts import compact_json, texts
from kpi.ingest.tables.encoding import Encoding, encoding_of, text_of
from kpi.ingest.tables.json_nesting import refuse_deep
from kpi.ingest.tables.json_shape import ARRAY, Shape, broken, no_records, shape_of_objects
from kpi.ingest.tables.row_table import refuse_too_many_columns, without_nul
from kpi.ingest.tables.source import Source
from kpi.ingest.tables.table import BATCH_ROWS, Batch

DEEPEST_COLUMN = 6
"""Levels of objects that become columns, such as “statistics.first_admin_reply_at”; what is deeper stays JSON."""

_Record = Mapping[str, Any]
_CHUNK = 1 << 16


@dataclass(frozen=True)
class JsonTable:
    """A `Table` whose header is all records' keys, in order of first appearance."""

    source: Source
    format: str
    remarks: Sequence[str]
    _encoding: Encoding = field(repr=False)
    _prefix: str = field(repr=False)
    header: Sequence[str] = ()

    @property
    def name(self) -> str:
        return self.source.name

    def batches(self) -> Iterator[Batch]:
        start = 1
        for chunk in self.chunks():
            records = {number: value for number, value in enumerate(chunk, start) if value and isinstance(value, dict)}
            misfits = [(number, 1) for number, value in enumerate(chunk, start) if value and number not in records]
            start += len(chunk)
            flat = [_flat(record) for record in records.values()]
            columns = [texts([record.get(key, "") for record in flat]) for key in self.header]
            yield Batch(list(records), without_nul(columns), misfits)

    def chunks(self) -> Iterator[Sequence[Any]]:
        """The records as they are."""
        done = 0
        with _bytes_of(self.source, self._encoding) as file:
            records = iter(ijson.items(file, self._prefix, use_float=True, multiple_values=True, buf_size=_CHUNK))
            while True:
                chunk: list[Any] = []
                try:
                    chunk.extend(islice(records, BATCH_ROWS))
                except ijson.JSONError as error:  # `extend` keeps what came before it.
                    raise broken(self.name, done + len(chunk) + 1, error) from error
                if not chunk:
                    return
                done += len(chunk)
                yield chunk


def json_table(source: Source, notes: Sequence[str] = ()) -> JsonTable:
    """Find the records and their keys. Raises UserError if there are none, or if the file is no JSON to its end."""
    encoding = encoding_of(source)
    with text_of(source, encoding) as text:
        refuse_deep(source.name, text)
    shape = _shape(source, encoding)
    remarks = [*notes, *([encoding.remark] if encoding.remark else []), *_remarks(shape)]
    table = JsonTable(source, shape.format, remarks, encoding, shape.prefix)
    return replace(table, header=_header(table))


def _shape(source: Source, encoding: Encoding) -> Shape:
    with text_of(source, encoding) as text:
        if text.read(_CHUNK).lstrip().startswith("["):
            return ARRAY
    with _bytes_of(source, encoding) as file:
        events = iter(ijson.basic_parse(file, use_float=True, multiple_values=True, buf_size=_CHUNK))
        return shape_of_objects(source.name, events)


def _header(table: JsonTable) -> Sequence[str]:
    """All keys; but where one has no value besides objects, only their keys."""
    keys: dict[str, None] = {}
    filled: set[str] = set()
    for chunk in table.chunks():
        for record in chunk:
            if isinstance(record, dict):
                flat = _flat(record)
                keys.update(dict.fromkeys(flat))
                filled.update(key for key, value in flat.items() if value is not None)
        refuse_too_many_columns(table.name, len(keys))
    if not keys:
        raise no_records(table.name)
    parents = {".".join(key.split(".")[:length]) for key in keys for length in range(1, key.count(".") + 1)}
    return [key.replace("\0", "") for key in keys if key in filled or key not in parents]


def _flat(record: _Record) -> _Record:
    """The record, with each object's keys in place of it."""
    if dict not in map(type, record.values()):
        return record
    flat: dict[str, Any] = {}
    _put(flat, "", record, 1)
    return flat


def _put(flat: dict[str, Any], prefix: str, record: _Record, level: int) -> None:
    for key, value in record.items():
        if not isinstance(value, dict):
            flat[prefix + key] = value
        elif level < DEEPEST_COLUMN:
            _put(flat, f"{prefix}{key}.", value, level + 1)
        else:
            flat[prefix + key] = compact_json(value)


def _remarks(shape: Shape) -> Iterator[str]:
    if shape.path:
        yield f"Read from “{shape.path}”."
    if shape.others:
        yield f"Not read: {', '.join(f'“{path}” ({count})' for path, count in shape.others)}."


@contextmanager
def _bytes_of(source: Source, encoding: Encoding) -> Iterator["_Utf8"]:
    with text_of(source, encoding) as text:
        yield _Utf8(text)


class _Utf8:
    """Text as a file of bytes in UTF-8, which ijson reads."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int) -> bytes:
        return self._text.read(size).encode()
