"""What is imported beside tickets: costs, self-service inquiries, searches that found nothing."""

from collections.abc import Mapping, Sequence

from kpi.ingest.records.costs import COSTS
from kpi.ingest.records.inquiries import INQUIRIES
from kpi.ingest.records.inquiry_days import INQUIRY_DAYS
from kpi.ingest.records.record_kind import RecordKind
from kpi.ingest.records.searches import SEARCHES

KINDS: Mapping[str, RecordKind] = {kind.key: kind for kind in (COSTS, INQUIRIES, INQUIRY_DAYS, SEARCHES)}
"""By key."""


def recognise(headers: Sequence[str]) -> tuple[RecordKind, Mapping[str, str]] | None:
    """The kind of record that a file with these headers holds, and their roles; None if it is of no such kind."""
    found = ((kind, kind.recognise(headers)) for kind in KINDS.values())
    return next(((kind, roles) for kind, roles in found if roles is not None), None)
