"""Work that is done one piece after another in each lane, and side by side in different ones.

A lane is a channel, or a person: a busy channel that waits for its turn with Slack keeps nobody else waiting, and two
answers in one channel do not overtake each other.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from functools import partial

Job = Callable[[], None]


class Lanes:
    """Each lane has a thread for as long as it has work. Jobs raise nothing."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)

    def put(self, lane: str, job: Job) -> None:
        """Do the job, after those that are in this lane already, and for the request of which it is."""
        job = partial(copy_context().run, job)
        with self._lock:
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = deque([job])
        threading.Thread(target=self._work, args=(lane,), name=f"lane-{lane}", daemon=True).start()

    def finish(self, within: float) -> None:
        """Wait until all is done, at most so many seconds."""
        give_up_at = time.monotonic() + within
        with self._idle:
            while self._waiting and (left := give_up_at - time.monotonic()) > 0:
                self._idle.wait(left)

    def _work(self, lane: str) -> None:
        while job := self._next(lane):
            job()

    def _next(self, lane: str) -> Job | None:
        """The lane's next job; without one the lane ends."""
        with self._lock:
            if jobs := self._waiting[lane]:
                return jobs.popleft()
            del self._waiting[lane]
            self._idle.notify_all()
            return None
