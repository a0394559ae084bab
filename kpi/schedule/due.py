"""Which reviews are due: a pure function of the store and of the time, which is passed in."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection

from kpi.grammar.errors import QuestionError
from kpi.schedule import cadence, posts, schedules
from kpi.schedule.cadence import EACH_WEEK, WEEK, last_over, usual_weeks
from kpi.schedule.posts import Post, State
from kpi.schedule.schedules import Schedule
from kpi.schedule.typed_schedule import filters_of
from kpi.team.settings import TeamSettings

MADE_UP_FOR = timedelta(days=1)
"""What was missed by less is made up for; by more, it is skipped."""

LATE = timedelta(minutes=30)
"""What is posted so long after its hour says so."""

_BACK = 53 * WEEK  # farther back nobody misses a review


@dataclass(frozen=True)
class Run:
    """A review that is to be posted now: of the `weeks` weeks that end with that of `monday`. It was due at `due_at`
    (in UTC), and `late` if that is a while ago; `skipped`, if it is too long ago to be posted at all."""

    schedule: Schedule
    monday: date
    weeks: int
    due_at: datetime
    late: bool = False
    skipped: bool = False


def due(connection: Connection, team: TeamSettings, now: datetime) -> list[Run]:
    """What is to be done at `now` (aware) and is not over yet, the oldest first. It does not claim anything."""
    found = (run for each in schedules.all_(connection) for run in _Due(connection, each, team, now).runs())
    return sorted(found, key=lambda run: (run.due_at, run.schedule.channel, run.monday))


def upcoming(connection: Connection, schedule: Schedule, team: TeamSettings, now: datetime) -> Run:
    """The channel's next review, if it is not paused; also what is just about to be posted."""
    return _Due(connection, schedule, team, now).upcoming()


def at_once(connection: Connection, schedule: Schedule, team: TeamSettings, now: datetime) -> Run:
    """The review that a channel would get if somebody wanted it now: of the last whole week, or weeks."""
    return _Due(connection, schedule, team, now).at_once()


@dataclass(frozen=True)
class _Due:
    connection: Connection
    schedule: Schedule
    team: TeamSettings
    now: datetime

    def runs(self) -> Iterator[Run]:
        yield from (self._again(post) for post in self._begun.values() if self._goes_on(post))
        if not self.schedule.paused:
            yield from self._new()

    def upcoming(self) -> Run:
        if first := next((run for run in self.runs() if not run.skipped), None):
            return first
        monday = self._first
        last = self._last_before(date.max)
        while self._at(monday) <= self.now or monday in self._begun or not self._is_turn(monday, last):
            monday += WEEK
        return Run(self.schedule, monday, self._weeks, self._at(monday))

    def at_once(self) -> Run:
        return Run(self.schedule, last_over(self.now, self.team.zone), self._weeks, self.now)

    def _new(self) -> Iterator[Run]:
        """Those that nobody has begun."""
        monday, last = self._first, self._last_before(self._first)
        while (at := self._at(monday)) <= self.now:
            if monday in self._begun:
                last = monday if self._begun[monday].state is not State.SKIPPED else last
            elif at.timestamp() >= self.schedule.at and self._is_turn(monday, last):
                run = self._run(monday, self._weeks, at)
                last = last if run.skipped else monday
                yield run
            monday += WEEK

    def _goes_on(self, post: Post) -> bool:
        """Whether something is left to be done. What somebody wants now, and a thread, do not wait for a schedule."""
        return not post.is_over and (not self.schedule.paused or post.state in (State.WANTED, State.POSTED))

    def _again(self, post: Post) -> Run:
        return self._run(post.monday, post.weeks, datetime.fromtimestamp(post.due_at, UTC))

    def _run(self, monday: date, weeks: int, at: datetime) -> Run:
        missed_by = self.now - at
        return Run(self.schedule, monday, weeks, at, missed_by >= LATE, missed_by >= MADE_UP_FOR)

    def _is_turn(self, monday: date, last: date | None) -> bool:
        """Whether as many weeks have passed since the last one as a review goes over.

        What is missed has to have been due when it was: the number of conversations may have changed since.
        """
        if last is None:
            return True
        weeks = self._weeks
        if self.now - self._at(monday) >= MADE_UP_FOR and last in self._begun:
            weeks = max(weeks, self._begun[last].weeks)
        return monday >= last + weeks * WEEK

    def _at(self, monday: date) -> datetime:
        each = self.schedule
        return cadence.due_at(each.weekday, each.minute, each.zone, monday, self.team.zone)

    @cached_property
    def _first(self) -> date:
        """The Monday of the first week whose review may be due: since the schedule was made or resumed, and since the
        last one, for those before it are begun or skipped."""
        since = last_over(datetime.fromtimestamp(self.schedule.at, UTC), self.team.zone)
        return max(since, last_over(self.now, self.team.zone) - _BACK, self._last_before(date.max) or date.min)

    @cached_property
    def _begun(self) -> dict[date, Post]:
        return {post.monday: post for post in posts.recent(self.connection, self.schedule.channel)}

    def _last_before(self, day: date) -> date | None:
        known = (post.monday for post in self._begun.values() if post.state is not State.SKIPPED)
        return max((monday for monday in known if monday < day), default=None)

    @cached_property
    def _weeks(self) -> int:
        if self.schedule.weeks is not None:
            return self.schedule.weeks
        with suppress(QuestionError):  # a value that is gone; whoever makes the post says so
            narrowed = filters_of(self.connection, self.schedule.filters, self.team, self.now)
            return usual_weeks(self.connection, self.team, narrowed, self.now)
        return EACH_WEEK
