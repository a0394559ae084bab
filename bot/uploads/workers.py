"""Does jobs in processes of their own, a few at a time, and ends them with the bot."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from bot.uploads.child import MENDABLE, PROGRESS, RESULT
from bot.uploads.jobs.job import Job, Tell
from kpi.errors import UserError

AT_ONCE = 2
_PROGRAM = "from bot.uploads.child import main; main()"


class DiedError(UserError):
    """The process has ended before its job was done: it was killed, or the bot is being stopped."""

    def __init__(self) -> None:
        super().__init__("I was interrupted while I worked on it.")


class Workers:
    """At most `AT_ONCE` jobs at a time; the others wait."""

    def __init__(self) -> None:
        self._turn = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, job: Job, tell: Tell) -> Any:
        """What the job gives. KpibotError if it raises one, DiedError if it ends without a word."""
        with self._turn:
            process = self._started()
            try:
                return _result(process, job, tell)
            finally:
                self._ended(process)

    def stop(self) -> None:
        """End what is running; nothing is begun any more. What an import has written stays, in whole transactions."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._stopped:
                raise DiedError
            where = os.pathsep.join(filter(None, sys.path))
            process = subprocess.Popen(  # noqa: S603 — this program itself
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": where},
            )
            self._running.add(process)
            return process

    def _ended(self, process: "subprocess.Popen[bytes]") -> None:
        with self._lock:
            self._running.discard(process)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _result(process: "subprocess.Popen[bytes]", job: Job, tell: Tell) -> Any:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    with suppress(BrokenPipeError):  # what it says, or that it says nothing, tells more
        pickle.dump(job, process.stdin)
        process.stdin.close()
    while True:
        kind, content = _heard(process.stdout)
        if kind == PROGRESS:
            tell(*content)
        elif kind == RESULT:
            return content
        elif kind == MENDABLE:
            raise _error(*content)
        else:
            raise RuntimeError(content)


def _heard(stream: IO[bytes]) -> tuple[str, Any]:
    try:
        kind, content = pickle.load(stream)  # noqa: S301 — by a process of our own
    except EOFError:
        raise DiedError from None
    return kind, content


def _error(kind: Callable[[str, str], Exception], sentence: str, hint: str) -> Exception:
    """As it was raised there; a kind that takes other words is a UserError here."""
    try:
        return kind(sentence, hint)
    except TypeError:
        return UserError(sentence, hint)
