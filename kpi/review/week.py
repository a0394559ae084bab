"""A week's readouts, each with its state, its gap, and how much it changes anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpi.answering import answer as answering
from kpi.answering.coverage import Coverage
from kpi.answering.history import history
from kpi.answering.readout import Readout
from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION, KPIS, Kpi
from kpi.comparison import Change
from kpi.dimensions import INTENT
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.period import Period
from kpi.question import Question
from kpi.readings import reader
from kpi.review.decisions import NOTHING_DECIDED, Decisions
from kpi.review.judging import judged, unjudged, worse
from kpi.review.standing import Standing
from kpi.span import Grain, Span
from kpi.team.notes import marked_weeks

_DAYS = 7
_COSTS = (COST_PER_RESOLUTION, COST_PER_CONTACT)
"""In the order in which one of two that are alike goes first."""

_NOT_TOLD_APART = "channels, teams and the like have none of their own"


@dataclass(frozen=True)
class Week:
    """How each KPI stands in a week, in the catalogue's order. The facts are narrowed to what the filters keep."""

    period: Period
    now: datetime
    facts: Facts
    filters: tuple[Filter, ...]
    standings: tuple[Standing, ...]

    def of(self, kpi: Kpi) -> Standing:
        """How this one stands."""
        return next(each for each in self.standings if each.kpi == kpi)

    def supporting(self, kpi: Kpi) -> Readout:
        """The readout of a supporting count."""
        return answering.answer(Question(kpi, self.period, filters=self.filters), self.facts, self.now, brief=True)

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
    """How the KPIs stand in a calendar week, or in what has passed of it, as the store tells it at `now` (aware)."""
    narrowed = facts.narrowed(filters)
    answering.prepare(narrowed, period, KPIS)
    standings = (_standing(kpi, narrowed, period, now, tuple(filters), decisions) for kpi in KPIS)
    return Week(period, now, narrowed, tuple(filters), tuple(standings))


def earlier(period: Period, weeks: int) -> Period:
    """The whole week that began so many weeks before this one."""
    first = period.first - timedelta(weeks=weeks)
    span = Span(first, first + timedelta(days=_DAYS), Grain.WEEK)
    return Period(span.name, span.first, span.end, period.zone, span.grain)


def _standing(
    kpi: Kpi, facts: Facts, period: Period, now: datetime, filters: tuple[Filter, ...], decisions: Decisions
) -> Standing:
    question = Question(kpi, period, filters=filters)
    if filters and not kpi.dimensions:
        none = Readout(question, None, Change.none(_NOT_TOLD_APART), facts.team.currency, unjudged=_NOT_TOLD_APART)
        return Standing(none, None, (), unjudged(none))
    readout = answering.answer(question, facts, now, brief=True)
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


def _past_changes(readout: Readout, facts: Facts) -> Sequence[float]:
    """Between neighbouring weeks before this one; none of a week that is not over."""
    reading, period = readout.reading, readout.question.period
    if reading is None or not reading.n or period.unfinished:
        return ()
    following = reader(readout.kpi).following(reading)
    coverage = Coverage.of(readout.kpi, facts.sources)
    return history(following, facts, period, coverage, readout.as_of, marked_weeks(facts.notes)).past_changes


def _worst_cost_first(standing: Standing) -> tuple[int, float, int]:
    return worse(standing.state), -standing.gap, _COSTS.index(standing.kpi)
