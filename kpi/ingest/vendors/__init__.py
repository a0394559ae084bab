"""The help desks whose exports are known, one a file: tables of facts."""

from collections.abc import Sequence

from kpi.ingest.vendors import chatwoot, freshdesk, front, hubspot, intercom, jira, servicenow, zendesk
from kpi.ingest.vendors.vendor import Vendor, header_key

VENDORS: tuple[Vendor, ...] = (
    chatwoot.CSAT,
    freshdesk.TICKETS,
    freshdesk.RATINGS,
    front.MESSAGES,
    hubspot.TICKETS,
    intercom.CONVERSATIONS,
    intercom.PARTS,
    jira.ISSUES,
    servicenow.INCIDENTS,
    zendesk.TICKETS,
)


def recognise(headers: Sequence[str]) -> Vendor | None:
    """The one that has more of its marks among the headers than any other, and enough of them; else None."""
    keys = set(map(header_key, headers))
    found = [(len(vendor.mark_keys & keys), vendor) for vendor in VENDORS]
    enough = [(count, vendor) for count, vendor in found if count >= vendor.enough]
    most = max((count for count, _ in enough), default=0)
    best = [vendor for count, vendor in enough if count == most]
    return best[0] if len(best) == 1 else None
