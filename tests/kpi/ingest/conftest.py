"""Small files, written on the spot, and what the store holds after they were imported."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.ingest.report import Report
from kpi.model import Source, Ticket, table
from kpi.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = 1_782_900_000  # 1 July 2026, noon in Berlin.

WriteFile = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Writes bytes, or lines of text with line feeds, to a file."""

    def write(content: bytes | Iterable[str], name: str = "tickets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else "".join(f"{line}\n" for line in content).encode())
        return path

    return write


@pytest.fixture
def table_file(tmp_path: Path) -> WriteFile:
    """Writes a CSV file of a header and rows, quoted where needed."""

    def write(header: str, *rows: Sequence[str], name: str = "tickets.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *rows])
        return path

    return write


def imported(store: Store, path: Path, **options: Any) -> Report:
    """Import as the source "desk", in Berlin, at noon on 1 July 2026, unless said otherwise."""
    return import_file(store, path, said(**options))


def said(**options: Any) -> Options:
    """The options of `imported`."""
    return Options(**{"source": "desk", "zone": BERLIN, "now": NOW, **options})


def tickets(store: Store) -> dict[str, dict[str, Any]]:
    """All fields of all tickets, by number."""
    with store.reading() as connection:
        rows = connection.execute(select(table(Ticket)).order_by("source", "external_id")).mappings()
        return {row["external_id"]: dict(row) for row in rows}


def source(store: Store, name: str = "desk") -> dict[str, Any]:
    """The source's row, empty if there is none."""
    with store.reading() as connection:
        row = connection.execute(select(table(Source)).where(table(Source).c.name == name)).mappings().first()
        return dict(row or {})
