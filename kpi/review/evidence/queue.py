"""What lies there: who waits for a person, and what has been open for long."""

from kpi import words
from kpi.catalogue import BACKLOG
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.subject import Found, Subject, found

_MANY = 10


def queue(subject: Subject) -> Found:
    """At the end of the week; who waits, where that is known, now. Of all, so nothing where one part holds it down."""
    if subject.is_of_part:
        return Found()
    waiting = subject.review.waiting
    number, oldest = waiting.number, waiting.oldest
    known = found(
        Evidence.WAITING if (number or 0) >= _MANY else None,
        waiting=number or None,
        oldest=None if oldest is None else words.duration(oldest),
    )
    return known + _old(subject)


def _old(subject: Subject) -> Found:
    reading = subject.review.week.supporting(BACKLOG).reading
    part = reading.parts.get("over_7_days_old") if reading else None
    number = int(part.value) if part is not None and part.value else 0
    return found(Evidence.OLD_BACKLOG, old_open=number) if number >= _MANY else Found()
