"""The KPIs, declared: what each is called, what it needs, which way is better, and its targets."""

from kpi.catalogue.kpi import Better, Kpi, Need, Target, Unit, missing
from kpi.catalogue.kpis import (
    AUTOMATION_RATE,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    CSAT,
    FIRST_RESPONSE_TIME,
    INTENT_DISTRIBUTION,
    KPIS,
    NPS,
    RESOLUTION_RATE,
    RESOLUTION_TIME,
    SELF_SERVICE_RATE,
)
from kpi.catalogue.supporting import (
    ARRIVALS,
    BACKLOG,
    HANDOVER_RATE,
    REOPEN_RATE,
    REPEAT_RATE,
    SUPPORTING,
    THROUGHPUT,
    VOLUME,
    WAITING,
)

__all__ = [
    "ARRIVALS",
    "AUTOMATION_RATE",
    "BACKLOG",
    "COST_PER_CONTACT",
    "COST_PER_RESOLUTION",
    "CSAT",
    "EVERY",
    "FIRST_RESPONSE_TIME",
    "HANDOVER_RATE",
    "INTENT_DISTRIBUTION",
    "KPIS",
    "NPS",
    "REOPEN_RATE",
    "REPEAT_RATE",
    "RESOLUTION_RATE",
    "RESOLUTION_TIME",
    "SELF_SERVICE_RATE",
    "SUPPORTING",
    "THROUGHPUT",
    "VOLUME",
    "WAITING",
    "Better",
    "Kpi",
    "Need",
    "Target",
    "Unit",
    "missing",
]

EVERY = KPIS + SUPPORTING
