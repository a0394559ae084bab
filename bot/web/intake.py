"""Stores deliveries: one writer for all who wait, so that the disk is waited for once and not for each.

Nobody is answered before what he sent is on the disk.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import Context, copy_context
from itertools import islice
from threading import Condition, Thread
from typing import NamedTuple

import structlog
from sqlalchemy.exc import OperationalError
from structlog.stdlib import BoundLogger

from bot.web.log_lines import failure
from kpi.errors import ConfigurationError, KpibotError
from kpi.store import Store
from kpi.webhooks import taking
from kpi.webhooks.taking import Incoming, Taken

MOST_WAITING = 1_000
MOST_TOGETHER = 100
"""Deliveries in one transaction."""
SOON = 0.05
"""Seconds that a transaction may take, for others write as well."""


GATHERED_FOR = 0.004
"""Seconds for which others are waited for: a transaction of ten takes little longer than one of one."""


class CrowdedError(Exception):
    """More deliveries wait than can be stored soon, or none are taken any more."""


class _Waiting(NamedTuple):
    incoming: Incoming
    answer: asyncio.Future[Taken]
    context: Context
    """Of the request: its id is in the log."""


_Outcome = Taken | KpibotError


class Intake:
    """Takes deliveries from the coroutines of one event loop, from `running` on."""

    def __init__(self, store: Store, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._most_waiting = most_waiting
        self._waiting: deque[_Waiting] = deque()
        self._changed = Condition()
        self._runs = False
        self._together = MOST_TOGETHER
        self._groups = self._deliveries = 0
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
            self._log.info("no more deliveries", taken=self._deliveries, transactions=self._groups)

    async def take(self, incoming: Incoming) -> Taken:
        """What has become of a delivery, once that is on the disk.

        CrowdedError if it cannot wait, ConfigurationError if the store cannot be written: then nothing was kept of it.
        """
        answer: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        with self._changed:
            if not self._runs or len(self._waiting) >= self._most_waiting:
                raise CrowdedError
            self._waiting.append(_Waiting(incoming, answer, copy_context()))
            self._changed.notify()
        return await answer

    def _run(self) -> None:
        while group := self._next():
            began = time.monotonic()
            outcomes = self._stored(group)
            self._groups, self._deliveries = self._groups + 1, self._deliveries + len(group)
            self._adapt(time.monotonic() - began, len(group))
            with suppress(RuntimeError):  # the loop was closed: whoever waited has gone
                group[0].answer.get_loop().call_soon_threadsafe(_answer, group, outcomes)

    def _next(self) -> Sequence[_Waiting]:
        """Those who wait, as many as can be stored soon; none when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._runs)
        time.sleep(GATHERED_FOR)
        with self._changed:
            group = list(islice(self._waiting, self._together))
            for _ in group:
                self._waiting.popleft()
            return group

    def _stored(self, group: Sequence[_Waiting]) -> Sequence[_Outcome]:
        """What has become of each."""
        try:
            with self._store.writing(durable=True) as connection:
                return taking.take(connection, [each.incoming for each in group])
        except KpibotError as error:
            return [error] * len(group)
        except OperationalError as error:
            return [self._unusable(error, group[0].incoming)] * len(group)
        except Exception:  # noqa: BLE001
            # The outer edge: one that breaks us must not keep the others out. It is found and logged there.
            return [each.context.run(self._stored_alone, each.incoming) for each in group]

    def _stored_alone(self, incoming: Incoming) -> _Outcome:
        """One on which we fail is kept as not understood, to be replayed when that is mended."""
        try:
            with self._store.writing(durable=True) as connection:
                return taking.take(connection, [incoming])[0]
        except KpibotError as error:
            return error
        except OperationalError as error:
            return self._unusable(error, incoming)
        except Exception as error:  # noqa: BLE001
            number = failure(self._log, error, incoming.source)
        try:
            with self._store.writing(durable=True) as connection:
                return taking.keep_failed(connection, incoming, f"Something broke on our side (failure {number}).")
        except KpibotError as error:
            return error
        except Exception as error:  # noqa: BLE001
            return self._unusable(error, incoming)

    def _unusable(self, error: Exception, incoming: Incoming) -> KpibotError:
        """It is the store that failed, in a way for which it has no words."""
        return ConfigurationError(f"The store failed (failure {failure(self._log, error, incoming.source)}).")

    def _adapt(self, took: float, number: int) -> None:
        """Smaller groups where they take too long, larger ones where a full one was quick."""
        if took > SOON:
            self._together = max(1, number // 2)
        elif number == self._together and took < SOON / 2:
            self._together = min(2 * self._together, MOST_TOGETHER)


def _answer(group: Sequence[_Waiting], outcomes: Sequence[_Outcome]) -> None:
    for (_, answer, _), outcome in zip(group, outcomes, strict=True):
        if answer.done():  # cancelled: who asked has gone
            continue
        if isinstance(outcome, KpibotError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
