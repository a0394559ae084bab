"""Lengths of time: text → seconds, by one unit for a column, and which unit that is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from kpi.ingest.columns.duration_texts import (
    DAY,
    HOUR,
    MINUTE,
    read_clock,
    read_iso,
    read_number,
    read_number_with_comma,
    read_words,
)
from kpi.ingest.columns.fit import fits_most
from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.sample import Sample
from kpi.ingest.columns.values import is_nothing

Instants = Sequence[int | None]

KEPT = 4_000
"""So many of the first rows can be compared with the instants of the same rows."""


class DurationUnit(StrEnum):
    """How a column writes a length of time; the value names it to people."""

    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    CLOCK = "hours:minutes:seconds (26:03:04)"
    WORDS = "words (1 hour 2 minutes)"
    ISO = "ISO 8601 (PT1H2M)"


SECONDS: Mapping[DurationUnit, float] = {
    DurationUnit.MILLISECONDS: 0.001,
    DurationUnit.SECONDS: 1,
    DurationUnit.MINUTES: MINUTE,
    DurationUnit.HOURS: HOUR,
    DurationUnit.DAYS: DAY,
}
"""Of one of each unit of plain numbers."""

_COLUMN = "durations"
_BEGINNING = 50
_LEAST_ROWS = 5
_AGREE = 0.8
_ROUNDED = 0.01
_LONGEST = 1e9  # Seconds: numbers above are points in time.

# A median below each is taken for the unit: most conversations take minutes to days.
_LIKELY = ((40, DurationUnit.HOURS), (2_000, DurationUnit.MINUTES), (2_000_000, DurationUnit.SECONDS))
_TEXTS_KEPT = 20_000
_UNREADABLE = -1.0  # As no length of time is negative, this is as good as any that is.

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HOURS_OF_A_KIND = r"(?:office|opening|operating|operational|service|support|work|working) (?:days?|hours?|hrs)"
_OF_TIME = r"\b(?:hours?|hrs|duration|elapsed|time|stc|minutes?|mins?|seconds?|secs?|days?)\b"
_BUSINESS = re.compile(rf"\b(?:bh|{_HOURS_OF_A_KIND})\b|\bbusiness\b.*{_OF_TIME}|{_OF_TIME}.*\bbusiness\b")
_NOT_A_UNIT = re.compile(rf"\b(?:(?:business|calendar) (?:days?|hours?|hrs)|{_HOURS_OF_A_KIND})\b")
_ABBREVIATED = re.compile(r"[(\[] ?(?:in )?(ms|[smhd])\.? ?[)\]]|(?:_|\bin )(ms|[smhd])$")
_SPELLED_OUT = {
    DurationUnit.MILLISECONDS: r"ms|msecs?|millis|milliseconds?",
    DurationUnit.SECONDS: r"secs?|seconds",  # “Second” may well be the one after the first.
    DurationUnit.MINUTES: r"mins?|minutes?",
    DurationUnit.HOURS: r"hrs?|hours?",
    DurationUnit.DAYS: r"days?",
}
_BY_LETTER = {"ms": DurationUnit.MILLISECONDS, **{unit.value[0]: unit for unit in list(SECONDS)[1:]}}


class DurationReader:
    """Reads the values of one column. With `decimal_comma`, “1,5” is one and a half, and else not a number."""

    def __init__(self, unit: DurationUnit, decimal_comma: bool = False) -> None:
        self.unit = unit
        self._read = text_reader(unit, decimal_comma)
        self._factor = SECONDS.get(unit, 1)
        self._seconds = Memo(self._or_unreadable, _TEXTS_KEPT)

    def column(self, texts: Sequence[str]) -> tuple[list[float | None], list[int]]:
        """The seconds, None for nothing and for what is negative or not in the unit, and the places of the latter."""
        if self.unit in SECONDS and _all_plain_numbers(texts):
            factor = self._factor
            return [float(text) * factor if text else None for text in texts], []
        memo = self._seconds
        seconds = [memo[text] for text in texts]
        bad = [place for place, value in enumerate(seconds) if value is not None and value < 0]
        for place in bad:
            seconds[place] = None
        return seconds, bad

    def _or_unreadable(self, text: str) -> float | None:
        text = text.strip()
        if is_nothing(text):
            return None
        try:
            return self._read(text) * self._factor
        except ValueError:
            return _UNREADABLE


def _all_plain_numbers(texts: Sequence[str]) -> bool:
    """Whether all are whole numbers, or are empty: of these there may be too many to remember."""
    digits = "".join(texts)
    return digits.isascii() and digits.isdigit()


def text_reader(unit: DurationUnit, decimal_comma: bool = False) -> Callable[[str], float]:
    """What reads one text: seconds, or for the units of plain numbers the number. It raises ValueError."""
    if unit in SECONDS:
        return read_number_with_comma if decimal_comma else read_number
    return {DurationUnit.CLOCK: read_clock, DurationUnit.WORDS: read_words, DurationUnit.ISO: read_iso}[unit]


class _Form(NamedTuple):
    """A way to write lengths of time: for plain numbers, the unit is open."""

    unit: DurationUnit
    decimal_comma: bool = False

    def reader(self) -> DurationReader:
        return DurationReader(self.unit, self.decimal_comma)

    def can_read(self, text: str) -> bool:
        try:
            text_reader(self.unit, self.decimal_comma)(text)
        except ValueError:
            return False
        return True


_FORMS = (
    _Form(DurationUnit.SECONDS),
    _Form(DurationUnit.SECONDS, decimal_comma=True),
    _Form(DurationUnit.CLOCK),
    _Form(DurationUnit.WORDS),
    _Form(DurationUnit.ISO),
)


def unit_of(header: str) -> DurationUnit | None:
    """The unit that a header names: “(in hrs)”, “in minutes”, “_seconds”, “(h)”. If it names several, the last."""
    text = _CAMEL.sub(" ", header).lower()
    letters = [first or second for first, second in _ABBREVIATED.findall(text.strip())]
    if letters:
        return _BY_LETTER[letters[-1]]
    text = _NOT_A_UNIT.sub(" ", _plain(header))
    named = [
        (match.start(), unit)
        for unit, names in _SPELLED_OUT.items()
        for match in re.finditer(rf"\b(?:{names})\b", text)
    ]
    return max(named)[1] if named else None


def is_business_hours(header: str) -> bool:
    """Whether a header says that only the hours count in which a team works: no instant can be told from that."""
    return _BUSINESS.search(_plain(header)) is not None


def looks_like_duration(texts: Sequence[str]) -> float:
    """Which share of the texts, without those that stand for nothing, is in the one form that fits most.

    Plain numbers may be anything else as well, so they need a name that says the same.
    """
    filled = [text for text in map(str.strip, texts) if not is_nothing(text)]
    fitting = [
        sum(seconds is not None and seconds < _LONGEST for seconds in form.reader().column(filled)[0])
        for form in _FORMS
    ]
    return max(fitting) / len(filled) if filled else 0.0


@dataclass(frozen=True)
class DurationColumn:
    """In which unit a column is, and why that was concluded. One that is not `sure` is a guess."""

    unit: DurationUnit
    why: str
    sure: bool
    reader: DurationReader = field(compare=False, repr=False)


class DurationSurvey:
    """Looks at a column, batch by batch. What it keeps does not grow with the file."""

    def __init__(self) -> None:
        self._sample = Sample([_COLUMN])
        self._beginning: list[str] = []
        self._first: list[str] = []

    def observe(self, texts: Sequence[str]) -> None:
        """Take a batch into account."""
        self._sample.observe({_COLUMN: texts})
        if len(self._beginning) < _BEGINNING:
            self._beginning += [text.strip() for text in texts if not is_nothing(text.strip())][:_BEGINNING]
        self._first.extend(texts[: KEPT - len(self._first)])

    @property
    def is_empty(self) -> bool:
        """Whether no row says anything."""
        return not self._beginning

    def decide(
        self,
        header: str,
        compare: tuple[Instants, Instants] | None = None,
        said: DurationUnit | None = None,
    ) -> DurationColumn | None:
        """None if no unit fits, or if it is empty.

        `compare` are two columns of instants whose difference it may be, of the rows that were observed first. `said`
        is what plain numbers count, if that is known beforehand.
        """
        form = self._form()
        if form is None:
            return None
        if form.unit not in SECONDS:
            return _column(form, "as its values are written")
        if said is not None:
            return _column(form._replace(unit=said), f"in {said.value}")
        named = unit_of(header)
        if named is not None:
            return _column(form._replace(unit=named), "as its name says")
        told = compare and _agreeing_unit(form.reader().column(self._first)[0], *compare)
        if told:
            return _column(form._replace(unit=told), "as the dates of the same rows say")
        likely = _likely_unit(form.reader().column(self._values())[0])
        return _column(form._replace(unit=likely), "a guess from the size of its numbers", sure=False)

    def _form(self) -> _Form | None:
        texts = self._values()
        counts = {form: sum(map(form.can_read, texts)) for form in _FORMS}
        best = max(_FORMS, key=counts.__getitem__)
        return best if texts and fits_most(counts[best], len(texts)) else None

    def _values(self) -> list[str]:
        """Of the sample's rows, or those that the column begins with: in the former, it may have hardly any."""
        sampled = [text for text in map(str.strip, self._sample.column(_COLUMN)) if not is_nothing(text)]
        return max(sampled, self._beginning, key=len)


def _column(form: _Form, why: str, sure: bool = True) -> DurationColumn:
    return DurationColumn(form.unit, why, sure, form.reader())


def _agreeing_unit(numbers: Sequence[float | None], begins: Instants, ends: Instants) -> DurationUnit | None:
    """The unit in which most numbers are the time between two instants, but for rounding."""
    pairs = [
        (number, end - begin)
        for number, begin, end in zip(numbers, begins, ends, strict=False)
        if number and begin is not None and end is not None and end > begin
    ]
    if len(pairs) < _LEAST_ROWS:
        return None
    agreeing = {
        unit: sum(abs(number * size - seconds) <= max(size, MINUTE, _ROUNDED * seconds) for number, seconds in pairs)
        for unit, size in SECONDS.items()
    }
    best = max(SECONDS, key=agreeing.__getitem__)
    return best if agreeing[best] >= _AGREE * len(pairs) else None


def _likely_unit(numbers: Sequence[float | None]) -> DurationUnit:
    typical = median([number for number in numbers if number] or [0])
    return next((unit for below, unit in _LIKELY if typical < below), DurationUnit.MILLISECONDS)


def _plain(header: str) -> str:
    """Words with a single space between them."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", _CAMEL.sub(" ", header).lower()).split())
