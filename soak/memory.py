"""The memory of a program and of the processes that it has started, as Linux tells it, in MB of a million bytes."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import linear_regression
from typing import NamedTuple

from soak.looking import looking

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


@contextmanager
def memory_of(process: int) -> Iterator[list[Moment]]:
    """A list to which each second is added, for as long as the context lasts."""
    began, moments = time.monotonic(), list[Moment]()

    def look() -> None:
        with suppress(OSError):  # it ends
            moments.append(_now(process, time.monotonic() - began))

    with looking(look, EVERY):
        yield moments


def growth(moments: Sequence[Moment]) -> float:
    """MB an hour of the program itself: the slope of a straight line through all moments, by least squares."""
    slope, _ = linear_regression([each.seconds for each in moments], [each.serving for each in moments])
    return slope * 3600


def _now(process: int, seconds: float) -> Moment:
    serving, own = _sizes(process)
    children = list(_children(process))
    others = 0.0
    for child in children:
        with suppress(OSError):  # it has just ended
            others += _sizes(child)[1]
    return Moment(seconds, serving, own + others, 1 + len(children))


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
