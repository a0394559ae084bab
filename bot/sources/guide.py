"""What to set up in a help desk so that it sends, step by step, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.messages import import_words
from bot.sources.door import Door
from kpi.catalogue import KPIS, NPS, missing
from kpi.webhooks.vendor import Vendor

SECRET_IS_ELSEWHERE = "(the secret that was shown to you once)"  # noqa: S105
_SCORED = frozenset({"generic"})
"""Who may send scores from 0 to 10; ratings of all others tell how satisfied customers are."""


@dataclass(frozen=True)
class Guide:
    """For one source. `steps` are to be done there in this order; `body` is what to paste into its rule, "" if nothing.

    `address` is where it sends, and `is_public` whether others reach that. `tells` are the KPIs that it can feed, and
    cannot, and `notes` what else it cannot.
    """

    source: str
    title: str
    address: str
    is_public: bool
    steps: Sequence[str]
    body: str
    tells: Sequence[str]
    notes: Sequence[str]

    @classmethod
    def of(cls, vendor: Vendor, source: str, door: Door, secret: str = SECRET_IS_ELSEWHERE) -> "Guide":
        """`secret` stands in the steps for it, and says where it is: a secret within a sentence is not copied whole."""
        values = {"{address}": door.address(source), "{secret}": secret}
        return cls(
            source,
            vendor.title,
            door.address(source),
            bool(door.public_url),
            [_filled(step, values) for step in vendor.steps],
            vendor.body,
            import_words.kpis_told(cannot_feed(vendor)),
            vendor.notes,
        )

    @property
    def file_name(self) -> str:
        """Under which what is to be pasted can be sent."""
        return f"{self.source}-body.json"


def cannot_feed(vendor: Vendor) -> dict[str, str]:
    """By key, the KPIs that cannot be told from what comes in by itself, and what it does not say."""
    lacking = {}
    for kpi in KPIS:
        is_other = kpi.key == NPS.key and vendor.key not in _SCORED
        found = missing(kpi, vendor.fields - {"rating"} if is_other else vendor.fields)
        if found:
            lacking[kpi.key] = f"{vendor.title} does not send {' or '.join(found)}"
    return lacking


def _filled(step: str, values: Mapping[str, str]) -> str:
    """Other braces stay as they are: help desks have placeholders of their own."""
    for name, value in values.items():
        step = step.replace(name, value)
    return step
