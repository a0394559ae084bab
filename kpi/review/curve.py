"""The weakest KPI over the weeks up to the reviewed one, for a curve."""

from dataclasses import replace

from kpi.answering import answer as answering
from kpi.answering.readout import Readout
from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.facts import Facts
from kpi.measures import Timing
from kpi.period import Period
from kpi.question import Question
from kpi.readings import reader
from kpi.review.review import Review
from kpi.review.standing import Standing
from kpi.samples import Sample
from kpi.span import DAY, Grain, containing
from kpi.team.targets import BOT


def curve(review: Review, standing: Standing) -> Readout:
    """The readout of its last week, whose series are the very number that is judged, by week, up to that week."""
    facts, span = review.week.facts, containing(review.week.period.end - DAY, Grain.WEEK)
    last = Period(span.name, span.first, span.end, review.week.period.zone, span.grain)
    readout = answering.answer(Question(standing.kpi, last, filters=review.week.filters), facts, review.week.now)
    samples = _samples(standing, facts, readout)
    points = (replace(point, sample=sample) for point, sample in zip(readout.series, samples, strict=True))
    target = standing.against if readout.target is not None else None
    return replace(readout, series=tuple(points), target=target)


def _samples(standing: Standing, facts: Facts, readout: Readout) -> list[Sample]:
    weeks = [point.period.local_days for point in readout.series]
    if standing.judged is None or not weeks:
        return [point.sample for point in readout.series]
    if standing.kpi == FIRST_RESPONSE_TIME and standing.row is not None and standing.row.name == BOT:
        return [tally.time(Timing.BOT) for tally in facts.tallies((Timing.BOT,), weeks)[()]]
    return list(reader(standing.kpi).following(standing.judged).samples(facts, weeks)[()])
