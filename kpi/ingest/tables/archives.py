"""What is in a gzipped file or a ZIP archive: the one table to be read."""

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from kpi.errors import UserError
from kpi.ingest.tables.source import Source, limited, refuse_bomb

UNPACK = "Unpack it and import the file in it."
MOST_BYTES_IN_MEMORY = 512 << 20
"""Of what has to be held as a whole: a workbook as it is on disk."""

_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_PERHAPS = frozenset({".txt"})  # A table in a Unicode text file, or a README.
_LISTED = 10
ENCRYPTED = 0x1
"""In the flags of a file in a ZIP archive."""


def gunzipped(source: Source) -> Source:
    """The gzipped file, unpacked while it is read."""
    size = source.version[0]
    return replace(source, unpack=lambda file: limited(cast(BinaryIO, gzip.GzipFile(fileobj=file)), source, size))


def table_in_zip(source: Source) -> tuple[Source, str]:
    """The one table in the archive, unpacked while it is read, and its name there. Raises UserError for none."""
    with source.opened() as file, zip_archive(file) as archive:
        member = _only_table(source.name, [entry for entry in archive.infolist() if not _is_hidden(entry)])
    if member.flag_bits & ENCRYPTED:
        raise UserError(f"{source.name} is protected by a password.", UNPACK)
    refuse_bomb(source, member.file_size, member.compress_size)

    def unpack(file: BinaryIO) -> BinaryIO:
        stream = zipfile.ZipFile(file).open(member)  # noqa: SIM115 — who asked for the stream closes it.
        return limited(cast(BinaryIO, stream), source, member.compress_size)

    return replace(source, unpack=unpack), member.filename


def member_names(source: Source) -> Sequence[str]:
    """The names of all files in a ZIP archive, as a workbook is one. Raises UserError if it is damaged."""
    with in_memory_or_file(source) as file, zip_archive(file) as archive:
        return archive.namelist()


@contextmanager
def in_memory_or_file(source: Source) -> Iterator[BinaryIO]:
    """The bytes in a form in which any place can be looked up. Raises UserError if they would fill the memory."""
    with source.opened() as file:
        if source.unpack is None:
            yield file
            return
        data = file.read(MOST_BYTES_IN_MEMORY + 1)
        if len(data) > MOST_BYTES_IN_MEMORY:
            raise UserError(f"The workbook in {source.name} is too large to be read at once.", UNPACK)
        yield io.BytesIO(data)


@contextmanager
def zip_archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive in `file`. Raises BadZipFile if it is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except ValueError as error:  # From a seek to the impossible places that a damaged archive names.
        raise zipfile.BadZipFile from error


def _only_table(name: str, members: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    for endings in (_ENDINGS, _PERHAPS):
        tables = [member for member in members if PurePosixPath(member.filename).suffix.lower() in endings]
        if tables:
            break
    if not tables and len(members) == 1:
        return members[0]
    if len(tables) == 1:
        return tables[0]
    if not members:
        raise UserError(f"{name} is an empty ZIP archive.", "Export the tickets again and import that file.")
    what = f"holds {len(tables)} tables" if tables else "is a ZIP archive in which no file is a table"
    raise UserError(f"{name} {what}: {_listed(tables or members)}.", "Unpack it and import one of them.")


def _listed(members: Sequence[zipfile.ZipInfo]) -> str:
    names = [member.filename for member in members[:_LISTED]]
    more = len(members) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or "__MACOSX" in parts or any(part.startswith(".") for part in parts)
