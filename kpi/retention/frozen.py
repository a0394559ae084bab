"""The days whose figures stay as they were counted, because conversations are gone that had counted on them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, select

from kpi.counting.conversations import WINDOW
from kpi.counting.days import Days, midnight
from kpi.counting.surroundings import Surroundings
from kpi.model import Retention, table
from kpi.summary import basis
from kpi.team.settings import TeamSettings

DAY = timedelta(days=1)
_SECONDS_A_DAY = 86_400
_retention = table(Retention)


@dataclass(frozen=True)
class Frozen:
    """Local days `before` this one are never counted again; all from it on can be, by what the team has now decided.

    Those before `counted_otherwise` were counted when the team had decided otherwise; None if none were. Nothing that
    is marked on a day in UTC before `marks_before`, as a number since 1970-01-01, can change a later day.
    """

    before: date
    counted_otherwise: date | None
    marks_before: int


@dataclass(frozen=True)
class Limits:
    """Instants: see `kpi.model.Retention`."""

    since: int
    opened_before: int


def stored(connection: Connection) -> Row[Any] | None:
    """What is kept of it; None while nothing has ever been too old."""
    found = connection.execute(select(_retention)).first()
    return None if found is None or found.kept_from is None else found


def limits(connection: Connection) -> Limits | None:
    """The ones in force; None while nothing has ever been too old."""
    found = stored(connection)
    return None if found is None else Limits(found.since, found.opened_before)


def frozen(connection: Connection, team: TeamSettings) -> Frozen | None:
    """The days that stay; None if all can be counted."""
    found = stored(connection)
    if found is None:
        return None
    marks_before = found.opened_before // _SECONDS_A_DAY
    if found.basis == basis.basis(team):
        return Frozen(found.kept_from, found.otherwise_before, marks_before)
    first = _first_complete(found.kept_from, Limits(found.since, found.opened_before), team)
    return Frozen(first, first, marks_before)


def opened_before(day: date, team: TeamSettings) -> int:
    """The opening from which on a conversation can count on this day by what follows from its opening: that it has had
    its 7 days, or that the time for a first reply has run out."""
    around = Surroundings.of((), team)
    return min(midnight(day, team.zone) - WINDOW, around.earliest_target(Days(day, day + DAY, team.zone)))


@lru_cache(16)
def _first_complete(kept_from: date, of_old: Limits, team: TeamSettings) -> date:
    """The first day on which nothing counts that is gone: in another zone it may begin earlier than it did, and a
    longer time for first replies runs out later."""
    day = kept_from
    while midnight(day, team.zone) < of_old.since or opened_before(day, team) < of_old.opened_before:
        day += DAY
    return day
