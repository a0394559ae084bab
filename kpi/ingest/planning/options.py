"""What the person said beforehand of how a file is to be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from kpi.ingest.tables.source import MOST_UNPACKED_BYTES

NOT_KEPT_BY_DEFAULT = frozenset({"assignee"})
"""What is about people is kept only where a team has said so."""


@dataclass(frozen=True)
class Options:
    """Wall times are in `zone`; `zone_is_given` if it was said of this very file.

    `now` and `as_of` are instants: what lies after `now` is in the future, and `as_of` is when the file was exported.
    `mapping` says what columns mean, by header: None that one is not used. `accept` takes the best reading where
    several are possible. `not_kept` are meanings of columns that the team does not keep.
    Unpacked, the file may have `most_bytes`.
    """

    zone: ZoneInfo
    now: int
    zone_is_given: bool = False
    source: str | None = None
    day_first: bool | None = None
    as_of: int | None = None
    sheet: str | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    accept: bool = False
    not_kept: frozenset[str] = NOT_KEPT_BY_DEFAULT
    most_bytes: int = MOST_UNPACKED_BYTES

    def having_said(self, **said: Any) -> "Options":
        """These options and what else was said; a mapping is added to the one that there is."""
        mapping = {**self.mapping, **said.pop("mapping", {})}
        return replace(self, mapping=mapping, **said)

    @property
    def confirmed(self) -> dict[str, Any]:
        """What is remembered for the next file of the same source, as JSON."""
        said: dict[str, Any] = {"mapping": dict(self.mapping)}
        if self.day_first is not None:
            said["day_first"] = self.day_first
        if self.zone_is_given:
            said["zone"] = self.zone.key
        return said

    def remembering(self, confirmed: Mapping[str, Any], headers: Collection[str]) -> "Options":
        """These options, and where they say nothing what was `confirmed` for columns that are still there.

        `headers` are the file's, by themselves.
        """
        mapping = {name: meaning for name, meaning in confirmed.get("mapping", {}).items() if name in headers}
        zone = confirmed.get("zone")
        return replace(
            self,
            mapping={**mapping, **self.mapping},
            day_first=confirmed.get("day_first") if self.day_first is None else self.day_first,
            zone=self.zone if zone is None or self.zone_is_given else ZoneInfo(zone),
            zone_is_given=self.zone_is_given or zone is not None,
        )
