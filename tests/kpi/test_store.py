"""Transactions in a real file and on a real server, and what is said when an address or a file cannot be used."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from kpi.errors import ConfigurationError
from kpi.migrating import migrate
from kpi.model import Source, table
from kpi.store import Store, insert_new, streamed
from tests.support.databases import a_store
from tests.support.postgres import Server

SOURCE = table(Source)


def names(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.scalars(select(SOURCE.c.name).order_by(SOURCE.c.name)))


def complaint(store: Store, *, write: bool = True) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught, store.writing() if write else store.reading() as connection:
        connection.execute(text("CREATE TABLE something (x)" if write else "SELECT count(*) FROM sqlite_master"))
    store.close()
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kpibot.db"


@pytest.fixture
def impatient(path: Path) -> Iterator[Store]:
    """A store that gives up on a busy database after a tenth of a second."""
    store = Store(f"sqlite:///{path}", busy_seconds=0.1)
    migrate(store)
    yield store
    store.close()


# Transactions, in a file and on a server


def test_what_was_written_is_there_for_every_store_on_the_database(any_store: Store) -> None:
    with any_store.writing() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=["created_at"]))
    other = Store(str(any_store.url))
    with other.reading() as connection:
        found = connection.execute(select(SOURCE.c.name, SOURCE.c.fields, SOURCE.c.complete_until)).all()
    other.close()
    assert [tuple(row) for row in found] == [("desk", ["created_at"], None)]


def test_a_durable_transaction_is_told_to_reach_the_disk(any_store: Store) -> None:
    told = "PRAGMA synchronous" if any_store.file else "SHOW synchronous_commit"
    with any_store.writing(durable=True) as connection:
        assert connection.exec_driver_sql(told).scalar_one() in (2, "on")  # https://sqlite.org/pragma.html: 2 is FULL
        connection.execute(insert(SOURCE).values(name="desk", fields=[]))
    with any_store.writing() as connection:
        assert connection.exec_driver_sql(told).scalar_one() in (1, "off")
    assert names(any_store) == ["desk"]


@pytest.mark.sqlite
def test_nothing_durable_is_written_into_a_file_that_is_gone(tmp_path: Path, path: Path) -> None:
    store = a_store(tmp_path)
    for name in ("before", "after"):
        with store.writing(durable=True) as connection:
            connection.execute(insert(SOURCE).values(name=name, fields=[]))
        path.rename(tmp_path / name)
        with pytest.raises(ConfigurationError, match=r"is gone\. Put it back") as error, store.writing(durable=True):
            pass
        assert str(path) in error.value.sentence
        assert not path.exists()
        (tmp_path / name).rename(path)
    assert names(store) == ["after", "before"]
    store.close()


@pytest.mark.sqlite
def test_what_is_durable_goes_into_the_file_that_took_the_place_of_another(tmp_path: Path, path: Path) -> None:
    store = a_store(tmp_path)
    with store.writing(durable=True) as connection:
        connection.execute(insert(SOURCE).values(name="before", fields=[]))
    (tmp_path / "other").mkdir()
    a_store(tmp_path / "other").close()
    (tmp_path / "other" / "kpibot.db").rename(path)
    for each in tmp_path.glob("kpibot.db-*"):
        each.unlink()
    with store.writing(durable=True) as connection:
        connection.execute(insert(SOURCE).values(name="after", fields=[]))
    other = Store(f"sqlite:///{path}")
    assert names(other) == ["after"]
    other.close()
    store.close()


def test_a_transaction_that_raises_leaves_the_store_as_it_was(any_store: Store) -> None:
    def connect_twice() -> None:
        with any_store.writing() as connection:
            for _ in range(2):
                connection.execute(insert(SOURCE).values(name="desk", fields=[]))

    with pytest.raises(IntegrityError):
        connect_twice()
    assert names(any_store) == []


def test_writers_take_turns_and_lose_no_update(any_store: Store) -> None:
    """8 threads count up 25 times each, reading first: without turns some would overwrite each other."""
    with any_store.writing() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=[], complete_until=0))
    gate = Barrier(8)

    def count_up(_: int) -> None:
        gate.wait()
        for _ in range(25):
            with any_store.writing() as connection:
                seen = connection.scalar(select(SOURCE.c.complete_until)) or 0
                connection.execute(update(SOURCE).values(complete_until=seen + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))
    with any_store.reading() as connection:
        assert connection.scalar(select(SOURCE.c.complete_until)) == 200


def test_who_waits_is_next_though_another_writes_again_and_again(any_store: Store) -> None:
    busy = Store(any_store.url.render_as_string(hide_password=False))
    begun, over, written = Event(), Event(), [0]

    def write_on() -> None:
        while not over.is_set():
            with busy.writing():
                begun.set()
                time.sleep(0.01)
            written[0] += 1

    with ThreadPoolExecutor(1) as other:
        writing = other.submit(write_on)
        begun.wait(10)
        for _ in range(20):
            before = written[0]
            with any_store.writing(durable=True):
                assert written[0] - before <= 2
        over.set()
        writing.result()
    busy.close()


def test_a_writer_that_waits_too_long_for_its_turn_is_told_so(any_store: Store) -> None:
    impatient = Store(str(any_store.url), busy_seconds=0.1)
    with any_store.writing(), pytest.raises(ConfigurationError) as caught, impatient.writing():
        pass
    assert caught.value.sentence == f"The database {any_store.name} is in use by another program."
    with impatient.writing() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=[]))
    impatient.close()
    assert names(any_store) == ["desk"]


def test_a_reader_sees_one_state_and_does_not_wait_for_a_writer(any_store: Store) -> None:
    how_many = select(func.count()).select_from(SOURCE)
    with any_store.reading() as before:
        assert before.scalar(how_many) == 0
        with any_store.writing() as writer:
            writer.execute(insert(SOURCE).values(name="desk", fields=[]))
            with any_store.reading() as meanwhile:
                assert meanwhile.scalar(how_many) == 0
        assert before.scalar(how_many) == 0
    assert names(any_store) == ["desk"]


def test_a_reader_cannot_write(any_store: Store) -> None:
    with pytest.raises(ConfigurationError, match="read-only"), any_store.reading() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=[]))
    assert names(any_store) == []


def test_a_store_is_new_until_it_has_tables(any_new_url: str) -> None:
    store = Store(any_new_url)
    assert store.is_new
    migrate(store)
    assert not store.is_new
    store.close()


def test_what_is_there_already_can_be_left_out(any_store: Store) -> None:
    with any_store.writing() as connection:
        assert insert_new(connection, SOURCE, {"name": "desk", "fields": ["team"]})
    with any_store.writing() as connection:
        assert not insert_new(connection, SOURCE, {"name": "desk", "fields": []})
        assert connection.scalar(select(SOURCE.c.fields)) == ["team"]


def test_sums_are_whole_and_averages_floats(any_store: Store) -> None:
    with any_store.writing() as connection:
        rows = [
            {"name": name, "fields": [], "complete_until": until} for name, until in [("a", -9), ("b", 4), ("c", 4)]
        ]
        connection.execute(insert(SOURCE), rows)
    with any_store.reading() as connection:
        until = SOURCE.c.complete_until
        whole, mean = connection.execute(select(func.sum(until), func.avg(until))).one()
        both = connection.scalar(select(func.avg(until)).where(until > 0))
    assert (whole, type(whole)) == (-1, int)
    assert (mean, type(mean)) == (pytest.approx(-1 / 3), float)
    assert (both, type(both)) == (4.0, float)


@pytest.mark.parametrize("number", [0, 1, 3, 4, 5, 9])
def test_rows_come_so_many_at_a_time_and_each_once(any_store: Store, number: int) -> None:
    wanted = [(f"desk {place}", place) for place in range(number)]
    with any_store.writing() as connection:
        for name, until in wanted:
            connection.execute(insert(SOURCE).values(name=name, fields=[], complete_until=until))
    every = select(SOURCE.c.name, SOURCE.c.complete_until).where(SOURCE.c.complete_until < bindparam("most"))
    query = every.order_by(SOURCE.c.name)
    with any_store.reading() as connection:
        parts = list(streamed(connection, query, {"most": 100}, at_once=4))
        assert [row for rows in parts for row in rows] == wanted
        assert [len(rows) for rows in parts] == [min(4, number - place) for place in range(0, number, 4)]
        assert all(type(row) is tuple for rows in parts for row in rows)
        assert connection.scalar(select(func.count()).select_from(SOURCE)) == number


def test_a_server_keeps_rows_until_they_are_wanted_and_nothing_of_them_after(postgresql: Server) -> None:
    kept = text("SELECT count(*) FROM pg_cursors WHERE statement LIKE '%source%'")
    with postgresql.store() as store:
        with store.writing() as connection:
            connection.execute(insert(SOURCE), [{"name": f"desk {place}", "fields": []} for place in range(5)])
        with store.reading() as connection:
            parts = streamed(connection, select(SOURCE.c.name), {}, at_once=2)
            next(parts)
            assert connection.scalar(kept) == 1
            assert len(list(parts)) == 2
            assert connection.scalar(kept) == 0


# A file


@pytest.mark.sqlite
def test_after_closing_no_file_is_left_but_the_database(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["kpibot.db"]


# What stands in the way


def test_a_database_in_use_by_another_program_is_said_to_be_so(impatient: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConfigurationError) as caught, impatient.writing():
            pass
        assert "in use by another program" in caught.value.sentence
        assert str(path) in caught.value.sentence
        assert caught.value.hint.startswith("Close the other program")
        assert names(impatient) == []  # readers go on
        other.execute("ROLLBACK")
    with impatient.writing() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=[]))
    assert names(impatient) == ["desk"]


def test_a_database_that_is_locked_from_the_first_moment_is_said_to_be_so(path: Path) -> None:
    """Another program holds a file that is not yet in write-ahead mode: not even that can be changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE other (x)")
        other.execute("BEGIN EXCLUSIVE")
        store = Store(f"sqlite:///{path}", busy_seconds=0.1)
        assert "in use by another program" in complaint(store).sentence


@pytest.mark.sqlite
def test_a_database_opened_to_read_only_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    first = a_store(tmp_path)
    with first.writing() as connection:
        connection.execute(insert(SOURCE).values(name="desk", fields=[]))
    store = Store(f"sqlite:///file:{tmp_path / 'kpibot.db'}?mode=ro&uri=true")
    assert names(store) == ["desk"]
    error = complaint(store)
    assert "is read-only" in error.sentence
    assert "Make the file and its folder writable" in error.hint
    first.close()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    error = complaint(Store(f"sqlite:///{tmp_path}"))
    assert error.sentence == f"The database {tmp_path} cannot be opened."
    assert "point DATABASE_URL elsewhere" in error.hint


@pytest.mark.parametrize("write", [True, False])
def test_a_file_of_something_else_is_no_database(path: Path, write: bool) -> None:
    content = "id,created\n" * 200
    path.write_text(content)
    error = complaint(Store(f"sqlite:///{path}"), write=write)
    assert "is not a kpibot database" in error.sentence
    assert error.hint == "Point DATABASE_URL at another file."
    assert path.read_text() == content


def test_a_folder_that_does_not_exist_is_made(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'some' / 'where' / 'kpibot.db'}")
    assert store.is_new
    assert list(tmp_path.iterdir()) == []
    assert migrate(store) is True
    store.close()


def test_a_folder_that_cannot_be_made_is_named(path: Path) -> None:
    path.write_text("a file, not a folder")
    store = Store(f"sqlite:///{path / 'data' / 'kpibot.db'}")
    with pytest.raises(ConfigurationError) as caught:
        migrate(store)
    assert str(path / "data") in caught.value.sentence


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a database address"),
        ("kpibot.db", "not a database address"),
        ("data/kpibot.db", "not a database address"),
        ("postgresql://kpibot:secret@db.example.com", "PostgreSQL database"),
        ("postgresql+asyncpg://kpibot:secret@db.example.com/kpibot", "PostgreSQL database"),
        ("mysql://kpibot:secret@db.example.com/kpibot", "SQLite file"),
        ("postgresql://db.example.com:port/kpibot", "not a database address"),
        ("sqlite://", "SQLite file"),
        ("sqlite:///:memory:", "SQLite file"),
        ("sqlite:///file::memory:?cache=shared&uri=true", "SQLite file"),
        ("sqlite:///file:kpibot?mode=memory&uri=true", "SQLite file"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_one_that_can(url: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Store(url)
    assert words in caught.value.sentence
    assert "sqlite:///data/kpibot.db" in caught.value.hint
    assert "secret" not in str(caught.value)


def test_a_password_with_a_sign_that_ends_it_is_told_and_not_taken_for_the_host() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Store("postgresql://kpibot:top@secret@db.example.com/kpibot")
    assert caught.value.hint == "In its password, write %40 for each @."
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_a_server_is_named_by_its_address_without_the_password(scheme: str) -> None:
    store = Store(f"{scheme}://kpibot:secret@db.example.com/kpibot?sslmode=require&sslpassword=secret")
    assert (store.name, store.file) == ("kpibot on db.example.com", None)
    assert str(store.url) == "postgresql+psycopg://kpibot@db.example.com/kpibot?sslmode=require"
    assert "secret" not in f"{store.url!r} {vars(store)}"


def test_a_file_is_named_by_its_path(path: Path) -> None:
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert (store.file, store.is_new) == (path, True)
    store.close()
