"""A KPI over equal stretches of time, as a chart shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kpi import words
from kpi.catalogue import Kpi, Unit
from kpi.period import Grain, Period
from kpi.readout import Readout
from kpi.series import Point

MOST_POINTS = 20  # https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
FEWEST_POINTS = 3  # of a series that nobody asked for: two are said in a sentence

_EVERY = {1: "day", 7: "week"}
_SCALES = ((words.DAY, "days"), (words.HOUR, "hours"), (words.MINUTE, "minutes"), (1, "seconds"))


@dataclass(frozen=True)
class Plot:
    """`series` are lines by name, each with a value for each label; `said` is the first line in words.

    `every` is the stretch in a word; the first `earlier` stretches are left out, as there is no room for them, and of
    the others those that are `empty`.
    """

    every: str
    labels: list[str]
    series: list[tuple[str, list[float]]]
    unit: str
    said: list[str]
    empty: int
    earlier: int


def plot(readout: Readout) -> Plot | None:
    """The chart of a readout's series; None if too few stretches hold data for one."""
    told = [point for point in readout.series if point.sample.value is not None]
    points = told[-MOST_POINTS:]
    if len(points) < (1 if readout.question.series else FEWEST_POINTS):
        return None
    begins = readout.series.index(points[0])
    kpi = readout.kpi
    scale, unit = _scale(kpi, points)
    values = [_rounded(point.sample.value or 0, scale) for point in points]
    series = [("Median" if kpi.unit is Unit.SECONDS else words.shorten(kpi.title, 20), values)]
    if readout.target is not None:
        series.append(("Target", [_rounded(readout.target.value, scale)] * len(points)))
    return Plot(
        every=_EVERY.get(points[0].period.days, "month"),
        labels=[_label(point) for point in points],
        series=series,
        unit=unit,
        said=[f"{_label(point)} {words.amount(point.sample.value or 0, kpi.unit)}" for point in points],
        empty=len(readout.series) - begins - len(points),
        earlier=readout.series_left_out + begins,
    )


def _scale(kpi: Kpi, points: Sequence[Point]) -> tuple[float, str]:
    """By what to divide, and what the figures then are: the largest unit in which the longest is two at least."""
    if kpi.unit is not Unit.SECONDS:
        return 1, "%" if kpi.unit is Unit.PERCENT else kpi.unit.value
    longest = max(point.sample.value or 0 for point in points)
    size, name = next((scale for scale in _SCALES if longest >= 2 * scale[0]), _SCALES[-1])
    return size, name


def _rounded(value: float, scale: float) -> float:
    return round(value / scale, 1)


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
