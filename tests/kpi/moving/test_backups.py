"""A store saved in a file while it is in use, and brought back."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import insert, text

from kpi.errors import ConfigurationError, UserError
from kpi.migrating import Standing, migrate
from kpi.model import Secret, table
from kpi.moving.backup import Saved, back_up
from kpi.moving.copying import copy
from kpi.moving.files import leftovers
from kpi.moving.restore import check_replaceable, examine, restore
from kpi.store import Store
from kpi.webhooks import inbox
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming
from kpi.webhooks.vendors import zendesk
from tests.kpi.moving.conftest import NewStore
from tests.kpi.moving.stores import ROWS, all_rows, filled, tables, upgraded_to
from tests.kpi.moving.test_copying import unseen
from tests.support.deliveries import connect, event

SECRET = table(Secret)
NOON = datetime(2026, 7, 27, 12, 0, 5, tzinfo=UTC)
SEVERAL_STEPS = 12 << 20  # bytes, more than is copied at once


def add_secret(store: Store, name: str, value: str = "x") -> None:
    with store.writing() as connection:
        connection.execute(insert(SECRET).values(name=name, value=value))


def saved_rows(file: Path) -> dict[str, list[dict[str, object]]]:
    store = Store(f"sqlite:///{file}")
    found = all_rows(store)
    store.close()
    return found


def damage(file: Path) -> None:
    """All but its beginning, which says that it is a database."""
    content = file.read_bytes()
    file.write_bytes(content[:4_096] + b"\xff" * (len(content) - 4_096))


# Saving


def test_a_backup_is_one_whole_file_that_only_its_owner_may_read(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "what? 100% [saved].db"
    saved = back_up(full, file, unseen)
    assert (saved.tables, saved.rows, saved.size) == (len(tables()), ROWS * len(filled()), file.stat().st_size)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert examine(file) == saved
    assert list(file.parent.iterdir()) == [file]
    file = file.rename(tmp_path / "plain.db")
    assert saved_rows(file) == all_rows(full)


def test_what_was_acknowledged_and_waits_is_saved_as_well(
    kind_of_database: str, new_store: NewStore, tmp_path: Path
) -> None:
    store = new_store(kind_of_database)
    migrate(store)
    connect(store)
    now = int(time.time())
    inbox.put(store, [Incoming("zendesk", zendesk.VENDOR, Request({}, event(7), now), Connection(now - 60))])
    back_up(store, tmp_path / "backup.db", unseen)
    assert [row["external_id"] for row in saved_rows(tmp_path / "backup.db")["ticket"]] == ["7"]
    inbox.put(store, [Incoming("zendesk", zendesk.VENDOR, Request({}, event(8), now), Connection(now - 60))])
    copied = new_store("sqlite")
    copy(store, copied, unseen)
    assert sorted(row["external_id"] for row in all_rows(copied)["ticket"]) == ["7", "8"]


def test_who_writes_meanwhile_does_not_wait_and_is_not_in_the_backup(full_file: Store, tmp_path: Path) -> None:
    add_secret(full_file, "large", "x" * SEVERAL_STEPS)
    before = all_rows(full_file)
    impatient = Store(str(full_file.url), busy_seconds=0)
    written: list[int] = []

    def write(_what: str, done: int, _total: int) -> None:
        add_secret(impatient, f"meanwhile {len(written)}", "y" * 100_000)
        written.append(done)

    back_up(full_file, tmp_path / "backup.db", write)
    impatient.close()
    assert len(written) > 2
    assert saved_rows(tmp_path / "backup.db") == before


def test_a_backup_is_overwritten_only_on_demand(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("of yesterday")
    with pytest.raises(UserError, match="is there already") as caught:
        back_up(full, file, unseen)
    assert caught.value.hint.endswith(": --force")
    assert file.read_text() == "of yesterday"
    back_up(full, file, unseen, overwriting=True)
    assert saved_rows(file) == all_rows(full)
    if full.file is not None:
        with pytest.raises(UserError, match="is the store itself"):
            back_up(full, full.file, unseen, overwriting=True)


def test_a_backup_that_is_broken_off_leaves_the_former_one(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("of yesterday")

    def stop(_what: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(full, file, stop, overwriting=True)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["backup.db"]
    assert file.read_text() == "of yesterday"
    assert leftovers(file) == []


def test_a_file_of_an_older_version_can_be_saved_before_it_is_migrated(new_store: NewStore, tmp_path: Path) -> None:
    older, on_server, nothing = new_store("sqlite"), new_store("postgresql"), new_store("sqlite")
    upgraded_to(older, "0008")
    back_up(older, tmp_path / "older.db", unseen)
    assert examine(tmp_path / "older.db").standing is Standing.OLDER
    upgraded_to(on_server, "0008")
    with pytest.raises(UserError, match="made by an older kpibot"):
        back_up(on_server, tmp_path / "server.db", unseen)
    with pytest.raises(UserError, match="There is no store in"):
        back_up(nothing, tmp_path / "nothing.db", unseen)
    assert sorted(each.name for each in tmp_path.glob("*.db*")) == ["older.db"]


def test_a_damaged_store_is_not_saved_as_if_it_were_whole(full_file: Store, tmp_path: Path) -> None:
    full_file.close()
    assert full_file.file is not None
    damage(full_file.file)
    with pytest.raises((UserError, ConfigurationError), match=r"is damaged|is not a kpibot"):
        back_up(full_file, tmp_path / "backup.db", unseen)
    assert not (tmp_path / "backup.db").exists()


# Bringing it back


def test_what_was_saved_takes_the_place_of_what_came_later(full: Store, tmp_path: Path) -> None:
    saved_as = all_rows(full)
    back_up(full, tmp_path / "backup.db", unseen)
    add_secret(full, "later")
    later = all_rows(full)
    full.close()
    saved = examine(tmp_path / "backup.db")
    check_replaceable(saved, full, replacing=True)
    kept = restore(saved, full, NOON, unseen)
    assert all_rows(full) == saved_as
    if full.file is None:
        assert kept is None
        return
    assert kept == full.file.with_name("kpibot.before-restore-20260727-120005.db")
    assert saved_rows(kept) == later
    assert sorted(each.suffix for each in full.file.parent.iterdir() if "-" not in each.suffix) == [".db", ".db"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_of_an_older_version_is_brought_up_to_date(kind: str, new_store: NewStore, tmp_path: Path) -> None:
    older, store = new_store("sqlite"), new_store(kind)
    upgraded_to(older, "0008")
    with older.writing() as connection:
        connection.execute(text("INSERT INTO source (name, fields) VALUES ('desk', '[]')"))
    back_up(older, tmp_path / "older.db", unseen)
    before = (tmp_path / "older.db").read_bytes()
    saved = examine(tmp_path / "older.db")
    check_replaceable(saved, store, replacing=False)
    assert restore(saved, store, NOON, unseen) is None
    assert migrate(store) is False
    assert [row["name"] for row in all_rows(store)["source"]] == ["desk"]
    assert (tmp_path / "older.db").read_bytes() == before


def test_only_a_whole_backup_is_taken(full_file: Store, tmp_path: Path) -> None:
    back_up(full_file, tmp_path / "backup.db", unseen)
    whole = (tmp_path / "backup.db").read_bytes()
    files = {name: tmp_path / name for name in ("cut.db", "text.db", "other.db", "newer.db", "backup.db.1a.unfinished")}
    files["cut.db"].write_bytes(whole[: len(whole) // 2])
    files["text.db"].write_text("no database at all\n" * 1_000)
    for name in ("newer.db", "backup.db.1a.unfinished"):
        files[name].write_bytes(whole)
    for name, sql in (
        ("other.db", "CREATE TABLE something (x)"),
        ("newer.db", "UPDATE alembic_version SET version_num = '9999'"),
    ):
        with closing(sqlite3.connect(files[name], isolation_level=None)) as connection:
            connection.execute(sql)
    for name, why in (
        ("cut.db", "is damaged"),
        ("text.db", "is not a backup of kpibot"),
        ("other.db", "is not a backup of kpibot"),
        ("newer.db", "was saved by a newer kpibot"),
        ("backup.db.1a.unfinished", "is not whole"),
    ):
        with pytest.raises(UserError, match=why):
            examine(files[name])
    with pytest.raises(UserError, match="There is no file"):
        examine(tmp_path / "none.db")


def test_a_store_in_use_is_not_replaced(full: Store, tmp_path: Path) -> None:
    back_up(full, tmp_path / "backup.db", unseen)
    saved = examine(tmp_path / "backup.db")
    bot = Store(str(full.url))
    all_rows(bot)
    with pytest.raises(UserError, match=r"The store .* is in use") as caught:
        check_replaceable(saved, full, replacing=True)
    assert caught.value.hint == "Stop the bot, and try again."
    bot.close()
    full.close()
    check_replaceable(saved, full, replacing=True)


@pytest.fixture
def saved(full_file: Store, tmp_path: Path) -> Saved:
    """A backup of a full store."""
    back_up(full_file, tmp_path / "backup.db", unseen)
    return examine(tmp_path / "backup.db")


@pytest.fixture
def on_a_server(new_store: NewStore) -> Store:
    """An empty store of this version's tables."""
    store = new_store("postgresql")
    migrate(store)
    return store


def test_whom_a_server_is_just_letting_go_of_is_waited_for(saved: Saved, on_a_server: Store) -> None:
    bot = Store(str(on_a_server.url))
    all_rows(bot)
    leaving = Timer(0.5, bot.close)
    leaving.start()
    check_replaceable(saved, on_a_server, replacing=False)
    leaving.join()


def test_a_servers_database_is_emptied_only_on_demand_and_only_if_all_goes_well(
    full_file: Store, saved: Saved, on_a_server: Store
) -> None:
    store = on_a_server
    check_replaceable(saved, store, replacing=False)
    add_secret(store, "precious")
    store.close()
    with pytest.raises(UserError, match="is not empty") as caught:
        check_replaceable(saved, store, replacing=False)
    assert caught.value.hint.endswith(": --replace")
    before = all_rows(store)

    def stop(_what: str, done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(saved, store, NOON, stop)
    assert all_rows(store) == before
    restore(saved, store, NOON, unseen)
    assert all_rows(store) == all_rows(full_file)


def test_a_damaged_store_is_replaced_and_kept_with_all_that_belongs_to_it(full_file: Store, tmp_path: Path) -> None:
    back_up(full_file, tmp_path / "backup.db", unseen)
    saved_as, file = all_rows(full_file), full_file.file
    assert file is not None
    full_file.close()
    damage(file)
    file.with_name("kpibot.db-wal").write_bytes(b"of the damaged one")
    saved = examine(tmp_path / "backup.db")
    check_replaceable(saved, full_file, replacing=False)
    kept = restore(saved, full_file, NOON, unseen)
    assert all_rows(full_file) == saved_as
    assert kept is not None
    assert kept.exists()
