"""What a KPI may ask of the store: counts and durations of what happened in a range of time.

A KPI is computed from these and from nothing else, so whoever provides them may change: today they are read from the
tickets (`kpi.tickets`). A time range is half-open, `[start, end)`, in UTC seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple, Protocol

from kpi import statistics
from kpi.dimensions import Dimension
from kpi.filters import Filter
from kpi.statistics import LogMoments


class Event(Enum):
    """Something that happens to a conversation once, at an instant of its own."""

    RESPONSE = "first response"
    HUMAN_RESPONSE = "first reply by a person"
    AUTOMATED_RESPONSE = "first reply by the bot"
    RESOLUTION = "resolution"
    RATING = "rating"


class TimeRange(NamedTuple):
    """From `start` up to, and without, `end`, in UTC seconds."""

    start: int
    end: int


class Durations:
    """How long each of `n` conversations took, in seconds."""

    def __init__(self, seconds: Iterable[float]) -> None:
        self._sorted = sorted(seconds)

    @classmethod
    def together(cls, parts: "Iterable[Durations]") -> "Durations":
        """Those of all parts."""
        return cls(seconds for part in parts for seconds in part._sorted)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self._sorted)

    @property
    def value(self) -> float | None:
        """The median, that is the ⌈n ÷ 2⌉-th smallest; None if there are none."""
        return self.quantile(0.5)

    @property
    def mean(self) -> float | None:
        """Total ÷ n; None if there are none."""
        return sum(self._sorted) / self.n if self.n else None

    def quantile(self, q: float) -> float | None:
        """The ⌈q·n⌉-th smallest; None if there are none."""
        return statistics.quantile(self._sorted, q)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the median, 95 %, by order statistics; None below 6 values."""
        ranks = statistics.median_ranks(self.n)
        return (self._sorted[ranks[0] - 1], self._sorted[ranks[1] - 1]) if ranks else None

    def longer_than(self, seconds: float) -> int:
        """How many took longer than this."""
        return sum(1 for value in self._sorted if value > seconds)

    @cached_property
    def moments(self) -> LogMoments:
        """Of ln(1 + seconds), for tests of significance."""
        return LogMoments.of(self._sorted)


@dataclass(frozen=True)
class Share:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """0 to 100; None of nothing."""
        return 100.0 * self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's, 95 %, 0 to 100; None of nothing."""
        if not self.n:
            return None
        low, high = statistics.wilson(self.hits, self.n)
        return 100.0 * low, 100.0 * high


@dataclass(frozen=True)
class Ratings:
    """Ratings that customers gave: `n` in all, `satisfied` of them; `stars` on 1 to 5, with their mean.

    `dated_by_proxy` had no time of their own, and count where their conversation was resolved, or last updated.
    """

    n: int
    satisfied: int
    stars: int
    mean_stars: float | None
    dated_by_proxy: int

    @property
    def share(self) -> Share:
        """The satisfied ones, of all."""
        return Share(self.satisfied, self.n)


Sample = Durations | Share
"""What a value is computed from, and what tests of significance compare: both have `n`, `value` and `interval`."""


def together(samples: Sequence[Sample]) -> Sample:
    """Samples of one KPI, of which none counts what another counts, as one."""
    shares = [sample for sample in samples if isinstance(sample, Share)]
    if shares:
        return Share(sum(share.hits for share in shares), sum(share.n for share in shares))
    return Durations.together(sample for sample in samples if isinstance(sample, Durations))


@dataclass(frozen=True)
class Waiting:
    """Open conversations that no person has answered: how many, how many of them the bot has, and for how long the
    oldest has waited, in seconds."""

    n: int
    answered_by_bot: int
    oldest: int | None


@dataclass(frozen=True)
class SourceFacts:
    """What is known of a source: which ticket fields it supplies, and how far its data reach.

    `first_opened`, when its first conversation was opened, and `complete_until` are None while nothing is imported.
    """

    name: str
    fields: frozenset[str]
    first_opened: int | None
    complete_until: int | None

    @property
    def says_who_answered(self) -> bool:
        """Whether replies by people and by the bot are told apart."""
        return bool(self.fields & {"first_human_response_at", "first_automated_response_at"})


class Facts(Protocol):
    """What happened, counted. Excluded conversations and impossible instants are in no figure but `left_out`."""

    @property
    def sources(self) -> tuple[SourceFacts, ...]:
        """All sources."""

    def narrowed(self, filters: Sequence[Filter]) -> "Facts":
        """The same of the conversations that meet the filters as well."""

    def spellings(self, dimension: Dimension) -> Mapping[str, str]:
        """How the dimension's values are spelt, by the value."""

    def durations(self, event: Event, time: TimeRange) -> Durations:
        """Seconds from the opening to `event`, of the conversations for which it fell in the time range."""

    def durations_by(self, dimension: Dimension, event: Event, time: TimeRange) -> Mapping[str | None, Durations]:
        """The durations told apart by a dimension's value; None has those without one."""

    def durations_in(self, times: Sequence[TimeRange], event: Event) -> list[Durations]:
        """The durations of each time range; each begins where the one before it ends."""

    def count(self, event: Event, time: TimeRange) -> int:
        """For how many conversations `event` fell in the time range."""

    def ratings(self, time: TimeRange) -> Ratings:
        """The ratings given in the time range."""

    def ratings_by(self, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Ratings]:
        """The ratings told apart by a dimension's value; None has those without one."""

    def ratings_in(self, times: Sequence[TimeRange]) -> list[Ratings]:
        """The ratings of each time range; each begins where the one before it ends."""

    def left_out(self, event: Event, time: TimeRange) -> Mapping[str, int]:
        """What would have counted as `event` in the time range, but does not: how many, by reason."""

    def answered_within(self, seconds: int, time: TimeRange) -> Share:
        """Of the conversations whose first `seconds` ran out in the time range: answered by a person by then.

        Left aside is what the bot had answered without handing over, and what was resolved without a person.
        """

    def waiting(self) -> Waiting | None:
        """What waits for a person, at the moment up to which each source is complete; None where no source can tell."""

    def newest(self, event: Event) -> int | None:
        """When `event` last happened; None if it never did."""
