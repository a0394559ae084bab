"""What support costs, and what customers do by themselves."""

from kpi import words
from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION, Unit
from kpi.measures import Measure
from kpi.readings.costs import units
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.subject import Found, Subject, found
from kpi.samples import Balance

_INQUIRIES = frozenset((Measure.INQUIRIES, Measure.INQUIRIES_RESOLVED, Measure.INQUIRIES_CONTACTED))
_OFTEN, _SEVERAL = 0.2, 5


def money(subject: Subject) -> Found:
    """Costs, self-service inquiries, and scores."""
    return _costs(subject) + _inquiries(subject) + _scores(subject)


def _costs(subject: Subject) -> Found:
    if subject.standing.kpi not in (COST_PER_CONTACT, COST_PER_RESOLUTION):
        return Found()
    currency = subject.standing.readout.currency
    cents = subject.facts.spent(subject.days).cents
    reading = subject.review.week.of(COST_PER_RESOLUTION).readout.reading
    parts = reading.parts if reading else {}
    each = {
        name: words.money(parts[key].value or 0.0, currency)
        for name, key in (("each_by_person", "human"), ("each_by_bot", "automated"))
        if key in parts and parts[key].unit is Unit.MONEY and parts[key].value is not None
    }
    return found(spent=words.money(units(cents), currency), **each)


def _inquiries(subject: Subject) -> Found:
    """Nothing tells them apart, so they are those of a whole review, or of none."""
    if subject.review.week.filters:
        return Found()
    tally = subject.facts.tallies(_INQUIRIES, [subject.days])[()][0]
    n, contacted = tally[Measure.INQUIRIES], tally[Measure.INQUIRIES_CONTACTED]
    if not n:
        return Found()
    gave_up = n - tally[Measure.INQUIRIES_RESOLVED] - contacted
    often = gave_up >= max(_OFTEN * n, _SEVERAL)
    return found(Evidence.GIVEN_UP if often else None, inquiries=n, contacted=contacted, gave_up=gave_up)


def _scores(subject: Subject) -> Found:
    sample = subject.place.sample
    if not isinstance(sample, Balance):
        return Found()
    return found(promoters=sample.promoters, detractors=sample.detractors)
