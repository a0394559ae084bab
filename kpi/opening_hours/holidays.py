"""Public holidays of countries and their parts: "DE", "DE-BY", "US"."""

import warnings
from datetime import date
from functools import cache
from types import ModuleType

from kpi.errors import UserError
from kpi.opening_hours.naming import near, quoted, tried

_COUNTRIES_ALIKE = 0.7  # of 1
_PARTS_ALIKE = 0.5  # one of two letters
_HINT = "Try `DE`, `DE-BY` or `US`: a country's two letters and, after a hyphen, its state's."


class UnknownRegionError(UserError):
    """No country or state whose holidays are known; `alike` are those that may be meant, the likeliest first."""

    def __init__(self, said: str, alike: list[str]) -> None:
        super().__init__(f"{quoted(said)} is no country or state whose holidays are known.", tried(alike) or _HINT)
        self.alike = alike


@cache
def days_off(region: str, year: int) -> frozenset[date]:
    """The whole days on which the region does not work, days taken in lieu of a weekend's among them.

    Far years may lack holidays that are only announced shortly before, or that follow the moon.

    Raise UnknownRegionError.
    """
    country, _, part = canonical(region).partition("-")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requested Holidays are available only")  # a few of India's, before 2001
        days = _library().country_holidays(country, part or None, years=year)
    return frozenset(day for day in days if day.year == year)


def canonical(region: str) -> str:
    """ "de-by", "Germany-Bayern" and "DEU-BY" are "DE-BY". Raise UnknownRegionError."""
    said = " ".join(region.split())
    country, hyphen, part = _folded(said)
    code = _country_codes().get(country)
    if code and not hyphen:
        return code
    if code and part in _parts(code):
        return f"{code}-{_parts(code)[part]}"
    raise UnknownRegionError(said, _alike(said))


def _folded(said: str) -> tuple[str, str, str]:
    """Country, hyphen and part; only parts' names have a hyphen themselves."""
    country, hyphen, part = said.casefold().partition("-")
    return country.strip(), hyphen, part.strip()


def _alike(said: str) -> list[str]:
    """Known regions that may be meant."""
    folded = said.casefold()
    country, _, part = _folded(said)
    code = _country_codes().get(country)
    if not code:
        near_countries = [_country_codes()[each] for each in near(folded, _country_codes(), _COUNTRIES_ALIKE)]
        return _parts_called(folded) or list(dict.fromkeys(near_countries))
    parts = _parts(code)
    near_parts = [parts[each] for each in near(part, parts, _PARTS_ALIKE)] or sorted(set(parts.values()))
    return [f"{code}-{each}" for each in dict.fromkeys(near_parts)] or [code]


def _parts_called(name: str) -> list[str]:
    """The states of any country that go by the name: "DE-BY" for "bayern"."""
    codes = sorted(set(_country_codes().values()))
    return [f"{code}-{parts[name]}" for code in codes if name in (parts := _parts(code))]


@cache
def _country_codes() -> dict[str, str]:
    """By name and by every code, in small letters."""
    codes: dict[str, str] = {}
    for name, (_, code, *others) in _library().registry.COUNTRIES.items():
        codes |= {each.casefold(): code for each in (name.replace("_", " "), code, *others)}
    return codes


@cache
def _parts(code: str) -> dict[str, str]:
    """The country's states, provinces …, by name and code in small letters."""
    country = _library().country_holidays(code)
    names = {name.casefold(): part for name, part in country.subdivisions_aliases.items()}
    return names | {part.casefold(): part for part in country.subdivisions}


def _library() -> ModuleType:
    """Loaded when it is first needed: that takes a third of a second, and many teams keep no holidays."""
    import holidays

    return holidays
