"""Numbers, lists and names in words for people.

Between a number and its unit is an ordinary space, so that what is shown can be typed, searched and compared.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kpi.catalogue import Unit

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# The units of a duration, by the precision with which it is shown.
_UNITS = {
    1: ((MINUTE, "min"), (1, "s")),
    MINUTE: ((HOUR, "h"), (MINUTE, "min")),
    HOUR: ((DAY, "d"), (HOUR, "h")),
}


def duration(seconds: float) -> str:
    """A length of time in one or two units: "45 s", "1 min 30 s", "12 min", "1 h 20 min", "2 d 4 h".

    Seconds are shown below ten minutes, minutes below a day.
    """
    if seconds < 0:
        return f"-{duration(-seconds)}"
    large, small = _UNITS[precision(seconds)]
    return _two_units(round(seconds / small[0]) * small[0], large, small)


def precision(seconds: float) -> int:
    """To how many seconds a duration of this length is rounded when it is shown: 1, a minute's or an hour's."""
    if round(seconds) < 10 * MINUTE:
        return 1
    return MINUTE if round(seconds / MINUTE) * MINUTE < DAY else HOUR


def percent(value: float) -> str:
    """A percentage from 0 to 100 with at most one decimal: "84.3 %", "80 %".

    Only all is "100 %", and only none is "0 %".
    """
    rounded = round(value, 1)
    if rounded >= 100 > value:
        rounded = 99.9
    elif rounded <= 0 < value:
        rounded = 0.1
    return f"{_decimal(rounded)} %"


def points(value: float) -> str:
    """A score or a difference of percentages with at most one decimal, without its unit: "4.2"."""
    return _decimal(round(value, 1))


def count(number: float) -> str:
    """A whole number: "12,345"."""
    return f"{round(number):,}"


def size(of_bytes: int) -> str:
    """How large a file is: "512 MB", "2 GB", "1.5 MB", "40 kB", "0 bytes"; in powers of 1,024, as computers show it."""
    for large, unit in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")):
        if of_bytes >= large:
            return f"{_decimal(round(of_bytes / large, 1))} {unit}"
    return f"{count(of_bytes)} {'byte' if of_bytes == 1 else 'bytes'}"


def money(value: float, currency: str) -> str:
    """An amount in the team's currency: "12,400 EUR", "4.50 EUR"; decimals only where there are any.

    Only nothing is "0 EUR".
    """
    shown = max(round(value, 2), 0.01) if value > 0 else round(value, 2) + 0.0
    return f"{shown:,.2f}".removesuffix(".00") + (f" {currency}" if currency else "")


def amount(value: float, unit: Unit, currency: str = "") -> str:
    """A KPI's value with its unit: "84.3 %", "1 h 20 min", "5.37 EUR"."""
    return money(value, currency) if unit is Unit.MONEY else _AMOUNTS[unit](value)


def change(difference: float, unit: Unit, currency: str = "") -> str:
    """How a KPI's value differs: "up 4.2 points", "down 12 min", "unchanged" if nothing of it would be seen.

    Percentages differ by points.
    """
    if unit is Unit.MONEY:
        said, nothing = money(abs(round(difference, 2)), currency), money(0, currency)
    else:
        said, nothing = _DIFFERENCES[unit](abs(difference)), _DIFFERENCES[unit](0)
    if said == nothing:
        return "unchanged"
    return f"{'up' if difference > 0 else 'down'} {said}"


def instant(epoch_seconds: float, zone: str | ZoneInfo) -> str:
    """A moment in local time: "Sun 22 Nov 2026, 14:05"."""
    local = datetime.fromtimestamp(epoch_seconds, ZoneInfo(zone) if isinstance(zone, str) else zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def shorten(text: str, most: int = 60) -> str:
    """On one line of at most `most` characters, ending with "…" where it was cut: for names and for what was typed."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def listed(names: Sequence[str], most: int = 3) -> str:
    """ "mail", "mail and shop", "mail, shop, chat and 4 more", each shortened."""
    return _and_more([shorten(name) for name in names[:most]], len(names))


def quoted(names: Sequence[str], most: int = 3) -> str:
    """The same with quotation marks around each: "“mail”, “shop”, “chat” and 4 more"."""
    return _and_more([f"“{shorten(name)}”" for name in names[:most]], len(names))


def _and_more(shown: list[str], total: int) -> str:
    more = [f"{count(total - len(shown))} more"] if total > len(shown) else []
    return joined([*shown, *more], "and")


def either(names: Sequence[str]) -> str:
    """ "mail", "mail or shop", "mail, shop or chat", each shortened."""
    return joined([shorten(name) for name in names], "or")


def joined(names: Sequence[str], last: str) -> str:
    """With commas, and with the word `last` before the last one."""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def a(name: str) -> str:
    """ "a team", "an intent" """
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def sentence(text: str) -> str:
    """With a capital letter at the beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def _two_units(whole: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    many, rest = divmod(whole, large[0])
    few = rest // small[0]
    parts = [f"{many} {large[1]}"] if many else []
    if few or not many:
        parts.append(f"{few} {small[1]}")
    return " ".join(parts)


def _decimal(value: float) -> str:
    return f"{value + 0.0:,.1f}".removesuffix(".0")


def _points_with_unit(value: float) -> str:
    amount = points(value)
    return f"{amount} point" if amount == "1" else f"{amount} points"


_AMOUNTS: dict[Unit, Callable[[float], str]] = {
    Unit.COUNT: count,
    Unit.PERCENT: percent,
    Unit.POINTS: points,
    Unit.SECONDS: duration,
}
_DIFFERENCES = _AMOUNTS | {Unit.PERCENT: _points_with_unit, Unit.POINTS: _points_with_unit}
