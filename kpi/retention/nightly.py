"""When the next night's deleting is due."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from kpi.model import Retention, Setting, table
from kpi.team.retention_key import RETENTION
from kpi.team.settings import TeamSettings

FROM_HOUR, UNTIL_HOUR = 3, 6
"""Of the night, where the team is."""

_MISSED = timedelta(days=2)
_retention, _setting = table(Retention).c, table(Setting).c


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
    decided = connection.scalar(select(_setting.at).where(_setting.key == RETENTION.name)) or 0
    last = max(datetime.fromtimestamp(decided, team.zone).date(), done_on or local.date().min)
    return last <= local.date() - _MISSED
