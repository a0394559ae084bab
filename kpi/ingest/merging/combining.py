"""What the events of a ticket tell of it, together with what else was stated.

A log of messages or states is believed alone. What a help desk sends as it happens may have begun in the middle of a
conversation, and may lack what was lost on the way: of when somebody first replied, the earliest that anybody has said
counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kpi.ingest.tickets.logs import Event, derive
from kpi.ingest.tickets.messages import KIND_OF
from kpi.model import EventKind

Fields = Mapping[str, int | str | None]

FIRSTS = ("first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at")
"""When something happened for the first time."""

BEHIND_REPLIES = frozenset({"created_at", "first_response_at"})
"""What else, if it is stated, decides which replies were the first."""

ROUNDED_SECONDS = 60
"""Files may tell times in whole minutes: what is earlier by less is the same."""

_ANYONE = "first_response_at"
_STATES = ("status", "resolved_at", "reopened_at")
_MESSAGES = frozenset(KIND_OF.values())
_OF_STATES = frozenset({EventKind.RESOLVED.value, EventKind.REOPENED.value, EventKind.WORK_BEGAN.value})


class Stated(NamedTuple):
    """What somebody said of a field, as of a moment."""

    moment: int
    value: Any


class Happened(NamedTuple):
    """An event, and whether a help desk sent it as it happened."""

    event: Event
    delivered: bool


def combined(happened: Sequence[Happened], stated: Mapping[str, Stated]) -> Fields:
    """By field, what follows from a ticket's events and from what else was stated of it; only of those that the events
    have a say in.

    A conversation is known from its beginning where its opening was delivered, or a log has its messages. Of another
    one, events tell of first replies only where something was stated before: nobody knows what had happened before.
    """
    events = [each.event for each in happened]
    opening = stated["created_at"].value if "created_at" in stated else None
    if not any(each.delivered for each in happened):
        return _from_the_beginning(events, opening)
    if any(_begins(each) for each in happened):
        told = _from_the_beginning(events, opening)
    else:
        told = _from_amidst(events, opening, stated)
    return _with_replies(told, stated) | _with_states(told, events, stated)


def waiting_to_be_told(happened: Sequence[Happened]) -> frozenset[str]:
    """The fields of which delivered events may have a say once something else is told, be it stated or an event."""
    is_any = any(each.delivered and each.event.kind not in _OF_STATES for each in happened)
    return frozenset(FIRSTS) if is_any else frozenset()


def _begins(happened: Happened) -> bool:
    """Whether it proves that the conversation is known from its beginning."""
    kind = happened.event.kind
    return kind == EventKind.OPENED if happened.delivered else kind in _MESSAGES


def _from_the_beginning(events: Sequence[Event], opening: int | None) -> dict[str, int | str | None]:
    """The customer's own first message tells the opening, if there is one: what others state does not count then."""
    told = derive(events)
    return told if "created_at" in told else derive(events, opening)


def _from_amidst(
    events: Sequence[Event], opening: int | None, stated: Mapping[str, Stated]
) -> dict[str, int | str | None]:
    messages = [each for each in events if each.kind != EventKind.CUSTOMER_MESSAGE]
    told = derive(messages, opening)
    answered = stated["first_automated_response_at"].value if "first_automated_response_at" in stated else None
    if answered is not None:  # What the bot answered before may have been handed over since.
        bot = Event("", "", EventKind.AUTOMATED_REPLY.value, answered)
        told |= {field: at for field, at in derive([*messages, bot], opening).items() if field == "handed_over_at"}
    return {
        field: value
        for field, value in told.items()
        if field in _STATES or (field in FIRSTS and opening is not None and (field in stated or _ANYONE in stated))
    }


def _with_replies(told: Fields, stated: Mapping[str, Stated]) -> dict[str, int | str | None]:
    """First replies, each the earliest that is known."""
    found = {field: value for field, value in told.items() if field not in _STATES}
    for field in FIRSTS:
        if field in told and field in stated:
            found[field] = _earliest(stated[field].value, told[field])
    if _ANYONE in stated:
        replies = [at for field in FIRSTS[:2] if isinstance(at := found.get(field), int)]
        if replies:
            found[_ANYONE] = _earliest(stated[_ANYONE].value, min(replies))
    return found


def _earliest(stated: int | None, told: Any) -> int | None:
    if stated is None or told is None:
        return told if stated is None else stated
    return stated if stated < told - ROUNDED_SECONDS else int(told)


def _with_states(told: Fields, events: Sequence[Event], stated: Mapping[str, Stated]) -> dict[str, int | str | None]:
    """How it stands, as far as nobody has said otherwise later than the last of the events that tell it."""
    last = max((each.at for each in events if each.kind in _OF_STATES), default=0)
    return {
        field: value
        for field, value in told.items()
        if field in _STATES and (field not in stated or stated[field].moment <= last)
    }
