"""From one time of the day to another as people write it: "9-17", "9am-5pm", "09:00–12:30", "22:00 to 6:00"."""

import re

from kpi.opening_hours.week import DAY

_HALF_DAY = DAY // 2
_EARLIEST = 6 * 60  # "1-5" more likely is in the afternoon
_TIME = r"(?:noon|midnight|(?:\d{{4}}|\d{{1,2}}(?:[:.h]\d{{2}})?)(?:\ ?(?P<half_{side}>[ap])\.?m?\b\.?|\ ?h\b)?)"
TIMES = (
    rf"(?P<start>{_TIME.format(side='start')})"
    r"\ ?(?:-|–|—|\.\.|\bto\b|\buntil\b|\btill?\b)\ ?"
    rf"(?P<end>{_TIME.format(side='end')})(?![\d:])"
)
"""Groups: `start`, `end`, and in `half_start` and `half_end` the a of am or the p of pm."""


class NoTimeError(ValueError):
    """Digits that no clock shows, such as 25:00."""


class TwoReadingsError(ValueError):
    """Times that can be meant by a clock of twelve hours or of twenty-four; `likelier` is in the daytime."""

    def __init__(self, likelier: tuple[int, int], other: tuple[int, int]) -> None:
        super().__init__("am or pm is missing")
        self.likelier = likelier
        self.other = other


def minutes(found: re.Match[str]) -> tuple[int, int]:
    """Start and end of a match of TIMES in minutes after midnight; an end up to the start is on the next day.

    Where one side says am or pm and the other does not, it is the half of the day that makes the shorter
    opening. Raise NoTimeError and TwoReadingsError.
    """
    start, end = _readings(found["start"], found["half_start"]), _readings(found["end"], found["half_end"])
    if found["half_start"] or found["half_end"]:
        return min(((one, other) for one in start for other in end), key=_length)
    written = start[0] % DAY, end[0] % DAY or DAY
    if start[0] == DAY:
        raise NoTimeError(found["start"])
    if len(start) == len(end) == 2:
        if written[1] <= written[0]:
            raise TwoReadingsError((start[0], end[1]), written)
        if written[0] < _EARLIEST:
            raise TwoReadingsError((start[1], end[1]), written)
    return written


def clock(minute: int) -> str:
    """ "09:00"; the day's end is "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _length(times: tuple[int, int]) -> int:
    return (times[1] - times[0]) % DAY or DAY


def _readings(text: str, half: str | None) -> list[int]:
    """As written, and half a day on where that may be meant: "9", but not "09:00" and "13"."""
    if text.lower() in ("noon", "midnight"):
        return [_HALF_DAY if text.lower() == "noon" else 0]
    digits = re.sub(r"\D", "", text)
    hour, minute = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if minute >= 60 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
        raise NoTimeError(text)
    if half:
        return [hour % 12 * 60 + minute + (_HALF_DAY if half in "pP" else 0)]
    if 1 <= hour <= 12 and not text.startswith("0"):
        morning = hour * 60 + minute
        return [morning, (morning + _HALF_DAY) % DAY]
    return [hour * 60 + minute]
