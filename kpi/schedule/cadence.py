"""At which instant the review of a week is posted, and over how many weeks it goes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from kpi.filters import Filter
from kpi.review.small_team import small
from kpi.span import Grain, containing
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings

WEEK = timedelta(weeks=1)
EACH_WEEK, FOUR_WEEKS = 1, 4
_MINUTE = timedelta(minutes=1)


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """When clocks there show `minute` of that day, in UTC: the first of two such times, and where the clocks skip it,
    the next one that they show."""
    shown = datetime.combine(day, time()) + timedelta(minutes=minute)
    while not _is_shown(shown, zone):
        shown += _MINUTE
    return shown.replace(tzinfo=zone).astimezone(UTC)


def week_end(monday: date, zone: ZoneInfo) -> datetime:
    """When the week that begins on this Monday is over there."""
    return instant(monday + WEEK, 0, zone)


def due_at(weekday: int, minute: int, zone: ZoneInfo, monday: date, team_zone: ZoneInfo) -> datetime:
    """When a week is reviewed: at the first such hour of `zone` once the week is over where the team is.

    So every week has exactly one, whatever the clocks do.
    """
    over = week_end(monday, team_zone)
    day = over.astimezone(zone).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    at = instant(day, minute, zone)
    return at if at >= over else instant(day + WEEK, minute, zone)


def last_over(now: datetime, team_zone: ZoneInfo) -> date:
    """The Monday of the last week that is over where the team is."""
    return containing(now.astimezone(team_zone).date(), Grain.WEEK).first - WEEK


def usual_weeks(connection: Connection, team: TeamSettings, filters: Sequence[Filter], now: datetime) -> int:
    """Four where fewer than 20 conversations a week meet the filters, else one."""
    facts = StoreFacts(connection, team).narrowed(filters)
    return FOUR_WEEKS if small(facts, now) else EACH_WEEK


def _is_shown(shown: datetime, zone: ZoneInfo) -> bool:
    there = shown.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == shown
