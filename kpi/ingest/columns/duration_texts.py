"""How exports write a length of time: each function reads one way. What is less than nothing is negative."""

import re

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]*)?(?:e[-+]?[0-9]{1,2})?", re.IGNORECASE)
_COMMA_FOR_POINT = str.maketrans(",.", ".,")
_CLOCK = re.compile(
    r"(-)?(?:([0-9]+)\s*d(?:ays?)?,?\s+)?([0-9]+):([0-5][0-9])(?::([0-5][0-9](?:[.,][0-9]+)?))?", re.IGNORECASE
)
_ISO = re.compile(
    r"(-)?P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?(?<![PT])", re.IGNORECASE
)
_WORD = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([a-z]+)\.?(?:\s*,)?(?:\s+and\b)?\s*", re.IGNORECASE)
_WORDS = re.compile(rf"(-)?\s*(?:{_WORD.pattern})+", re.IGNORECASE)
_SECONDS_BY_WORD = {
    word: seconds
    for seconds, words in {
        0.001: "ms millisecond milliseconds",
        1: "s sec secs second seconds",
        MINUTE: "m min mins minute minutes",
        HOUR: "h hr hrs hour hours",
        DAY: "d day days",
        WEEK: "w wk wks week weeks",
    }.items()
    for word in words.split()
}


def read_number(text: str) -> float:
    """With a decimal point. Raises ValueError for what is no number."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"no number: {text}")
    return float(text.replace(",", ""))


def read_number_with_comma(text: str) -> float:
    """With a decimal comma. Raises ValueError for what is no number."""
    return read_number(text.translate(_COMMA_FOR_POINT))


def read_clock(text: str) -> float:
    """The seconds that “26:03:04” or “1 day, 02:03” says. Raises ValueError for anything else."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return _zero(text)
    sign, days, hours, minutes, seconds = match.groups()
    length = int(days or 0) * DAY + int(hours) * HOUR + int(minutes) * MINUTE + _decimal(seconds)
    return -length if sign else length


def read_words(text: str) -> float:
    """The seconds that “1 hour 2 minutes” or “2h 5m” says. Raises ValueError for anything else."""
    match = _WORDS.fullmatch(text)
    if match is None:
        return _zero(text)
    try:
        length = sum(_decimal(number) * _SECONDS_BY_WORD[word.lower()] for number, word in _WORD.findall(text))
    except KeyError as unknown:
        raise ValueError(f"no unit of time: {unknown}") from None
    return -length if match[1] else length


def read_iso(text: str) -> float:
    """The seconds that “PT1H2M” says. Raises ValueError for anything else."""
    match = _ISO.fullmatch(text)
    if match is None:
        return _zero(text)
    sign, *parts = match.groups()
    length = sum(_decimal(part) * size for part, size in zip(parts, (WEEK, DAY, HOUR, MINUTE, 1), strict=True))
    return -length if sign else length


def _zero(text: str) -> float:
    """Zero is the same in all units."""
    if text != "0":
        raise ValueError(f"no length of time: {text}")
    return 0.0


def _decimal(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0
