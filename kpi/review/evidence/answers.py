"""Who answers, and what becomes of it: the bot, people, nobody; and what comes back."""

from kpi import words
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, NPS
from kpi.measures import Measure
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.place import tally_of
from kpi.review.evidence.subject import Found, Subject, found
from kpi.state import LEAST, State
from kpi.team.targets import PERSON

_DUE = frozenset(
    (Measure.DUE_AUTHOR_KNOWN, Measure.DUE_AUTOMATED, Measure.DUE_PERSON, Measure.DUE_OTHERWISE, Measure.DUE_CONFIRMED)
)
_REPLIES = frozenset((Measure.ANSWERED_BY_BOT, Measure.HANDED_OVER))
_BACK = frozenset((Measure.REOPENED, Measure.RESOLVED_ONCE, Measure.REPEATED))
_OFTEN, _OFTEN_AGAIN, _FEW_CONFIRMED = 0.2, 0.1, 0.1
_SEVERAL = 5


def answers(subject: Subject) -> Found:
    """All of it, in the place that holds the KPI down."""
    return _ended(subject) + _bot(subject) + _came_back(subject) + _slow(subject)


def _ended(subject: Subject) -> Found:
    """How those ended that had their 7 days, and of which it is known who answered."""
    tally = tally_of(subject.facts, _DUE, subject.days, subject.place.values)
    n, by_bot, by_person = (
        tally[each] for each in (Measure.DUE_AUTHOR_KNOWN, Measure.DUE_AUTOMATED, Measure.DUE_PERSON)
    )
    if not n:
        return Found()
    unsure = by_bot >= LEAST and tally[Measure.DUE_CONFIRMED] < _FEW_CONFIRMED * by_bot
    return found(
        Evidence.UNCONFIRMED if unsure else None,
        had_days=n,
        by_bot=by_bot,
        by_person=by_person,
        left_open=n - by_bot - by_person - tally[Measure.DUE_OTHERWISE],
        confirmed=tally[Measure.DUE_CONFIRMED],
    )


def _bot(subject: Subject) -> Found:
    if not any("first_automated_response_at" in source.fields for source in subject.facts.sources):
        return found(Evidence.NO_BOT)
    tally = tally_of(subject.facts, _REPLIES, subject.days, subject.place.values)
    answered, handed_over = tally[Measure.ANSWERED_BY_BOT], tally[Measure.HANDED_OVER]
    if not answered:
        return found(Evidence.NO_BOT)
    often = handed_over >= max(_OFTEN * answered, _SEVERAL)
    return found(Evidence.HANDED_OVER if often else None, bot_answered=answered, handed_over=handed_over)


def _came_back(subject: Subject) -> Found:
    tally = tally_of(subject.facts, _BACK, subject.days, subject.place.values)
    resolved, reopened = tally[Measure.RESOLVED_ONCE], tally[Measure.REOPENED]
    repeated = tally[Measure.REPEATED] or None
    if not resolved:
        return found(repeated=repeated)
    often = reopened >= max(_OFTEN_AGAIN * resolved, _SEVERAL)
    return found(Evidence.REOPENED if often else None, reopened=reopened, resolved=resolved, repeated=repeated)


def _slow(subject: Subject) -> Found:
    """Whether customers are discontent and wait long."""
    replies = subject.review.week.of(FIRST_RESPONSE_TIME)
    person = next((row for row in replies.rows if row.name == PERSON), None)
    if person is None or person.sample.value is None or subject.standing.kpi not in (CSAT, NPS):
        return Found()
    slow = person.judgement.state in (State.SHORT, State.PERHAPS_SHORT)
    return found(Evidence.SLOW_REPLIES if slow else None, first_reply=words.duration(person.sample.value))
