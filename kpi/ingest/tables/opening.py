"""Opens any export as a table, or says in a sentence why it cannot."""

from collections.abc import Sequence
from pathlib import Path

from kpi.errors import UserError
from kpi.ingest.tables.archives import UNPACK, gunzipped, member_names, table_in_zip
from kpi.ingest.tables.csv_table import csv_table
from kpi.ingest.tables.file_kind import Kind, kind_of
from kpi.ingest.tables.json_table import json_table
from kpi.ingest.tables.source import MOST_UNPACKED_BYTES, Source, source_of
from kpi.ingest.tables.spreadsheet import format_in_zip, spreadsheet_table
from kpi.ingest.tables.table import Table


def open_table(path: Path, sheet: str | None = None, most_bytes: int = MOST_UNPACKED_BYTES) -> Table:
    """The table in a CSV, JSON or spreadsheet file, which may be gzipped or in a ZIP archive.

    `sheet` names one of a workbook's; unpacked it may have `most_bytes`. Raises UserError for what is no table, and
    SeveralSheets, a UserError, if it cannot be told which sheet is meant.
    """
    source = source_of(path, most_bytes)
    notes: Sequence[str] = ()
    kind, workbook = _kind(source)
    if workbook is None and kind in (Kind.GZIP, Kind.ZIP):
        if kind is Kind.GZIP:
            source = gunzipped(source)
        else:
            source, member = table_in_zip(source)
            notes = [f"Read from “{member}” in the archive."]
        kind, workbook = _kind(source)
    if workbook is not None:
        return spreadsheet_table(source, workbook, sheet, notes)
    if sheet is not None:
        raise UserError(f"{source.name} is no workbook: it has no sheet “{sheet}”.", "Leave --sheet out.")
    if kind is Kind.JSON:
        return json_table(source, notes)
    if kind is Kind.CSV:
        return csv_table(source, notes)
    raise UserError(f"{source.name} is an archive in an archive.", UNPACK)


def _kind(source: Source) -> tuple[Kind, str | None]:
    """What the bytes are, and the format if they are a workbook."""
    head = source.head()
    kind = kind_of(source.name, head)
    if kind is Kind.OLD_WORKBOOK:
        return kind, "xls"
    return kind, format_in_zip(member_names(source), head) if kind is Kind.ZIP else None
