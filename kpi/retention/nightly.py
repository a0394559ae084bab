"""When the next night's deleting is due, and when it is put off because the clock may be wrong."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select, update

from kpi.model import Retention, Setting, table
from kpi.store import insert_new
from kpi.team.retention_key import RETENTION
from kpi.team.settings import TeamSettings

FROM_HOUR, UNTIL_HOUR = 3, 6
"""Of the night, where the team is."""

_DAY = timedelta(days=1)
_MISSED = 2 * _DAY
_LEAP = 7 * _DAY
_record = table(Retention)
_retention, _setting = _record.c, table(Setting).c


def is_due(connection: Connection, team: TeamSettings, now: datetime) -> bool:
    """Whether it is night at `now` (aware), and nobody has deleted what is too old since midnight; or, at whatever
    hour, whether nobody was there to do so for two days."""
    if not team.keeps_months:
        return False
    local = now.astimezone(team.zone)
    done_on = connection.scalar(select(_retention.done_on))
    if done_on is not None and done_on > local.date() + _MISSED:
        done_on = None  # noted by a clock that was put back since
    if done_on is not None and done_on >= local.date():
        return False
    if FROM_HOUR <= local.hour < UNTIL_HOUR:
        return True
    return _last(connection, team, done_on) <= local.date() - _MISSED


def unseen_since(connection: Connection, team: TeamSettings, now: datetime) -> date | None:
    """The last day on which it was looked, if that is more than a week before `now` (aware).

    Either nobody was there, or the clock is ahead: what it then takes for too old must not be deleted at once.
    """
    last = _last(connection, team, connection.scalar(select(_retention.done_on)))
    return last if now.astimezone(team.zone).date() - last > _LEAP else None


def put_off(connection: Connection, team: TeamSettings, now: datetime) -> None:
    """Let it be due in the night after the next, for somebody to set the clock in the meantime."""
    insert_new(connection, _record, {"id": 1, "basis": "", "held_at": 0, "gone": 0})
    connection.execute(update(_record).values(done_on=now.astimezone(team.zone).date() + _DAY))


def _last(connection: Connection, team: TeamSettings, done_on: date | None) -> date:
    """The day on which all that was too old had last been deleted, or the team decided anew what is."""
    decided = connection.scalar(select(_setting.at).where(_setting.key == RETENTION.name)) or 0
    return max(datetime.fromtimestamp(decided, team.zone).date(), done_on or date.min)
