"""Tells from a file's first bytes what it is, and refuses what holds no table."""

import re
from enum import StrEnum
from typing import NamedTuple

from kpi.errors import UserError
from kpi.ingest.tables.encoding import wide_encoding

SAVE_AS_CSV = "Save it as CSV (UTF-8) and import that."
_UNPACK = "Unpack it and import the file in it."
_DOWNLOAD_AGAIN = "A sign-in or error page was probably saved instead of the export: download it again."
_EXPORT_AS_CSV = "Export the tickets as CSV (UTF-8) and import that."


class Kind(StrEnum):
    """What can be read, or looked into."""

    CSV = "csv"
    JSON = "json"
    OLD_WORKBOOK = "old workbook"
    GZIP = "gzip"
    ZIP = "zip"


class _Refused(NamedTuple):
    start: bytes
    what: str
    remedy: str


_READ_BY_FIRST_BYTES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_WORKBOOK),
    (b"\x1f\x8b", Kind.GZIP),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
)
_REFUSED_BY_FIRST_BYTES = (
    _Refused(b"%PDF", "a PDF document", _EXPORT_AS_CSV),
    _Refused(b"BZh", "a compressed file (bzip2)", _UNPACK),
    _Refused(b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    _Refused(
        b"version https://git-lfs", "a Git LFS pointer, not the data itself", "Run `git lfs pull` and import again."
    ),
)
_REFUSED_BY_FIRST_CHARACTERS = (
    _Refused(b"<?xml", "XML", SAVE_AS_CSV),
    _Refused(b"<!doctype html", "a web page (HTML)", _DOWNLOAD_AGAIN),
    _Refused(b"<html", "a web page (HTML)", _DOWNLOAD_AGAIN),
    _Refused(b"<", "a web page or XML", _DOWNLOAD_AGAIN),
)
_JSON = re.compile(rb'\[\s*(?:[\[{"\]\d-]|true|false|null|$)|\{\s*(?:["}]|$)')


def kind_of(name: str, head: bytes) -> Kind:
    """What `head` begins, the first bytes of the file `name`. Raises UserError for what holds no table."""
    for start, kind in _READ_BY_FIRST_BYTES:
        if head.startswith(start):
            return kind
    _refuse(name, head, _REFUSED_BY_FIRST_BYTES)
    text = _as_ascii(head)
    if not text:
        raise UserError(f"{name} is empty.", "Export the tickets again and import that file.")
    if b"\0" in text:
        raise UserError(f"{name} is a binary file, not a table.", _EXPORT_AS_CSV)
    _refuse(name, text.lower(), _REFUSED_BY_FIRST_CHARACTERS)
    return Kind.JSON if _JSON.match(text) else Kind.CSV


def _refuse(name: str, start: bytes, kinds: tuple[_Refused, ...]) -> None:
    for kind in kinds:
        if start.startswith(kind.start):
            raise UserError(f"{name} is {kind.what}.", kind.remedy)


def _as_ascii(head: bytes) -> bytes:
    """The text as far as its marks go: its other letters do not matter here."""
    wide = wide_encoding(head)
    text = (
        head.removeprefix(b"\xef\xbb\xbf") if wide is None else head.decode(wide, "ignore").encode("ascii", "replace")
    )
    return text.strip()
