"""An intent that is much of what comes in: since when it is above its usual number, and by which channel it comes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpi import statistics
from kpi.answering.risen import ABOVE, BEFORE, first_above, number_of, usual_number
from kpi.counting.days import Days
from kpi.dimensions import CHANNEL, INTENT
from kpi.facts import Facts
from kpi.readings.intent_distribution import IntentReader
from kpi.review.spans import WEEK, past
from kpi.review.standing import Standing
from kpi.review.week import Week
from kpi.samples import Share
from kpi.span import DAY

_FEWEST = 4  # weeks that tell what is usual
_FEWEST_SPANS = 2  # of several weeks
_CLEARLY = 3.0  # standard deviations of a number of events that have nothing to do with each other


@dataclass(frozen=True)
class RisenIntent:
    """The intent with its `share` of what was opened in the week and has one, and how many are `usual` in a week (of a
    review of four: in four), None where that is not known.

    It is above that number since the week of the `monday`, and within that week since the `day`, where one stands out;
    None where it is not. Of those that tell a channel, `in_channel` came by the `channel` that brought most.
    """

    intent: str
    spelling: str
    share: Share
    usual: int | None
    monday: date | None
    day: date | None
    channel: str | None
    in_channel: Share


def risen_intent(week: Week, standing: Standing) -> RisenIntent | None:
    """The intent that is judged, as it is in the week; None where the week holds none of it."""
    intent = standing.judged.named if standing.judged else None
    if intent is None:
        return None
    facts, days = week.facts, week.period.local_days
    share = IntentReader(intent).samples(facts, [days])[()][0]
    if not share.hits:
        return None
    spelling = facts.spellings(INTENT).get(intent, intent)
    usual, monday, day = _risen(week, standing, intent)
    return RisenIntent(intent, spelling, share, usual, monday, day, *_channel(facts, intent, days))


def _risen(week: Week, standing: Standing, intent: str) -> tuple[int | None, date | None, date | None]:
    """The usual number, and since when it is above it."""
    if week.period.unfinished:
        return None, None, None
    before = past(IntentReader(intent), standing.readout, week.facts)
    fewest = _FEWEST if week.weeks == 1 else _FEWEST_SPANS
    first = first_above(before, fewest)
    if first is None:
        return usual_number(before, 0, fewest), None, None
    usual = usual_number(before, first, fewest)
    days = _first_week(week.facts, intent, before.weeks[first].days, usual or 0)
    return usual, days.first, _day(week.facts, intent, days)


def _first_week(facts: Facts, intent: str, days: Days, usual: int) -> Days:
    """The first of these weeks that has more than its part of the usual number, as one of them must."""
    weeks = [Days(each, each + timedelta(days=WEEK), days.zone) for each in days.dates[::WEEK]]
    shares = IntentReader(intent).samples(facts, weeks)[()]
    above = ABOVE * usual / len(weeks)
    return next((week for week, share in zip(weeks, shares, strict=True) if number_of(share) > above), weeks[0])


def _day(facts: Facts, intent: str, week: Days) -> date | None:
    """The first day of the week on which clearly more came in than on that day of the weeks before."""
    of_weeks = [_each_day(week, weeks) for weeks in range(BEFORE + 1)]
    shares = IntentReader(intent).samples(facts, [day for days in of_weeks for day in days])[()]
    numbers = [number_of(share) for share in shares]
    size = len(of_weeks[0])
    for place, day in enumerate(of_weeks[0]):
        usual = statistics.quantile(sorted(numbers[size + place :: size]), 0.5) or 0
        if numbers[place] > max(ABOVE * usual, usual + _CLEARLY * math.sqrt(max(usual, 1))):
            return day.first
    return None


def _each_day(week: Days, weeks: int) -> Sequence[Days]:
    """The days of the week so many weeks earlier."""
    shift = timedelta(weeks=weeks)
    return [Days(each - shift, each - shift + DAY, week.zone) for each in week.dates]


def _channel(facts: Facts, intent: str, days: Days) -> tuple[str | None, Share]:
    """The one by which most of the intent came, as it is spelt, and how many of all that tell one."""
    by_channel = IntentReader(intent).samples(facts, [days], (CHANNEL,))
    numbers = {str(key[0]): shares[0].hits for key, shares in by_channel.items() if key[0] is not None}
    most = min((each for each in numbers if numbers[each]), key=lambda each: (-numbers[each], each), default=None)
    if most is None:
        return None, Share(0, 0)
    return facts.spellings(CHANNEL).get(most, most), Share(numbers[most], sum(numbers.values()))
