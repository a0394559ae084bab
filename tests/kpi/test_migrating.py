"""Bringing a store up to this version."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy import table as any_table
from sqlmodel import SQLModel

import kpi.model as model
from kpi.errors import ConfigurationError
from kpi.migrating import migrate
from kpi.store import Store

SCRIPTS = ScriptDirectory(str(files("migrations")))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]
NEWEST = SCRIPTS.get_current_head()
IMPORT = model.table(model.Import)


@pytest.fixture
def new(any_new_url: str) -> Iterator[Store]:
    """A store in a file that does not exist yet, or in a server's empty database."""
    store = Store(any_new_url)
    yield store
    store.close()


def test_a_new_store_gets_its_tables(new: Store) -> None:
    assert migrate(new) is True
    with new.reading() as connection:
        assert {"source", "ticket"} <= set(inspect(connection).get_table_names())


@pytest.mark.parametrize("revision", [None, *REVISIONS])
def test_migrations_and_models_agree_from_wherever_they_begin(new: Store, revision: str | None) -> None:
    if revision is not None:
        upgraded_to(new, revision)
    assert migrate(new) is (revision != NEWEST)
    with new.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        primary_key = inspect(connection).get_pk_constraint("ticket")["constrained_columns"]
    assert primary_key == [column.name for column in model.table(model.Ticket).primary_key]


def test_a_ticket_needs_a_known_source(new: Store) -> None:
    migrate(new)
    orphan = insert(model.table(model.Ticket)).values(source="nowhere", external_id="1", as_of=0)
    with pytest.raises(Exception, match=r"(?i)foreign key constraint"), new.writing() as connection:
        connection.execute(orphan)


def test_the_second_time_there_is_nothing_to_do(new: Store) -> None:
    assert [migrate(new), migrate(new)] == [True, False]


def test_what_is_in_the_store_stays(new: Store) -> None:
    migrate(new)
    with new.writing() as connection:
        connection.execute(insert(model.table(model.Source)).values(name="desk", fields=["created_at"]))
    migrate(new)
    with new.reading() as connection:
        assert connection.scalars(select(model.table(model.Source).c.name)).all() == ["desk"]


def test_what_an_earlier_version_imported_becomes_one_import_of_each_source(new: Store) -> None:
    upgraded_to(new, "0001")
    with new.writing() as connection:
        for name, until in (("desk", 9), ("chat", None), ("empty", 5)):
            connection.execute(
                text("INSERT INTO source (name, fields, complete_until) VALUES (:name, '[\"team\"]', :until)"),
                {"name": name, "until": until},
            )
        for source, number, team in [
            ("desk", "1", "Back  Office"),
            ("desk", "2", "back office"),
            ("desk", "3", "Größe"),
            ("desk", "4", None),
            ("chat", "1", "GRÖSSE"),
        ]:
            connection.execute(
                text("INSERT INTO ticket (source, external_id, as_of, team) VALUES (:source, :number, 7, :team)"),
                {"source": source, "number": number, "team": team},
            )
    assert migrate(new) is True
    with new.reading() as connection:
        columns = (IMPORT.c[name] for name in ("source", "added", "fields", "complete_until", "finished_at"))
        imports = {row[0]: (*row[1:4], row[4] is not None) for row in connection.execute(select(*columns))}
        tickets = connection.execute(
            text("SELECT t.source, external_id, team, others, i.source FROM ticket t JOIN import i ON i.id = t.origin")
        )
        teams = {(row[0], row[1]): tuple(row[2:]) for row in tickets}
        labels = connection.execute(text("SELECT field, folded, spelling FROM label ORDER BY folded")).all()
    assert imports == {"desk": (4, ["team"], 9, True), "chat": (1, ["team"], None, False)}
    assert teams == {
        ("desk", "1"): ("back office", None, "desk"),
        ("desk", "2"): ("back office", None, "desk"),
        ("desk", "3"): ("grösse", None, "desk"),
        ("desk", "4"): (None, None, "desk"),
        ("chat", "1"): ("grösse", None, "chat"),
    }
    assert [tuple(row) for row in labels] == [
        ("team", "back office", "Back  Office"),
        ("team", "grösse", "GRÖSSE"),
    ]


def test_kept_messages_tell_which_of_the_bots_first_replies_only_confirmed_receipt(new: Store) -> None:
    upgraded_to(new, "0008")
    with new.writing() as connection:
        connection.execute(text("INSERT INTO source (name, fields) VALUES ('desk', '[]')"))
        log = {"source": "desk", "file": "x", "format": "csv", "kind": "tickets", "fields": [], "rejected": {}}
        connection.execute(insert(IMPORT).values(id=1, started_at=0, **log))
        for number in ("1", "2", "3"):
            connection.execute(
                text(
                    "INSERT INTO ticket (source, external_id, as_of, created_at, first_automated_response_at)"
                    " VALUES ('desk', :number, 90, 10, 12)"
                ),
                {"number": number},
            )
        for number, kind, at in [
            ("1", "acknowledgement", 5),
            ("1", "acknowledgement", 12),
            ("1", "automated reply", 30),
            ("2", "acknowledgement", 12),
            ("3", "automated reply", 12),
        ]:
            connection.execute(
                text("INSERT INTO ticket_event VALUES ('desk', :number, :name, :kind, :at, 1)"),
                {"number": number, "name": f"{kind} {at}", "kind": kind, "at": at},
            )
    migrate(new)
    with new.reading() as connection:
        query = text("SELECT acknowledged_at, first_automated_response_at FROM ticket ORDER BY external_id")
        assert [tuple(row) for row in connection.execute(query)] == [(12, 30), (12, None), (None, 12)]


def test_the_store_of_a_newer_program_is_refused_and_left_alone(new: Store) -> None:
    migrate(new)
    version = any_table("alembic_version")
    with new.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        before = reflected(connection)
    with pytest.raises(ConfigurationError) as caught:
        migrate(new)
    assert "newer kpibot" in caught.value.sentence
    assert "9999" in caught.value.sentence
    assert caught.value.hint.startswith("Update kpibot")
    with new.reading() as connection:
        assert reflected(connection) == before
        assert connection.scalars(select(text("version_num")).select_from(version)).all() == ["9999"]


def test_two_that_start_at_once_migrate_once(any_new_url: str) -> None:
    """As two processes would: each with a store of its own. Only one of them had anything to do."""
    stores = [Store(any_new_url) for _ in range(4)]
    gate = Barrier(len(stores))

    def start(store: Store) -> bool:
        gate.wait()
        return migrate(store)

    with ThreadPoolExecutor(len(stores)) as pool:
        did = list(pool.map(start, stores))
    assert sorted(did) == [False, False, False, True]
    with stores[0].reading() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [NEWEST]
    for store in stores:
        store.close()


def test_the_database_of_another_program_is_left_alone(new: Store) -> None:
    with new.writing() as connection:
        connection.execute(text("CREATE TABLE ticket (something TEXT)"))
    with pytest.raises(ConfigurationError, match="belongs to another program"):
        migrate(new)
    with new.reading() as connection:
        assert inspect(connection).get_table_names() == ["ticket"]


def test_a_folder_with_a_percent_sign_is_just_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "100%s"
    store = Store(f"sqlite:///{folder / 'kpibot.db'}")
    assert migrate(store) is True
    store.close()


def reflected(connection: Connection) -> list[Any]:
    """The columns of all tables, as the database has them."""
    found = inspect(connection)
    return [(name, str(found.get_columns(name))) for name in sorted(found.get_table_names())]


def upgraded_to(store: Store, revision: str) -> None:
    """As an earlier version left it."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
