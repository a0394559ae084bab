"""Learns in the background what conversations are about, for whoever labels others."""

import time
from collections.abc import Callable
from threading import Lock, Thread
from zoneinfo import ZoneInfo

import structlog

from bot import requests
from kpi.errors import KpibotError
from kpi.labelling.examples import examples
from kpi.labelling.suggesting import Suggester, can_learn, learnt
from kpi.store import Store
from kpi.team import settings

GOOD_FOR = 600.0
"""Seconds after which it learns anew, once somebody asks: meanwhile more may have been labelled."""


class Suggestions:
    """What was learnt last. Nothing is learnt before somebody asks, or where the bot does not serve."""

    def __init__(self, store: Store, first_zone: ZoneInfo, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._first_zone = first_zone
        self._clock = clock
        self._lock = Lock()
        self._serves = False
        self._began: float | None = None
        self._learning: Thread | None = None
        self._latest: Suggester | None = None

    def start(self) -> None:
        """From now on whoever asks sets it to work."""
        self._serves = can_learn()

    def __call__(self) -> Suggester | None:
        """What suggests intents; None as long as nothing was learnt. Nobody waits for it."""
        with self._lock:
            is_old = self._began is None or self._clock() - self._began > GOOD_FOR
            is_at_work = self._learning is not None and self._learning.is_alive()
            if self._serves and is_old and not is_at_work:
                self._began = self._clock()
                # It writes nothing, and must keep nobody from stopping the bot.
                self._learning = Thread(target=self._learn, name="suggestions", daemon=True)
                self._learning.start()
        return self._latest

    def wait(self, seconds: float) -> None:
        """Until what is being learnt is known, at most so long."""
        if self._learning is not None:
            self._learning.join(seconds)

    def _learn(self) -> None:
        try:
            with self._store.reading() as connection:
                known = examples(connection, settings.read(connection, self._first_zone))
            self._latest = learnt(known)
        except KpibotError as error:
            structlog.get_logger("kpibot").warning("nothing is suggested", why=error.sentence)
        except Exception as error:  # noqa: BLE001
            # The outer edge of this thread: without suggestions all else goes on.
            structlog.get_logger("kpibot").error("failure", id=requests.number(), exc_info=error)
