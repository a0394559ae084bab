"""One message a second in each channel, and short bursts, which is what Slack allows.

https://docs.slack.dev/apis/web-api/rate-limits#posting_messages
"""

import threading
import time
from collections.abc import Callable

BETWEEN_MESSAGES = 1.0
AT_ONCE = 3
"""Messages that need not wait for each other: those who ask in one channel at the same moment do not wait. Slack names
no number; https://docs.slack.dev/reference/methods/chat.postMessage speaks of generous bursts."""


class Pace:
    """Lets whoever posts in a channel wait for a turn there; other channels are not held up.

    `clock` and `sleep` are in seconds. Turns are taken in the order in which they are asked for.
    """

    def __init__(
        self,
        seconds: float = BETWEEN_MESSAGES,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        at_once: int = AT_ONCE,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._ahead = (at_once - 1) * seconds
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, channel: str) -> None:
        """Return when it is the caller's turn to post in this channel."""
        with self._lock:
            now = self._clock()
            # Turns are a second apart; each may be taken some seconds before it is due.
            due = max(now, self._free_at.get(channel, now))
            self._free_at = {each: at for each, at in self._free_at.items() if at > now}
            self._free_at[channel] = due + self._seconds
        if (seconds := due - self._ahead - now) > 0:
            self._sleep(seconds)
