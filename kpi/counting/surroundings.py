"""What, beside the conversations themselves, decides what counts: sources, opening hours, targets for first replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.counting.days import Days
from kpi.counting.source_traits import SourceTraits
from kpi.opening_hours.clock import BusinessClock, CalendarClock, Clock
from kpi.opening_hours.hours import OpeningHours
from kpi.sources import SourceFacts
from kpi.team.settings import TeamSettings
from kpi.team.targets import PERSON

_HOUR, _DAY = 3600, 86_400
_USUALLY_OVER = 60 * _DAY  # before, most targets have run out; a long one of a team that is seldom there has not


@dataclass(frozen=True)
class Surroundings:
    """All of it, for some sources."""

    sources: tuple[SourceFacts, ...]
    traits: SourceTraits
    team: TeamSettings

    @classmethod
    def of(cls, sources: Sequence[SourceFacts], team: TeamSettings) -> "Surroundings":
        """Of these sources."""
        return cls(tuple(sources), SourceTraits.of(sources), team)

    @property
    def clock(self) -> Clock:
        """Runs in opening hours, or always while none are set."""
        return CalendarClock() if self.team.hours is None else _business_clock(self.team.hours)

    def target(self, channel: str | None) -> float:
        """Seconds within which a person should first reply in this channel."""
        target = self.team.targets.of(FIRST_RESPONSE_TIME.key, PERSON, channel)
        return np.nan if target is None else target.value

    @property
    def longest_target(self) -> float:
        """Seconds, of all channels."""
        own = [target.value for aim, target in self.team.targets.own if aim.kpi == FIRST_RESPONSE_TIME.key]
        return max([self.target(None), *own])

    def earliest_target(self, days: Days) -> int:
        """The opening from which on a target can have run out on these days: of what came in before, it ran out
        before."""
        start, wanted, back = max(days.start_at, 0), int(self.longest_target), _USUALLY_OVER
        while True:
            first = max(start - back, 0)
            candidates = np.arange(first, start, _HOUR, dtype=np.int64)
            over = self.clock.reached(candidates, wanted) < days.start_at
            if over.any():
                return int(candidates[over][-1])
            if first == 0:
                return 0
            back *= 4


@lru_cache(8)
def _business_clock(hours: OpeningHours) -> BusinessClock:
    return BusinessClock(hours)
