"""What of an earlier review the later ones have to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kpi.samples import Sample


@dataclass(frozen=True)
class Past:
    """A review of the week that began on `monday`: the keys of its weakest KPI and of what got worse most, and the
    conflicts that it told, by their number, each with what was bad in it."""

    monday: date
    weakest: str | None = None
    bad_mover: str | None = None
    conflicts: Mapping[int, Sample] = field(default_factory=dict)
