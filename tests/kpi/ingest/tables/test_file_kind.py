import bz2
import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kpi.errors import UserError
from kpi.ingest.tables.opening import open_table
from tests.kpi.ingest.conftest import WriteFile

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        ("\n \n".encode("utf-16"), "is empty"),
        (OLD_WORKBOOK + bytes(5000), "cannot be read as a workbook"),
        (OLD_WORKBOOK + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (bz2.compress(b"Id,Created\n1,2026\n"), r"is a compressed file \(bzip2\)"),
        (lzma.compress(b"Id,Created\n1,2026\n"), r"is a compressed file \(xz\)"),
        (b"Id,Created\n1,\x00\x01\x02\n" + b"text " * 20, "is a binary file"),
        (bytes(range(256)) * 20, "is a binary file"),
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", r"is a web page \(HTML\)"),
        (b"\xef\xbb\xbf\n  <HTML>", r"is a web page \(HTML\)"),
        ("<html><table>".encode("utf-16"), r"is a web page \(HTML\)"),
        (b'<?xml version="1.0"?><tickets/>', "is XML"),
        (b"%PDF-1.7 and so on", "is a PDF document"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "is a Git LFS pointer"),
    ],
)
def test_what_holds_no_table_is_named(write: WriteFile, content: bytes, what: str) -> None:
    with pytest.raises(UserError, match=rf"^tickets\.csv {what}") as refusal:
        open_table(write(content))
    assert refusal.value.hint


def test_names_in_brackets_are_no_json(write: WriteFile) -> None:
    assert open_table(write(["[Id],[Created]", "1,2026-06-01"])).format == "csv"


def test_a_sheet_of_what_has_none_is_refused(write: WriteFile) -> None:
    with pytest.raises(UserError, match="is no workbook"):
        open_table(write(["Id,Created", "1,2026"]), sheet="Data")


def test_a_file_that_is_not_there_and_one_that_is_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_table(tmp_path / "missing.csv")
    with pytest.raises(UserError, match="is a folder"):
        open_table(tmp_path)


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UserError, match="is no ordinary file"):
        open_table(tmp_path / "pipe.csv")


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
    path = write(["Id,Created", "1,2026"])
    path.chmod(0)
    with as_an_ordinary_user(), pytest.raises(UserError, match="may not be read"):
        open_table(path)


def test_another_failure_of_the_system_is_said_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: File name too long"):
        open_table(tmp_path / ("x" * 300))
