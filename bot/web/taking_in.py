"""Takes in what was acknowledged: into the store, a moment after it came."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Thread

import structlog
from structlog.stdlib import BoundLogger

from bot import requests
from bot.operations.metrics import Metrics
from bot.operations.pulse import Pulse
from bot.web.log_lines import failure
from kpi.errors import KpibotError
from kpi.store import Store
from kpi.webhooks import inbox
from kpi.webhooks.inbox import TakenIn

GATHERED_FOR = 0.5
"""Seconds for which more are waited for, unless as many are there as are taken in together: many take little longer
than one alone."""

LOOKED_EVERY = 1.0
"""Seconds after which it is looked whether another bot, which has died, has left any; and tried anew after trouble."""

ENDS_WITHIN = 5.0
"""Seconds for what waits when it is to end; what is left then is taken in at the next start."""

FOREVER = float("inf")
INBOX = "inbox"

ALIVE_WITHIN = 60.0


class TakingIn:
    """Empties the inbox, from `running` on; `soon` says that something has come."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._changed = Condition()
        self._came = 0
        self._ends_at = FOREVER
        self._collected = False
        self._trouble = ""
        self._deliveries = self._transactions = 0
        self.pulse = Pulse("taking in", ALIVE_WITHIN)
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def soon(self, number: int) -> None:
        """So many have come."""
        with self._changed:
            self._came += number
            self._changed.notify()

    @contextmanager
    def running(self) -> Iterator[None]:
        """In the background, for as long as the context lasts, and in the end until nothing waits."""
        thread = Thread(target=self._run, name="taking-in", daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._changed:
                self._ends_at = time.monotonic() + ENDS_WITHIN
                self._changed.notify()
            thread.join()
            self._log.info("no more deliveries", taken=self._deliveries, transactions=self._transactions)

    def _run(self) -> None:
        while time.monotonic() < self._ends_at:
            ending = self._ends_at < FOREVER  # asked before the look: what comes after a look is found by the next
            with requests.request(), self.pulse.beat():
                taken = self._taken_in()
            if len(taken) == inbox.AT_ONCE:
                continue
            if ending and not taken:
                break
            self._gather()

    def _gather(self) -> None:
        with self._changed:
            if self._wait_for(1, LOOKED_EVERY):
                self._wait_for(inbox.AT_ONCE, GATHERED_FOR)
            self._came = 0

    def _wait_for(self, number: int, seconds: float) -> bool:
        """Whether so many have come by then, or it is to end."""
        return self._changed.wait_for(lambda: self._came >= number or self._ends_at < FOREVER, seconds)

    def _taken_in(self) -> Sequence[TakenIn]:
        """What was taken in. Trouble is told when it begins and when it is over, not every second."""
        trouble, taken = "", list[TakenIn]()
        try:
            if not self._collected:
                inbox.collect(self._store)
                self._collected = True
            taken = inbox.take_in(self._store, self._told)
        except KpibotError as error:
            trouble = error.sentence
            if trouble != self._trouble:
                self._log.warning("deliveries wait", why=trouble)
        except Exception as error:  # noqa: BLE001
            # The outer edge: a bug must not keep those out that are to come.
            trouble = type(error).__name__
            if trouble != self._trouble:
                failure(self._log, error, INBOX)
        if self._trouble and not trouble:
            self._log.info("deliveries are taken in again")
        self._trouble = trouble
        self._count(taken)
        return taken

    def _told(self, error: Exception, source: str) -> str:
        return f"Something broke on our side (failure {failure(self._log, error, source)})."

    def _count(self, taken: Sequence[TakenIn]) -> None:
        self._deliveries, self._transactions = self._deliveries + len(taken), self._transactions + bool(taken)
        for source, each in taken:
            self._metrics.deliveries.labels(self._metrics.source(source), each.outcome).inc()
            if each.why:
                self._log.info("delivery", source=source, outcome=each.outcome)
