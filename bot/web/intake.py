"""Acknowledges deliveries: one writer for all who wait, so that the disk is waited for once and not for each.

Nobody is answered before what he sent is on the disk.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Condition, Thread
from typing import NamedTuple

import structlog
from structlog.stdlib import BoundLogger

from bot.web.log_lines import failure
from kpi.errors import ConfigurationError, KpibotError
from kpi.store import Store
from kpi.webhooks import inbox
from kpi.webhooks.taking import Incoming

MOST_WAITING = 1_000
MOST_TOGETHER = 200
"""Deliveries in one transaction."""

GATHERED_FOR = 0.004
"""Seconds for which others are waited for: a transaction of ten takes little longer than one of one."""


class CrowdedError(Exception):
    """More deliveries wait than can be stored soon, or none are taken any more."""


class _Waiting(NamedTuple):
    incoming: Incoming
    answer: asyncio.Future[None]


class Intake:
    """Puts deliveries from the coroutines of one event loop into the inbox, from `running` on.

    After each time `stored` is told how many there were.
    """

    def __init__(self, store: Store, stored: Callable[[int], None], most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._stored = stored
        self._most_waiting = most_waiting
        self._waiting: deque[_Waiting] = deque()
        self._changed = Condition()
        self._runs = False
        self._log: BoundLogger = structlog.get_logger("kpibot")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Deliveries are taken for as long as the context lasts; in the end all that wait are stored and answered."""
        self._runs = True
        thread = Thread(target=self._run, name="intake", daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._changed:
                self._runs = False
                self._changed.notify()
            thread.join()

    async def take(self, incoming: Incoming) -> None:
        """Return once a delivery is on the disk.

        CrowdedError if it cannot wait, ConfigurationError if the store cannot be written: then nothing was kept of it.
        """
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            if not self._runs or len(self._waiting) >= self._most_waiting:
                raise CrowdedError
            self._waiting.append(_Waiting(incoming, answer))
            self._changed.notify()
        await answer

    def _run(self) -> None:
        while group := self._next():
            error = self._put([each.incoming for each in group])
            with suppress(RuntimeError):  # the loop was closed: whoever waited has gone
                group[0].answer.get_loop().call_soon_threadsafe(_answer, group, error)
            if error is None:
                self._stored(len(group))

    def _next(self) -> Sequence[_Waiting]:
        """Those who wait, as many as are stored together; none when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._runs)
        time.sleep(GATHERED_FOR)
        with self._changed:
            group = list(islice(self._waiting, MOST_TOGETHER))
            for _ in group:
                self._waiting.popleft()
            return group

    def _put(self, incoming: Sequence[Incoming]) -> KpibotError | None:
        """Store them, or say why that cannot be."""
        try:
            inbox.put(self._store, incoming)
        except KpibotError as error:
            return error
        except Exception as error:  # noqa: BLE001
            # The outer edge: whatever breaks must not end the one writer, for then nobody would be answered any more.
            number = failure(self._log, error, incoming[0].source)
            return ConfigurationError(f"The store failed (failure {number}).")
        return None


def _answer(group: Sequence[_Waiting], error: KpibotError | None) -> None:
    for _, answer in group:
        if answer.done():  # cancelled: who asked has gone
            continue
        if error is None:
            answer.set_result(None)
        else:
            answer.set_exception(error)
