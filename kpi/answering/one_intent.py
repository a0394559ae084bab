"""The conversations about one intent beside all others: how well they are answered, and what they take of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi.answering.coverage import Coverage
from kpi.catalogue import (
    AUTOMATION_RATE,
    COST_PER_RESOLUTION,
    CSAT,
    FIRST_RESPONSE_TIME,
    RESOLUTION_TIME,
    Kpi,
)
from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Facts, Tally
from kpi.filters import Filter, in_order
from kpi.measures import Measure, Timing
from kpi.readings import reader
from kpi.readings.reading import Part, Reading
from kpi.samples import Sample, Share, together

COMPARED: Sequence[Kpi] = (FIRST_RESPONSE_TIME, RESOLUTION_TIME, AUTOMATION_RATE, CSAT)
_OF_PEOPLE: frozenset[Measure | Timing] = frozenset(
    (Timing.PERSON, Measure.ANSWERED_WHILE_CLOSED, Measure.HUMAN_RESOLUTION)
)
_TELL_REPLIES = frozenset(("first_response_at", "first_human_response_at", "first_automated_response_at"))


@dataclass(frozen=True)
class Beside:
    """A KPI of the intent (`mine`) beside that of all the team's conversations (`team`).

    `change` is from all other conversations to those of the intent, so that none is on both sides of the test.
    """

    kpi: Kpi
    mine: Sample
    team: Sample
    change: Change


@dataclass(frozen=True)
class Saving:
    """What people would not have to do if nobody had to ask about the intent.

    In the period a person first answered `reached` of its conversations, None where no source tells who answers, and
    people resolved `resolved` of them. One of these costs `each`, in the team's currency, if all are as dear: what
    support cost in the period without automation, for each conversation that people resolved; None where that is not
    known.
    """

    reached: int | None
    resolved: int
    each: float | None

    @property
    def worth(self) -> float | None:
        """What those that people resolved cost, in the team's currency; None where that is not known."""
        return None if self.each is None or not self.resolved else self.each * self.resolved


@dataclass(frozen=True)
class OneIntent:
    """Of the conversations that `filters` keep on these days, those about the intent. `facts` are of everything."""

    intent: str
    facts: Facts
    filters: tuple[Filter, ...]
    days: Days

    @property
    def only(self) -> tuple[Filter, ...]:
        """The filters that keep nothing but the intent."""
        return in_order((*self.filters, Filter(INTENT, self.intent, self.spelling)))

    @property
    def spelling(self) -> str:
        """The intent, as people write it."""
        return self.facts.spellings(INTENT).get(self.intent, self.intent)

    @cached_property
    def all(self) -> Facts:
        """About any intent, or none."""
        return self.facts.narrowed(self.filters)

    def prepare(self, kpis: Sequence[Kpi]) -> None:
        """These will be asked for, so that they are read at once."""
        readers = [reader(kpi) for kpi in kpis]
        wanted: frozenset[Measure | Timing] = frozenset().union(*(each.wanted for each in readers))
        beside: frozenset[Measure | Timing] = frozenset().union(*(each.beside for each in readers))
        self.all.prepare(wanted | _OF_PEOPLE, [self.days], (INTENT,))
        self.all.prepare(wanted, [self.days])
        self._mine.prepare(wanted | beside, [self.days])

    def beside(self, kpi: Kpi) -> Beside | None:
        """The KPI beside the team's own; None where nothing tells it, or the intent has no data for it."""
        if not Coverage.of(kpi, self.all.sources).sources:
            return None
        samples = reader(kpi).samples(self.all, [self.days], (INTENT,))
        found = {key[0]: of_key[0] for key, of_key in samples.items()}
        if self.intent not in found or not found[self.intent].n:
            return None
        mine = together([found.pop(self.intent)])  # taken out of them, so that its median takes no time for theirs
        [team] = reader(kpi).samples(self.all, [self.days])[()]
        others = [each for each in found.values() if each.n]
        change = compare(mine, together(others)) if others else Change.none("there are no others")
        return Beside(kpi, mine, team, change)

    def ended(self) -> Mapping[str, Part]:
        """How those ended that had their 7 days in the period: the parts of the automation rate; {} if none is told."""
        reading = self._read(AUTOMATION_RATE)
        return reading.parts if reading is not None and reading.n else {}

    def saving(self) -> Saving:
        """What a fix at the source would save."""
        [tally] = self.all.tallies(_OF_PEOPLE, [self.days], (INTENT,)).get((self.intent,), [Tally()])
        reached = tally.time(Timing.PERSON).n + tally[Measure.ANSWERED_WHILE_CLOSED]
        telling = [each for each in self.all.sources if each.fields & _TELL_REPLIES]
        is_known = bool(telling) and all(each.says_who_answered for each in telling)
        return Saving(reached if is_known else None, tally[Measure.HUMAN_RESOLUTION], self._each)

    def shares(self, dimension: Dimension) -> Mapping[str | None, Share]:
        """By value of the dimension: of the conversations with an intent that says something, those about this one.

        Values without any are not among them. To tell every intent apart for each value would take much longer.
        """
        vague = (Filter(INTENT, each, each) for each in ("", *self.facts.team.unclassified))
        without = self.facts.narrowed(in_order((*self.filters, *vague)))
        mine, every, unsaid = (self._opened(of, dimension) for of in (self._mine, self.all, without))
        return {value: Share(n, every[value] - unsaid.get(value, 0)) for value, n in mine.items() if n}

    def _opened(self, facts: Facts, dimension: Dimension) -> Mapping[str | None, int]:
        found = facts.tallies((Measure.OPENED,), [self.days], (dimension,))
        return {value: tally[Measure.OPENED] for (value,), [tally] in found.items()}

    @cached_property
    def _mine(self) -> Facts:
        return self.facts.narrowed(self.only)

    @cached_property
    def _each(self) -> float | None:
        """Conversations have no cost of their own, so it is that of all of them, whatever the filters."""
        reading = reader(COST_PER_RESOLUTION).read(self.facts, self.days)
        part = reading.parts.get("human") if reading.connected and not reading.incomplete else None
        return part.value if part is not None else None

    def _read(self, kpi: Kpi) -> Reading | None:
        told = Coverage.of(kpi, self.all.sources).sources
        return reader(kpi).read(self._mine, self.days) if told else None


def compared(about: OneIntent) -> tuple[Beside, ...]:
    """All KPIs of the intent that have data, beside the team's own."""
    found = (about.beside(kpi) for kpi in COMPARED)
    return tuple(each for each in found if each is not None)
