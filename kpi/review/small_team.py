"""Whether a team is so small that a week of it says little: then four are reviewed at once."""

from datetime import date, datetime, timedelta

from kpi.counting.days import Days
from kpi.facts import Facts
from kpi.readings.volume import VolumeReader
from kpi.span import Grain, containing

SMALL = 20
"""Below so many conversations a week a team is small."""

_WEEKS, _WEEK = 8, timedelta(weeks=1)


def small(facts: Facts, now: datetime) -> bool:
    """Whether fewer than 20 conversations a week were opened in the last 8 whole weeks before `now` (aware).

    They end where the data do, and begin no earlier than the first conversation. Without data a team is not small.
    """
    begun = [each.first_opened for each in facts.sources if each.first_opened is not None]
    ends = [each.complete_until for each in facts.sources if each.complete_until is not None]
    if not begun or not ends:
        return False
    end = _monday(min(now.timestamp(), max(ends)), facts)
    first = max(end - _WEEKS * _WEEK, _monday(min(begun), facts))
    weeks = (end - first) // _WEEK
    if weeks < 1:
        return False
    opened = VolumeReader().samples(facts, [Days(first, end, facts.team.zone)])[()][0]
    return (opened.value or 0) < SMALL * weeks


def _monday(moment: float, facts: Facts) -> date:
    """Of the week that the moment is in, where the team is."""
    return containing(datetime.fromtimestamp(moment, facts.team.zone).date(), Grain.WEEK).first
