"""Whether a source has gone quiet for longer than it ever does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from kpi.counting.days import Days
from kpi.dimensions import SOURCE
from kpi.facts import Facts
from kpi.measures import Measure
from kpi.span import DAY

LOOKED_AT = timedelta(weeks=26)
FEWEST = 5
"""Days on which something came: with fewer, nobody knows how long it is usually quiet."""


@dataclass(frozen=True)
class Silence:
    """Nothing has come for `days` whole days since the day `last`; before, it was never more than `longest`."""

    last: date
    days: int
    longest: int


def silence(active: Sequence[date], end: date) -> Silence | None:
    """That of a source to which something came on the `active` days, ascending, up to and without the day `end`.

    None if it has been as quiet before, or if too little is known to say so.
    """
    if len(active) < FEWEST:
        return None
    longest = max((later - earlier).days - 1 for earlier, later in pairwise(active))
    days = (end - active[-1]).days - 1
    return Silence(active[-1], days, longest) if days > max(longest, 0) else None


def silences(facts: Facts, today: date) -> Mapping[str, Silence]:
    """By source, where no conversation was opened for longer than ever in half a year.

    Looked at are whole days for which a source is complete.
    """
    ends = {each.name: _known_until(each.complete_until, today, facts) for each in facts.sources if each.complete_until}
    if not ends:
        return {}
    first = max(ends.values()) - LOOKED_AT
    days = [Days(first + n * DAY, first + (n + 1) * DAY, facts.team.zone) for n in range(LOOKED_AT.days)]
    opened = facts.tallies((Measure.OPENED,), days, (SOURCE,))
    found = {}
    for (name,), tallies in opened.items():
        if name in ends:
            active = [day.first for day, tally in zip(days, tallies, strict=True) if tally[Measure.OPENED]]
            found[name] = silence([day for day in active if day < ends[name]], ends[name])
    return {name: each for name, each in found.items() if each is not None}


def _known_until(complete_until: int, today: date, facts: Facts) -> date:
    """The first day that is not known whole."""
    return min(datetime.fromtimestamp(complete_until, facts.team.zone).date(), today)
