"""The command `kpibot`, run as people run it: a process of its own, in an empty folder, with a clean environment."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from kpi.store import Store
from tests.support.databases import SQLITE, a_copy, chosen, no_database, one_of_each_kind, opened
from tests.support.ready_kpibot import ReadyKpibot

ROOT = Path(__file__).parents[2]
TICKETS = ROOT / "tests" / "data" / "tickets.csv"
SECRET = "5ecr3t-0f-th3-t0k3n"
TOKENS = {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_APP_TOKEN": f"xapp-{SECRET}"}
RUN_SECONDS = 60
ANY_PORT = "0"


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Standard output with its lines joined, for a terminal wraps them."""
        return " ".join(self.out.split())

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Kpibot:
    """Runs `kpibot` in `folder`. A setting is a keyword: `TIMEZONE="Europe/Berlin"`.

    Its store is at `address`: in a file, where it keeps it unless told otherwise, or on a server.
    """

    def __init__(self, folder: Path, ready: ReadyKpibot) -> None:
        self.folder = folder
        self._ready = ready
        self._started: list[subprocess.Popen[str]] = []

    @cached_property
    def address(self) -> str:
        return no_database(self.folder / "data")

    @property
    def calls_it(self) -> str:
        """What it calls its store."""
        return "data/kpibot.db" if chosen() == SQLITE else Store(self.address).name

    @property
    def has_no_store(self) -> bool:
        """Not even a folder of it."""
        return opened(self.address).is_new and not (self.folder / "data").exists()

    def run(self, *arguments: str | Path, **settings: str) -> Ran:
        """Run it to its end, whatever that is."""
        return Ran(*self._ready.run(list(map(str, arguments)), self.folder, self.environment(**settings), RUN_SECONDS))

    def does(self, *arguments: str | Path, **settings: str) -> Ran:
        """Run what has to succeed, without a word on standard error."""
        ran = self.run(*arguments, **settings)
        assert (ran.status, ran.err) == (0, ""), ran
        return ran

    def refuses(self, *arguments: str | Path, **settings: str) -> str:
        """Run what the user has to mend: it says so on standard error alone, and shows no traceback."""
        ran = self.run(*arguments, **settings)
        assert (ran.status, ran.out) == (2, ""), ran
        assert "Traceback" not in ran.err, ran.err
        return ran.err

    def start(self, *arguments: str | Path, **settings: str) -> subprocess.Popen[str]:
        """Start it, and leave it running until the end of the test at most."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def elsewhere(self, name: str) -> "Kpibot":
        """Another one, in a folder of this one's."""
        other = Kpibot(self.folder / name, self._ready)
        other.folder.mkdir()
        return other

    def environment(self, **settings: str) -> dict[str, str]:
        """None of the variables of whoever runs the tests, but for where programs are found. Many run at once."""
        mine = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        on_server = {} if chosen() == SQLITE else {"DATABASE_URL": self.address}
        return {**mine, "HTTP_PORT": ANY_PORT, **on_server, **settings}

    def stop(self) -> None:
        for process in self._started:
            with process:
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)


@pytest.fixture(scope="session")
def ready_kpibot() -> Iterator[ReadyKpibot]:
    ready = ReadyKpibot()
    yield ready
    ready.stop()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, ready_kpibot: ReadyKpibot) -> Callable[[], str]:
    """A store that holds the sample tickets, to be copied."""

    def imported() -> str:
        kpibot = Kpibot(tmp_path_factory.mktemp("filled"), ready_kpibot)
        kpibot.does("import", TICKETS, "--yes")
        return kpibot.address

    return one_of_each_kind(imported)


@pytest.fixture
def database(kpibot: Kpibot, filled: Callable[[], str]) -> str:
    """The sample tickets, where `kpibot` keeps its store."""
    folder = kpibot.folder / "data"
    folder.mkdir()
    kpibot.address = a_copy(filled(), folder)
    return kpibot.address


@pytest.fixture
def kpibot(tmp_path: Path, ready_kpibot: ReadyKpibot) -> Iterator[Kpibot]:
    kpibot = Kpibot(tmp_path, ready_kpibot)
    yield kpibot
    kpibot.stop()
