"""The help desks that can send what happens as it happens: one file each."""

from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import chatwoot, freshdesk, front, generic, gorgias, help_scout, hubspot, intercom, zendesk

VENDORS: tuple[Vendor, ...] = (
    zendesk.VENDOR,
    intercom.VENDOR,
    freshdesk.VENDOR,
    help_scout.VENDOR,
    gorgias.VENDOR,
    front.VENDOR,
    chatwoot.VENDOR,
    hubspot.VENDOR,
    generic.VENDOR,
)


def vendor(key: str) -> Vendor | None:
    """The help desk of that key."""
    return next((each for each in VENDORS if each.key == key), None)
