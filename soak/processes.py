"""The processes of a soak: the bot, Slack with its people, and the help desk."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.server import LocalSlack
from soak import team
from soak.watching import READY, fetch

SECRET, METRICS_TOKEN = "the-signing-secret-of-this-soak", "the-token-of-this-soak"
CONNECTIONS = 16
LOG = "bot.log"
_ROOT = Path(__file__).parents[1]
_KPIBOT = Path(sys.executable).parent / "kpibot"
_STARTS_WITHIN = 60.0
_STOPS_WITHIN = 60.0


@dataclass(frozen=True)
class People:
    """Slack and the people in it, who ask when they are told to."""

    process: subprocess.Popen[str]
    slack: LocalSlack
    bot_token: str

    def begin(self, seconds: float) -> None:
        """Let them ask for so long."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()

    def told(self) -> dict[str, Any]:
        """What came of it, as soon as they are done."""
        return _line(self.process)


@dataclass(frozen=True)
class Bot:
    """`kpibot serve`, and where it is reached."""

    process: subprocess.Popen[bytes]
    address: str

    def stop(self) -> int:
        """As a service manager does: its status, which is that of a killed one if it takes too long."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(_STOPS_WITHIN)
        self.process.kill()
        return self.process.wait()


def free_port() -> int:
    """One that nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


@contextmanager
def people_at(address: str, seed: int) -> Iterator[People]:
    """Of a workspace whose bot is reached there; it is open as long as the context lasts."""
    command = [sys.executable, "-m", "soak.people", f"{address}/slack/events", SECRET, f"{seed}"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = _line(process)
            # Not started: it only tells where the other one is.
            slack = LocalSlack(told["port"], team.people(), sample_channels=team.channels())
            yield People(process, slack, told["bot_token"])
        finally:
            process.kill()


@contextmanager
def serving(people: People, port: int, folder: Path, url: str) -> Iterator[Bot]:
    """The bot as an admin runs it, once it is ready; what it logs is in the folder."""
    settings = {
        "SLACK_BOT_TOKEN": people.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": people.slack.api_url,
        "HTTP_PORT": f"{port}",
        "METRICS_TOKEN": METRICS_TOKEN,
    }
    with (
        (folder / LOG).open("wb") as log,
        subprocess.Popen([_KPIBOT, "serve"], cwd=folder, env=_environment(folder, url) | settings, stderr=log) as bot,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(bot, address)
            yield Bot(bot, address)
        finally:
            bot.kill()


@contextmanager
def sending(address: str, seconds: float, a_second: float) -> Iterator["subprocess.Popen[str]"]:
    """The help desk, which sends so many deliveries a second for so long; ended sooner with the context."""
    numbers = (seconds, CONNECTIONS, a_second, 0)
    command = [sys.executable, "-m", "benchmarks.sending", address, *map(str, numbers)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def kpibot(folder: Path, url: str, *arguments: str) -> str:
    """Run a command to its end, which has to be a good one: what it said."""
    run = subprocess.run(
        [_KPIBOT, *arguments], cwd=folder, env=_environment(folder, url), capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"kpibot {' '.join(arguments)}: {run.stderr[-2000:]}")
    return run.stdout


def _environment(folder: Path, url: str) -> dict[str, str]:
    mine = {"PATH": os.environ["PATH"], "HOME": f"{folder}", "PYTHONPATH": f"{_ROOT}"}
    return {**mine, "DATABASE_URL": url, "no_proxy": "127.0.0.1"}


def _wait_until_ready(bot: "subprocess.Popen[bytes]", address: str) -> None:
    give_up_at = time.monotonic() + _STARTS_WITHIN
    while fetch(address, READY)[0] != 200:
        if bot.poll() is not None or time.monotonic() > give_up_at:
            raise SystemExit(f"The bot does not become ready; see its {LOG}.")
        time.sleep(0.1)


def _line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told
