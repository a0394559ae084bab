"""Counts anew the days on which something changed.

They are counted from a snapshot, which holds nobody up, and written in short transactions. The marks that the snapshot
has shown go with the last of these: after a crash the same days are counted again. A mark that is made meanwhile stays.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, select

from kpi import sources
from kpi.counting.days import Days
from kpi.counting.surroundings import Surroundings
from kpi.retention.frozen import Frozen, frozen
from kpi.store import Store
from kpi.summary import basis, keeping
from kpi.summary.basis import is_made_for
from kpi.summary.building import Built, build
from kpi.summary.claim import Claim, ClaimLostError, StoppedError, Stopping, claimed
from kpi.summary.marks import DAY, all_days, mark, reached
from kpi.summary.tables import dirty_day
from kpi.team import settings
from kpi.team.settings import TeamSettings

Progress = Callable[[int, int], None]
"""Is told how many days are done, and of how many."""

_CONVERSATIONS_AT_ONCE = 60_000
_MOST_DAYS = 62


class _DecidedAnewError(Exception):
    """The team has decided something while the summary was made for what it had decided before."""


@dataclass
class Rebuilt:
    """How many days in UTC were counted, and the local days on which the summary differed.

    Those before `left_from` were left as they are: conversations are gone that had counted on them. None if all were.
    """

    days: int = 0
    differing: set[date] = field(default_factory=set)
    left_from: date | None = None


def never() -> bool:
    """Nobody has to go."""
    return False


def catch_up(store: Store, first_zone: ZoneInfo, progress: Progress | None = None, stopping: Stopping = never) -> bool:
    """Count the days that are marked; all, if the team has since decided what makes other days or values of them.

    `first_zone` holds until the team has chosen one. Returns when the days are counted, be it that another has seen to
    it, or early when it is `stopping`; and whether any was counted here. Days that are marked meanwhile are left to the
    next time.
    """
    with suppress(StoppedError):
        while _is_behind(store, first_zone):
            with suppress(ClaimLostError, _DecidedAnewError), claimed(store, stopping) as claim:
                _CatchingUp(store, claim, first_zone, stopping).run(progress)
                return True
    return False


def rebuild(store: Store, first_zone: ZoneInfo, progress: Progress | None = None) -> Rebuilt:
    """Count every day anew, and say on which days the summary had not been what it should have been.

    What was known to have changed is counted first, so days differ only if the summary was wrong, or if they change
    meanwhile. A summary that has to be made in any case is made, and none of its days differs.
    """
    rebuilt = Rebuilt()
    while True:
        with suppress(ClaimLostError, _DecidedAnewError), claimed(store, never) as claim:
            found = _CatchingUp(store, claim, first_zone, never)
            if not found.run(progress):
                found.mark_all()
                found.compared = rebuilt.differing
                found.done = 0
                found.run(progress)
                found.forget_other_days()
            rebuilt.days = found.done
            rebuilt.left_from = found.frozen_before()
            return rebuilt


def days_behind(connection: Connection) -> int:
    """On how many days something has changed since they were counted."""
    return connection.scalar(select(func.count()).select_from(dirty_day)) or 0


def _is_behind(store: Store, first_zone: ZoneInfo) -> bool:
    with store.reading() as connection:
        team = settings.read(connection, first_zone)
        return not is_made_for(connection, team) or days_behind(connection) > 0


@dataclass
class _CatchingUp:
    store: Store
    claim: Claim
    first_zone: ZoneInfo
    stopping: Stopping
    team: TeamSettings = field(init=False)
    compared: set[date] | None = None  # gets the days that differ; None: nobody wants to know
    done: int = 0
    at_once: int = 1  # days; more of them where they hold little

    def run(self, progress: Progress | None) -> bool:
        """Count what is marked now; whether all of the summary had to be made."""
        with self.store.reading() as connection:
            self.team = settings.read(connection, self.first_zone)
            is_made = is_made_for(connection, self.team)
            is_begun = basis.is_being_made_for(connection, self.team)
        if not is_made and not is_begun:
            self.mark_all(anew=True)
        self._drop_marks()
        with self.store.reading() as connection:
            left: Sequence[int] = connection.scalars(select(dirty_day.c.day).order_by(dirty_day.c.day)).all()
        total = self.done + len(left)
        while left:
            taken = _first_run(left, self.at_once)
            self._count(taken)
            left = left[len(taken) :]
            if progress is not None:
                progress(self.done, total)
        if not is_made:
            self.forget_other_days()
            with self.claim.writing() as connection:
                basis.finish(connection, self.team)
        return not is_made

    def mark_all(self, *, anew: bool = False) -> None:
        """All days have to be counted; `anew` lets nobody read the summary until then."""
        with self.store.reading() as connection:
            days = all_days(connection)
        with self.claim.writing() as connection:
            if anew:
                basis.begin(connection, self.team)
            mark(connection, days)

    def forget_other_days(self) -> None:
        """What is counted on days on which nothing can have happened."""
        with self.store.reading() as connection:
            days = all_days(connection)
            around = Surroundings.of(sources.read(connection), self.team)
            odd = [day for each in self._others(days, around) for day in keeping.days_among(connection, each)]
            kept = frozen(connection, self.team)
        odd = [day for day in odd if kept is None or day >= kept.before]
        if self.compared is not None:
            self.compared.update(odd)
        keeping.forget(self.claim, odd)

    def _others(self, days: Sequence[int], around: Surroundings) -> Sequence[Days]:
        """The local days but for those of days in UTC."""
        if not days:
            return [Days(date.min, date.max, self.team.zone)]
        but = _local_days(days, around)
        return [Days(date.min, but.first, but.zone), Days(but.end, date.max, but.zone)]

    def frozen_before(self) -> date | None:
        """The first day that can be counted; None if all can."""
        with self.store.reading() as connection:
            found = frozen(connection, self.team)
        return None if found is None else found.before

    def _drop_marks(self) -> None:
        """Those of days that are never counted again."""
        with self.store.reading() as connection:
            found = frozen(connection, self.team)
            old = dirty_day.c.day < (found.marks_before if found else 0)
            if connection.execute(select(dirty_day.c.day).where(old).limit(1)).first() is None:
                return
        with self.claim.writing() as connection:
            connection.execute(delete(dirty_day).where(old))

    def _count(self, taken: Sequence[int]) -> None:
        """These days, which follow each other, but for those whose figures stay, and those of which none can be known
        yet: they are marked anew when the data reach them."""
        if self.stopping():
            raise StoppedError
        with self.store.reading() as connection:
            if basis.basis(settings.read(connection, self.first_zone)) != basis.basis(self.team):
                raise _DecidedAnewError
            mine = dirty_day.c.day.between(taken[0], taken[-1])
            marks = connection.execute(select(dirty_day.c.day, dirty_day.c.changes).where(mine)).all()
            around = Surroundings.of(sources.read(connection), self.team)
            wanted = _local_days(taken, around)
            days = _countable(wanted, frozen(connection, self.team), _last_day(connection, wanted, around))
            built = build(connection, around, days) if days is not None else None
        if built is not None:
            self._write(built)
        with self.claim.writing() as connection:
            seen = (dirty_day.c.day == bindparam("of_day"), dirty_day.c.changes == bindparam("seen"))
            connection.execute(delete(dirty_day).where(*seen), [{"of_day": day, "seen": n} for day, n in marks])
        by_day = max(built.conversations / built.rows.days.number, 1) if built is not None else 1
        self.at_once = int(min(max(_CONVERSATIONS_AT_ONCE / by_day, 1), _MOST_DAYS))
        self.done += len(taken)

    def _write(self, built: Built) -> None:
        for days in keeping.runs(built):
            rows = built.rows.on(days)  # before the store is held up
            if self.compared is not None:
                with self.store.reading() as connection:
                    self.compared |= keeping.differing(connection, days, rows)
            with self.claim.writing() as connection:
                keeping.replace(connection, days, rows)


def _first_run(days: Sequence[int], most: int) -> Sequence[int]:
    """The first of ascending days that follow each other without a gap, at most so many."""
    length = 1
    while length < min(most, len(days)) and days[length] == days[0] + length:
        length += 1
    return days[:length]


def _local_days(days: Sequence[int], around: Surroundings) -> Days:
    """The local days of days in UTC, and those on which the time for a first reply ran out of what was opened then."""
    start, end = days[0] * DAY, (days[-1] + 1) * DAY - 1
    ran_out = around.clock.reached(np.array([end], dtype=np.int64), int(around.longest_target))
    first, last = (_local_day(at, around.team.zone) for at in (start, int(ran_out[0])))
    return Days(first, last + timedelta(days=1), around.team.zone)


def _countable(days: Days, found: Frozen | None, last: date) -> Days | None:
    """Those of them that can be counted, up to the last one; None if none can."""
    first = days.first if found is None else max(days.first, found.before)
    end = min(days.end, last + timedelta(days=1))
    return Days(first, end, days.zone) if first < end else None


def _last_day(connection: Connection, days: Days, around: Surroundings) -> date:
    """The local day that the data reach, or one of these days after it that was counted when they reached further."""
    last = _local_day(reached(connection), around.team.zone)
    after = Days(max(last + timedelta(days=1), days.first), days.end, days.zone)
    return max([last, *(keeping.days_among(connection, after) if after.first < after.end else [])])


def _local_day(at: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(zone).date()
