"""How each KPI is computed from the facts, one file a KPI."""

from collections.abc import Mapping
from types import MappingProxyType

from kpi import catalogue
from kpi.catalogue import Kpi
from kpi.readings.automation_rate import AutomationRateReader
from kpi.readings.backlog import BacklogReader
from kpi.readings.cost_per_contact import CostPerContactReader
from kpi.readings.cost_per_resolution import CostPerResolutionReader
from kpi.readings.csat import CsatReader
from kpi.readings.first_response_time import FirstResponseTimeReader
from kpi.readings.handover_rate import HandoverRateReader
from kpi.readings.intent_distribution import IntentReader
from kpi.readings.nps import NpsReader
from kpi.readings.reader import Reader
from kpi.readings.reopen_rate import ReopenRateReader
from kpi.readings.repeat_rate import RepeatRateReader
from kpi.readings.resolution_rate import ResolutionRateReader
from kpi.readings.resolution_time import ResolutionTimeReader
from kpi.readings.self_service_rate import SelfServiceRateReader
from kpi.readings.throughput import ThroughputReader
from kpi.readings.volume import VolumeReader
from kpi.readings.waiting import WaitingReader

__all__ = ["READERS", "Reader", "reader"]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        kpi.key: each
        for kpi, each in (
            (catalogue.FIRST_RESPONSE_TIME, FirstResponseTimeReader()),
            (catalogue.RESOLUTION_TIME, ResolutionTimeReader()),
            (catalogue.RESOLUTION_RATE, ResolutionRateReader()),
            (catalogue.AUTOMATION_RATE, AutomationRateReader()),
            (catalogue.SELF_SERVICE_RATE, SelfServiceRateReader()),
            (catalogue.CSAT, CsatReader()),
            (catalogue.NPS, NpsReader()),
            (catalogue.COST_PER_CONTACT, CostPerContactReader()),
            (catalogue.COST_PER_RESOLUTION, CostPerResolutionReader()),
            (catalogue.INTENT_DISTRIBUTION, IntentReader()),
            (catalogue.VOLUME, VolumeReader()),
            (catalogue.BACKLOG, BacklogReader()),
            (catalogue.WAITING, WaitingReader()),
            (catalogue.REOPEN_RATE, ReopenRateReader()),
            (catalogue.HANDOVER_RATE, HandoverRateReader()),
            (catalogue.REPEAT_RATE, RepeatRateReader()),
            (catalogue.THROUGHPUT, ThroughputReader()),
            (catalogue.ARRIVALS, VolumeReader()),
        )
    }
)
"""By the KPI's key."""


def reader(kpi: Kpi) -> Reader:
    """The reader of a KPI."""
    return READERS[kpi.key]
