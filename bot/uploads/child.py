"""The process in which a job is done: it is handed in by stdin, and what comes of it goes out by stdout, pickled."""

import gc
import os
import pickle
import signal
import sys
import time
import traceback
from typing import IO, Any

from bot.uploads.jobs.job import Job
from kpi.errors import KpibotError

PROGRESS, RESULT, MENDABLE, BUG = "progress", "result", "mendable", "bug"
_TELLS_EVERY = 0.2  # seconds
_NICE = 5
"""Answers come first where there are few processors; more would let those wait who write to the store as well."""


def main() -> None:
    """Do one job. The end of stdout without a result is the end of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the bot, which then ends this one.
    os.nice(_NICE)
    gc.disable()  # What is read holds no cycles, and to look for some takes a sixth of the time.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get in between
    _do(pickle.load(sys.stdin.buffer), out)  # noqa: S301 — by the bot itself


def _do(job: Job, out: IO[bytes]) -> None:
    said_at = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at > _TELLS_EVERY:
            said_at = time.monotonic()
            _send(out, PROGRESS, (what, done, total))

    try:
        _send(out, RESULT, job.run(tell))
    except KpibotError as error:
        _send(out, MENDABLE, (type(error), error.sentence, error.hint))
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001
        # The outer edge of this process: it is raised again in the bot.
        _send(out, BUG, traceback.format_exc())


def _send(out: IO[bytes], kind: str, content: Any) -> None:
    pickle.dump((kind, content), out)
    out.flush()
