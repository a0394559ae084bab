"""Reading the sample team's export back, and the plain sums that its tests check it with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import sqrt
from statistics import median
from zoneinfo import ZoneInfo

EXCLUDED = {"spam", "deleted", "merged", "test"}

Row = dict[str, str]


@dataclass(frozen=True)
class Export:
    now: datetime
    zone: ZoneInfo
    written: int
    text: str
    rows: list[Row]

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if row["Status"] not in EXCLUDED]

    @property
    def ratings(self) -> list[Row]:
        return [row for row in self.rows if row["Satisfaction rating"] in set("12345")]

    @property
    def monday(self) -> datetime:
        """The first instant of the present week."""
        today = self.now.astimezone(self.zone).date()
        return datetime.combine(today - timedelta(days=today.weekday()), time(), self.zone)

    def days_ago(self, column: str, most: float, least: float) -> list[Row]:
        begin, end = self.now - timedelta(days=most), self.now - timedelta(days=least)
        return [row for row in self.counted if row[column] and begin <= at(row, column) < end]

    def rated_in_weeks(self, most: int, least: int) -> list[Row]:
        """Count whole calendar weeks back from the present one."""
        begin, end = self.monday - timedelta(weeks=most), self.monday - timedelta(weeks=least)
        return [row for row in self.ratings if begin <= at(row, "Rated at") < end]

    def opened_on(self, weekdays: Iterable[int], rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if at(row, "Created at").astimezone(self.zone).weekday() in weekdays]


def at(row: Row, column: str) -> datetime:
    return datetime.fromisoformat(row[column])


def hours(row: Row, column: str) -> float:
    return (at(row, column) - at(row, "Created at")).total_seconds() / 3600


def median_hours(rows: Iterable[Row], column: str) -> float:
    return median(hours(row, column) for row in rows if row[column])


def percent(rows: list[Row], holds: Callable[[Row], bool]) -> float:
    return 100 * sum(map(holds, rows)) / len(rows)


def is_satisfied(row: Row) -> bool:
    return row["Satisfaction rating"] in {"4", "5"}


def is_bot_answered(row: Row) -> bool:
    return row["First bot reply at"] != ""


def is_automated(row: Row) -> bool:
    return is_bot_answered(row) and row["Solved at"] != "" and not row["First agent reply at"]


def is_login_bug(row: Row) -> bool:
    return row["Topic"] == "login bug"


def standard_errors_between(some: list[Row], others: list[Row]) -> float:
    """Pooled two-proportion z of the satisfied shares."""
    satisfied, n, m = sum(map(is_satisfied, [*some, *others])), len(some), len(others)
    pooled = satisfied / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (percent(some, is_satisfied) - percent(others, is_satisfied)) / 100 / error
