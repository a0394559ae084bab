"""What is logged of requests from outside: nothing that they hold, and nothing as often as they come."""

import time
from collections.abc import Callable
from traceback import extract_tb

from structlog.stdlib import BoundLogger

from bot import failures, requests

EVERY = 60.0  # seconds


class Seldom:
    """Tells the first time of something at once, and after that at most once a minute how often it happened."""

    def __init__(self, log: BoundLogger, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._told: dict[tuple[str, str, str], tuple[float, int]] = {}

    def warn(self, event: str, source: str, why: str = "") -> None:
        """To be called each time, with few different values."""
        key, now = (event, source, why), self._clock()
        told_at, times = self._told.get(key, (-EVERY, 0))
        if now - told_at < EVERY:
            self._told[key] = (told_at, times + 1)
            return
        self._log.warning(event, source=source, times=times + 1, **({"why": why} if why else {}))
        self._told[key] = (now, 0)


def failure(log: BoundLogger, error: Exception, source: str) -> str:
    """Log a bug, and give the id by which it is found. What the error says might quote the request: only where it
    happened is told, and what can quote nothing.
    """
    number = requests.number()
    frames = [each for each in extract_tb(error.__traceback__) if "site-packages" not in each.filename]
    where = " < ".join(f"{each.filename}:{each.lineno}" for each in reversed(frames))
    said = failures.said(error)
    told = {"said": said} if said else {}
    log.error("failure", id=number, source=source, kind=type(error).__name__, where=where, **told)
    return number
