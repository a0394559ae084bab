"""Points in time as exports write them: text → seconds since 1970-01-01 UTC, by one format for a column."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from kpi.ingest.columns.date_formats import DateFormat, read_time, resembled_format, without_fractions
from kpi.ingest.columns.date_grammars import grammar_of
from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.values import is_nothing

_UTC = ZoneInfo("UTC")
_FEW = 32
_TEXTS_KEPT = 100_000  # A day has 86,400 different times.
_DAY_OF_NO_DATE = re.compile(r"(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[T ]")  # Spreadsheets' times have one.
_MIDNIGHT = re.compile(r"[T ]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)?\s*AM)Z?", re.IGNORECASE)


class DateReader:
    """Reads the values of one column.

    Wall times without an offset are in `zone`: one that occurs twice is its first, one that the clocks skip
    is the next instant that there is. A date without a time is its midnight.
    """

    def __init__(self, format: DateFormat, zone: ZoneInfo) -> None:
        self.format = format
        self.zone = zone
        self._grammar = grammar_of(format, zone)

    def read(self, text: str) -> int | None:
        """None for what stands for nothing. Raises ValueError for what is not in the format."""
        text = text.strip()
        return None if is_nothing(text) else self._grammar.instant(text)

    def column(self, texts: Sequence[str]) -> tuple[list[int | None], list[int]]:
        """The instants, None for nothing and for what is not in the format, and the places of the latter."""
        instants = self.at_once(texts)
        return (instants, []) if instants is not None else self._in_parts(_tidy(texts))

    def at_once(self, texts: Sequence[str]) -> list[int | None] | None:
        """The instants, None for empty texts, if nearly alike texts are all in the format; else None for all."""
        ways = self._grammar.ways
        for way in ways:
            try:
                instants = way(texts)
            except ValueError:
                continue
            if way is not ways[0]:  # The next texts are probably written like these.
                ways.remove(way)
                ways.insert(0, way)
            return instants
        return None

    def _in_parts(self, texts: Sequence[str]) -> tuple[list[int | None], list[int]]:
        """Narrows down what is odd to a few texts, so that all others are still read at once."""
        if len(texts) <= _FEW:
            instants = self.at_once(texts)
            return (instants, []) if instants is not None else self._one_by_one(texts)
        try:
            return self._grammar.ways[0](texts), []
        except ValueError:
            middle = len(texts) // 2
        left, bad_left = self._in_parts(texts[:middle])
        right, bad_right = self._in_parts(texts[middle:])
        return left + right, bad_left + [middle + place for place in bad_right]

    def _one_by_one(self, texts: Sequence[str]) -> tuple[list[int | None], list[int]]:
        instants: list[int | None] = []
        bad: list[int] = []
        for place, text in enumerate(texts):
            try:
                instants.append(self.read(text))
            except ValueError:
                instants.append(None)
                bad.append(place)
        return instants, bad


def looks_like_date(texts: Sequence[str]) -> float:
    """Which share of the texts, without those that stand for nothing, is in the one format that fits most.

    Numbers may be unix time or a spreadsheet's days, so they need a name that says the same.
    """
    filled = [text for text in map(str.strip, texts) if not is_nothing(text)]
    if not filled:
        return 0.0
    resembled = {*map(resembled_format, filled)} - {None}
    formats = resembled | {DateFormat.MONTH_FIRST} if DateFormat.DAY_FIRST in resembled else resembled
    misfits = (len(DateReader(format, _UTC).column(filled)[1]) for format in formats if format is not None)
    return 1 - min(misfits, default=len(filled)) / len(filled)


def read_times(texts: Sequence[str]) -> tuple[list[int | None], list[int]]:
    """The seconds since midnight, None for nothing and for what is no time, and the places of the latter."""
    memo = Memo(_seconds, _TEXTS_KEPT)
    seconds = list(map(memo.__getitem__, texts))
    bad = [place for place, value in enumerate(seconds) if value is not None and value < 0]
    return [None if value is None or value < 0 else value for value in seconds], bad


def combine(dates: Sequence[str], times: Sequence[str]) -> list[str]:
    """Texts that a `DateReader` of the dates' format reads: without a time the date alone, without a date nothing."""
    day, time = Memo(_day, _TEXTS_KEPT), Memo(_time, _TEXTS_KEPT)
    return [
        f"{day[date_text]} {time[time_text]}".strip() if day[date_text] else ""
        for date_text, time_text in zip(dates, times, strict=True)
    ]


def _tidy(texts: Sequence[str]) -> Sequence[str]:
    """The texts without spaces around them and fractions of seconds, and empty where they stand for nothing."""
    lines = without_fractions("\n".join(texts)).split("\n")
    if len(lines) != len(texts):  # There are line breaks inside.
        lines = [without_fractions(text) for text in texts]
    return ["" if is_nothing(text) else text for text in map(str.strip, lines)]


def _seconds(text: str) -> int | None:
    """-1 for what is no time."""
    time = _time(text)
    try:
        return read_time(time).seconds if time else None
    except ValueError:
        return -1


def _day(text: str) -> str:
    text = _MIDNIGHT.sub("", text.strip())
    return "" if is_nothing(text) else text


def _time(text: str) -> str:
    text = _DAY_OF_NO_DATE.sub("", text.strip(), count=1)
    return "" if is_nothing(text) else text
