"""kpibot's programs: started, and killed."""

import os
import random
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ready_kpibot import ROOT, ReadyKpibot

_LEARNING = ("feature_extraction.text", "linear_model", "model_selection", "svm")
SERVING = ("bot.connection", "bot.warming", *(f"sklearn.{each}" for each in _LEARNING))
"""What `kpibot serve` reads besides."""
_LONGEST = 60.0  # seconds


class Programs:
    """Starts `kpibot` in this folder, with these settings; all that it says is in `log`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._settings = settings
        self._ready = ReadyKpibot(*SERVING)
        self._running: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in list(self._running):
            self.kill(child)
        self._ready.stop()

    def start(self, *arguments: str, **settings: str) -> int:
        """The number of its process."""
        with self.log.open("ab") as log:
            child = self._ready.start(arguments, self.folder, self._environment(settings), log, log)
        self._running.add(child)
        return child

    def kill(self, child: int) -> int:
        """Its status: that of a killed one, unless it had ended before."""
        os.kill(child, signal.SIGKILL)
        return self._ended(child)

    def stop(self, child: int) -> int:
        """As a service manager does."""
        os.kill(child, signal.SIGTERM)
        return self._ended(child)

    def run(self, *arguments: str, **settings: str) -> tuple[int, str]:
        """To its end: its status, and what it said."""
        before = self.log.stat().st_size if self.log.exists() else 0
        status = self._ended(self.start(*arguments, **settings))
        return status, self.log.read_bytes()[before:].decode()

    def killed_within(
        self, longest: float, chance: random.Random, *arguments: str, **settings: str
    ) -> tuple[int, float]:
        """Started, and killed at a moment of that many seconds: its status, and the moment."""
        moment = chance.uniform(0, longest)
        child = self.start(*arguments, **settings)
        time.sleep(moment)
        return self.kill(child), moment

    def _ended(self, child: int) -> int:
        self._running.discard(child)
        return self._ready.ended(child, _LONGEST)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        mine = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        return {**mine, **self._settings, **settings}
