"""The hours at which a team works, as they are kept and as they are typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from kpi import zones
from kpi.errors import UserError
from kpi.opening_hours import dates, holidays, week_grammar, week_text
from kpi.opening_hours.misread import MisreadError
from kpi.opening_hours.naming import joined, near, quoted
from kpi.opening_hours.week import Interval, Week, tidy

__all__ = ["Interval", "OpeningHours", "parse"]

_HINT = "Try `mon-fri 9-17, sat 10-14`, `24/7` or `weekdays 9am-5pm, holidays of DE-BY, closed 2026-12-24`."
_LONGEST_HINT = 200
_MOST_SLIPS = 4
_CONTINENTS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc"
_ZONE = re.compile(rf"\(\s*(?P<written>[^()]+?)\s*\)|(?<!\S)(?P<bare>(?:{_CONTINENTS})/[\w/+-]+)", re.IGNORECASE)
_OWN_DATES = re.compile(rf",?\s*\b(?P<what>closed|open(?:ed)?)(?: on)?:? (?P<days>{dates.DATES})", re.IGNORECASE)
_HOLIDAYS = re.compile(
    r",?\s*\b(?:(?:closed on|except|without|not on|but) )?(?:the )?(?:public |bank )?holidays?\b"
    r"(?: (?:of|in|for)\b)?:?(?P<regions>.*)",
    re.IGNORECASE,
)
_BETWEEN_REGIONS = re.compile(r"\s*(?:[,;&]|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class OpeningHours:
    """Weekly local intervals, less holidays.

    `week` has seven days from Monday, in minutes of the day; intervals that overlap are joined. On the public holidays
    of `holiday_regions` and on the `closed` dates the team does not work at all; a date in `opened` is worked
    although it is a public holiday. Raises UserError for a week without opening hours and for a date
    that is both closed and opened.
    """

    week: Week
    zone: ZoneInfo
    holiday_regions: tuple[str, ...] = ()
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", tidy(self.week))
        if not any(self.week):
            raise UserError("A week needs opening hours.", _HINT)
        if both := self.closed & self.opened:
            raise UserError(f"{min(both)} cannot be both closed and open.", _HINT)

    @property
    def text(self) -> str:
        """For people; `parse` reads it back: "Mon–Fri 09:00–17:00 (Europe/Berlin), holidays of DE-BY"."""
        parts = [f"{week_text.written(self.week)} ({self.zone.key})"]
        if self.holiday_regions:
            parts.append(f"holidays of {joined(self.holiday_regions, 'and')}")
        if self.closed:
            parts.append(f"closed {dates.written(self.closed)}")
        if self.opened:
            parts.append(f"open {dates.written(self.opened)}")
        return ", ".join(parts)

    def closed_on(self, year: int) -> frozenset[date]:
        """The dates of a year on which nobody works. Raise UserError for a region that is not known."""
        public = frozenset[date]().union(*(holidays.days_off(region, year) for region in self.holiday_regions))
        return (public - self.opened) | frozenset(day for day in self.closed if day.year == year)

    def to_json(self) -> dict[str, Any]:
        return {
            "week": [[list(interval) for interval in day] for day in self.week],
            "zone": self.zone.key,
            "holiday_regions": list(self.holiday_regions),
            "closed": sorted(map(str, self.closed)),
            "opened": sorted(map(str, self.opened)),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(
            tuple(tuple(Interval(*interval) for interval in day) for day in kept["week"]),
            ZoneInfo(kept["zone"]),
            tuple(kept["holiday_regions"]),
            frozenset(map(date.fromisoformat, kept["closed"])),
            frozenset(map(date.fromisoformat, kept["opened"])),
        )


def parse(text: str, zone: ZoneInfo) -> OpeningHours:
    """Opening hours as people write them; a zone in parentheses goes before `zone`.

    Raise UserError for what cannot be read, with the line as it was probably meant.
    """
    line = " ".join(text.split())
    try:
        return _read(line, zone)
    except MisreadError as misread:
        raise UserError(misread.sentence, _hint(line, misread, zone)) from misread


def _read(line: str, zone: ZoneInfo) -> OpeningHours:
    """The clauses that are not the week's are taken out one after the other."""
    if named := _ZONE.search(line):
        zone = _zone(named["written"] or named["bare"])
        line = _without(line, named)
    own: dict[str, frozenset[date]] = {"closed": frozenset(), "opened": frozenset()}
    for own_dates in _OWN_DATES.finditer(line):
        which = "closed" if own_dates["what"].lower() == "closed" else "opened"
        own[which] |= dates.read(own_dates["days"])
    line = " ".join(_OWN_DATES.sub(" ", line).split())
    regions: tuple[str, ...] = ()
    if found := _HOLIDAYS.search(line):
        regions = _regions(found["regions"])
        line = _without(line, found)
    return OpeningHours(week_grammar.read(line), zone, regions, **own)


def _without(line: str, found: re.Match[str]) -> str:
    return f"{line[: found.start()]} {line[found.end() :]}"


def _regions(text: str) -> tuple[str, ...]:
    named = [region for region in _BETWEEN_REGIONS.split(text.strip()) if region]
    if not named:
        raise MisreadError("Holidays of which country or state?")
    return tuple(dict.fromkeys(map(_region, named)))


def _region(name: str) -> str:
    try:
        return holidays.canonical(name)
    except holidays.UnknownRegionError as unknown:
        raise MisreadError(unknown.sentence, name, unknown.alike[0] if unknown.alike else "") from unknown


def _zone(name: str) -> ZoneInfo:
    known = {zone.casefold(): zone for zone in zones.known()}
    said = name.replace(" ", "_").casefold()
    if said in known:
        return ZoneInfo(known[said])
    alike = near(said, known)
    raise MisreadError(f"{quoted(name)} is not a time zone.", name, known[alike[0]] if alike else "")


def _hint(line: str, misread: MisreadError, zone: ZoneInfo) -> str:
    """The line with what was misread put right, if it can be read then."""
    for _ in range(_MOST_SLIPS):
        if not misread.right:
            break
        line = line.replace(misread.wrong, misread.right, 1)
        try:
            _read(line, zone)
        except MisreadError as further:
            misread = further
        except UserError as error:
            return error.hint
        else:
            return f"Try `{line}`." if len(line) <= _LONGEST_HINT and "`" not in line else _HINT
    return _HINT
