"""Whether something that is to be done every few seconds is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST = 1800.0
"""Seconds that it may take once: a summary that is made anew takes minutes."""


class Pulse:
    """Of what is `called` so, and is to be done at least once within so many seconds."""

    def __init__(self, called: str, within: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.called = called
        self._within = within
        self._clock = clock
        self._ended_at = clock()
        self._begun_at: float | None = None

    @contextmanager
    def beat(self) -> Iterator[None]:
        """For as long as it is done, whatever comes of it."""
        self._begun_at = self._clock()
        try:
            yield
        finally:
            self._ended_at, self._begun_at = self._clock(), None

    @property
    def trouble(self) -> str:
        """What is wrong with it, "" if nothing."""
        begun_at = self._begun_at  # another thread may end it meanwhile
        if begun_at is not None:
            since = self._clock() - begun_at
            return f"{self.called} has been at it for {since:.0f} seconds" if since > LONGEST else ""
        since = self._clock() - self._ended_at
        return f"{self.called} has not run for {since:.0f} seconds" if since > self._within else ""
