"""What is asked of kpibot and of what one would use instead, and the counts on which all have to agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

WEEK = 7 * 86_400
TOTAL = ""
WEEKS = 52


class Counts(NamedTuple):
    """Of a period: ratings and those satisfied, standing resolutions, conversations that had their 7 days, and of these
    the resolved and the automated ones."""

    rated: int
    satisfied: int
    resolved: int
    due: int
    due_resolved: int
    due_automated: int


ByChannel = Mapping[str, Counts]
"""With everything together under TOTAL."""

Weekly = Mapping[tuple[str, int], tuple[int, float]]
"""By intent ("" for none) and the number of the week: how many resolutions, and their median in seconds."""


@dataclass(frozen=True)
class Asked:
    """The local days from `first` up to `end`, against as many before them."""

    first: date
    end: date
    zone: ZoneInfo

    @classmethod
    def last(cls, days: int, now: datetime, zone: ZoneInfo) -> "Asked":
        """The last whole days before `now`."""
        today = now.astimezone(zone).date()
        return cls(today - timedelta(days=days), today, zone)

    @classmethod
    def last_weeks(cls, now: datetime, zone: ZoneInfo) -> "Asked":
        """The last WEEKS whole calendar weeks."""
        today = now.astimezone(zone).date()
        monday = today - timedelta(days=today.weekday())
        return cls(monday - timedelta(weeks=WEEKS), monday, zone)

    @property
    def before(self) -> date:
        """The first day of those before."""
        return self.first - (self.end - self.first)

    def at(self, day: date) -> int:
        """When a local day begins."""
        return int(datetime.combine(day, time(), self.zone).timestamp())

    @property
    def bounds(self) -> tuple[int, int, int]:
        """When the days before begin, when these do, and when they end."""
        return self.at(self.before), self.at(self.first), self.at(self.end)

    @property
    def mondays(self) -> list[int]:
        """When each week begins, and the last one ends."""
        return [self.at(self.first + timedelta(weeks=n)) for n in range((self.end - self.first).days // 7 + 1)]


class Side(Protocol):
    """One that answers. Each answer computes all the figures, and gives the counts back to be compared."""

    name: str

    def overview(self, asked: Asked) -> ByChannel:
        """All KPIs of these days, and of those before."""

    def by_channel(self, asked: Asked) -> ByChannel:
        """The same by channel and together."""

    def weekly(self, asked: Asked) -> Weekly:
        """The median resolution time of each week and intent."""


Makes = Callable[[Path], Side]
"""A side for the questions about a store's file."""


# Conditions on a ticket, alike in all databases. The definitions are those of docs and of `kpi.counting.rules`.
INCLUDED = "excluded IS NULL"
RESOLVED = "status = 'resolved' AND resolved_at >= created_at"
DUE_RESOLVED = f"""((resolved_at BETWEEN created_at AND created_at + {WEEK} AND (status = 'resolved'
    OR (reopened_at > resolved_at AND reopened_at > created_at + {WEEK})))
    OR (status = 'resolved' AND resolved_at < created_at))"""
DUE_AUTOMATED = f"""({DUE_RESOLVED} AND first_automated_response_at <= created_at + {WEEK}
    AND coalesce(first_human_response_at > created_at + {WEEK}, TRUE)
    AND coalesce(handed_over_at > created_at + {WEEK}, TRUE))"""
RATED_AT = "coalesce(rated_at, CASE WHEN resolved_at >= created_at THEN resolved_at END, updated_at)"
RATED = "rating_scale IN ('stars', 'faces')"
SATISFIED = "((rating_scale = 'stars' AND rating >= 4) OR (rating_scale = 'faces' AND rating = 1))"
SCORED = "rating_scale = '0 to 10'"
