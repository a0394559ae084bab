"""Conversations as columns of numbers, however many there are."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi import sources
from kpi.counting.conversations import Conversations, read
from kpi.counting.source_traits import SourceTraits
from kpi.dimensions import CHANNEL
from kpi.measures import Event
from kpi.store import Store
from tests.support.databases import a_store
from tests.support.tickets import add, at, days, ticket

NUMBER = 45_000
CHANNELS = ("email", "chat", None)
ROOM = 500  # bytes for each, of which its columns take less than half


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Many conversations of one week, of which the last has a channel of its own."""
    store = a_store(tmp_path)
    opened = at("Mon 20 Jul 2026 09:00")
    rows = [ticket(created_at=opened + each, channel=CHANNELS[each % 3]) for each in range(NUMBER - 1)]
    add(store, "desk", *rows, ticket(created_at=opened + NUMBER, channel="fax"))
    yield store
    store.close()


def columns(store: Store) -> Conversations:
    with store.reading() as connection:
        traits = SourceTraits.of(sources.read(connection))
        week = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
        return read(connection, traits, week, {Event.OPENING}, (CHANNEL,), with_keys=True)


def test_many_are_read_a_part_at_a_time_and_each_keeps_its_own(store: Store) -> None:
    tracemalloc.start()
    found = columns(store)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < ROOM * NUMBER
    opened = at("Mon 20 Jul 2026 09:00")
    told = [found.values[CHANNEL][label] for label in found.labels[CHANNEL]]
    place = [int(instant) - opened for instant in found.at("created_at")]
    assert dict(zip(place, told, strict=True)) == {
        **{each: CHANNELS[each % 3] for each in range(NUMBER - 1)},
        NUMBER: "fax",
    }
    assert len(set(found.keys)) == len(found.requesters) == found.number == NUMBER
