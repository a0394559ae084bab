"""From which day on conversations are kept."""

import calendar
from datetime import date, datetime

from kpi.team.settings import TeamSettings

_MONTHS = 12


def first_kept(team: TeamSettings, now: datetime) -> date | None:
    """The first local day of which conversations are kept; None where all are."""
    return back(now.astimezone(team.zone).date(), team.keeps_months) if team.keeps_months else None


def back(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
