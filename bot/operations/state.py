"""What the store tells of its own state, read so that nobody waits for a database that does not answer."""

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread

import structlog
from sqlalchemy import Connection, func, select

from kpi import migrating
from kpi.errors import KpibotError
from kpi.model import BY_HAND, DELIVERED, Import, Source, table
from kpi.store import Store
from kpi.summary.catching_up import days_behind

WITHIN = 2.0
"""Seconds in which a database has to answer."""
GOOD_FOR = 1.0
"""Seconds for which all who ask are told the same: however often it is asked, the database hardly notices."""

_import, _source = table(Import).c, table(Source).c


@dataclass(frozen=True)
class State:
    """Of the store: the `revision` of its tables, on how many days something is not counted yet, by source up to when
    it is complete (UTC seconds), and how many imports are done, undone and unfinished."""

    revision: str | None
    days_behind: int
    complete_until: Mapping[str, int]
    imports: Mapping[str, int]


def read(connection: Connection, head: str | None) -> State:
    """As it is now; of tables that have another revision than `head`, nothing but that is known."""
    revision = migrating.revision(connection)
    if revision != head:
        return State(revision, 0, {}, {})
    query = select(_source.name, _source.complete_until).order_by(_source.name)
    reach = {name: until for name, until in connection.execute(query) if until is not None}
    reach.pop(BY_HAND, None)
    return State(revision, days_behind(connection), reach, _imports(connection))


def _imports(connection: Connection) -> Mapping[str, int]:
    files = _import.format != DELIVERED
    finished, undone = _import.finished_at.is_not(None), _import.undone_at.is_not(None)
    counts = {"done": finished & ~undone, "undone": undone, "unfinished": ~finished & ~undone}
    row = connection.execute(select(*(func.count().filter(files & each) for each in counts.values()))).one()
    return dict(zip(counts, row, strict=True))


class Look:
    """Looks at a store from the coroutines of one event loop, in a thread that nobody waits for at the end."""

    def __init__(self, store: Store, within: float = WITHIN) -> None:
        self._store = store
        self.within = within
        self.head = migrating.head()
        self._latest: Future[State | None] | None = None
        self._begun_at = -GOOD_FOR

    async def state(self) -> State | None:
        """None if the database cannot be reached, or does not answer in time."""
        if self._latest is None or (self._latest.done() and time.monotonic() - self._begun_at > GOOD_FOR):
            self._latest = self._begin()
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._latest)), self.within)
        except TimeoutError:
            return None

    def _begin(self) -> "Future[State | None]":
        """One at a time: whoever asks while a database does not answer waits for the same."""
        self._begun_at = time.monotonic()
        latest: Future[State | None] = Future()
        Thread(target=self._run, args=(latest,), name="state", daemon=True).start()
        return latest

    def _run(self, latest: "Future[State | None]") -> None:
        found = None
        try:
            with self._store.reading() as connection:
                found = read(connection, self.head)
        except KpibotError as error:
            structlog.get_logger("kpibot").debug("the store cannot be looked at", why=error.sentence)
        except Exception as error:  # noqa: BLE001
            # The outer edge of this thread: whatever it is, the store does not answer.
            structlog.get_logger("kpibot").warning("the store cannot be looked at", exc_info=error)
        latest.set_result(found)
