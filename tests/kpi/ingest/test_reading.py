import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kpi.errors import UserError
from kpi.ingest.reading import LONGEST_CELL, read_file
from tests.kpi.ingest.conftest import WriteFile

LINES = ["Id,Created,Subject", "1,2026-06-01 09:00,hello", "2,2026-06-02 09:00,bye"]


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "content")
    return buffer.getvalue()


def test_rows_have_the_numbers_that_a_spreadsheet_shows(write: WriteFile) -> None:
    reading = read_file(write(LINES))
    assert (reading.format, reading.delimiter, reading.header) == ("csv", ",", ("Id", "Created", "Subject"))
    assert list(reading.rows()) == [(2, ["1", "2026-06-01 09:00", "hello"]), (3, ["2", "2026-06-02 09:00", "bye"])]


def test_rows_can_be_read_as_often_as_asked_for(write: WriteFile) -> None:
    reading = read_file(write(LINES))
    first = reading.rows()
    next(first)
    assert list(reading.rows()) == list(reading.rows())
    assert len(list(first)) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_although_cells_hold_the_others(write: WriteFile, delimiter: str) -> None:
    others = "".join(mark for mark in ",;\t|" if mark != delimiter)
    lines = [line.replace(",", delimiter) + others for line in LINES]
    reading = read_file(write(lines))
    assert reading.delimiter == delimiter
    assert [len(cells) for _, cells in reading.rows()] == [3, 3]


def test_a_byte_order_mark_is_no_part_of_the_first_name(write: WriteFile) -> None:
    reading = read_file(write(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode()))
    assert reading.header == ("Id", "Created", "Subject")
    assert len(list(reading.rows())) == 2


def test_carriage_returns_alone_end_lines_too(write: WriteFile) -> None:
    assert len(list(read_file(write("\r".join(LINES).encode())).rows())) == 2


def test_line_breaks_and_quotes_inside_cells_belong_to_them(write: WriteFile) -> None:
    reading = read_file(write(b'Id,Subject\n1,"two\nlines, and ""quotes"""\n2,plain\n'))
    assert list(reading.rows()) == [(2, ["1", 'two\nlines, and "quotes"']), (3, ["2", "plain"])]


def test_blank_rows_are_passed_over_but_counted(write: WriteFile) -> None:
    reading = read_file(write(["", *LINES[:2], "", ",,", LINES[2], ""]))
    assert reading.header[0] == "Id"
    assert [number for number, _ in reading.rows()] == [3, 6]


def test_a_long_message_in_a_cell_is_read(write: WriteFile) -> None:
    body = "x" * 200_000
    ((_, cells),) = read_file(write(["Id,Body", f"1,{body}"])).rows()
    assert cells == ["1", body]


def test_a_file_that_changed_after_it_was_looked_at_is_refused(write: WriteFile) -> None:
    reading = read_file(write(LINES))
    write([*LINES, "3,2026-06-03 09:00,new"])
    with pytest.raises(UserError, match=r"tickets\.csv was changed while it was being read"):
        list(reading.rows())


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        (b"Id,Created\n", "has a header and no rows"),
        (b"Id,Created\n\n,\n", "has a header and no rows"),
        (b",,\n,,\n", "has a header and no rows"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is an Excel workbook"),
        (archive("tickets.csv"), "is a ZIP archive"),
        (gzip.compress(b"Id,Created\n1,2026\n"), r"is a compressed file \(gzip\)"),
        ("\n".join(LINES).encode("utf-16"), "is UTF-16 text"),
        ("\n".join(LINES).encode("utf-16-le"), "is UTF-16 text"),
        (b"Id,Created\n1,\x00\x01\x02\n" + b"text " * 20, "is a binary file"),
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", r"is a web page \(HTML\)"),
        (b"\xef\xbb\xbf\n  <HTML>", r"is a web page \(HTML\)"),
        (b'<?xml version="1.0"?><tickets/>', "is XML"),
        (b'[{"id": 1}]', "is JSON"),
        (b"%PDF-1.7 and so on", "is a PDF document"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "is a Git LFS pointer"),
    ],
)
def test_what_is_no_csv_file_is_named(write: WriteFile, content: bytes, what: str) -> None:
    with pytest.raises(UserError, match=rf"^tickets\.csv {what}") as refusal:
        read_file(write(content))
    assert refusal.value.hint


def test_an_open_document_spreadsheet_is_named(write: WriteFile) -> None:
    content = archive("mimetype").replace(b"content", b"application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UserError, match="is an OpenDocument spreadsheet"):
        read_file(write(content))


def test_the_line_that_is_not_utf8_is_named(write: WriteFile) -> None:
    with pytest.raises(UserError, match=r"Line 3 of tickets\.csv is not UTF-8 text"):
        read_file(write("\r\n".join([*LINES[:2], "2,2026-06-02,Grüße"]).encode("cp1252"))).rows().__next__()


def test_a_byte_that_is_not_utf8_is_found_far_down_in_the_file(write: WriteFile) -> None:
    reading = read_file(write("\n".join([*LINES, *["3,2026-06-03,x"] * 20_000, "4,2026-06-04,é"]).encode("cp1252")))
    with pytest.raises(UserError, match=r"Line 20004 of"):
        list(reading.rows())


@pytest.mark.parametrize("rest", ["4,2026-06-04,fine", "4,2026-06-04,fine\n" + "x" * (LONGEST_CELL + 1)])
def test_a_quotation_mark_that_is_never_closed_is_named(write: WriteFile, rest: str) -> None:
    reading = read_file(write([*LINES, '3,2026-06-03,"oh', rest]))
    with pytest.raises(UserError, match="from row 4 on: a quotation mark"):
        list(reading.rows())


def test_a_file_that_is_not_there_and_one_that_is_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_file(tmp_path / "missing.csv")
    with pytest.raises(UserError, match="is a folder"):
        read_file(tmp_path)


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UserError, match="is no ordinary file"):
        read_file(tmp_path / "pipe.csv")


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """The superuser may read everything, so for a moment be nobody."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_without_permission_is_named(write: WriteFile) -> None:
    path = write(LINES)
    path.chmod(0)
    with as_an_ordinary_user(), pytest.raises(UserError, match="may not be read"):
        read_file(path)


def test_another_failure_of_the_system_is_said_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: File name too long"):
        read_file(tmp_path / ("x" * 300))
