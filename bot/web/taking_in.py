"""Takes in what was acknowledged: into the store, a moment after it came."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

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

GATHERED_FOR = 0.1
"""Seconds for which more are waited for: many together take far less than each alone."""

LOOKED_EVERY = 1.0
"""Seconds after which it is looked whether another bot, which has died, has left any; and tried anew after trouble."""

ENDS_WITHIN = 5.0
"""Seconds for what waits when it is to end; what is left then is taken in at the next start."""

FOREVER = float("inf")
INBOX = "inbox"

ALIVE_WITHIN = 60.0


class TakingIn:
    """Empties the inbox, from `running` on; `soon` says that there is something in it."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._came = Event()
        self._ends_at = FOREVER
        self._collected = False
        self._trouble = ""
        self._deliveries = self._transactions = 0
        self.pulse = Pulse("taking in", ALIVE_WITHIN)
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def soon(self) -> None:
        """Something has come."""
        self._came.set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """In the background, for as long as the context lasts, and in the end until nothing waits."""
        thread = Thread(target=self._run, name="taking-in", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ends_at = time.monotonic() + ENDS_WITHIN
            self._came.set()
            thread.join()
            self._log.info("no more deliveries", taken=self._deliveries, transactions=self._transactions)

    def _run(self) -> None:
        while time.monotonic() < self._ends_at:
            with requests.request(), self.pulse.beat():
                taken = self._taken_in()
            if len(taken) == inbox.AT_ONCE:
                continue
            if self._ends_at < FOREVER and not taken:
                break
            if not taken:
                self._came.wait(LOOKED_EVERY)
                self._came.clear()
            if self._ends_at == FOREVER:
                time.sleep(GATHERED_FOR)

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
