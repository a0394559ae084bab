"""Jobs in processes of their own."""

import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

import pytest

from bot.uploads.jobs.job import Tell
from bot.uploads.workers import DiedError, Workers
from kpi.errors import ConfigurationError


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
            case _:
                time.sleep(60)
                return None


def nobody(_what: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def test_a_job_gives_its_result_and_says_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    assert Workers().run(Doing("count"), lambda *said: told.append(said)) == 42
    assert told == [("counting", 1, 2)]


def test_what_can_be_mended_is_said_as_it_was_there() -> None:
    with pytest.raises(ConfigurationError) as error:
        Workers().run(Doing("mendable"), nobody)
    assert (error.value.sentence, error.value.hint) == ("The disk is full.", "Make room.")


def test_a_bug_is_a_bug_here_too() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        Workers().run(Doing("bug"), nobody)


def test_a_process_that_ends_without_a_word_has_died() -> None:
    with pytest.raises(DiedError):
        Workers().run(Doing("die"), nobody)


def test_stopping_ends_what_runs_and_begins_nothing_more() -> None:
    workers = Workers()
    stopping = threading.Timer(0.5, workers.stop)
    stopping.start()
    with pytest.raises(DiedError):
        workers.run(Doing("sleep"), nobody)
    stopping.join()
    with pytest.raises(DiedError):
        workers.run(Doing("count"), nobody)
