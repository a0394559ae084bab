"""What holds the weakest KPI down: the channel, intent, team … without which it would be better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Better, Unit
from kpi.comparison import compare
from kpi.counting.days import Days
from kpi.dimensions import DIMENSIONS, INTENT, Dimension
from kpi.facts import Facts, Key
from kpi.measures import Timing
from kpi.readings import reader
from kpi.readings.intent_distribution import says_something
from kpi.review.costly_intent import CostlyIntent, costly_intent
from kpi.review.risen_intent import RisenIntent, risen_intent
from kpi.review.standing import Standing
from kpi.review.week import Week
from kpi.samples import Sample, together
from kpi.summary.groupings import PAIRS
from kpi.team.targets import BOT

_LEAST_SHARE, _MOST_SHARE, _LEAST = 0.05, 0.50, 10  # of n
_GAIN_POINTS, _GAIN_SHARE = 1.0, 0.05
_PAIR_GAINS = 1.5  # times its better single
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Label:
    """A value of a dimension, and how it is spelt."""

    dimension: Dimension
    value: str
    spelling: str


@dataclass(frozen=True)
class Segment:
    """The conversations with one label, or with two. `without` is what all others come to; `gain` is by how much that
    is better than all together, in points, or for durations as a share of the whole."""

    labels: tuple[Label, ...]
    sample: Sample
    without: Sample
    whole: Sample
    gain: float

    @property
    def share(self) -> float:
        """Of all, 0 to 1."""
        return self.sample.n / self.whole.n


HeldDown = Segment | CostlyIntent | RisenIntent


def held_down_by(week: Week, weakest: Standing) -> HeldDown | None:
    """What holds it down most; None where nothing stands out, or nothing tells it apart."""
    days = weakest.days
    if weakest.kpi.unit is Unit.MONEY:
        return costly_intent(week.facts, days)
    if weakest.kpi == INTENT_DISTRIBUTION:
        return risen_intent(week, weakest)
    if not weakest.kpi.dimensions:
        return None
    return _Search(week.facts, weakest, days).found()


class _Search:
    """Through the segments of one KPI over some days."""

    def __init__(self, facts: Facts, standing: Standing, days: Days) -> None:
        self._facts = facts
        self._standing = standing
        self._days = days
        self._spellings: dict[str, Mapping[str, str]] = {}

    def found(self) -> Segment | None:
        """The segment whose removal gains most; a pair only if it gains far more than either label alone."""
        singles = {dimension: self._samples((dimension,)) for dimension in DIMENSIONS}
        tried = list(chain.from_iterable(self._eligible((each,), samples) for each, samples in singles.items()))
        holding = [each for each in tried if self._holds_down(each, len(tried))]
        pairs = [each for pair in PAIRS for each in self._eligible(pair, self._samples(pair))]
        for each in pairs:
            if self._holds_down(each, len(pairs)) and self._is_worth_a_pair(each, singles):
                holding.append(each)
        return max(holding, key=lambda each: (each.gain, -len(each.labels)), default=None)

    def _samples(self, by: Sequence[Dimension]) -> Mapping[Key, Sample]:
        """By value. Of first response time, those of the row that decides."""
        row = self._standing.row
        if self._standing.kpi == FIRST_RESPONSE_TIME and row is not None and row.name == BOT:
            tallies = self._facts.tallies((Timing.BOT,), [self._days], by)
            found: Mapping[Key, Sample] = {key: of_key[0].time(Timing.BOT) for key, of_key in tallies.items()}
        else:
            read = reader(self._standing.kpi).samples(self._facts, [self._days], by)
            found = {key: of_key[0] for key, of_key in read.items()}
        return {key: sample for key, sample in found.items() if sample.n}

    def _eligible(self, by: Sequence[Dimension], samples: Mapping[Key, Sample]) -> Iterator[Segment]:
        """The segments of a size that can hold all down and is no majority."""
        n = sum(sample.n for sample in samples.values())
        for key, sample in samples.items():
            is_told = all(value is not None for value in key) and self._says_something(by, key)
            if is_told and sample.n >= _LEAST and _LEAST_SHARE * n <= sample.n <= _MOST_SHARE * n:
                yield self._segment(by, key, samples)

    def _says_something(self, by: Sequence[Dimension], key: Key) -> bool:
        """Nobody can do anything about "other" or "general"."""
        return INTENT not in by or says_something(key[list(by).index(INTENT)], self._facts)

    def _segment(self, by: Sequence[Dimension], key: Key, samples: Mapping[Key, Sample]) -> Segment:
        without = together([sample for other, sample in samples.items() if other != key])
        whole = together(list(samples.values()))
        labels = tuple(self._label(dimension, str(value)) for dimension, value in zip(by, key, strict=True))
        return Segment(labels, samples[key], without, whole, self._gain(whole, without))

    def _label(self, dimension: Dimension, value: str) -> Label:
        if dimension.key not in self._spellings:
            self._spellings[dimension.key] = self._facts.spellings(dimension)
        return Label(dimension, value, self._spellings[dimension.key].get(value, value))

    def _gain(self, whole: Sample, without: Sample) -> float:
        if whole.value is None or without.value is None:
            return 0.0
        better = without.value - whole.value
        if self._standing.kpi.better is Better.LOWER:
            better = -better
        if self._standing.kpi.unit is not Unit.SECONDS:
            return better
        return better / whole.value if whole.value else 0.0

    def _holds_down(self, segment: Segment, tried: int) -> bool:
        """Whether it is worse than all others, surely so, and by so much that it matters."""
        least = _GAIN_SHARE if self._standing.kpi.unit is Unit.SECONDS else _GAIN_POINTS
        if segment.gain < least - _ROUNDING:
            return False
        change = compare(segment.sample, segment.without, among=tried)
        return bool(change.significant) and self._standing.is_worse(change)

    def _is_worth_a_pair(self, pair: Segment, singles: Mapping[Dimension, Mapping[Key, Sample]]) -> bool:
        gains = (
            self._segment((label.dimension,), (label.value,), singles[label.dimension]).gain
            for label in pair.labels
            if len(singles[label.dimension]) > 1
        )
        return pair.gain >= _PAIR_GAINS * max([0.0, *gains]) - _ROUNDING
