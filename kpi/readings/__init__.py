"""How each KPI is computed from the facts, one file a KPI."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi
from kpi.dimensions import Dimension
from kpi.facts import Facts, Sample, TimeRange
from kpi.readings import csat, first_response_time, resolution_time
from kpi.readings.reading import Reading


class _Reader(NamedTuple):
    sample: Callable[[Facts, TimeRange], Sample]
    by: Callable[[Facts, Dimension, TimeRange], Mapping[str | None, Sample]]
    over: Callable[[Facts, Sequence[TimeRange]], Sequence[Sample]]
    read: Callable[[Facts, TimeRange], Reading]


_READERS: Mapping[str, _Reader] = MappingProxyType(
    {
        kpi.key: _Reader(each.sample, each.samples_by, each.samples_in, each.read)
        for kpi, each in (
            (CSAT, csat),
            (FIRST_RESPONSE_TIME, first_response_time),
            (RESOLUTION_TIME, resolution_time),
        )
    }
)


def sample(kpi: Kpi, facts: Facts, time: TimeRange) -> Sample:
    """What the KPI's value over the time range is computed from: enough to compare it."""
    return _READERS[kpi.key].sample(facts, time)


def samples_by(kpi: Kpi, facts: Facts, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Sample]:
    """The sample told apart by a dimension's value, of those that have data; None has the conversations without one."""
    return _READERS[kpi.key].by(facts, dimension, time)


def samples_in(kpi: Kpi, facts: Facts, times: Sequence[TimeRange]) -> Sequence[Sample]:
    """The sample of each time range; each begins where the one before it ends."""
    return _READERS[kpi.key].over(facts, times)


def read(kpi: Kpi, facts: Facts, time: TimeRange) -> Reading:
    """The KPI over the time range, with all that is beside the value."""
    return _READERS[kpi.key].read(facts, time)
