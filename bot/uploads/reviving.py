"""Looks every few seconds for files that nobody works on any more, though their messages say so."""

import threading

import structlog

from bot import requests
from bot.uploads.at_work import BEATS_EVERY
from bot.uploads.handling import Handling
from kpi.errors import KpibotError

LOOKS_EVERY = 10.0
"""Seconds."""
DEAD_AFTER = 4 * BEATS_EVERY
FORGOTTEN_AFTER = 14 * 24 * 3600.0
"""Seconds for which examples of what stands in a file are kept while nobody decides about it."""


class Reviving:
    """Goes on with what died with the bot that worked on it. Runs from `start` until `stop`."""

    def __init__(self, handling: Handling) -> None:
        self._handling = handling
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)

    def start(self) -> None:
        """In a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """When it has looked."""
        self._over.set()
        self._thread.join()

    def look(self) -> None:
        """Once."""
        ledger = self._handling.ledger
        for number in ledger.abandoned(DEAD_AFTER):
            self._handling.revive(number, DEAD_AFTER)
        ledger.forget(FORGOTTEN_AFTER)

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except KpibotError as error:
                structlog.get_logger("kpibot").warning("files cannot be looked after", why=error.sentence)
            except Exception as error:  # noqa: BLE001
                # The outer edge: a bug must not end the looks that are to come.
                structlog.get_logger("kpibot").error("failure", id=requests.number(), exc_info=error)
            if self._over.wait(LOOKS_EVERY):
                return
