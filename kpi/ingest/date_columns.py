"""Decides how each column of dates is written: from all of its values, and from its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.errors import UserError
from kpi.ingest.dates import DateFormat, DateReader
from kpi.ingest.fit import fits_most
from kpi.ingest.values import is_nothing

_EITHER_ORDER = (DateFormat.DAY_FIRST, DateFormat.MONTH_FIRST)
_UNIX = (DateFormat.UNIX_SECONDS, DateFormat.UNIX_MILLISECONDS)


@dataclass
class Span:
    """How many values fit a format; of those that are not in the future, the first and the last instant."""

    count: int = 0
    first: int | None = None
    last: int | None = None

    def add(self, instant: int, now: int) -> None:
        """Take one value into account."""
        self.count += 1
        if instant > now:
            return
        if self.last is None or instant > self.last:
            self.last = instant
        if self.first is None or instant < self.first:
            self.first = instant


class DateEvidence:
    """Tries the values of one column in all formats that they could be in."""

    def __init__(self, readers: Mapping[DateFormat, DateReader], now: int) -> None:
        self._readers = readers
        self._now = now
        self.spans = {format: Span() for format in DateFormat}
        self.total = 0
        self.example = ""
        self.has_times = False

    def observe(self, text: str) -> None:
        """Take one value into account."""
        text = text.strip()
        if is_nothing(text):
            return
        self.total += 1
        if not self.has_times:
            self.has_times = ":" in text
        if not self.example:
            self.example = text
        for format in _possible(text):
            try:
                instant = self._readers[format].instant(text)
            except ValueError:
                continue
            self.spans[format].add(instant, self._now)

    def fits(self, format: DateFormat) -> bool:
        """Whether the column may be taken to be in that format."""
        return fits_most(self.spans[format].count, self.total)

    @property
    def format(self) -> DateFormat | None:
        """The one that fits most values; None if none fits enough."""
        best = max(DateFormat, key=lambda format: self.spans[format].count)
        return best if self.fits(best) else None

    @property
    def is_ambiguous(self) -> bool:
        """Whether all that fits day first fits month first as well."""
        day, month = (self.spans[format].count for format in _EITHER_ORDER)
        return self.format in _EITHER_ORDER and day == month


def _possible(text: str) -> tuple[DateFormat, ...]:
    if not text[:4].isdigit():
        return _EITHER_ORDER
    return (DateFormat.YEAR_FIRST,) if text[4:5] in ("-", "/", ".") else _UNIX


@dataclass(frozen=True)
class DateColumn:
    """How a column of dates is written, why that was concluded, and the time that it spans up to now."""

    format: DateFormat
    why: str
    first: int | None
    last: int | None


def choose_formats(columns: Mapping[str, DateEvidence], day_first: bool | None = None) -> dict[str, DateColumn | None]:
    """By header; None for a column that no format fits.

    A column whose order of day and month is open is decided by `day_first`, or else by the columns that
    leave no doubt. Raises UserError if that decides nothing, or if `day_first` contradicts the values.
    """
    wanted = None if day_first is None else (DateFormat.DAY_FIRST if day_first else DateFormat.MONTH_FIRST)
    certain = {
        evidence.format: header
        for header, evidence in columns.items()
        if evidence.format and evidence.format in _EITHER_ORDER and not evidence.is_ambiguous
    }
    return {header: _choose(header, evidence, wanted, certain) for header, evidence in columns.items()}


def _choose(
    header: str, evidence: DateEvidence, wanted: DateFormat | None, certain: Mapping[DateFormat, str]
) -> DateColumn | None:
    best = evidence.format
    if best is None:
        return None
    if best not in _EITHER_ORDER:
        return _column(evidence, best, "as its values are written")
    if wanted is not None:
        if not evidence.fits(wanted):
            raise _contradicted(header, wanted)
        return _column(evidence, wanted, "as you said")
    if not evidence.is_ambiguous:
        return _column(evidence, best, "as its values make sense only so")
    if len(certain) != 1:
        raise _ambiguous(header, evidence)
    ((order, other),) = certain.items()
    return _column(evidence, order, f"like “{other}”, which leaves no doubt")


def _column(evidence: DateEvidence, format: DateFormat, why: str) -> DateColumn:
    span = evidence.spans[format]
    if not evidence.total:
        why = "although it is empty"
    elif not evidence.has_times and format not in _UNIX:
        why += "; without times of the day, so durations are in whole days"
    return DateColumn(format, why, span.first, span.last)


def _ambiguous(header: str, evidence: DateEvidence) -> UserError:
    return UserError(
        f"Is “{evidence.example}” in the column “{header}” written day first or month first? No value tells.",
        "Import the file again with --day-first or with --month-first.",
    )


def _contradicted(header: str, wanted: DateFormat) -> UserError:
    flag = "--day-first" if wanted is DateFormat.DAY_FIRST else "--month-first"
    return UserError(
        f"The column “{header}” is not written {wanted.value}: most of its values do not fit.",
        f"Import the file again without {flag}.",
    )
