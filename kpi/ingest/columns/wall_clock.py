"""From what clocks on a wall showed to the instant that it was."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 86_400
_EPOCH = date(1970, 1, 1)


class ChangeOfClocks:
    """The midnight of a day on which clocks are changed, so that the seconds on the clock do not simply add to it."""

    def __init__(self, midnight: datetime, zone: ZoneInfo) -> None:
        self._midnight = midnight
        self._zone = zone

    def __add__(self, seconds: int) -> int:
        return _instant(self._midnight + timedelta(seconds=seconds), self._zone)


def utc_midnight(day: date) -> int:
    """When the day begins, in seconds since 1970, where clocks show UTC."""
    return (day - _EPOCH).days * DAY


def midnight(day: date, zone: ZoneInfo) -> int | ChangeOfClocks:
    """What the seconds on the zone's clocks are added to on that day.

    A time that occurs twice is its first, one that the clocks skip is the next instant that there is.
    """
    local = datetime(day.year, day.month, day.day)
    instant = _instant(local, zone)
    lasts_a_day = _instant(local + timedelta(days=1), zone) - instant == DAY
    return instant if lasts_a_day else ChangeOfClocks(local, zone)


def _instant(wall: datetime, zone: ZoneInfo) -> int:
    while _skipped(wall, zone):
        wall = wall.replace(second=0) + timedelta(minutes=1)
    return int(wall.replace(tzinfo=zone).astimezone(UTC).timestamp())


def _skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """In a gap, and only there, the later reading (fold=1) has the larger offset."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first < second
