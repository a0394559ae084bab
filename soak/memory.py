"""The memory of a program and of the processes that it has started, as Linux tells it, in MB of a million bytes."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from types import TracebackType
from typing import NamedTuple, Self

EVERY = 1.0
_PROC = Path("/proc")
_SIZE = re.compile(r"^(Rss|Pss):\s+(\d+) kB", re.MULTILINE)


class Moment(NamedTuple):
    """What there was so many seconds after the beginning: resident in the program itself, and of all its processes
    together, where what they share counts once (PSS).
    """

    seconds: float
    serving: float
    together: float
    processes: int


@dataclass
class Memory:
    """Looks each second from a thread of its own, as long as the context lasts."""

    process: int
    moments: list[Moment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def after(self, seconds: float) -> Sequence[Moment]:
        """Those that are later."""
        return [each for each in self.moments if each.seconds > seconds]

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            with suppress(OSError):  # it ends
                self.moments.append(self._now())

    def _now(self) -> Moment:
        serving, own = _sizes(self.process)
        children = list(_children(self.process))
        others = 0.0
        for child in children:
            with suppress(OSError):  # it has just ended
                others += _sizes(child)[1]
        return Moment(time.monotonic() - self._began, serving, own + others, 1 + len(children))


def growth(moments: Sequence[Moment]) -> float:
    """MB an hour of the program itself: the slope of a straight line through all moments, by least squares."""
    slope, _ = linear_regression([each.seconds for each in moments], [each.serving for each in moments])
    return slope * 3600


def _sizes(process: int) -> tuple[float, float]:
    """Resident, and its share (PSS)."""
    found = dict(_SIZE.findall((_PROC / f"{process}" / "smaps_rollup").read_text()))
    return int(found["Rss"]) * 1024 / 1e6, int(found["Pss"]) * 1024 / 1e6


def _children(process: int) -> Iterator[int]:
    """Theirs as well."""
    for each in (_PROC / f"{process}" / "task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, each.read_text().split()):
                yield child
                yield from _children(child)
