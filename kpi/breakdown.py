"""A number told apart by a dimension: the same counting for each of its values, which together are the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi import readings
from kpi.catalogue import Kpi
from kpi.comparison import Change, compare
from kpi.dimensions import Dimension
from kpi.facts import Facts, Sample, TimeRange
from kpi.labels import NOT_TOLD

MOST_SEGMENTS = 20

Samples = Mapping[str | None, Sample]
"""By the dimension's value; None has the conversations that have none."""


@dataclass(frozen=True)
class Segment:
    """The conversations with one value of the dimension; `value` is None for those that have none.

    `share` is of the total's n, 0 to 1. `change` is against the same segment in the period before.
    """

    value: str | None
    spelling: str
    sample: Sample
    share: float
    change: Change


@dataclass(frozen=True)
class Breakdown:
    """The largest segments, the largest first, of `total` conversations; `rest` more segments hold `rest_n` of them."""

    dimension: Dimension
    segments: tuple[Segment, ...]
    total: int
    rest: int
    rest_n: int


def break_down(
    kpi: Kpi, facts: Facts, dimension: Dimension, time: TimeRange, earlier: TimeRange | None, whole: Change
) -> Breakdown:
    """The KPI by a dimension over the time range. Segments are compared with `earlier` where the `whole` is."""
    samples = readings.samples_by(kpi, facts, dimension, time)
    before: Samples = {}
    if earlier is not None and whole.absolute is not None:
        before = readings.samples_by(kpi, facts, dimension, earlier)
    largest = sorted(samples, key=lambda value: (-samples[value].n, value is None, value or ""))
    shown, rest = largest[:MOST_SEGMENTS], largest[MOST_SEGMENTS:]
    total = sum(sample.n for sample in samples.values())
    changes = _changes(samples, before, shown, whole)
    spellings = facts.spellings(dimension)
    segments = (
        Segment(value, _spelling(value, spellings), samples[value], samples[value].n / total, changes[value])
        for value in shown
    )
    return Breakdown(dimension, tuple(segments), total, len(rest), sum(samples[value].n for value in rest))


def _changes(samples: Samples, before: Samples, shown: list[str | None], whole: Change) -> Mapping[str | None, Change]:
    if whole.absolute is None:
        return dict.fromkeys(shown, Change.none(whole.why))
    compared = [value for value in shown if value in before]
    return {
        value: compare(samples[value], before[value], among=len(compared))
        if value in before
        else Change.none("no data in the period before")
        for value in shown
    }


def _spelling(value: str | None, spellings: Mapping[str, str]) -> str:
    return NOT_TOLD if value is None else spellings.get(value, value)
