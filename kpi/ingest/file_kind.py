"""Tells from a file's first bytes that it is no CSV, and what it is instead."""

from typing import NamedTuple

from kpi.errors import UserError

SAVE_AS_CSV = "Save it as CSV (UTF-8) and import that."
_UNPACK = "Unpack it and import the CSV file in it."
_DOWNLOAD_AGAIN = "A sign-in or error page was probably saved instead of the export: download it again."


class _Kind(NamedTuple):
    start: bytes
    what: str
    remedy: str = SAVE_AS_CSV


_BY_FIRST_BYTES = (
    _Kind(b"\xd0\xcf\x11\xe0", "an Excel workbook"),
    _Kind(b"%PDF", "a PDF document", "Export the tickets as CSV (UTF-8) and import that."),
    _Kind(b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    _Kind(b"BZh", "a compressed file (bzip2)", _UNPACK),
    _Kind(b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    _Kind(b"\xff\xfe", "UTF-16 text"),
    _Kind(b"\xfe\xff", "UTF-16 text"),
    _Kind(
        b"version https://git-lfs",
        "a Git LFS pointer, not the data itself",
        "Run `git lfs pull` and import again.",
    ),
)
_BY_FIRST_CHARACTERS = (
    _Kind(b"<?xml", "XML"),
    _Kind(b"<!doctype html", "a web page (HTML)", _DOWNLOAD_AGAIN),
    _Kind(b"<html", "a web page (HTML)", _DOWNLOAD_AGAIN),
    _Kind(b"<", "a web page or XML", _DOWNLOAD_AGAIN),
    _Kind(b"{", "JSON"),
    _Kind(b"[", "JSON"),
)


def refuse_what_is_no_text_table(name: str, head: bytes) -> None:
    """Raise UserError if `head`, the first bytes of the file `name`, cannot begin a UTF-8 CSV file."""
    text = head.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise UserError(f"{name} is empty.", "Export the tickets again and import that file.")
    kind = _kind(head, text.lower())
    if kind is not None:
        raise UserError(f"{name} is {kind.what}.", kind.remedy)


def _kind(head: bytes, text: bytes) -> _Kind | None:
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(head)
    for kind in _BY_FIRST_BYTES:
        if head.startswith(kind.start):
            return kind
    if b"\0" in head:
        return _kind_with_nul(head)
    return next((kind for kind in _BY_FIRST_CHARACTERS if text.startswith(kind.start)), None)


def _kind_of_zip(head: bytes) -> _Kind:
    if b"opendocument.spreadsheet" in head:
        return _Kind(head, "an OpenDocument spreadsheet")
    if b"xl/" in head:
        return _Kind(head, "an Excel workbook")
    return _Kind(head, "a ZIP archive", _UNPACK)


def _kind_with_nul(head: bytes) -> _Kind:
    """UTF-16 without a byte order mark: for Latin letters, every other byte is NUL."""
    if max(head[::2].count(0), head[1::2].count(0)) > len(head) // 4:
        return _Kind(head, "UTF-16 text")
    return _Kind(head, "a binary file, not a table", "Export the tickets as CSV (UTF-8) and import that.")
