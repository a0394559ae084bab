"""The value itself, where it falls short, and what holds it down."""

from kpi import words
from kpi.catalogue import FIRST_RESPONSE_TIME, RESOLUTION_TIME, Better, Unit
from kpi.dimensions import CHANNEL, INTENT, LANGUAGE, PRIORITY, SOURCE, TEAM
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.place import is_of_bot
from kpi.review.evidence.subject import Found, Subject, found, named
from kpi.review.held_down_by import Segment
from kpi.review.wording import name
from kpi.samples import Balance, Durations, Sample, Share
from kpi.wording.count_words import many

_KINDS = {
    CHANNEL.key: Evidence.CHANNEL,
    INTENT.key: Evidence.INTENT,
    TEAM.key: Evidence.TEAM,
    PRIORITY.key: Evidence.PRIORITY,
    LANGUAGE.key: Evidence.LANGUAGE,
    SOURCE.key: Evidence.SOURCE,
}
_APART = 2.0  # times the median
_OLD_DAYS, _SEVERAL = 60, 3


def values(subject: Subject) -> Found:
    """What every step may name."""
    return _value(subject) + _row(subject) + _place(subject) + _durations(subject)


def missed(subject: Subject) -> int | None:
    """How many fell short; None where that cannot be said of each."""
    sample, against, kpi = subject.place.sample, subject.standing.against, subject.standing.kpi
    match sample:
        case Share() if kpi.better is Better.HIGHER:
            return sample.n - sample.hits
        case Durations() if against is not None:
            return sample.longer_than(against.value)
        case Balance():
            return sample.detractors
    return None


def amount(sample: Sample, subject: Subject) -> str | None:
    """A value of the KPI, with its unit."""
    kpi, currency = subject.standing.kpi, subject.standing.readout.currency
    return None if sample.value is None else words.amount(sample.value, kpi.unit, currency)


def target(subject: Subject) -> str | None:
    """What it is measured by."""
    against, kpi = subject.standing.against, subject.standing.kpi
    return None if against is None else words.amount(against.value, kpi.unit, subject.standing.readout.currency)


def _value(subject: Subject) -> Found:
    sample, kpi = subject.place.sample, subject.standing.kpi
    counted = many(sample.n, kpi.counts)
    return found(value=amount(sample, subject), target=target(subject), counted=counted, missed=missed(subject))


def _row(subject: Subject) -> Found:
    if subject.standing.kpi != FIRST_RESPONSE_TIME:
        return Found()
    return found(Evidence.BOT if is_of_bot(subject.standing) else Evidence.PERSON)


def _place(subject: Subject) -> Found:
    """What stands out. Of intents and costs it is an intent by its number, and holds nothing down."""
    place, held = subject.place, subject.place.holds
    if not place.labels:
        return Found()
    names = {label.dimension.key: named(label.spelling) for label in place.labels if label.dimension.key in _KINDS}
    said = found(place=name(place.labels), **names)
    if not isinstance(held, Segment):
        return said
    kinds = frozenset(_KINDS[key] for key in names)
    return said + Found(kinds) + found(without=amount(held.without, subject), share=words.percent(100 * held.share))


def _durations(subject: Subject) -> Found:
    sample = subject.place.sample
    if not isinstance(sample, Durations) or subject.standing.kpi.unit is not Unit.SECONDS or not sample.n:
        return Found()
    mean, slowest = sample.mean or 0.0, sample.quantile(0.9) or 0.0
    known = found(mean=words.duration(mean), slowest=words.duration(slowest))
    old = sample.longer_than(_OLD_DAYS * words.DAY)
    if subject.standing.kpi != RESOLUTION_TIME or old < _SEVERAL or mean <= _APART * (sample.value or 0.0):
        return known
    return known + found(Evidence.LONG_TAIL, closed_old=old)
