"""How far the data reach: which sources feed a KPI, from when, and up to when they are complete."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.catalogue import Kpi, missing
from kpi.sources import SourceFacts

DAY = 86_400


@dataclass(frozen=True)
class Coverage:
    """The sources that feed one KPI and have data."""

    sources: tuple[SourceFacts, ...]

    @classmethod
    def of(cls, kpi: Kpi, sources: Iterable[SourceFacts]) -> "Coverage":
        """The coverage of a KPI by these sources."""
        return cls(tuple(s for s in sources if s.complete_until is not None and not missing(kpi, s.fields)))

    def complete_until(self, since: int) -> int | None:
        """The moment up to which every source that reaches past `since` is complete.

        A source that ended before `since` has nothing to add to a period that begins there, and keeps nothing waiting.
        If all have ended, the latest end; None without sources.
        """
        ends = [s.complete_until for s in self.sources if s.complete_until is not None]
        return min((end for end in ends if end > since), default=max(ends, default=None))

    @property
    def begins(self) -> int | None:
        """When the first conversation of all the sources was opened; None if none tells."""
        return min((s.first_opened for s in self.sources if s.first_opened is not None), default=None)

    def begun_within(self, start: int, end: int) -> SourceFacts | None:
        """A source that began inside [start, end), so that the data before and after are not of the same kind.

        One that begins on the first day counts as there from the start: the first conversation is never at midnight.
        """
        starts = (s for s in self.sources if s.first_opened is not None and start + DAY < s.first_opened < end)
        return max(starts, key=lambda source: source.first_opened or 0, default=None)

    def same_since(self, end: int) -> int:
        """Since when the same sources have fed the KPI up to `end`: none began since then, and none ended.

        One that begins on the first day counts as there from the start.
        """
        starts = [s.first_opened - DAY for s in self.sources if s.first_opened is not None and s.first_opened < end]
        ends = [s.complete_until for s in self.sources if s.complete_until is not None and s.complete_until < end]
        return max([*starts, *ends], default=end)
