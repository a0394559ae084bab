"""How a value stands against its target, and how sure that is."""

from enum import StrEnum

from kpi.catalogue import Better, Kpi
from kpi.readings.reading import Reading

LEAST = 10  # ratings, replies …: on fewer than this nothing is judged


class State(StrEnum):
    """A target that is missed is surely missed only if the 95 % interval of the value excludes it."""

    ON_TARGET = "on target"
    SHORT = "short"
    PERHAPS_SHORT = "perhaps short"


def state(kpi: Kpi, reading: Reading) -> State | None:
    """The state of a reading; None without a target of the KPI's own, and where there is too little data to judge."""
    value, interval = reading.value, reading.sample.interval
    if kpi.target is None or value is None or interval is None or reading.n < LEAST:
        return None
    if _reaches(kpi, value, kpi.target.value):
        return State.ON_TARGET
    best = max(interval) if kpi.better is Better.HIGHER else min(interval)
    return State.PERHAPS_SHORT if _reaches(kpi, best, kpi.target.value) else State.SHORT


def _reaches(kpi: Kpi, value: float, target: float) -> bool:
    return value >= target if kpi.better is Better.HIGHER else value <= target
