"""When a team is open, year by year, as instants."""

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from kpi.opening_hours.hours import OpeningHours
from kpi.opening_hours.offsets import Steady, steady_stretches
from kpi.opening_hours.week import WEEK_DAYS

Instants = npt.NDArray[np.int64]
"""Seconds since 1970, UTC; durations in seconds as well."""

_MINUTE = 60
_DAY = 86_400
_THURSDAY = 3  # 1 January 1970
_EPOCH = datetime(1970, 1, 1).toordinal()


def new_year(year: int) -> int:
    """The instant at which the year begins in UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def year_of(instant: int) -> int:
    """In UTC."""
    return datetime.fromtimestamp(instant, UTC).year


def open_stretches(hours: OpeningHours, year: int) -> tuple[Instants, Instants]:
    """Openings and closings within the year in UTC, in order; stretches may touch but do not overlap.

    An instant is open when the local clocks then show a time of an interval: an hour that they show twice
    counts twice, one that they skip never comes.
    """
    parts = [_while_steady(hours, steady) for steady in steady_stretches(hours.zone, year)]
    opens, closes = (np.concatenate(each) for each in zip(*parts, strict=True))
    return opens, closes


def _while_steady(hours: OpeningHours, steady: Steady) -> tuple[Instants, Instants]:
    days = _open_days(hours, steady)
    weekdays = (days + _THURSDAY) % WEEK_DAYS
    opens, closes = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for weekday, intervals in enumerate(hours.week):
        midnights = days[weekdays == weekday] * _DAY - steady.offset
        for interval in intervals:
            opens.append(midnights + interval.start_minute * _MINUTE)
            closes.append(midnights + interval.end_minute * _MINUTE)
    opened = np.maximum(np.sort(np.concatenate(opens)), steady.start)
    closed = np.minimum(np.sort(np.concatenate(closes)), steady.end)
    some = opened < closed
    return opened[some], closed[some]


def _open_days(hours: OpeningHours, steady: Steady) -> Instants:
    """The local days that begin or end in the stretch, less the holidays, as days since 1970."""
    first = (steady.start + steady.offset) // _DAY
    last = (steady.end - 1 + steady.offset) // _DAY
    first_year, last_year = (datetime.fromordinal(_EPOCH + day).year for day in (first, last))
    years = range(first_year, last_year + 1)
    closed = [day.toordinal() - _EPOCH for year in years for day in hours.closed_on(year)]
    days = np.arange(first, last + 1, dtype=np.int64)
    return days[~np.isin(days, closed)]
