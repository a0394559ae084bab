import pytest

from bot.playground.files import MOST_BYTES, MOST_BYTES_TOGETHER, File, Files, Share, TooLargeError
from tests.bot.playground.conftest import Clock

ADA = "U0ADA00001"


@pytest.fixture
def files(clock: Clock) -> Files:
    return Files(clock, lambda: "http://127.0.0.1")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("kpis.csv", ("text/csv", "csv", "CSV")),
        (
            "KPIs.XLSX",
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel Spreadsheet"),
        ),
        ("export.json.gz", ("application/json", "gzip", "Gzip")),
        ("notes.txt", ("text/plain", "text", "Plain Text")),
        ("README", ("application/octet-stream", "binary", "Binary")),
        ("a.qqq", ("application/octet-stream", "qqq", "QQQ")),
    ],
)
def test_a_files_kind_is_told_by_its_name(files: Files, name: str, kinds: tuple[str, str, str]) -> None:
    file = files.add(name, b"1", ADA)
    assert (file.mimetype, file.filetype, file.pretty_type) == kinds


def test_a_file_is_there_when_its_upload_is_complete(files: Files) -> None:
    file, key = files.reserve("kpis.csv", 3, ADA)
    assert files.awaited(key) == file
    assert files.brought(file.id) is None
    files.bring(key, b"abc")
    assert files.awaited(key) is None
    brought = files.brought(file.id)
    assert brought is not None
    assert files.find(file.id) is None
    files.complete(brought, "KPIs")
    found = files.find(file.id)
    assert found is not None
    assert (found.content, found.title, found.created) == (b"abc", "KPIs", 1_780_000_000)
    with pytest.raises(KeyError):
        files.bring(key, b"again")


def test_files_have_to_fit_each_one_and_all_of_them(files: Files) -> None:
    with pytest.raises(TooLargeError):
        files.reserve("huge.csv", MOST_BYTES + 1, ADA)
    for _ in range(MOST_BYTES_TOGETHER // MOST_BYTES):
        files.reserve("large.csv", MOST_BYTES, ADA)
    with pytest.raises(TooLargeError):
        files.reserve("one-more.csv", 1, ADA)


def test_a_deleted_file_makes_room_and_stays_known_as_deleted(files: Files) -> None:
    file = files.add("kpis.csv", b"abc", ADA)
    files.delete(file)
    found = files.find(file.id)
    assert found is not None
    assert (found.is_deleted, found.content, found.size) == (True, None, 0)


def test_a_file_remembers_all_messages_that_show_it(files: Files) -> None:
    file = files.add("kpis.csv", b"abc", ADA)
    shares = [Share("C0SUPPORT1", "public", "support", f"{index}.0") for index in range(2)]
    for share in shares:
        files.share(file, share)
    found: File | None = files.find(file.id)
    assert found is not None
    assert found.shares == tuple(shares)
