"""Intents: what conversations were about; the value is the share of the largest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kpi import words
from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Facts, Key
from kpi.measures import Event, Measure, Timing
from kpi.readings.reader import Reader
from kpi.readings.reading import Part, Reading, interval_parts, share_part
from kpi.samples import Share

UNCLASSIFIED = "unclassified"
_FEWEST, _MOST_UNCLASSIFIED = 5, 30.0  # intents, percent

_Counts = Mapping[str | None, Sequence[int]]
"""How many of each intent were opened in each stretch; None has those without one."""


@dataclass(frozen=True)
class IntentReader:
    """Reads the share of an intent by its name, or of the largest one.

    Its samples by intent are those of each intent that says something; all are shares of the same conversations.
    """

    intent: str | None = None
    wanted: ClassVar[frozenset[Measure | Timing]] = frozenset((Measure.OPENED,))
    beside: ClassVar[frozenset[Measure | Timing]] = frozenset()
    told_apart: ClassVar[tuple[Dimension, ...]] = (INTENT,)

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Share]]:
        """As `Reader`."""
        others = [dimension for dimension in by if dimension != INTENT]
        groups = _counts(facts, stretches, others, self.wanted)
        if INTENT not in by:
            return {group: self._shares(_told(counts, facts), len(stretches)) for group, counts in groups.items()}
        place = list(by).index(INTENT)
        return {
            (*group[:place], intent, *group[place:]): shares
            for group, counts in groups.items()
            for intent, shares in _shares_of_each(_told(counts, facts), len(stretches)).items()
        }

    def read(self, facts: Facts, days: Days) -> Reading:
        """As `Reader`; it names the intent."""
        counts = {intent: numbers[0] for intent, numbers in _counts(facts, [days], (), self.wanted)[()].items()}
        told = {intent: number for intent, number in counts.items() if says_something(intent, facts) and number}
        named = self.intent or largest(told)
        share = Share(told.get(named, 0) if named else 0, sum(told.values()))
        opened = sum(counts.values())
        unclassified = Share(opened - share.n, opened)
        return Reading(
            sample=share,
            parts={
                "intents": Part(len(told), Unit.COUNT),
                UNCLASSIFIED: share_part(unclassified.hits, opened),
                **interval_parts(share, Unit.PERCENT),
            },
            left_out=_left_out(facts, days, unclassified.hits),
            named=named,
            unjudged=next(_too_vague(told, unclassified), ""),
        )

    def complete(self, _facts: Facts, _days: Days) -> bool:
        """Always."""
        return True

    def following(self, reading: Reading) -> Reader:
        """The reader of the intent that was the largest: by name, whatever was the largest in other periods."""
        return IntentReader(reading.named) if reading.named else self

    def _shares(self, told: _Counts, stretches: int) -> list[Share]:
        totals = _totals(told, stretches)
        if self.intent is not None:
            numbers = told.get(self.intent, [0] * stretches)
        else:
            numbers = [max((counts[place] for counts in told.values()), default=0) for place in range(stretches)]
        return [Share(number, total) for number, total in zip(numbers, totals, strict=True)]


def says_something(intent: str | None, facts: Facts) -> bool:
    """Whether it is an intent: none, "other", "general" and the like are not."""
    return intent is not None and intent not in facts.team.unclassified


def largest(counts: Mapping[str | None, int]) -> str | None:
    """Of several that are the same size, the first by name; None of none."""
    return min((name for name in counts if name), key=lambda name: (-counts[name], name), default=None)


def _counts(
    facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension], wanted: Collection[Measure | Timing]
) -> dict[Key, dict[str | None, list[int]]]:
    """By group, and by intent."""
    groups: dict[Key, dict[str | None, list[int]]] = {} if by else {(): {}}
    for (*group, intent), tallies in facts.tallies(wanted, stretches, (*by, INTENT)).items():
        groups.setdefault(tuple(group), {})[intent] = [tally[Measure.OPENED] for tally in tallies]
    return groups


def _told(counts: _Counts, facts: Facts) -> _Counts:
    return {intent: numbers for intent, numbers in counts.items() if says_something(intent, facts)}


def _totals(told: _Counts, stretches: int) -> list[int]:
    return [sum(numbers[place] for numbers in told.values()) for place in range(stretches)]


def _shares_of_each(told: _Counts, stretches: int) -> dict[str | None, list[Share]]:
    totals = _totals(told, stretches)
    return {
        intent: [Share(number, total) for number, total in zip(numbers, totals, strict=True)]
        for intent, numbers in told.items()
    }


def _left_out(facts: Facts, days: Days, unclassified: int) -> dict[str, int]:
    beside = {UNCLASSIFIED: unclassified} if unclassified else {}
    return {**facts.left_out(Event.OPENING, days), **beside}


def _too_vague(told: Mapping[str | None, int], unclassified: Share) -> Iterator[str]:
    """Why the largest intent says nothing: of two intents one is always large, and so it is where most are unknown."""
    if 0 < len(told) < _FEWEST:
        yield f"there are fewer than {_FEWEST} intents"
    if told and unclassified.value is not None and unclassified.value > _MOST_UNCLASSIFIED:
        yield f"{words.percent(unclassified.value)} of the conversations are unclassified"
