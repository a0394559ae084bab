"""The command `kpibot`, run as people run it: a process of its own, in an empty folder, with a clean environment."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
    """Runs `kpibot` in `folder`. A setting is a keyword: `TIMEZONE="Europe/Berlin"`."""

    def __init__(self, folder: Path, ready: ReadyKpibot) -> None:
        self.folder = folder
        self._ready = ready
        self.database = folder / "data" / "kpibot.db"
        self._started: list[subprocess.Popen[str]] = []

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
        return {**mine, "HTTP_PORT": ANY_PORT, **settings}

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
def filled(tmp_path_factory: pytest.TempPathFactory, ready_kpibot: ReadyKpibot) -> Path:
    """A store that holds the sample tickets, to be copied."""
    kpibot = Kpibot(tmp_path_factory.mktemp("filled"), ready_kpibot)
    kpibot.does("import", TICKETS, "--yes")
    return kpibot.database


@pytest.fixture
def database(kpibot: Kpibot, filled: Path) -> Path:
    """The sample tickets, where `kpibot` keeps its store."""
    kpibot.database.parent.mkdir()
    shutil.copy(filled, kpibot.database)
    return kpibot.database


@pytest.fixture
def kpibot(tmp_path: Path, ready_kpibot: ReadyKpibot) -> Iterator[Kpibot]:
    kpibot = Kpibot(tmp_path, ready_kpibot)
    yield kpibot
    kpibot.stop()
