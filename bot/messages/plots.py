"""A KPI over equal stretches of time, as a chart shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.messages.data_limits import LABEL, POINTS, SERIES
from kpi import words
from kpi.answering.breakdown import Segment
from kpi.answering.readout import Readout
from kpi.answering.series import Point
from kpi.catalogue import Kpi, Unit
from kpi.dimensions import ARRIVED
from kpi.period import Grain, Period
from kpi.samples import Sample
from kpi.wording import sentences

MOST_POINTS = POINTS
FEWEST_POINTS = 3  # of a series that nobody asked for: two are said in a sentence
TARGET = "Target"

_EVERY = {1: "day", 7: "week"}
_SCALES = ((words.DAY, "days"), (words.HOUR, "hours"), (words.MINUTE, "minutes"), (1, "seconds"))


@dataclass(frozen=True)
class Plot:
    """`series` are lines by name, each with a value for each label; `said` is each line in words.

    `every` is the stretch in a word; the first `earlier` stretches are left out, as there is no room for them, and of
    the others those that are `empty`. Of a number told apart, `unplotted` are the segments without a line.
    """

    every: str
    labels: list[str]
    series: list[tuple[str, list[float]]]
    unit: str
    said: list[str]
    empty: int
    earlier: int
    unplotted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    name: str
    values: list[float]


def plot(readout: Readout) -> Plot | None:
    """The chart of a readout's series, a line for each segment where it is told apart; None if too few stretches hold
    data for one."""
    told = [place for place, point in enumerate(readout.series) if point.sample.value is not None]
    places = told[-MOST_POINTS:]
    if len(places) < (1 if readout.question.series else FEWEST_POINTS):
        return None
    points = [readout.series[place] for place in places]
    lines, unplotted = _lines(readout, places)
    target = None if len(lines) != 1 or readout.target is None else readout.target.value
    longest = max([*(value for line in lines for value in line.values), target or 0])
    scale, unit = _scale(readout, longest)
    digits = 2 if readout.kpi.unit is Unit.MONEY else 1
    series = [(line.name, [round(value / scale, digits) for value in line.values]) for line in lines]
    if target is not None:
        series.append((TARGET, [round(target / scale, digits)] * len(points)))
    return Plot(
        every=_EVERY.get(points[0].period.days, "month"),
        labels=[_label(point) for point in points],
        series=series,
        unit=unit,
        said=list(_said(readout, points, lines)),
        empty=len(readout.series) - places[0] - len(points),
        earlier=readout.series_left_out + places[0],
        unplotted=unplotted,
    )


def _lines(readout: Readout, places: Sequence[int]) -> tuple[list[_Line], tuple[str, ...]]:
    """Of the largest segments those that hold data at all these points: no data is not 0."""
    told_apart = readout.breakdown.segments if readout.breakdown and readout.question.series else ()
    is_arrived = readout.breakdown is not None and readout.breakdown.dimension == ARRIVED
    lines: list[_Line] = []
    unplotted: list[str] = []
    for segment in told_apart:
        values = _values(segment, places)
        if values is None or len(lines) == SERIES:
            unplotted.append(segment.spelling)
        else:
            name = "outside" if segment.value == "closed" and is_arrived else segment.spelling
            lines.append(_Line(_another(name, [line.name for line in lines]), values))
    if lines:
        return lines, tuple(unplotted)
    whole = [readout.series[place].sample.value or 0.0 for place in places]
    return [_Line(_name(readout), whole)], tuple(unplotted)


def _values(segment: Segment, places: Sequence[int]) -> list[float] | None:
    samples: list[Sample] = [segment.series[place] for place in places] if segment.series else []
    known = [sample.value for sample in samples if sample.value is not None]
    return known if known and len(known) == len(places) else None


def _name(readout: Readout) -> str:
    if readout.kpi.unit is Unit.SECONDS:
        return "Median"
    return words.shorten(sentences.named(readout) or readout.kpi.title, LABEL)


def _another(spelling: str, taken: Sequence[str]) -> str:
    """As it is spelt, as far as there is room; two lines never have the same name."""
    name = words.shorten(spelling, LABEL)
    number = 2
    while name in taken or name == TARGET:
        name, number = f"{words.shorten(spelling, LABEL - 4)} ({number})", number + 1
    return name


def _said(readout: Readout, points: Sequence[Point], lines: Sequence[_Line]) -> Iterator[str]:
    """Each point of a single line; of several only where they begin and end."""

    def at(place: int, line: _Line) -> str:
        amount = words.amount(line.values[place], readout.kpi.unit, readout.currency)
        return f"{_label(points[place])} {amount}"

    for line in lines:
        if len(lines) == 1:
            yield from (at(place, line) for place in range(len(points)))
        else:
            yield f"{line.name} from {at(0, line)} to {at(-1, line)}"


def _scale(readout: Readout, longest: float) -> tuple[float, str]:
    """By what to divide, and what the figures then are: the largest unit in which the longest is two at least."""
    if readout.kpi.unit is not Unit.SECONDS:
        return 1, _units(readout.kpi, readout.currency)
    size, name = next((scale for scale in _SCALES if longest >= 2 * scale[0]), _SCALES[-1])
    return size, name


def _units(kpi: Kpi, currency: str) -> str:
    match kpi.unit:
        case Unit.PERCENT:
            return "%"
        case Unit.MONEY:
            return currency
        case Unit.COUNT:
            return kpi.counts[1]
    return kpi.unit.value


def _label(point: Point) -> str:
    """Of at most 20 characters, and of no other stretch: "13–19 Jul", "28 Sep–4 Oct, part", "Jul 2026"."""
    return f"{_days(point.period)}{', part' if point.incomplete or point.period.unfinished else ''}"


def _days(period: Period) -> str:
    first, last = period.first, period.end - timedelta(days=1)
    if period.grain is Grain.MONTH:
        return f"{first:%b %Y}"
    if first == last:
        return f"{first.day} {first:%b}"
    return f"{first.day}{f' {first:%b}' if first.month != last.month else ''}–{last.day} {last:%b}"
