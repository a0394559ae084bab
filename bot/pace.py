"""At most one message a second in each channel, which is what Slack allows.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import threading
import time
from collections.abc import Callable

BETWEEN_MESSAGES = 1.0


class Pace:
    """Lets whoever posts in a channel wait for a turn there; other channels are not held up.

    `clock` and `sleep` are in seconds. Turns are taken in the order in which they are asked for.
    """

    def __init__(
        self,
        seconds: float = BETWEEN_MESSAGES,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, channel: str) -> None:
        """Return when it is the caller's turn to post in this channel."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(channel, now))
            self._free_at = {each: at for each, at in self._free_at.items() if at > now}
            self._free_at[channel] = turn + self._seconds
        if turn > now:
            self._sleep(turn - now)
