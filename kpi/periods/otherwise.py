"""Days and months as they are written elsewhere: "1.6.2026", "06/01/2026", "11/2026". They are refused, with a hint.

Which of two numbers is the month depends on who writes, so none is taken.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from kpi.errors import UserError
from kpi.periods.names import HINT, Form, Reading, form, matched
from kpi.span import Span


def written_otherwise(words: str) -> Reading | None:
    """A reading that raises UserError, for days and months in another notation."""
    return matched(words, _FORMS)


def _day(found: re.Match[str], today: date) -> Span:
    raise _refusal(found[0], [f"{day}" for day in dict.fromkeys(_days(found)) if day <= today])


def _month(found: re.Match[str], today: date) -> Span:
    with suppress(ValueError):
        first = date(int(found["year"]), int(found["month"]), 1)
        raise _refusal(found[0], [f"{first:%Y-%m}"] if first <= today else [])
    raise _refusal(found[0], [])


def _days(found: re.Match[str]) -> Iterator[date]:
    """With dots the day comes first, with slashes either may."""
    year, one, other = int(found["year"]), int(found["one"]), int(found["other"])
    for day, month in ((one, other),) if found["mark"] == "." else ((one, other), (other, one)):
        with suppress(ValueError):
            yield date(year, month, day)


def _refusal(typed: str, instead: list[str]) -> UserError:
    hint = f"Write {' or '.join(f'`{each}`' for each in instead)}." if instead else HINT
    return UserError(f"“{typed}” is not a period as it is written here.", hint)


_FORMS: tuple[Form, ...] = (
    form(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})", _day),
    form(r"(?P<month>\d{1,2})[./](?P<year>\d{4})", _month),
    form(r"(?P<year>\d{4})[./](?P<month>\d{1,2})", _month),
)
