"""A number told apart by a dimension: the same counting for each of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key
from kpi.labels import NOT_TOLD
from kpi.readings.reader import Reader
from kpi.samples import Number, Sample

MOST_SEGMENTS = 20

Samples = Mapping[Key, Sequence[Sample]]


@dataclass(frozen=True)
class Segment:
    """The conversations with one value of the dimension; `value` is None for those that have none.

    `share` is of the total's n, 0 to 1. `change` is against the same segment in the period before. `series` are its
    samples at the points of the readout's series, if one was asked for.
    """

    value: str | None
    spelling: str
    sample: Sample
    share: float
    change: Change
    series: tuple[Sample, ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """The largest segments, the largest first, of `total` conversations; `rest` more segments hold `rest_n` of them."""

    dimension: Dimension
    segments: tuple[Segment, ...]
    total: int
    rest: int
    rest_n: int


def break_down(
    reader: Reader,
    facts: Facts,
    dimension: Dimension,
    days: Days,
    earlier: Days | None,
    whole: Change,
    points: Sequence[Days] = (),
) -> Breakdown:
    """The KPI by a dimension on these days. Segments are compared with `earlier` where the `whole` is."""
    found = reader.samples(facts, [days], (dimension,))
    samples = {key[0]: of_key[0] for key, of_key in found.items() if of_key[0].n}
    compared = earlier is not None and whole.absolute is not None
    before = reader.samples(facts, [earlier], (dimension,)) if earlier is not None and compared else {}
    over = reader.samples(facts, points, (dimension,)) if points else {}
    sizes = {value: _size(sample) for value, sample in samples.items()}
    largest = sorted(samples, key=lambda value: (-sizes[value], value is None, value or ""))
    shown, rest = largest[:MOST_SEGMENTS], largest[MOST_SEGMENTS:]
    total = sum(sizes.values())
    changes = _changes(samples, before, shown, whole)
    spellings = facts.spellings(dimension)
    segments = (
        Segment(
            value,
            NOT_TOLD if value is None else spellings.get(value, value),
            samples[value],
            sizes[value] / total if total else 0.0,
            changes[value],
            tuple(over.get((value,), ())),
        )
        for value in shown
    )
    return Breakdown(dimension, tuple(segments), total, len(rest), sum(sizes[value] for value in rest))


def _size(sample: Sample) -> int:
    """How many conversations it holds: of what is counted, as many as there are."""
    return sample.count if isinstance(sample, Number) else sample.n


def _changes(
    samples: Mapping[str | None, Sample], before: Samples, shown: list[str | None], whole: Change
) -> Mapping[str | None, Change]:
    if whole.absolute is None:
        return dict.fromkeys(shown, Change.none(whole.why))
    compared = [value for value in shown if (value,) in before and before[value,][0].n]
    return {
        value: compare(samples[value], before[value,][0], among=len(compared))
        if value in compared
        else Change.none("no data in the period before")
        for value in shown
    }
