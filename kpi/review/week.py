"""The readouts of a week, or of four, each with its state, its gap, and how much it changes anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpi.answering import answer as answering
from kpi.answering.readout import Readout
from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION, KPIS, SUPPORTING, Kpi
from kpi.comparison import Change
from kpi.dimensions import INTENT
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.period import Period
from kpi.question import Question
from kpi.readings import reader
from kpi.readings.intent_distribution import IntentReader
from kpi.review.decisions import NOTHING_DECIDED, Decisions
from kpi.review.judging import judged, unjudged, worse
from kpi.review.spans import WEEK, beside_usual, completed, past, stretches
from kpi.review.standing import Standing
from kpi.span import Span

_COSTS = (COST_PER_RESOLUTION, COST_PER_CONTACT)
"""In the order in which one of two that are alike goes first."""

_NOT_TOLD_APART = "channels, teams and the like have none of their own"


@dataclass(frozen=True)
class Week:
    """How each KPI stands in a week, or in several that are taken as one, in the catalogue's order. The facts are
    narrowed to what the filters keep."""

    period: Period
    now: datetime
    facts: Facts
    filters: tuple[Filter, ...]
    standings: tuple[Standing, ...]

    @property
    def weeks(self) -> int:
        """How many calendar weeks they are: 1, or 4."""
        return self.period.days // WEEK

    def of(self, kpi: Kpi) -> Standing:
        """How this one stands."""
        return next(each for each in self.standings if each.kpi == kpi)

    def supporting(self, kpi: Kpi) -> Readout:
        """The readout of a supporting count."""
        return _readout(Question(kpi, self.period, filters=self.filters), self.facts, self.now)

    @property
    def candidates(self) -> tuple[Standing, ...]:
        """Those that may be the weakest: judged, not parked, and of the two costs only the worse one."""
        able = [each for each in self.standings if each.state is not None and not each.parked]
        costs = sorted((each for each in able if each.kpi in _COSTS), key=_worst_cost_first)
        less = [each.kpi.key for each in costs[1:]]
        return tuple(each for each in able if each.kpi.key not in less)


def read(
    facts: Facts,
    period: Period,
    now: datetime,
    filters: Sequence[Filter] = (),
    decisions: Decisions = NOTHING_DECIDED,
) -> Week:
    """How the KPIs stand in a calendar week, in what has passed of it, or in several whole ones, as the store tells it
    at `now` (aware)."""
    narrowed = facts.narrowed(filters)
    prepare(narrowed, [period])
    standings = (_standing(kpi, narrowed, period, now, tuple(filters), decisions) for kpi in KPIS)
    return Week(period, now, narrowed, tuple(filters), tuple(standings))


def prepare(facts: Facts, periods: Sequence[Period]) -> None:
    """Have all that the reviews of these weeks need read at once."""
    days = sorted({each for period in periods for each in stretches(period)}, key=lambda each: each.first)
    readers = [reader(kpi) for kpi in (*KPIS, *SUPPORTING)]
    facts.prepare(frozenset().union(*(each.wanted | each.beside for each in readers)), days)
    facts.prepare(IntentReader.wanted, days, (INTENT,))


def earlier(period: Period, reviews: int) -> Period:
    """What was reviewed so many reviews before: whole weeks, as many as these."""
    shift = reviews * timedelta(days=period.days)
    span = Span(period.first - shift, period.end - shift, period.grain)
    return Period(span.name, span.first, span.end, period.zone, span.grain)


def _standing(
    kpi: Kpi, facts: Facts, period: Period, now: datetime, filters: tuple[Filter, ...], decisions: Decisions
) -> Standing:
    question = Question(kpi, period, filters=filters)
    if filters and not kpi.dimensions:
        none = Readout(question, None, Change.none(_NOT_TOLD_APART), facts.team.currency, unjudged=_NOT_TOLD_APART)
        return Standing(none, None, (), unjudged(none))
    readout = _readout(question, facts, now)
    reading, rows = judged(readout, facts, filters, decisions)
    judgement = rows[0].judgement if rows else unjudged(readout)
    named = reading.named if reading else None
    return Standing(
        readout,
        reading,
        rows,
        judgement,
        _past_changes(readout, facts),
        facts.spellings(INTENT).get(named, named) if named else "",
        kpi.key in decisions.parked,
    )


def _readout(question: Question, facts: Facts, now: datetime) -> Readout:
    readout = answering.answer(question, facts, now, brief=True)
    return beside_usual(completed(readout, facts, question.filters), facts)


def _past_changes(readout: Readout, facts: Facts) -> Sequence[float]:
    """Between neighbouring weeks before this one; none of a week that is not over."""
    reading = readout.reading
    if reading is None or not reading.n or readout.question.period.unfinished:
        return ()
    return past(reader(readout.kpi).following(reading), readout, facts).past_changes


def _worst_cost_first(standing: Standing) -> tuple[int, float, int]:
    return worse(standing.state), -standing.gap, _COSTS.index(standing.kpi)
