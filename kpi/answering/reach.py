"""How far the data reach that answer a question."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kpi import period as periods
from kpi import words
from kpi.answering.coverage import Coverage
from kpi.facts import Facts
from kpi.period import Grain, Period
from kpi.question import Question
from kpi.span import day_name


@dataclass(frozen=True)
class Reach:
    """Of the sources that tell of the question's KPI, at `now` (aware)."""

    question: Question
    facts: Facts
    now: datetime

    @cached_property
    def coverage(self) -> Coverage:
        """These sources."""
        return Coverage.of(self.question.kpi, self.facts.sources)

    @cached_property
    def as_of(self) -> int | None:
        """Up to when they are complete, in UTC seconds."""
        period = self.question.period
        return self.coverage.complete_until(since=(periods.before(period) or period).start_at)

    def reached(self, moment: int) -> bool:
        """Whether they are complete up to this moment."""
        return self.as_of is None or self.as_of >= moment

    @property
    def complete(self) -> bool:
        """Whether they reach the end of the period, or the last midnight of an unfinished one."""
        return self.reached(self._needed_until)

    @property
    def _needed_until(self) -> int:
        """Of "all time", there is what there is."""
        period = self.question.period
        if period.grain is Grain.ALL:
            return period.start_at
        midnight = self.now.astimezone(period.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return min(period.end_at, int(midnight.timestamp()))

    @property
    def today(self) -> date:
        """Where the question's days begin."""
        return self.now.astimezone(self.question.period.zone).date()

    @property
    def since(self) -> date | None:
        """The day on which their data begin."""
        begins, zone = self.coverage.begins, self.question.period.zone
        return None if begins is None else datetime.fromtimestamp(begins, zone).date()

    def newcomer(self, earlier: Period) -> str:
        """Why the period is not comparable with an earlier one: a source's data begin in one of them. Else ""."""
        period = self.question.period
        start, end = min(earlier.start_at, period.start_at), max(earlier.end_at, period.end_at)
        found = self.coverage.begun_within(start, end)
        if found is None or found.first_opened is None:
            return ""
        began = datetime.fromtimestamp(found.first_opened, period.zone).date()
        return f"not comparable: the data of {words.shorten(found.name)} begin on {day_name(began)}"
