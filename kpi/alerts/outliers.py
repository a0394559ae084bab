"""What was far worse on a day than it usually is on that day of the week: first replies, CSAT, or how many came in of
one intent.

"Far" is a robust z of at least 4: the distance from the median of the same weekdays before, over 1.4826 × their median
absolute deviation, which is the standard deviation of what is normally distributed (Iglewicz and Hoaglin, 1993). That
is never taken to be less than the sampling error of the day, nor than the smallest change worth saying. Durations are
taken by their logarithms, and numbers by 2 √(n + 3/8), whose sampling error is 1 whatever the number (Anscombe, 1948).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kpi import statistics
from kpi.answering.coverage import Coverage
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Kpi
from kpi.comparison import smallest_change, usual_change
from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.facts import Facts
from kpi.readings import reader
from kpi.readings.intent_distribution import IntentReader
from kpi.samples import Durations, Number, Sample, Share
from kpi.span import DAY
from kpi.team.notes import Kind, marked_weeks

FAR = 4.0
_WEEKS, _FEWEST_DAYS = 12, 6  # earlier weekdays that are looked at, and that have to be known
_LEAST, _LEAST_EARLIER = 10, 5  # replies, ratings or conversations on the day, and on one before

Distance = Callable[[Sample], float]


@dataclass(frozen=True)
class Outlier:
    """A day of one KPI, or of one intent, which is `z` times as far from its `usual` value as it is likely to be.

    Of an intent, `sample` says how many came in. `earlier` is on how many of the same weekdays before `usual` rests.
    """

    kpi: Kpi
    day: date
    sample: Sample
    usual: float
    z: float
    earlier: int
    intent: str | None = None

    @property
    def subject(self) -> str:
        """What it is about, as it is kept."""
        return self.kpi.key if self.intent is None else f"intent:{self.intent}"


def outliers(facts: Facts, day: date) -> tuple[Outlier, ...]:
    """Those of a local day that is over, the furthest first; none of a day that a note calls a holiday or an outage."""
    if any(each.kind is not Kind.NOTE and each.first_day <= day <= each.last_day for each in facts.notes):
        return ()
    return tuple(sorted((*_of_kpis(facts, day), *_of_intents(facts, day)), key=lambda each: (-each.z, each.subject)))


def is_known(facts: Facts, day: date) -> bool:
    """Whether the data of all that is looked at reach to the end of the day."""
    that = Days(day, day + DAY, facts.team.zone)
    coverages = (Coverage.of(kpi, facts.sources) for kpi in (FIRST_RESPONSE_TIME, CSAT, INTENT_DISTRIBUTION))
    ends = [each.complete_until(that.start_at) for each in coverages]
    return all(end >= that.end_at for end in ends if end is not None)


def _of_kpis(facts: Facts, day: date) -> Iterator[Outlier]:
    for kpi in (FIRST_RESPONSE_TIME, CSAT):
        days = _known_days(kpi, facts, day)
        if days:
            samples = reader(kpi).samples(facts, days[::-1])[()][::-1]
            yield from _judged(kpi, day, samples)


def _of_intents(facts: Facts, day: date) -> Iterator[Outlier]:
    days = _known_days(INTENT_DISTRIBUTION, facts, day)
    if not days:
        return
    for key, shares in IntentReader().samples(facts, days[::-1], (INTENT,)).items():
        numbers = [Number(share.hits) for share in reversed(shares)]
        yield from _judged(INTENT_DISTRIBUTION, day, numbers, str(key[0]))


def _known_days(kpi: Kpi, facts: Facts, day: date) -> list[Days]:
    """The day, and the same weekdays before of which all is known and that are not marked, the latest first; none if
    the day itself is not known."""
    coverage, marked = Coverage.of(kpi, facts.sources), marked_weeks(facts.notes)
    earlier = [day - 7 * weeks * DAY for weeks in range(1, _WEEKS + 1)]
    unmarked = [each for each in earlier if each - each.weekday() * DAY not in marked]
    days = [Days(each, each + DAY, facts.team.zone) for each in (day, *unmarked)]
    until = coverage.complete_until(days[0].start_at)
    if until is None or until < days[0].end_at:
        return []
    begins = coverage.same_since(days[0].end_at)
    return [each for each in days if each.start_at >= begins]


def _judged(kpi: Kpi, day: date, samples: Sequence[Sample], intent: str | None = None) -> Iterator[Outlier]:
    """The first of the samples against the others, if it is far off in the wrong direction."""
    that, earlier = samples[0], [each for each in samples[1:] if _holds(each, _LEAST_EARLIER)]
    if not _holds(that, _LEAST) or len(earlier) < _FEWEST_DAYS:
        return
    if isinstance(that, Number) and that.count < _LEAST:
        return
    values = sorted(_value(each) for each in earlier)
    places = sorted(_place(each) for each in earlier)
    middle, usual = statistics.quantile(places, 0.5), statistics.quantile(values, 0.5)
    if middle is None or usual is None:
        return
    spread = usual_change([abs(each - middle) for each in places], max(_error(that, usual), _smallest(that)))
    z = (_place(that) - middle) / spread * (-1 if isinstance(that, Share) else 1)
    if z >= FAR:
        yield Outlier(kpi, day, that, usual, z, len(earlier), intent)


def _holds(sample: Sample, least: int) -> bool:
    return isinstance(sample, Number) or (sample.n >= least and sample.value is not None)


def _value(sample: Sample) -> float:
    return sample.value or 0.0


def _place(sample: Sample) -> float:
    """Where it stands on the scale on which distances are measured."""
    if isinstance(sample, Durations):
        return math.log1p(_value(sample))
    if isinstance(sample, Number):
        return 2 * math.sqrt(sample.count + 3 / 8)
    return _value(sample)


def _error(sample: Sample, usual: float) -> float:
    """The sampling error of the day, if it were a usual one."""
    match sample:
        case Durations():
            return math.sqrt(sample.moments.variance / sample.n)
        case Share():
            share = min(max(usual / 100, 1 / (2 * sample.n)), 1 - 1 / (2 * sample.n))
            return 100 * math.sqrt(share * (1 - share) / sample.n)
    return 1.0


def _smallest(sample: Sample) -> float:
    return 1.0 if isinstance(sample, Number) else smallest_change(sample)
