"""The settings of when a team works: its week, public holidays, days on which it is closed or open all the same."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.opening_hours import dates, holidays
from kpi.opening_hours.hours import OpeningHours, parse
from kpi.opening_hours.week import ALWAYS
from kpi.team.key import SettingKey, changed, set_line, to_type

_ANY_ZONE, _ANOTHER_ZONE = ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")
_NONE = "none"
_BETWEEN = re.compile(r"\s*(?:[,;]|\band\b)\s*", re.IGNORECASE)
_SOME_DAYS = "2026-12-24..2026-12-26"
_MOST_DAYS = 5_000


def hours_of(values: Mapping[str, Any], zone: ZoneInfo) -> OpeningHours | None:
    """What the settings of this file say together; None without hours. A week that names no zone is in `zone`."""
    closed, opened = _days(values.get("closed_days", ())), _days(values.get("open_days", ()))
    kept = values.get("hours")
    always = {"week": ALWAYS, "zone": None}
    if kept is not None:
        _hours(kept)
    found = _hours({**(kept or always), "zone": (kept or always)["zone"] or zone.key})
    regions = _check_regions(values.get("holidays", []))
    hours = OpeningHours(found.week, found.zone, regions, closed, opened)
    return hours if kept else None


def divided(hours: Mapping[str, Any]) -> dict[str, Any]:
    """What `OpeningHours.to_json` gives, by setting; holidays and own days only where it has some."""
    parts = {"holidays": "holiday_regions", "closed_days": "closed", "open_days": "opened"}
    own = {name: list(hours[part]) for name, part in parts.items() if hours.get(part)}
    return {"hours": {"week": hours["week"], "zone": hours["zone"]}, **own}


def _parse_hours(text: str, _current: Any, _currency: str) -> dict[str, Any]:
    """As `OpeningHours.to_json`; without a zone where none was named, so that it goes with the workspace's."""
    try:
        kept, elsewhere = (parse(text, zone).to_json() for zone in (_ANY_ZONE, _ANOTHER_ZONE))
    except UserError as error:
        raise to_type(error, HOURS.name, HOURS.example) from None
    return kept if kept["zone"] == elsewhere["zone"] else {**kept, "zone": None}


def _hours(kept: Any) -> OpeningHours:
    try:
        own = {name: kept.get(name, ()) for name in ("holiday_regions", "closed", "opened")}
        return OpeningHours.from_json({**own, "week": kept["week"], "zone": kept["zone"] or _ANY_ZONE.key})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise QuestionError("Those are no opening hours.", HOURS.line) from error


def _hours_words(kept: Any, _currency: str) -> str:
    said = _hours(kept).text
    return said if kept["zone"] else said.replace(f" ({_ANY_ZONE.key})", "", 1)


def _regions(text: str) -> list[str]:
    return [_canonical(region) for region in _BETWEEN.split(text.strip()) if region]


def _canonical(region: str) -> str:
    try:
        return holidays.canonical(region)
    except UserError as error:
        raise to_type(error, HOLIDAYS.name, HOLIDAYS.example) from None


def _check_regions(kept: Any) -> tuple[str, ...]:
    if not isinstance(kept, list):
        raise QuestionError("That is no list of countries.", HOLIDAYS.line)
    return tuple(_canonical(str(region)) for region in kept)


def _typed_days(name: str, text: str) -> list[str]:
    line = set_line(name, f"+{_SOME_DAYS}")
    try:
        read = parse(f"24/7, closed {text}", _ANY_ZONE)
    except UserError:
        raise QuestionError(f"“{plain_line(text)[:60]}” is not a list of days, such as {_SOME_DAYS}.", line) from None
    if read != OpeningHours(ALWAYS, _ANY_ZONE, closed=read.closed):
        raise QuestionError(f"“{plain_line(text)[:60]}” says more than days.", line)
    return sorted(map(str, read.closed))


def _days(kept: Any) -> frozenset[date]:
    try:
        found = frozenset(map(date.fromisoformat, kept))
    except (TypeError, ValueError) as error:
        raise QuestionError("Those are not days.", CLOSED_DAYS.line) from error
    if len(found) > _MOST_DAYS:
        raise QuestionError(f"More than {_MOST_DAYS:,} days cannot be kept.", CLOSED_DAYS.line)
    return found


def _days_words(kept: Any, _currency: str) -> str:
    return dates.written(_days(kept)) or _NONE


def _own_days(name: str, means: str) -> SettingKey:
    return SettingKey(
        name,
        means,
        _SOME_DAYS,
        _NONE,
        restates=True,
        parse=lambda text, current, _currency: changed(text, current or (), lambda said: _typed_days(name, said)),
        check=_days,
        words=_days_words,
    )


HOURS = SettingKey(
    "hours",
    "When the team works: what a person's first reply is measured by, and what arrives in open or in closed hours.",
    "mon-fri 9-17, sat 10-14",
    "not set: a person's first reply is measured round the clock",
    restates=True,
    parse=_parse_hours,
    check=_hours,
    words=_hours_words,
)
HOLIDAYS = SettingKey(
    "holidays",
    "The countries, or parts of them, whose public holidays the team does not work on, once its hours are set.",
    "DE-BY",
    _NONE,
    restates=True,
    parse=lambda text, current, _currency: changed(text, current or (), _regions),
    check=_check_regions,
    words=lambda kept, _currency: ", ".join(kept) or _NONE,
)
CLOSED_DAYS = _own_days("closed_days", "Other days on which the team does not work. + and - change the list.")
OPEN_DAYS = _own_days("open_days", "Public holidays on which the team works all the same. + and - change the list.")
