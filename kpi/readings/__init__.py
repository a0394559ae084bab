"""How each KPI is computed from the facts, one file a KPI."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi
from kpi.facts import Facts, TimeRange
from kpi.readings import csat, first_response_time, resolution_time
from kpi.readings.reading import Reading

_READERS: Mapping[str, Callable[[Facts, TimeRange], Reading]] = MappingProxyType(
    {
        CSAT.key: csat.read,
        FIRST_RESPONSE_TIME.key: first_response_time.read,
        RESOLUTION_TIME.key: resolution_time.read,
    }
)


def read(kpi: Kpi, facts: Facts, time: TimeRange) -> Reading:
    """The KPI over the time range."""
    return _READERS[kpi.key](facts, time)
