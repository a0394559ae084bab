"""What a column's values tell of how they are written: its different days are few, and tell nearly all."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import compress, islice

from kpi.ingest.columns.date_formats import (
    CALENDAR,
    DateFormat,
    has_offset,
    read_day,
    resembled_format,
    split_at_space,
    split_at_time,
)
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.fit import fits_most
from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.values import is_nothing

EITHER_ORDER = (DateFormat.DAY_FIRST, DateFormat.MONTH_FIRST)
_EPOCH = date(1970, 1, 1)
_LOOKED_AT = 50
_DAYS_KEPT = 20_000
_DAYS_READ = 3
_EXAMPLES = 2

DayOf = Callable[[str], date]
Readings = tuple[tuple[DateFormat, date], ...]


@dataclass
class Fit:
    """How many values fit a format; of those not in the future, the first and the last, as written and as instants."""

    count: int = 0
    first: int | None = None
    last: int | None = None
    first_text: str = ""
    last_text: str = ""
    first_day: date = date.max
    last_day: date = date.min

    def extend(self, instants: Sequence[int | None], texts: Sequence[str], now: int, day_of: DayOf) -> None:
        """Take values into account. `day_of` tells on which day a text is."""
        past = [instant for instant in instants if instant is not None and instant <= now]
        if not past:
            return
        first, last = min(past), max(past)
        if self.first is None or first < self.first:
            self.first, self.first_text = first, texts[instants.index(first)]
            self.first_day = day_of(self.first_text)
        if self.last is None or last > self.last:
            self.last, self.last_text = last, texts[instants.index(last)]
            self.last_day = day_of(self.last_text)

    def is_outermost(self, day: date, margin: timedelta) -> bool:
        """Whether a value on that day may be before the first or after the last."""
        return day - margin <= self.first_day or day + margin >= self.last_day


class DateEvidence:
    """Tries the values of one column in all formats that they could be in; few of the values are kept.

    `readers` has one for each format. `beginning` are the first 50 values, `examples` up to two days that either
    order gives, but as different days.
    """

    def __init__(self, readers: Mapping[DateFormat, DateReader], now: int) -> None:
        self._readers = readers
        self._now = now
        self._last_day = datetime.fromtimestamp(now, UTC).date() + timedelta(days=1)  # Clocks may be ahead of UTC.
        self._days: Memo[Readings | None] = Memo(self._read_days, _DAYS_KEPT)
        self._counts: Counter[str] = Counter()
        self._outer: set[str] = set()
        self.fits = {format: Fit() for format in DateFormat}
        self.total = 0
        self.beginning: list[str] = []
        self.examples: list[str] = []

    def observe(self, texts: Sequence[str]) -> None:
        """Take a batch into account."""
        if self._observe_year_first(texts):
            return
        filled = list(filter(None, map(str.strip, texts)))
        looked_at = filled[:: len(filled) // _LOOKED_AT + 1]
        if any(map(is_nothing, looked_at)):
            filled = [text for text in filled if not is_nothing(text)]
            looked_at = filled[:: len(filled) // _LOOKED_AT + 1]
        votes = Counter(map(resembled_format, looked_at))
        format = max(votes, key=votes.__getitem__, default=None)
        self.beginning += filled[: _LOOKED_AT - len(self.beginning)]
        if format is None:
            self.total += sum(not is_nothing(text) for text in filled)
        elif format in CALENDAR:
            self._observe_days(filled, self._day_parts(format, filled), any(map(has_offset, looked_at)))
        else:
            self._observe_numbers(format, filled)

    @property
    def format(self) -> DateFormat | None:
        """The one that fits most values; None if none fits enough."""
        best = max(DateFormat, key=lambda format: self.fits[format].count)
        return best if self.fits_as(best) else None

    def fits_as(self, format: DateFormat) -> bool:
        """Whether the column may be taken to be in that format."""
        return fits_most(self.fits[format].count, self.total)

    @property
    def fits_either_order(self) -> bool:
        """Whether all that fits day first fits month first as well."""
        day, month = (self.fits[format].count for format in EITHER_ORDER)
        return self.format in EITHER_ORDER and day == month

    def _observe_year_first(self, texts: Sequence[str]) -> bool:
        """Whether all that are not empty are, which leaves no doubt of how they are written."""
        if resembled_format(next(filter(None, texts), "")) is not DateFormat.YEAR_FIRST:
            return False
        instants = self._readers[DateFormat.YEAR_FIRST].at_once(texts)
        if instants is None:
            return False
        count = len(instants) - instants.count(None)
        self.beginning += islice(filter(None, texts), _LOOKED_AT - len(self.beginning))
        self.total += count
        fit = self.fits[DateFormat.YEAR_FIRST]
        fit.count += count
        fit.extend(instants, texts, self._now, _year_first_day)
        return True

    def _observe_numbers(self, format: DateFormat, texts: Sequence[str]) -> None:
        instants, bad = self._readers[format].column(texts)
        read = len(texts) - instants.count(None)
        self.total += read + len(bad)
        self.fits[format].count += read
        self.fits[format].extend(instants, texts, self._now, _always(_EPOCH))

    def _observe_days(self, texts: Sequence[str], parts: Sequence[str], offsets: bool) -> None:
        margin = timedelta(days=offsets)  # By the clocks of two zones, an instant is on two days.
        new = set(parts) - self._counts.keys()
        self._counts.update(parts)
        if new:
            self._outer |= new
            self._add_examples(new)
        outer = self._outer.intersection(parts)
        for format, days in self._by_format(outer).items():
            fit = self.fits[format]
            for day in self._candidates(fit, set(days.values()), margin):
                wanted = {part for part, its_day in days.items() if its_day == day}
                on_day = list(compress(texts, map(wanted.__contains__, parts)))
                fit.extend(self._readers[format].column(on_day)[0], on_day, self._now, _always(day))
        if new:
            self._outer = {part for part in self._outer if self._is_outermost(part)}
        if len(self._counts) > _DAYS_KEPT:
            self.count()

    def count(self) -> None:
        """Bring `total` and the counts of `fits` up to date."""
        for part, count in self._counts.items():
            readings = self._days[part]
            self.total += 0 if readings is None else count
            for format, _ in readings or ():
                self.fits[format].count += count
        self._counts.clear()

    def _by_format(self, parts: set[str]) -> Mapping[DateFormat, Mapping[str, date]]:
        found: dict[DateFormat, dict[str, date]] = defaultdict(dict)
        for part in parts:
            for format, day in self._days[part] or ():
                found[format][part] = day
        return found

    def _is_outermost(self, part: str) -> bool:
        readings = self._days[part] or ()
        return any(self.fits[format].is_outermost(day, timedelta(days=1)) for format, day in readings)

    def _add_examples(self, parts: set[str]) -> None:
        if len(self.examples) < _EXAMPLES:
            several = (part for part in sorted(parts) if len({day for _, day in self._days[part] or ()}) > 1)
            self.examples += islice(several, _EXAMPLES - len(self.examples))

    def _day_parts(self, format: DateFormat, texts: Sequence[str]) -> Sequence[str]:
        if format is DateFormat.MONTH_NAMED:
            return [split_at_time(text)[0] for text in texts]
        parts = [text[:10] for text in texts]
        if () not in map(self._days.__getitem__, set(parts)):
            return parts
        return [text.partition(" ")[0][:11] for text in texts]

    def _candidates(self, fit: Fit, days: set[date], margin: timedelta) -> Iterator[date]:
        """Those on which the first and the last value may be."""
        past = sorted(day for day in days if day <= self._last_day)
        for day in past[:_DAYS_READ]:
            if day - margin > fit.first_day:
                break
            yield day
        for day in past[: -_DAYS_READ - 1 : -1]:
            if day + margin < fit.last_day:
                break
            yield day

    def _read_days(self, text: str) -> Readings | None:
        """None for nothing."""
        return None if is_nothing(text) else tuple(self._possible_days(text))

    def _possible_days(self, text: str) -> Iterator[tuple[DateFormat, date]]:
        for format in CALENDAR:
            try:
                day = read_day(format, text)
            except ValueError:
                continue
            # In “24-12-31”, the years of two digits would be 2031 and the like.
            if str(day.year) in text or day.year <= self._last_day.year + 1:
                yield format, day


def _year_first_day(text: str) -> date:
    return read_day(DateFormat.YEAR_FIRST, split_at_space(text)[0])


def _always(day: date) -> DayOf:
    return lambda _text: day
