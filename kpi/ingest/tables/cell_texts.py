"""Typed cells, of spreadsheets and of JSON, as text."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

_HALF_A_SECOND = timedelta(milliseconds=500)


def texts(values: Sequence[Any]) -> Sequence[str]:
    """A column's values as text: dates as 2024-03-04 09:12:33, durations as 26:03:04, whole numbers without “.0”."""
    types = set(map(type, values))
    if types <= {str}:
        return values
    # What reads spreadsheets gives a moment at midnight as a day: beside other moments it is one of them.
    as_text = _TEXT | {date: _midnight} if datetime in types else _TEXT
    return [as_text[type(value)](value) for value in values]


def compact_json(value: object) -> str:
    """As JSON, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def duration_text(seconds: float) -> str:
    """Hours, minutes and seconds; the hours may pass 24."""
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 and whole else ""
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _number(value: float) -> str:
    return str(int(value)) if abs(value) < 1e18 and value.is_integer() else repr(value)


def _moment(value: datetime) -> str:
    # A spreadsheet's moments are fractions of days: a second is off by some microseconds.
    return f"{value + _HALF_A_SECOND:%Y-%m-%d %H:%M:%S}"


def _midnight(value: date) -> str:
    return f"{value:%Y-%m-%d} 00:00:00"


def _list(values: list[Any]) -> str:
    """Scalars side by side; lists that hold more than that as JSON, to be read later."""
    if any(isinstance(value, dict | list) for value in values):
        return compact_json(values)
    return ", ".join(texts(values))


_TEXT: dict[type, Callable[[Any], str]] = {
    str: lambda value: value,
    int: str,
    float: _number,
    bool: lambda value: "true" if value else "false",
    datetime: _moment,
    date: date.isoformat,
    time: lambda value: f"{value:%H:%M:%S}",
    timedelta: lambda value: duration_text(value.total_seconds()),
    type(None): lambda _: "",
    list: _list,
    dict: compact_json,
}
