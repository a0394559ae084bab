"""Database, tables, messages and data, with real SQLite files."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor import database, tables
from kpi.store import Store
from tests.bot.doctor.conftest import Examined, told
from tests.support.databases import a_copy

pytestmark = pytest.mark.sqlite

TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.fixture
def store(filled: Callable[[], str], tmp_path: Path) -> Path:
    """The sample tickets, in this test's folder."""
    a_copy(filled(), tmp_path)
    return tmp_path / "kpibot.db"


def test_a_read_only_database_can_still_be_looked_at(store: Path, examined: Examined) -> None:
    found = examined(DATABASE_URL=f"sqlite:///file:{store}?mode=ro&uri=true")
    sentence, hint = told(found["database"])
    assert sentence.endswith("kpibot.db is read-only.")
    assert "Make the file and its folder writable" in hint
    assert found["tables"].ok
    assert found["data"].ok


def test_a_database_in_another_programs_hands_is_told(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiting = Store(f"sqlite:///{store}", busy_seconds=0.05)
        assert told(database.check(waiting))[0].endswith("is in use by another program.")
        waiting.close()


def test_looking_leaves_nothing_in_the_database(store: Path, examined: Examined) -> None:
    before = dump(store)
    assert examined(DATABASE_URL=f"sqlite:///{store}")["database"].ok
    assert dump(store) == before


def test_a_full_disk_is_told_before_it_is_full(store: Path) -> None:
    reading = Store(f"sqlite:///{store}")
    sentence, hint = told(database.check(reading, enough_free=10**18))
    reading.close()
    assert "can be read and written, but only" in sentence
    assert "Make room" in hint


def test_a_file_of_something_else_and_what_it_holds_stay_as_they_are(tmp_path: Path, examined: Examined) -> None:
    path = tmp_path / "export.csv"
    path.write_text("id,created\n" * 200)
    found = examined(DATABASE_URL=f"sqlite:///{path}")
    assert "is not a kpibot database" in told(found["database"])[0]
    assert [found[name].ok for name in ("tables", "messages", "data")] == [None] * 3
    assert path.read_text() == "id,created\n" * 200


def test_another_programs_tables_are_left_alone(tmp_path: Path, examined: Examined) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title)")
    found = examined(DATABASE_URL=f"sqlite:///{path}")
    assert "belongs to another program" in told(found["tables"])[0]
    assert (found["database"].ok, found["data"].ok) == (None, None)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


def test_a_newer_kpibots_database_is_told_apart(store: Path, examined: Examined) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    sentence, hint = told(examined(DATABASE_URL=f"sqlite:///{store}")["tables"])
    assert "was made by a newer kpibot (its version is 9999)" in sentence
    assert hint.startswith("Update kpibot")


def test_an_older_kpibots_database_is_not_migrated_by_looking(store: Path, examined: Examined) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    found = examined(DATABASE_URL=f"sqlite:///{store}")
    sentence, hint = told(found["tables"])
    assert sentence.endswith("behind this program.")
    assert hint == "Type: kpibot migrate"
    assert found["messages"].sentence == "It depends on the tables."
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_an_empty_file_gets_its_tables_with_the_first_import(tmp_path: Path) -> None:
    (tmp_path / "kpibot.db").touch()
    store = Store(f"sqlite:///{tmp_path / 'kpibot.db'}")
    found = tables.check(store)
    assert (found.finding.ok, found.is_empty) == (True, True)
    store.close()


def test_an_address_that_is_none_is_told(examined: Examined) -> None:
    found = examined(DATABASE_URL="mysql://kpibot@db.example.com/kpibot")
    assert "SQLite file" in told(found["database"])[0]
    assert found["data"].ok is None


def test_the_data_say_how_far_they_reach(store: Path, examined: Examined) -> None:
    now = datetime(2026, 7, 29, tzinfo=UTC)
    finding = examined(now, DATABASE_URL=f"sqlite:///{store}")["data"]
    assert (finding.sentence, finding.hint) == ("Tickets to Mon 27 Jul 2026, 10:15.", "")


def test_old_data_are_no_fault_but_are_told(store: Path, examined: Examined) -> None:
    finding = examined(datetime(2026, 9, 1, tzinfo=UTC), DATABASE_URL=f"sqlite:///{store}")["data"]
    assert finding.ok
    assert "kpibot import FILE" in finding.hint


def test_a_template_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, examined: Examined) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "help.j2").write_text("{{ fallback('Help') }}\n{% call section() %}{{ oops\n{% endcall %}")
    sentence, hint = told(examined(TEMPLATES_DIR=str(folder))["messages"])
    assert sentence.startswith("A template is broken. help.j2, line ")
    assert "TEMPLATES_DIR" in hint


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.j2")))
def test_a_slip_in_any_template_is_named_whoever_sees_that_message(
    name: str, tmp_path: Path, examined: Examined
) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / name).write_text("{{ fallback('Ours') }}\n{{ section('Never') | shortn(3) }}")
    sentence, hint = told(examined(TEMPLATES_DIR=str(folder))["messages"])
    assert sentence == f"A template is broken. {name}, line 2: No filter named 'shortn'."
    assert "TEMPLATES_DIR" in hint


def test_a_template_in_another_encoding_is_named_and_other_files_beside_it_are_not_read(
    tmp_path: Path, examined: Examined
) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "logo.png").write_bytes(b"\x89PNG")
    assert examined(TEMPLATES_DIR=str(folder))["messages"].ok
    (folder / "welcome.j2").write_bytes("{# für uns #}".encode("latin-1"))
    sentence, _ = told(examined(TEMPLATES_DIR=str(folder))["messages"])
    assert sentence == "A template is broken. welcome.j2 is not UTF-8 text."


def test_a_template_that_slack_would_refuse_is_told(tmp_path: Path, examined: Examined) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "help.j2").write_text("{{ fallback('Help') }}{{ header('x' * 200) }}")
    sentence, _ = told(examined(TEMPLATES_DIR=str(folder))["messages"])
    assert "asked for “help”" in sentence
    assert "200 characters of at most 150" in sentence


def test_a_folder_of_templates_that_is_not_there_is_told(tmp_path: Path, examined: Examined) -> None:
    assert "There is no folder" in told(examined(TEMPLATES_DIR=str(tmp_path / "nowhere"))["messages"])[0]


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
