"""The process in which jobs are done: they are handed in by stdin, and what comes of them goes out by stdout, pickled.

It ends at once when the bot does: nobody would be told what comes of the job, and the next bot may begin it anew.
"""

import gc
import os
import pickle
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from bot import failures
from bot.uploads.jobs.job import Job
from kpi.errors import KpibotError

PROGRESS, RESULT, MENDABLE, BUG = "progress", "result", "mendable", "bug"
_TELLS_EVERY = 0.2  # seconds
_GROWN = 128 << 10
"""Kilobytes by which a process may have grown to be used once more; what is freed is not always given back."""

_STATM = Path("/proc/self/statm")
_NICE = 5
"""Answers come first where there are few processors; more would let those wait who write to the store as well."""


def main() -> None:
    """Do one job after the other. The end of stdout without a result is the end of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the bot, which then ends this one.
    os.nice(_NICE)
    gc.disable()  # What is read holds no cycles, and to look for some takes a sixth of the time.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get in between
    jobs: SimpleQueue[Job] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    most = _memory() + _GROWN
    while True:
        _do(jobs.get(), out, most)
        gc.collect()


def _listen(stream: IO[bytes], jobs: "SimpleQueue[Job]") -> None:
    """Take jobs until the bot is gone, or needs this process no more."""
    try:
        while True:
            jobs.put(pickle.load(stream))  # noqa: S301 — by the bot itself  # nosec
    except (EOFError, pickle.UnpicklingError):
        os._exit(0)  # in the midst of a job as well: what it has written is there in whole transactions


def _do(job: Job, out: IO[bytes], most: int) -> None:
    """What comes of it goes out with whether this process can do another one."""
    said_at = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at > _TELLS_EVERY:
            said_at = time.monotonic()
            _send(out, PROGRESS, (what, done, total), True)

    try:
        result = job.run(tell)
        _send(out, RESULT, result, _memory() < most)
    except KpibotError as error:
        _send(out, MENDABLE, (type(error), error.sentence, error.hint), _memory() < most)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001
        # The outer edge of this process: it is raised again in the bot.
        _send(out, BUG, failures.told(error), False)


def _send(out: IO[bytes], kind: str, content: Any, goes_on: bool) -> None:
    pickle.dump((kind, content, goes_on), out)
    out.flush()


def _memory() -> int:
    """What it has now, in kilobytes. Where there is no /proc it is the most that it has ever had, in whatever unit:
    there a process is seldom used twice."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize() >> 10
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
