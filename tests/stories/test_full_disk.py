"""Where the disk is full, whatever would need room is refused in words, nothing is half done, and it goes on when there
is room."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from chaos.files import write_export
from chaos.migrations import EARLIER, earlier_store, is_whole, revision
from chaos.truth import damage
from kpi.errors import KpibotError
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.migrating import migrate
from kpi.model import Import, Ticket, table
from kpi.moving.backup import back_up
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.support.deliveries import client, connect, door, event
from tests.support.small_disk import SmallDisk, small_disk

ROWS, LEFT = 12_000, 1_500_000
UTC_ZONE = ZoneInfo("UTC")
FULL = r"has no room left on its disk|cannot be read or written"
TICKET, IMPORT = table(Ticket).c, table(Import).c


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def store(disk: SmallDisk) -> Iterator[Store]:
    store = Store(f"sqlite:///{disk.folder / 'kpibot.db'}")
    migrate(store)
    yield store
    store.close()


def test_an_import_says_how_far_it_came_and_goes_on_when_there_is_room(
    store: Store, disk: SmallDisk, tmp_path: Path
) -> None:
    file = tmp_path / "export.csv"
    write_export(file, 0, ROWS)
    options = Options(zone=UTC_ZONE, now=int(time.time()))
    disk.leaves(LEFT)
    with pytest.raises(KpibotError, match=FULL) as caught:
        import_file(store, file, options)
    said = re.search(r"stopped after ([\d,]+) of 12,000 rows, which are in", caught.value.sentence)
    assert said is not None
    assert caught.value.hint.endswith("Then import the file again: it goes on from there.")
    with store.reading() as connection:
        there = connection.scalar(select(func.count(TICKET.external_id)))
        assert connection.scalars(select(IMPORT.rows)).all() == [there]
    assert int(said[1].replace(",", "")) == there
    if disk.kind == "tmpfs":  # a limit on files does not keep a small one out
        with pytest.raises(KpibotError, match="are free"):
            back_up(store, disk.folder / "backup.db", lambda *_: None)
    assert [each.name for each in disk.folder.iterdir() if "backup" in each.name] == []
    disk.has_room()
    assert damage(store) == []
    assert import_file(store, file, options).counts.unchanged == there
    catch_up(store, UTC_ZONE)
    assert back_up(store, disk.folder / "backup.db", lambda *_: None).rows > ROWS


def test_a_delivery_is_taken_when_there_is_room_again(store: Store, disk: SmallDisk) -> None:
    connect(store)
    disk.leaves(100_000)
    with door(store) as address, client(address) as zendesk:
        answers: dict[int, int] = {}
        while set(answers.values()) <= {200} and len(answers) < 2_000:
            answers[len(answers)] = zendesk.sends(event(len(answers))).status
        refused = len(answers) - 1
        assert answers[refused] == 503
        disk.has_room()
        assert zendesk.sends(event(refused)).status == 200
    with store.reading() as connection:
        assert set(connection.scalars(select(TICKET.external_id))) == {f"{number}" for number in answers}


def test_a_migration_is_made_in_whole_or_not_at_all(disk: SmallDisk) -> None:
    with earlier_store(disk.folder, None) as url:
        store = Store(url)
        disk.leaves(60_000)
        with pytest.raises(KpibotError, match=FULL):
            migrate(store)
        assert revision(url) == EARLIER
        disk.has_room()
        migrate(store)
        assert is_whole(url)
        store.close()
