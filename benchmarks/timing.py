"""How long works take beside each other on a machine that others use as well."""

import statistics
import time
from collections.abc import Callable, Mapping

Milliseconds = list[float]

SLOW = 2_000.0
"""What takes longer is measured in fewer rounds."""

ROUNDS_OF_THE_SLOW = 3
_AT_LEAST = 40.0
_MOST_REPEATED = 20


def in_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Milliseconds]:
    """The times of each work. All of them take part in each round, one after the other, so that a busy minute hits all
    alike; one that is short is done several times in a round, and its shortest time is that round's. All are warm.
    """
    first = {name: _warm(work) for name, work in works.items()}
    times: dict[str, Milliseconds] = {name: [] for name in works}
    for number in range(rounds):
        for name, work in works.items():
            if first[name] < SLOW or number < ROUNDS_OF_THE_SLOW:
                repeated = int(min(max(_AT_LEAST / first[name], 1), _MOST_REPEATED))
                times[name].append(min(took(work) for _ in range(repeated)))
    return times


def took(work: Callable[[], object]) -> float:
    """In milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def median(times: Milliseconds) -> float:
    """In milliseconds."""
    return statistics.median(times)


def _warm(work: Callable[[], object]) -> float:
    """The first time fills caches; a slow work is not done twice for that."""
    first = took(work)
    return first if first > SLOW else took(work)
