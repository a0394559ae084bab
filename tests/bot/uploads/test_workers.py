"""Jobs in processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.failures import ElsewhereError
from bot.uploads.jobs.job import Tell
from bot.uploads.workers import DiedError, Workers
from kpi.errors import ConfigurationError
from tests.support.waiting import wait_until

KEPT: list[bytes] = []


@dataclass(frozen=True)
class Doing:
    """A job that does what it is told."""

    what: str

    def run(self, tell: Tell) -> Any:
        match self.what:
            case "count":
                tell("counting", 1, 2)
                sys.stdout.write("what a library prints")
                return 42
            case "mendable":
                raise ConfigurationError("The disk is full.", "Make room.")
            case "bug":
                raise ZeroDivisionError
            case "die":
                os._exit(1)
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
                return None
            case "who":
                return os.getpid()
            case "grow":
                KEPT.append(b"x" * (400 << 20))
                return os.getpid()
            case _:
                tell("sleeping", os.getpid(), 0)
                time.sleep(60)
                return None


def nobody(_what: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def prints(_what: str, done: int, _total: int) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    workers.stop()


def test_a_job_gives_its_result_and_says_how_far_it_is(workers: Workers) -> None:
    told: list[tuple[str, int, int]] = []
    assert workers.run(Doing("count"), lambda *said: told.append(said)) == 42
    assert told == [("counting", 1, 2)]


def test_what_goes_wrong_is_said_as_it_was_there_and_a_bug_is_a_bug_here_too(workers: Workers) -> None:
    with pytest.raises(ConfigurationError) as error:
        workers.run(Doing("mendable"), nobody)
    assert (error.value.sentence, error.value.hint) == ("The disk is full.", "Make room.")
    with pytest.raises(ElsewhereError, match="ZeroDivisionError"):
        workers.run(Doing("bug"), nobody)


def test_a_process_that_is_done_does_the_next_job_unless_it_has_grown(workers: Workers) -> None:
    first = workers.run(Doing("who"), nobody)
    assert workers.run(Doing("grow"), nobody) == first
    assert workers.run(Doing("who"), nobody) != first


def test_a_process_that_nobody_needs_ends() -> None:
    workers = Workers(idle_seconds=0.0)
    process = workers.run(Doing("who"), nobody)
    wait_until(lambda: not is_there(process))


def test_a_process_that_ends_without_a_word_has_died_and_one_that_was_killed_may_lack_memory(workers: Workers) -> None:
    with pytest.raises(DiedError) as died:
        workers.run(Doing("die"), nobody)
    assert died.value.hint == ""
    with pytest.raises(DiedError, match="memory is short"):
        workers.run(Doing("killed"), nobody)


def test_a_job_ends_with_the_bot_even_if_the_bot_is_killed() -> None:
    begins = "import tests.bot.uploads.test_workers as t; t.Workers().run(t.Doing('sleep'), t.prints)"
    with subprocess.Popen([sys.executable, "-c", begins], stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        process = int(bot.stdout.readline())
        bot.kill()
    wait_until(lambda: not is_there(process))


def test_stopping_ends_what_runs_and_begins_nothing_more() -> None:
    workers = Workers()
    with pytest.raises(DiedError) as died:
        workers.run(Doing("sleep"), lambda *_: workers.stop())
    assert died.value.hint == ""
    with pytest.raises(DiedError):
        workers.run(Doing("count"), nobody)
    with pytest.raises(DiedError), workers.turn():
        pass


def test_what_is_done_soon_is_done_before_the_end() -> None:
    workers, over = Workers(), list[Thread]()

    def stop(*_: object) -> None:
        over.append(Thread(target=workers.stop, args=(60.0,)))
        over[-1].start()

    assert workers.run(Doing("count"), stop) == 42
    over[-1].join()
    with pytest.raises(DiedError):
        workers.run(Doing("count"), nobody)


def is_there(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()  # a zombie has ended
    except OSError:
        return False
