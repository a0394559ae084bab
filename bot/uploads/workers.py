"""Does jobs in processes of their own, a few at a time, and ends them with the bot."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from bot.failures import ElsewhereError
from bot.uploads.child import MENDABLE, PROGRESS, RESULT
from bot.uploads.jobs.job import Job, Tell
from kpi.errors import UserError

AT_ONCE = 2
IDLE_SECONDS = 60.0
"""So long a process waits for the next job, as its start takes longer than most jobs: whoever has read what was found
in a file presses Import."""

_END_SECONDS = 5.0
_PROGRAM = """
from bot.start import reading
with reading():
    from bot.uploads.child import main
main()
"""
_Process = subprocess.Popen[bytes]


class DiedError(UserError):
    """The process has ended before its job was done: it was killed, or the bot is being stopped."""

    def __init__(self, hint: str = "") -> None:
        super().__init__("I was interrupted while I worked on it.", hint)


class Workers:
    """At most `AT_ONCE` jobs at a time; the others wait. A process that is done waits `idle_seconds` for the next."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Condition()
        self._running: set[_Process] = set()
        self._idle: dict[_Process, threading.Timer] = {}
        self._stopped = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the `AT_ONCE` places, for all that goes with a job, such as fetching its file; DiedError as in
        `run`."""
        with self._turn:
            if self._stopped:
                raise DiedError
            yield

    def run(self, job: Job, tell: Tell) -> Any:
        """What the job gives, in one's own turn. KpibotError if it raises one, DiedError if it ends without a word."""
        process = self._taken()
        goes_on = False
        try:
            kind, content, goes_on = _result(process, job, tell)
        except EOFError:
            raise self._death(process) from None
        finally:
            if goes_on:
                self._keep(process)
            else:
                self._end(process)
        if kind == RESULT:
            return content
        raise _error(*content) if kind == MENDABLE else ElsewhereError(content)

    def stop(self, within: float = 0.0) -> None:
        """End what has not come to its end within so many seconds; nothing is begun any more. What an import has
        written stays, in whole transactions."""
        give_up_at = time.monotonic() + within
        with self._lock:
            self._stopped = True
            while self._running and (left := give_up_at - time.monotonic()) > 0:
                self._lock.wait(left)
            for process in self._running:
                process.kill()
            waiting = list(self._idle)
        for process in waiting:
            self._dismiss(process)

    def _taken(self) -> _Process:
        """One that waits for a job, else a new one."""
        with self._lock:
            if self._stopped:
                raise DiedError
            while self._idle:
                process, timer = self._idle.popitem()
                timer.cancel()
                self._running.add(process)
                if process.poll() is None:
                    return process
                self._running.discard(process)
                _closed(process)
            process = _started()
            self._running.add(process)
            return process

    def _keep(self, process: _Process) -> None:
        """Let it wait for the next job."""
        with self._lock:
            if not self._stopped:
                self._running.discard(process)
                timer = threading.Timer(self._idle_seconds, self._dismiss, [process])
                timer.daemon = True
                self._idle[process] = timer
                timer.start()
                return
        self._end(process)

    def _dismiss(self, process: _Process) -> None:
        """End one that waits, unless it has just been given a job."""
        with self._lock:
            timer = self._idle.pop(process, None)
        if timer is not None:
            timer.cancel()
            _closed(process)

    def _end(self, process: _Process) -> None:
        with self._lock:
            self._running.discard(process)
            self._lock.notify_all()
        _closed(process)

    def _death(self, process: _Process) -> DiedError:
        """Who else kills a process without asking is the system, for lack of memory."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
        was_killed = process.returncode == -signal.SIGKILL and not self._stopped
        return DiedError("If that happens again, memory is short: export a shorter period." if was_killed else "")


def _started() -> _Process:
    where = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603 — this program itself  # nosec
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": where},
    )


def _closed(process: _Process) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _result(process: _Process, job: Job, tell: Tell) -> tuple[str, Any, bool]:
    """What the process says last of a job, and whether it can do another; EOFError if it ends without a word."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    with suppress(BrokenPipeError):  # what it says, or that it says nothing, tells more
        pickle.dump(job, process.stdin)
        process.stdin.flush()
    while True:
        kind, content, goes_on = _heard(process.stdout)
        if kind != PROGRESS:
            return kind, content, goes_on
        tell(*content)


def _heard(stream: IO[bytes]) -> tuple[str, Any, bool]:
    try:
        kind, content, goes_on = pickle.load(stream)  # noqa: S301 — by a process of our own  # nosec
    except pickle.UnpicklingError:  # it ended in the midst of a word
        raise EOFError from None
    return kind, content, goes_on


def _error(kind: Callable[[str, str], Exception], sentence: str, hint: str) -> Exception:
    """As it was raised there; a kind that takes other words is a UserError here."""
    try:
        return kind(sentence, hint)
    except TypeError:
        return UserError(sentence, hint)
