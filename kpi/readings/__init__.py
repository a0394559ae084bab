"""How each KPI is computed from the facts, one file a KPI."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi
from kpi.facts import Facts, Sample, TimeRange
from kpi.readings import csat, first_response_time, resolution_time
from kpi.readings.reading import Reading


class _Reader(NamedTuple):
    sample: Callable[[Facts, TimeRange], Sample]
    read: Callable[[Facts, TimeRange], Reading]


_READERS: Mapping[str, _Reader] = MappingProxyType(
    {
        CSAT.key: _Reader(csat.sample, csat.read),
        FIRST_RESPONSE_TIME.key: _Reader(first_response_time.sample, first_response_time.read),
        RESOLUTION_TIME.key: _Reader(resolution_time.sample, resolution_time.read),
    }
)


def sample(kpi: Kpi, facts: Facts, time: TimeRange) -> Sample:
    """What the KPI's value over the time range is computed from: enough to compare it."""
    return _READERS[kpi.key].sample(facts, time)


def read(kpi: Kpi, facts: Facts, time: TimeRange) -> Reading:
    """The KPI over the time range, with all that is beside the value."""
    return _READERS[kpi.key].read(facts, time)
