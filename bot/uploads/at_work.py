"""Which files this bot works on: it says so in the store every few seconds, for other bots and for the next one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.uploads.ledger import Ledger
from kpi.errors import KpibotError

BEATS_EVERY = 5.0
"""Seconds."""


class AtWork:
    """What this bot knows by itself holds even when it could not say so for a while: its computer may have slept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: set[int] = set()

    def __contains__(self, number: int) -> bool:
        """Whether this bot is working on it."""
        return number in self._numbers

    @contextmanager
    def on(self, number: int) -> Iterator[None]:
        """It is being worked on, until the end of the context."""
        over = threading.Event()
        thread = threading.Thread(target=self._beat, args=(number, over), name=f"upload-{number}", daemon=True)
        self._numbers.add(number)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._numbers.discard(number)

    def _beat(self, number: int, over: threading.Event) -> None:
        while not over.wait(BEATS_EVERY):
            try:
                self._ledger.beat(number)
            except KpibotError as error:
                structlog.get_logger("kpibot").warning("a file that is worked on cannot say so", why=error.sentence)
