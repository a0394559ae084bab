"""What is counted, a day at a time: everything that a KPI may be computed from.

All of it is additive: what a period counts is the sum of its days, and a whole the sum of its parts.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Measure(StrEnum):
    """How many conversations (or inquiries) did what, each dated by the instant at which it happened.

    Of those dated when they *had their 7 days*, all is as it stood at that moment.
    """

    # Dated by the opening.
    OPENED = "opened"
    KNOWN_REQUESTER = "known_requester"
    REPEATED = "repeated"  # by somebody whose other conversation was resolved within the 72 hours before

    # Dated by the first response.
    ANSWERED_WHILE_CLOSED = "answered_while_closed"  # by a person, in no second of opening hours: in no duration
    ANSWERED_BY_BOT = "answered_by_bot"  # with more than an acknowledgement of receipt
    TARGET_DUE = "target_due"  # dated when the target for a first reply by a person ran out
    TARGET_MET = "target_met"

    # Dated by the resolution.
    RESOLVED = "resolved"  # and that resolution still stands
    RESOLVED_ONCE = "resolved_once"  # whether it still stands or not
    AUTOMATED_RESOLUTION = "automated_resolution"
    HUMAN_RESOLUTION = "human_resolution"

    # Dated when it had its 7 days.
    DUE = "due"
    DUE_RESOLVED = "due_resolved"
    DUE_RESOLVED_BY_NOW = "due_resolved_by_now"
    DUE_AUTHOR_KNOWN = "due_author_known"
    DUE_AUTOMATED = "due_automated"
    DUE_CONFIRMED = "due_confirmed"  # of the automated ones, those that the customer rated well
    DUE_PERSON = "due_person"
    DUE_OTHERWISE = "due_otherwise"

    # Dated by the reopening, by the hand-over.
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"

    # Dated by the rating.
    RATED = "rated"
    SATISFIED = "satisfied"
    RATED_IN_STARS = "rated_in_stars"
    STARS = "stars"  # their sum
    RATED_BY_PROXY = "rated_by_proxy"  # dated by the resolution or the last update
    SCORED = "scored"  # from 0 to 10
    PROMOTERS = "promoters"
    DETRACTORS = "detractors"

    # What stands open at a moment is what has entered up to then, without what has left.
    ENTERED = "entered"
    LEFT = "left_open"
    OLD_ENTERED = "old_entered"  # open for over 7 days
    OLD_LEFT = "old_left"
    WAITING_ENTERED = "waiting_entered"
    WAITING_LEFT = "waiting_left"
    WAITING_BOT_ENTERED = "waiting_bot_entered"
    WAITING_BOT_LEFT = "waiting_bot_left"

    # Self-service inquiries, dated by themselves.
    INQUIRIES = "inquiries"
    INQUIRIES_RESOLVED = "inquiries_resolved"
    INQUIRIES_CONTACTED = "inquiries_contacted"


class Timing(StrEnum):
    """Durations from the opening, in seconds, dated by their end."""

    PERSON = "person"  # to the first reply by a person, in opening hours
    PERSON_AFTER_HOURS = "person_after_hours"  # the same on the calendar clock, of those opened while closed
    BOT = "bot"  # to the first automated reply, on the calendar clock
    ANYONE = "anyone"  # to the first reply by anyone, on the calendar clock
    RESOLUTION = "resolution"  # to the resolution that still stands, on the calendar clock


INQUIRY_MEASURES = frozenset((Measure.INQUIRIES, Measure.INQUIRIES_RESOLVED, Measure.INQUIRIES_CONTACTED))
"""What no conversation counts in, so that nothing tells it apart."""


class Event(StrEnum):
    """What dates a conversation, and so decides in which period it counts."""

    OPENING = "opening"
    RESPONSE = "first response"
    HUMAN_RESPONSE = "first reply by a person"
    AUTOMATED_RESPONSE = "first reply by the bot"
    RESOLUTION = "resolution"
    DUE = "end of its 7 days"
    RATING = "rating"
    SCORE = "score from 0 to 10"
    REOPENING = "reopening"
    HANDOVER = "hand-over"
    TARGET = "end of the time for a first reply"
    STANDING = "standing open at the end of the days"


_FOUND_BY: Mapping[Event, Collection[Measure | Timing]] = {
    Event.OPENING: (
        Measure.OPENED,
        Measure.KNOWN_REQUESTER,
        Measure.REPEATED,
        Measure.ENTERED,
        Measure.WAITING_ENTERED,
        Measure.WAITING_BOT_ENTERED,
    ),
    Event.HUMAN_RESPONSE: (
        Measure.ANSWERED_WHILE_CLOSED,
        Measure.WAITING_LEFT,
        Measure.WAITING_BOT_LEFT,
        Timing.PERSON,
        Timing.PERSON_AFTER_HOURS,
    ),
    Event.AUTOMATED_RESPONSE: (Measure.ANSWERED_BY_BOT, Measure.WAITING_BOT_ENTERED, Timing.BOT),
    Event.RESPONSE: (Timing.ANYONE,),
    Event.TARGET: (Measure.TARGET_DUE, Measure.TARGET_MET),
    Event.RESOLUTION: (
        Measure.RESOLVED,
        Measure.RESOLVED_ONCE,
        Measure.AUTOMATED_RESOLUTION,
        Measure.HUMAN_RESOLUTION,
        Measure.LEFT,
        Measure.OLD_LEFT,
        Measure.WAITING_LEFT,
        Measure.WAITING_BOT_LEFT,
        Timing.RESOLUTION,
    ),
    Event.DUE: (
        Measure.DUE,
        Measure.DUE_RESOLVED,
        Measure.DUE_RESOLVED_BY_NOW,
        Measure.DUE_AUTHOR_KNOWN,
        Measure.DUE_AUTOMATED,
        Measure.DUE_CONFIRMED,
        Measure.DUE_PERSON,
        Measure.DUE_OTHERWISE,
        Measure.OLD_ENTERED,
        Measure.OLD_LEFT,
    ),
    Event.REOPENING: (
        Measure.REOPENED,
        Measure.ENTERED,
        Measure.OLD_ENTERED,
        Measure.WAITING_ENTERED,
        Measure.WAITING_BOT_ENTERED,
    ),
    Event.HANDOVER: (Measure.HANDED_OVER,),
    Event.RATING: (
        Measure.RATED,
        Measure.SATISFIED,
        Measure.RATED_IN_STARS,
        Measure.STARS,
        Measure.RATED_BY_PROXY,
    ),
    Event.SCORE: (Measure.SCORED, Measure.PROMOTERS, Measure.DETRACTORS),
}
"""By which events the conversations are found that count in a measure."""


def events_of(wanted: Collection[Measure | Timing]) -> tuple[Event, ...]:
    """The events by which all conversations are found that count in one of these."""
    return tuple(event for event, found in _FOUND_BY.items() if not set(found).isdisjoint(wanted))
