"""A store copied into another database, in every direction: all of it arrives, or nothing."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, inspect, select, text

from kpi.answering.answer import answer
from kpi.answering.readout_json import to_json
from kpi.catalogue import KPIS
from kpi.errors import ConfigurationError, UserError
from kpi.ingest.history.undo import undo
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.migrating import migrate
from kpi.model import Note, Secret, SettingChange, Ticket, table
from kpi.moving.copying import copy
from kpi.moving.files import leftovers
from kpi.question import parse
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.kpi.moving.conftest import NewStore
from tests.kpi.moving.stores import ROWS, all_rows, filled, tables, upgraded_to
from tests.support.asking import facts_of
from tests.support.tickets import BERLIN, moment

ROOT = Path(__file__).parents[3]
TICKETS = ROOT / "tests" / "data" / "tickets.csv"
NOTE, CHANGE, SECRET = table(Note), table(SettingChange), table(Secret)
BOTH = ("sqlite", "postgresql")
NOW = 1_785_900_000  # August 2026


def unseen(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def a_note(store: Store) -> int:
    """The number that the next one gets."""
    day = moment("Mon 20 Jul 2026 09:00").date()
    with store.writing() as connection:
        row = {"first_day": day, "last_day": day, "text": "x", "kind": "x", "who": "x", "at": 1}
        key = connection.execute(insert(NOTE).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def made_of(store: Store) -> list[tuple[str, ...]]:
    """Its indexes, and on a server its constraints, as the database describes them."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    if store.file is None:
        query = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
            " SELECT conname, conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# All of it


@pytest.mark.parametrize("to", BOTH)
def test_every_row_of_every_table_arrives_as_it_was(full: Store, to: str, new_store: NewStore) -> None:
    target = new_store(to)
    told: list[tuple[str, int, int]] = []
    poured = copy(full, target, lambda *what: told.append(what))
    names = {each.name for each in tables()}
    assert (poured.tables, poured.rows) == (len(names), ROWS * len(filled()))
    assert told[-1] == ("Checking rows", poured.rows, poured.rows)
    assert {what for what, *_ in told} == {"Copying rows", "Checking rows"}
    found = all_rows(target)
    assert found == all_rows(full)
    assert {table for table, rows in found.items() if len(rows) != ROWS} == {"inbox"}
    assert migrate(target) is False
    with target.reading() as connection, full.reading() as before:
        assert set(inspect(connection).get_table_names()) == {*names, "alembic_version"}
        for each in tables():  # the null of JSON is no missing value
            for column in each.columns:
                missing = select(func.count()).select_from(each).where(column.is_(None))
                as_text = text(f'SELECT count(*) FROM "{each.name}" WHERE "{column.name}" IS NULL')
                assert connection.scalar(as_text) == before.scalar(as_text), missing


@pytest.mark.parametrize("to", BOTH)
def test_the_copy_is_used_as_the_store_was(full: Store, to: str, new_store: NewStore) -> None:
    """Numbers go on, also after one that was deleted; indexes and references are there."""
    newest = a_note(full)
    with full.writing() as connection:
        connection.execute(delete(NOTE).where(NOTE.c.id == newest))
    target = new_store(to)
    copy(full, target, unseen)
    assert a_note(target) == newest + 1
    with target.writing() as connection:
        change = insert(CHANGE).values(key="x", at=1, who="x")
        assert connection.execute(change).inserted_primary_key == (ROWS + 1,)
    with pytest.raises(Exception, match=r"(?i)foreign key constraint"), target.writing() as connection:
        connection.execute(insert(table(Ticket)).values(source="nowhere", external_id="1", as_of=0))
    blank = new_store(to)
    migrate(blank)
    assert made_of(target) == made_of(blank)


def test_all_kpis_are_the_same_and_an_import_can_be_taken_back(new_store: NewStore) -> None:
    before, after = new_store("sqlite"), new_store("postgresql")
    migrate(before)
    number = import_file(before, TICKETS, Options(BERLIN, now=NOW, accept=True)).number
    catch_up(before, BERLIN)
    copy(before, after, unseen)
    now = moment("Mon 27 Jul 2026 09:00")
    for asked in (*(kpi.key for kpi in KPIS), "csat by channel", "first_response_time by intent"):
        question = parse(f"{asked} last 2 weeks", now.date(), BERLIN)
        answers = []
        for store in (before, after):
            with store.reading() as connection:
                answers.append(to_json(answer(question, facts_of(connection), now), []))
        assert answers[0] == answers[1]
    undone = [undo(store, number, NOW) for store in (before, after)]
    assert undone[0] == undone[1]
    assert undone[0].removed > 0
    assert all_rows(after) == all_rows(before)


@pytest.mark.parametrize("to", BOTH)
def test_what_is_written_meanwhile_is_not_in_the_copy(full: Store, to: str, new_store: NewStore) -> None:
    """The writer has not to wait, and sees to it that no table is of another moment than the others."""
    before = all_rows(full)
    target, writer = new_store(to), Store(str(full.url))
    written: list[int] = []

    def write(_what: str, done: int, _total: int) -> None:
        with writer.writing() as connection:
            connection.execute(insert(SECRET).values(name=f"new {len(written)}", value="x"))
        written.append(done)

    copy(full, target, write)
    writer.close()
    assert len(written) > len(tables())
    assert all_rows(target) == before
    assert len(all_rows(full)["secret"]) == ROWS + len(written)


# Or nothing


@pytest.mark.parametrize("to", BOTH)
def test_a_copy_that_is_killed_leaves_nothing_that_could_be_taken_for_whole(
    full_file: Store, to: str, new_store: NewStore
) -> None:
    target = new_store(to)
    killed = f"""
import os, signal
from kpi.moving.copying import copy
from kpi.store import Store

def die(what, done, total):
    if done > total * 0.7:
        os.kill(os.getpid(), signal.SIGKILL)

copy(Store({str(full_file.url)!r}), Store({str(target.url)!r}), die)
"""
    assert subprocess.run([sys.executable, "-c", killed], cwd=ROOT).returncode == -signal.SIGKILL
    if target.file is not None:
        assert target.is_new
        (left,) = leftovers(target.file)
        assert left.name.startswith("kpibot.db.")
        assert left.suffix == ".unfinished"
    copy(full_file, target, unseen)
    assert all_rows(target) == all_rows(full_file)


def test_what_arrives_otherwise_is_noticed_and_not_kept(full_file: Store, new_store: NewStore) -> None:
    target = new_store("postgresql")
    migrate(target)
    with target.writing() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN NEW.spelling := NEW.spelling || 'x'; RETURN NEW; END$$"
        )
        connection.exec_driver_sql("CREATE TRIGGER spoils BEFORE INSERT ON label FOR EACH ROW EXECUTE FUNCTION spoil()")
    with pytest.raises(ConfigurationError) as caught:
        copy(full_file, target, unseen)
    assert "the table label in" in caught.value.sentence
    assert sum(map(len, all_rows(target).values())) == 1  # which a new store is made with


def test_a_disk_without_room_is_said_and_nothing_is_left(full_file: Store, new_store: NewStore) -> None:
    target = new_store("sqlite")
    assert target.file is not None
    limits: list[object] = []

    def fill_up(_what: str, _done: int, _total: int) -> None:
        if not limits:
            limits.append(limited := files_no_larger_than(50_000))
            limited.__enter__()

    try:
        with pytest.raises(ConfigurationError) as caught:
            copy(full_file, target, fill_up)
    finally:
        for each in limits:
            each.__exit__(None, None, None)  # type: ignore[attr-defined]
    assert f"The database {target.name} cannot be read or written" in caught.value.sentence
    assert list(target.file.parent.iterdir()) == []


# What is refused


def test_only_a_store_of_this_version_is_copied(new_store: NewStore) -> None:
    older, newer, nothing = new_store("sqlite"), new_store("sqlite"), new_store("sqlite")
    with pytest.raises(UserError, match="There is no store in"):
        copy(nothing, new_store("sqlite"), unseen)
    assert nothing.is_new
    upgraded_to(older, "0008")
    with pytest.raises(UserError, match="made by an older kpibot") as caught:
        copy(older, new_store("sqlite"), unseen)
    assert caught.value.hint.endswith(": kpibot migrate")
    migrate(newer)
    with newer.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="made by a newer kpibot"):
        copy(newer, new_store("sqlite"), unseen)
    with newer.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(UserError, match="is not a kpibot store"):
        copy(newer, new_store("sqlite"), unseen)


def test_a_table_that_is_not_kpibots_is_neither_lost_nor_copied_in_silence(
    full_file: Store, new_store: NewStore
) -> None:
    with full_file.writing() as connection:
        connection.execute(text("CREATE TABLE mine (x TEXT)"))
    with pytest.raises(ConfigurationError, match=r"The table mine of .* is not as kpibot makes it"):
        copy(full_file, new_store("sqlite"), unseen)


def test_a_target_that_holds_anything_is_left_alone(full: Store, full_file: Store, new_store: NewStore) -> None:
    before = all_rows(full)
    with pytest.raises(UserError, match=rf"The database {full.name} is not empty \(rows: \d+\)") as caught:
        copy(full_file, full, unseen)
    assert caught.value.hint == "Name an empty or a new database."
    assert all_rows(full) == before
    kind = "sqlite" if full.file else "postgresql"
    foreign, empty = new_store(kind), new_store(kind)
    with foreign.writing() as connection:
        connection.execute(text("CREATE TABLE something (x TEXT)"))
    with pytest.raises((UserError, ConfigurationError), match="belongs to another program"):
        copy(full_file, foreign, unseen)
    migrate(empty)
    copy(full_file, empty, unseen)
    assert all_rows(empty) == all_rows(full_file)


def test_a_folder_that_cannot_be_made_is_said(full_file: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written: Not a directory"):
        copy(full_file, Store(f"sqlite:///{tmp_path / 'file' / 'sub' / 'kpibot.db'}"), unseen)
