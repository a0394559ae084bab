import gzip
import io
import zipfile
from pathlib import Path

import pytest

from kpi.errors import UserError
from kpi.ingest.tables.opening import open_table
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import rows

TABLE = b"Id,Created\n1,2026-06-01\n2,2026-06-02\n"
ROWS = {2: ["1", "2026-06-01"], 3: ["2", "2026-06-02"]}
JSON = b'[{"id": 1, "created": "2026-06-01"}]'


def archive(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return buffer.getvalue()


def test_a_gzipped_table_is_read_as_often_as_asked_for(write: WriteFile) -> None:
    table = open_table(write(gzip.compress(TABLE), name="tickets.csv.gz"))
    assert rows(table) == rows(table) == ROWS


def test_gzipped_json_and_a_json_file_in_an_archive_are_read(write: WriteFile) -> None:
    assert rows(open_table(write(gzip.compress(JSON), name="t.gz"))) == {1: ["1", "2026-06-01"]}
    assert rows(open_table(write(archive({"t.json": JSON}), name="t.zip"))) == {1: ["1", "2026-06-01"]}


@pytest.mark.parametrize("content", [
    archive({"tickets.csv": TABLE}),
    archive({"export": TABLE}),
    archive({"deep/down/tickets.CSV": TABLE, "README.txt": b"Read me", "logo.png": b"\x89PNG"}),
    archive({"Tickets.txt": TABLE}),
    archive({"__MACOSX/tickets.csv": b"\0", ".hidden.csv": b"x", "a/": b"", "a/tickets.csv": TABLE}),
])  # fmt: skip
def test_the_one_table_in_an_archive_is_read(write: WriteFile, content: bytes) -> None:
    table = open_table(write(content, name="export.zip"))
    assert rows(table) == ROWS
    assert table.name == "export.zip"
    assert table.remarks[0].startswith("Read from “")


def test_several_tables_in_an_archive_are_listed(write: WriteFile) -> None:
    with pytest.raises(UserError, match=r"holds 2 tables: agents\.csv, tickets\.csv\."):
        open_table(write(archive({"agents.csv": TABLE, "tickets.csv": TABLE}), name="export.zip"))


@pytest.mark.parametrize(("content", "why"), [
    (archive({}), "is an empty ZIP archive"),
    (archive({"a.png": b"x", "b.pdf": b"x"}), r"no file is a table: a\.png, b\.pdf\."),
    (archive({"tickets.zip": archive({"tickets.csv": TABLE})}), "is an archive in an archive"),
    (gzip.compress(gzip.compress(TABLE)), "is an archive in an archive"),
    (gzip.compress(archive({"tickets.csv": TABLE})), "is an archive in an archive"),
    (archive({"tickets.csv": b"<html>"}), "is a web page"),
    (archive({"tickets.csv": b""}), "is empty"),
    (gzip.compress(b""), "is empty"),
    (archive({"tickets.csv": TABLE})[:-30], "is damaged"),
], ids=[
    "nothing inside", "no table inside", "a zip in a zip", "a gzip in a gzip", "a zip in a gzip",
    "a web page inside", "an empty file inside", "an empty gzip", "cut short",
])  # fmt: skip
def test_an_archive_without_a_table_is_refused(write: WriteFile, content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why) as refusal:
        open_table(write(content, name="export.zip"))
    assert refusal.value.hint


def test_a_gzipped_file_that_breaks_off_is_refused(write: WriteFile) -> None:
    packed = gzip.compress(TABLE + b"".join(b"%d,%d\n" % (number, number**5) for number in range(50_000)))
    with pytest.raises(UserError, match="is damaged: it cannot be unpacked"):
        open_table(write(packed[: len(packed) // 2], name="tickets.csv.gz"))


def test_an_archive_with_a_password_is_refused(write: WriteFile) -> None:
    content = bytearray(archive({"tickets.csv": TABLE}))
    content[6] |= 1  # The flag in the file's own header, and in the archive's directory.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UserError, match="is protected by a password"):
        open_table(write(bytes(content), name="export.zip"))


def test_an_archive_packed_in_an_unknown_way_is_refused(write: WriteFile) -> None:
    content = bytearray(archive({"tickets.csv": TABLE}))
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 98
    with pytest.raises(UserError, match="packed in a way that cannot be read"):
        open_table(write(bytes(content), name="export.zip"))


@pytest.mark.parametrize("name", ["bomb.gz", "bomb.zip"])
def test_a_bomb_is_refused_before_it_fills_the_machine(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    zeros = b"1,2026-06-01\n" * 100_000
    if name.endswith("gz"):
        with gzip.open(path, "wb", compresslevel=9) as file:
            for _ in range(80):
                file.write(zeros)
    else:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
            packed.open("tickets.csv", "w", force_zip64=True) as member,
        ):
            for _ in range(80):
                member.write(zeros)
    with pytest.raises(UserError, match="more than 200 times as large"):
        rows(open_table(path))


def test_a_changed_archive_is_noticed(write: WriteFile) -> None:
    table = open_table(write(gzip.compress(TABLE), name="t.gz"))
    write(gzip.compress(TABLE + b"3,2026-06-03\n"), name="t.gz")
    with pytest.raises(UserError, match="was changed"):
        rows(table)
