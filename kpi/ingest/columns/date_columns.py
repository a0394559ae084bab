"""Decides how each column of dates is written: from all of its values, its neighbours, and the order of events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.ingest.columns.date_evidence import EITHER_ORDER, DateEvidence
from kpi.ingest.columns.date_formats import CALENDAR, DateFormat, has_offset, read_day
from kpi.ingest.columns.date_order import Columns, impossible_rows, is_refuted, likelier_order
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.fit import fits_most
from kpi.ingest.columns.sample import Sample
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.columns.wall_clock import DAY

_DAY_FIRST, _MONTH_FIRST = EITHER_ORDER
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class DateColumn:
    """How a column of dates is written and why that was concluded.

    `first` and `last` are its instants that are not in the future, `total` counts its values. Without `has_times`
    all are midnights. `reader` reads the column.
    """

    format: DateFormat
    zone: ZoneInfo
    why: str
    first: int | None
    last: int | None
    total: int
    has_times: bool
    reader: DateReader = field(compare=False, repr=False)


@dataclass(frozen=True)
class DateDecision:
    """By header, each column, or None if no format fits.

    Nothing tells the order of day and month of the columns that are `unsure`: they are given as the likelier one.
    Of these, `examples` are up to two values, and what they are day first and month first, in words.
    """

    columns: Mapping[str, DateColumn | None]
    unsure: Sequence[str]
    examples: Mapping[str, Sequence[tuple[str, str, str]]]


@dataclass(frozen=True)
class _Choice:
    format: DateFormat
    why: str
    is_sure: bool = True


class DateSurvey:
    """Looks at all columns of dates of a file, batch by batch. What it keeps does not grow with the file.

    Wall times are in `zone`; `now` is the moment after which an instant is in the future.
    """

    def __init__(self, headers: Sequence[str], zone: ZoneInfo, now: int) -> None:
        self._zone = zone
        self._now = now
        # One for all columns and for the later reading: what it remembers serves them all.
        self._readers = {(format, place): DateReader(format, place) for format in DateFormat for place in {zone, _UTC}}
        readers = {format: self._readers[format, zone] for format in DateFormat}
        self._evidence = {header: DateEvidence(readers, now) for header in headers}
        self._sample = Sample(headers)

    def observe(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Take a batch of rows into account: the texts of each header."""
        for header, evidence in self._evidence.items():
            evidence.observe(columns[header])
        self._sample.observe(columns)

    def decide(self, opening: str | None, day_first: bool | None = None, zone_is_given: bool = False) -> DateDecision:
        """What was concluded. `opening` is the header of what comes first in each row.

        An order of day and month that the values leave open is as `day_first` says; else as in the columns of the
        file that leave no doubt; else as the order of events says. Raises UserError if `day_first` contradicts
        the values. If the columns without offsets are in UTC by all that the others say, they are read so, unless
        `zone_is_given`.
        """
        for evidence in self._evidence.values():
            evidence.count()
        choices = self._choices(opening, day_first)
        formats = {header: choice.format for header, choice in choices.items() if choice is not None}
        in_utc = None if zone_is_given else self._why_in_utc(formats, opening)
        columns = {
            header: None if choice is None else self._column(header, choice, in_utc)
            for header, choice in choices.items()
        }
        unsure = [header for header, choice in choices.items() if choice is not None and not choice.is_sure]
        return DateDecision(columns, unsure, {header: self._examples(header) for header in unsure})

    def _choices(self, opening: str | None, day_first: bool | None) -> dict[str, _Choice | None]:
        wanted = None if day_first is None else _DAY_FIRST if day_first else _MONTH_FIRST
        choices = {header: self._alone(header, wanted) for header in self._evidence}
        either = [header for header, choice in choices.items() if choice and self._evidence[header].fits_either_order]
        if wanted is not None or not either:
            return choices
        certain = {
            choice.format: header
            for header, choice in choices.items()
            if choice is not None and choice.format in EITHER_ORDER and header not in either
        }
        if len(certain) == 1:
            ((order, other),) = certain.items()
            common = _Choice(order, f"like “{other}”, which leaves no doubt")
        else:
            common = self._by_events(choices, either, opening)
        for header in either:
            choices[header] = common if self._evidence[header].examples else replace(common, is_sure=True)
        return choices

    def _alone(self, header: str, wanted: DateFormat | None) -> _Choice | None:
        """By its own values, and by what is wanted. Raises UserError if these contradict each other."""
        evidence = self._evidence[header]
        best = evidence.format
        if best is None or not self._is_readable(header, best):
            return None
        if best not in EITHER_ORDER:
            return _Choice(best, "as its values are written")
        if wanted is None:
            return _Choice(best, "as its values make sense only so")
        if not evidence.fits_as(wanted):
            raise _contradicted(header, wanted)
        return _Choice(wanted, "as you said")

    def _by_events(self, choices: Mapping[str, _Choice | None], either: Sequence[str], opening: str | None) -> _Choice:
        formats = {header: choice.format for header, choice in choices.items() if choice is not None}
        readings = {
            order: self._instants({**formats, **dict.fromkeys(either, order)}, self._zone) for order in EITHER_ORDER
        }
        order, why = likelier_order(readings, opening if opening in formats else None, self._now)
        return _Choice(order, why or "a guess, as no value tells the order of day and month", why is not None)

    def _why_in_utc(self, formats: Mapping[str, DateFormat], opening: str | None) -> str | None:
        """Why the columns without offsets are in UTC; None if they are not, or nothing tells."""
        timed = {header: format for header, format in formats.items() if self._has_times(header, format)}
        walls = {header for header, format in timed.items() if self._is_wall_time(header, format)}
        if opening not in timed or not walls or len(walls) == len(timed):
            return None
        here, in_utc = (self._instants(timed, zone) for zone in (self._zone, _UTC))
        wrong_here, wrong_in_utc = (impossible_rows(columns, opening, self._now) for columns in (here, in_utc))
        if not is_refuted(wrong_here, wrong_in_utc, here):
            return None
        return f"in UTC, as in {self._zone.key} many rows would say something before their opening"

    def _column(self, header: str, choice: _Choice, in_utc: str | None) -> DateColumn:
        evidence, format, why = self._evidence[header], choice.format, choice.why
        zone, has_times, fit = self._zone, self._has_times(header, format), evidence.fits[format]
        if in_utc and has_times and self._is_wall_time(header, format):
            zone, why = _UTC, f"{why}; {in_utc}"
        if not evidence.total:
            why = "although it is empty"
        elif not has_times:
            why += "; without times of the day, so durations are in whole days"
        reader = self._readers[format, zone]
        first, last = reader.read(fit.first_text), reader.read(fit.last_text)
        return DateColumn(format, zone, why, first, last, evidence.total, has_times, reader)

    def _instants(self, formats: Mapping[str, DateFormat], zone: ZoneInfo) -> Columns:
        """Those of the sample's rows."""
        return {
            header: self._readers[format, zone].column(self._sample.column(header))[0]
            for header, format in formats.items()
        }

    def _is_readable(self, header: str, format: DateFormat) -> bool:
        """Whether not the days alone are in the format, but the times after them, too."""
        texts = self._values(header)
        instants, bad = self._readers[format, self._zone].column(texts)
        read = len(instants) - instants.count(None)
        return fits_most(read, read + len(bad))

    def _has_times(self, header: str, format: DateFormat) -> bool:
        instants, _ = self._readers[format, _UTC].column(self._values(header))
        return any(instant % DAY for instant in instants if instant is not None)

    def _is_wall_time(self, header: str, format: DateFormat) -> bool:
        texts = [text for text in self._values(header) if ":" in text]
        return format is DateFormat.SERIAL_DAYS or (format in CALENDAR and 2 * sum(map(has_offset, texts)) < len(texts))

    def _values(self, header: str) -> Sequence[str]:
        """Of the sample's rows, or those that the column begins with: in the former, it may have hardly any."""
        sampled = [text for text in self._sample.column(header) if not is_nothing(text.strip())]
        return max(sampled, self._evidence[header].beginning, key=len)

    def _examples(self, header: str) -> Sequence[tuple[str, str, str]]:
        texts = self._evidence[header].examples
        return [(text, _day_in_words(_DAY_FIRST, text), _day_in_words(_MONTH_FIRST, text)) for text in texts]


def _day_in_words(format: DateFormat, text: str) -> str:
    day = read_day(format, text)
    return f"{day.day} {day:%B} {day.year}"


def _contradicted(header: str, wanted: DateFormat) -> UserError:
    flag = "--day-first" if wanted is _DAY_FIRST else "--month-first"
    return UserError(
        f"The column “{header}” is not written {wanted.value}: most of its values do not fit.",
        f"Import the file again without {flag}.",
    )
