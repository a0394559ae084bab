"""Counts anew the days on which something changed.

They are counted from a snapshot, which holds nobody up, and written in short transactions. The marks that the snapshot
has shown go with the last of these: after a crash the same days are counted again. A mark that is made meanwhile stays.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from kpi import sources
from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.counting.days import Days
from kpi.counting.surroundings import Surroundings
from kpi.store import Store, plain_sql
from kpi.summary.building import Built, build, day_of, number_of
from kpi.summary.claim import Claim, claimed
from kpi.summary.marks import DAY, mark_everything
from kpi.summary.tables import COUNTED, dirty_day, summary_state
from kpi.team import settings
from kpi.team.settings import TeamSettings

Progress = Callable[[int, int], None]
"""Is told how many days are done, and of how many."""

_CONVERSATIONS_AT_ONCE = 60_000
_MOST_DAYS = 62
_ROWS_IN_A_TRANSACTION = 5_000  # so that it is over within 50 ms and other writers hardly wait
_MARKS_IN_A_STATEMENT = 500


@dataclass(frozen=True)
class Rebuilt:
    """How many days in UTC were counted, and the local days on which the summary differed."""

    days: int
    differing: list[date]


def catch_up(store: Store, first_zone: ZoneInfo, progress: Progress | None = None) -> None:
    """Count all marked days; everything, if the team has since decided what makes other days or values of it.

    `first_zone` holds until the team has chosen one. Returns when nothing is marked, be it another who has seen to it.
    """
    with store.reading() as connection:
        team = settings.read(connection, first_zone)
        if is_made_for(connection, team) and not days_behind(connection):
            return
    with claimed(store) as claim:
        _CatchingUp(store, claim, team).run(progress)


def rebuild(store: Store, first_zone: ZoneInfo, progress: Progress | None = None) -> Rebuilt:
    """Count every day anew, and say on which days the summary had not been what it should have been.

    Right after the team has decided something that changes what is counted, all days may differ.
    """
    with store.reading() as connection:
        team = settings.read(connection, first_zone)
    with claimed(store) as claim:
        with claim.writing() as connection:
            marked = mark_everything(connection)
            _forget_other_days(connection, marked)
        catching_up = _CatchingUp(store, claim, team, differing=[])
        catching_up.run(progress)
    return Rebuilt(catching_up.done, catching_up.differing or [])


def is_made_for(connection: Connection, team: TeamSettings) -> bool:
    """Whether the summary counts as the team now wants it."""
    return connection.scalar(select(summary_state.c.basis)) == basis(team)


def days_behind(connection: Connection) -> int:
    """On how many days something has changed since they were counted."""
    return connection.scalar(select(func.count(func.distinct(dirty_day.c.day)))) or 0


def basis(team: TeamSettings) -> str:
    """What decides on which day and how something is counted, beside the tickets."""
    hours = None if team.hours is None else team.hours.to_json()
    targets = [[*aim, target.value] for aim, target in team.targets.own if aim.kpi == FIRST_RESPONSE_TIME.key]
    return json.dumps([team.zone.key, hours, targets], sort_keys=True)


@dataclass
class _CatchingUp:
    store: Store
    claim: Claim
    team: TeamSettings
    differing: list[date] | None = None  # None: nobody wants to know
    done: int = 0
    at_once: int = 1  # days; more of them where they hold little

    def run(self, progress: Progress | None) -> None:
        with self.store.reading() as connection:
            begins_anew = not is_made_for(connection, self.team)
        if begins_anew:
            self._begin_anew()
        with self.store.reading() as connection:
            total = days_behind(connection)
        while self._count_some():
            if progress is not None:
                progress(self.done, max(total, self.done))
        if begins_anew:
            with self.claim.writing() as connection:
                connection.execute(update(summary_state).values(basis=basis(self.team)))

    def _begin_anew(self) -> None:
        with self.claim.writing() as connection:
            for table in COUNTED:
                connection.execute(delete(table))
            connection.execute(update(summary_state).values(basis=""))
            mark_everything(connection)

    def _count_some(self) -> bool:
        """The first marked days, at most `at_once` of them; False if none is marked."""
        with self.store.reading() as connection:
            marks = connection.execute(select(dirty_day.c.id, dirty_day.c.day)).all()
            if not marks:
                return False
            around = Surroundings.of(sources.read(connection), self.team)
            taken = _first_run(sorted({mark.day for mark in marks}), self.at_once)
            built = build(connection, around, _local_days(taken, around))
        self._write(built, [mark.id for mark in marks if mark.day in taken])
        by_day = max(built.conversations / built.rows.days.number, 1)
        self.at_once = int(min(max(_CONVERSATIONS_AT_ONCE / by_day, 1), _MOST_DAYS))
        self.done += len(taken)
        return True

    def _write(self, built: Built, marks: Sequence[int]) -> None:
        for first, end in _stretches(built):
            if self.differing is not None:
                with self.store.reading() as connection:
                    self.differing += _differing(connection, built, first, end)
            with self.claim.writing() as connection:
                _replace(connection, built, first, end)
        with self.claim.writing() as connection:
            for start in range(0, len(marks), _MARKS_IN_A_STATEMENT):
                some = marks[start : start + _MARKS_IN_A_STATEMENT]
                connection.execute(delete(dirty_day).where(dirty_day.c.id.in_(some)))


def _first_run(days: Sequence[int], most: int) -> set[int]:
    """The first of ascending days that follow each other without a gap, at most so many."""
    run = [days[0]]
    for day in days[1:most]:
        if day != run[-1] + 1:
            break
        run.append(day)
    return set(run)


def _local_days(days: set[int], around: Surroundings) -> Days:
    """The local days of days in UTC, and those on which the time for a first reply ran out of what was opened then."""
    start, end = min(days) * DAY, (max(days) + 1) * DAY - 1
    ran_out = around.clock.reached(np.array([end], dtype=np.int64), int(around.longest_target))
    first, last = (_local_day(at, around.team.zone) for at in (start, int(ran_out[0])))
    return Days(first, last + timedelta(days=1), around.team.zone)


def _local_day(at: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(zone).date()


def _stretches(built: Built) -> Iterator[tuple[date, date]]:
    """The days in runs of few enough rows."""
    days = built.rows.days
    by_day = max(sum(map(len, built.rows.of.values())) / days.number, 1)
    step = timedelta(days=max(int(_ROWS_IN_A_TRANSACTION / by_day), 1))
    first = days.first
    while first < days.end:
        yield first, min(first + step, days.end)
        first += step


def _replace(connection: Connection, built: Built, first: date, end: date) -> None:
    low, high = number_of(first), number_of(end)
    for table in COUNTED:
        connection.execute(delete(table).where(table.c.day >= low, table.c.day < high))
        if rows := built.rows.on(table, first, end):
            connection.exec_driver_sql(plain_sql(connection.dialect, insert(table)), rows)


def _differing(connection: Connection, built: Built, first: date, end: date) -> set[date]:
    """The days from `first` up to, and without, `end` of which other rows are stored than were built."""
    low, high = number_of(first), number_of(end)
    found: set[date] = set()
    for table in COUNTED:
        place = list(table.columns.keys()).index("day")
        stored = connection.execute(select(table).where(table.c.day >= low, table.c.day < high))
        odd = {tuple(row) for row in stored} ^ set(built.rows.on(table, first, end))
        found |= {day_of(row[place]) for row in odd}
    return found


def _forget_other_days(connection: Connection, marked: Sequence[int]) -> None:
    """What is counted of days on which nothing can have happened."""
    low, high = min(marked, default=0) - 1, max(marked, default=0) + 2
    for table in COUNTED:
        connection.execute(delete(table).where(or_(table.c.day < low, table.c.day > high)))
