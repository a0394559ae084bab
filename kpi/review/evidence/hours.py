"""When it comes in, and when it is answered: outside opening hours, and where replies do not keep up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.dimensions import ARRIVED
from kpi.measures import Measure
from kpi.opening_hours.hours import OpeningHours
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.subject import Found, Subject, found
from kpi.span import WEEKDAYS
from kpi.wording.count_words import many

_CLOSED = "closed"
_MUCH = 0.3  # of what comes in
_STRETCH, _LATER = 3, 1  # hours: a reply comes some time after its question
_FEWEST, _BEHIND = 10, 0.5  # arrivals, and of the replies that are to be expected
_HOURS = 24

Table = Sequence[Sequence[int]]
"""By weekday from Monday and by hour, 0 to 23."""


@dataclass(frozen=True)
class Stretch:
    """Some hours of a weekday: how many came in, and how many people first answered up to an hour after."""

    weekday: int
    hour: int
    arrivals: int
    replies: int

    @property
    def called(self) -> str:
        """ "Monday 9:00–12:00" """
        return f"{WEEKDAYS[self.weekday]} {self.hour}:00–{self.hour + _STRETCH}:00"


def hours(subject: Subject) -> Found:
    """By arrivals against replies. Of all, so nothing where a part holds it down, unless that is what came at night."""
    if subject.is_of_part and ARRIVED.key not in subject.place.values:
        return Found()
    return _closed(subject) + _peak(subject)


def _closed(subject: Subject) -> Found:
    if subject.facts.team.hours is None:
        return found(Evidence.NO_HOURS)
    tallies = subject.facts.tallies((Measure.OPENED,), [subject.days], (ARRIVED,))
    numbers = {key[0]: tally[0][Measure.OPENED] for key, tally in tallies.items()}
    closed, opened = numbers.get(_CLOSED, 0), sum(numbers.values())
    if not opened:
        return Found()
    is_outside = subject.place.values.get(ARRIVED.key) == _CLOSED or closed >= _MUCH * opened
    kind = Evidence.OUTSIDE_HOURS if is_outside else Evidence.INSIDE_HOURS
    return found(kind, arrivals=opened, closed_arrivals=closed)


def _peak(subject: Subject) -> Found:
    """Where fewest are answered for what comes in, by as much as all the week long."""
    came, answered = subject.facts.arrivals(subject.days)
    all_came, all_answered = sum(map(sum, came)), sum(map(sum, answered))
    if not all_came or not all_answered:
        return Found()
    rate = all_answered / all_came
    behind = [each for each in _stretches(came, answered, subject.facts.team.hours) if _is_behind(each, rate)]
    if not behind:
        return Found()
    worst = max(behind, key=lambda each: (rate * each.arrivals - each.replies, -each.weekday, -each.hour))
    replies = many(worst.replies, FIRST_RESPONSE_TIME.counts)
    return found(Evidence.PEAK, busy_hours=worst.called, busy_arrivals=worst.arrivals, busy_replies=replies)


def _is_behind(stretch: Stretch, rate: float) -> bool:
    return stretch.arrivals >= _FEWEST and stretch.replies <= _BEHIND * rate * stretch.arrivals


def _stretches(came: Table, answered: Table, opening: OpeningHours | None) -> Iterator[Stretch]:
    """All that lie within opening hours, where there are any."""
    for weekday in range(len(WEEKDAYS)):
        for hour in range(_HOURS - _STRETCH + 1):
            if opening is None or _is_open(opening, weekday, hour):
                end = hour + _STRETCH
                yield Stretch(weekday, hour, sum(came[weekday][hour:end]), sum(answered[weekday][hour : end + _LATER]))


def _is_open(opening: OpeningHours, weekday: int, hour: int) -> bool:
    first, end = hour * 60, (hour + _STRETCH) * 60
    return any(each.start_minute <= first and end <= each.end_minute for each in opening.week[weekday])
