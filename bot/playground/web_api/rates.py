"""How often a method may be called: https://docs.slack.dev/apis/web-api/rate-limits"""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.playground.content import RateLimitedError

# Slack allows short bursts above the rate and says no number.
BURST = 10


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


class Rates:
    """Each key has a bucket of `BURST` calls that fills again at its own rate; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[Hashable, _Bucket] = {}

    def take(self, key: Hashable, per_minute: int) -> None:
        """Count one call, or raise `RateLimitedError` with the whole seconds until the next may come."""
        now, rate = self._clock(), per_minute / 60
        bucket = self._buckets.setdefault(key, _Bucket(BURST, now))
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.filled_at) * rate)
        bucket.filled_at = now
        if bucket.tokens < 1:
            raise RateLimitedError(max(1, math.ceil((1 - bucket.tokens) / rate)))
        bucket.tokens -= 1
