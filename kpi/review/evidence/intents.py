"""Intents: whether the one is new, how it comes in and reaches people; and those that most take people's time."""

from collections.abc import Mapping
from datetime import date

from kpi import statistics, words
from kpi.catalogue import (
    AUTOMATION_RATE,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    FIRST_RESPONSE_TIME,
    INTENT_DISTRIBUTION,
    SELF_SERVICE_RATE,
)
from kpi.dimensions import INTENT
from kpi.measures import Measure, Timing
from kpi.readings.intent_distribution import IntentReader, says_something
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.place import dimensions_of, is_of_bot, tally_of
from kpi.review.evidence.subject import Found, Subject, found, named
from kpi.review.risen_intent import RisenIntent
from kpi.review.spans import past
from kpi.samples import Share
from kpi.span import MONTHS, WEEKDAYS
from kpi.state import LEAST, State

_BY_ONE_CHANNEL = 0.6
_TOP = 3
_ABOVE = 1.5  # times the usual number is new
_BEFORE, _FEWEST, _FEWEST_SPANS = 8, 4, 2  # weeks, or spans of several
_HUMAN = frozenset((Measure.HUMAN_RESOLUTION, Measure.HANDED_OVER))
_REACHED: frozenset[Measure | Timing] = frozenset((Timing.PERSON, Measure.ANSWERED_WHILE_CLOSED))
_WEAK = (State.SHORT, State.PERHAPS_SHORT)


def intent(subject: Subject) -> Found:
    """What is known of the intent that is much of all."""
    held = subject.place.holds
    if not isinstance(held, RisenIntent):
        return Found()
    by_one = held.channel is not None and held.in_channel.hits >= _BY_ONE_CHANNEL * held.in_channel.n
    usual, is_new = held.usual, held.monday is not None
    age = None if usual is None else Evidence.NEW if is_new else Evidence.OLD
    known = found(
        age,
        Evidence.ONE_CHANNEL if by_one else None,
        count=held.share.hits,
        total=held.share.n,
        share=words.percent(held.share.value or 0.0),
        usual=None if usual is None else _usually(usual, subject),
        since=_since(held),
        reached_person=reached_person(subject, held),
    )
    if held.channel is None:
        return known
    return known + found(channel=named(held.channel), in_channel=held.in_channel.hits)


def reached_person(subject: Subject, held: RisenIntent) -> int | None:
    """How many of the intent a person first answered in the week; None where nobody tells who answered, or where older
    ones are so many among them that it would be more than came in."""
    telling = [each for each in subject.facts.sources if _tells_answers(each.fields)]
    if not telling or not all(each.says_who_answered for each in telling):
        return None
    tally = tally_of(subject.facts, _REACHED, subject.week, {INTENT.key: held.intent})
    reached = tally.time(Timing.PERSON).n + tally[Measure.ANSWERED_WHILE_CLOSED]
    return reached if reached <= held.share.hits else None


def busiest_intents(subject: Subject) -> Found:
    """On which people spend most; and whether self-service for these is the lever."""
    numbers = _by_people(subject)
    if not numbers:
        return Found()
    spellings = subject.facts.spellings(INTENT)
    said = [f"“{named(spellings.get(each, each))}” ({words.count(numbers[each])})" for each in numbers]
    first = next(iter(numbers))
    known = found(top_intent=named(spellings.get(first, first)), top_count=numbers[first])
    if len(said) > 1:
        known += found(top_intents=words.joined(said, "and"))
    return known + found(Evidence.LEVER) if _is_lever(subject, numbers) else known


def _by_people(subject: Subject) -> Mapping[str, int]:
    """How many of each people resolved or were handed in the place that holds it down, the most first; empty where too
    few are, or where it is an intent itself."""
    labels = subject.place.values if subject.is_of_part else {}
    if INTENT.key in labels:
        return {}
    by = dimensions_of({**labels, INTENT.key: ""})
    tallies = subject.facts.tallies(_HUMAN, [subject.days], by)
    numbers: dict[str, int] = {}
    for key, tally in tallies.items():
        told = dict(zip((each.key for each in by), key, strict=True))
        intent = told.pop(INTENT.key)
        if told == labels and says_something(intent, subject.facts):
            numbers[str(intent)] = tally[0][Measure.HUMAN_RESOLUTION] + tally[0][Measure.HANDED_OVER]
    most = sorted((each for each in numbers if numbers[each]), key=lambda each: (-numbers[each], each))[:_TOP]
    return {each: numbers[each] for each in most} if most and numbers[most[0]] >= LEAST else {}


def _is_lever(subject: Subject, numbers: Mapping[str, int]) -> bool:
    """Costs or first replies are weak, customers are helped too seldom without a person, and what they ask is known."""
    standing, week = subject.standing, subject.review.week
    by_person = standing.kpi == FIRST_RESPONSE_TIME and not is_of_bot(standing)
    if not by_person and standing.kpi not in (COST_PER_CONTACT, COST_PER_RESOLUTION):
        return False
    if not any(week.of(kpi).state in _WEAK for kpi in (SELF_SERVICE_RATE, AUTOMATION_RATE)):
        return False
    return all(_is_old(subject, each) for each in numbers)


def _is_old(subject: Subject, intent: str) -> bool:
    """Whether there are about as many of it as usual."""
    week = subject.review.week
    found = past(IntentReader(intent), week.of(INTENT_DISTRIBUTION).readout, subject.facts).weeks
    before = [_number(each.sample) for each in found[1:] if each.usable][:_BEFORE]
    if len(before) < (_FEWEST if week.weeks == 1 else _FEWEST_SPANS):
        return False
    return _number(found[0].sample) <= _ABOVE * (statistics.quantile(sorted(before), 0.5) or 0)


def _usually(number: int, subject: Subject) -> str:
    """ "14 a week", "60 in 4 weeks" """
    weeks = subject.review.week.weeks
    return f"{words.count(number)} {'a week' if weeks == 1 else f'in {weeks} weeks'}"


def _since(held: RisenIntent) -> str | None:
    """ "Tuesday 21 July", "the week of 13 July" """
    if held.day is not None:
        return f"{WEEKDAYS[held.day.weekday()]} {_day(held.day)}"
    return None if held.monday is None else f"the week of {_day(held.monday)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _tells_answers(fields: frozenset[str]) -> bool:
    return bool(fields & {"first_response_at", "first_human_response_at", "first_automated_response_at"})


def _number(sample: object) -> int:
    return sample.hits if isinstance(sample, Share) else 0
