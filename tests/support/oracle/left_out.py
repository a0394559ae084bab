"""What would have counted by an event, but does not: the reason, and the instant at which it is counted."""

from collections.abc import Callable, Iterator

from kpi.measures import Event
from tests.support.oracle.clock import Team
from tests.support.oracle.conversations import Conversation
from tests.support.oracle.measures import due_at, replied_while_closed

REPLIES_AND_ASSIGNMENTS: dict[Event, Callable[[Conversation], int | None]] = {
    Event.RESPONSE: lambda c: c.any_reply,
    Event.HUMAN_RESPONSE: lambda c: c.person_reply,
    Event.AUTOMATED_RESPONSE: lambda c: c.bot_reply,
    Event.REOPENING: lambda c: c.at("reopened_at"),
    Event.HANDOVER: lambda c: c.handed_over,
}
EVENTS = (*REPLIES_AND_ASSIGNMENTS, Event.OPENING, Event.RESOLUTION, Event.DUE, Event.RATING, Event.SCORE)
_SCALES = {Event.RATING: ("stars", "faces"), Event.SCORE: ("0 to 10",)}


def reasons(event: Event, c: Conversation, team: Team) -> Iterator[tuple[str, int]]:
    """Of one conversation."""
    at = happened(event, c)
    if c.excluded is not None:
        if at is not None and c.possible(at):
            yield c.excluded, at
        return
    if event in _SCALES:
        yield from unusable_rating(event, c)
        return
    if not c.is_dated:
        return
    if event in (Event.RESOLUTION, *REPLIES_AND_ASSIGNMENTS) and at is not None and not c.possible(at):
        yield f"impossible time of {event.value}", c.opened
    if event is Event.HUMAN_RESPONSE and replied_while_closed(c, team):
        assert at is not None
        yield "answered while closed", at
    if event is Event.DUE and at is not None and c.possible(at) and not c.says_who:
        yield "author unknown", at
    if event is Event.RESOLUTION:
        yield from undone(c)


def happened(event: Event, c: Conversation) -> int | None:
    """When the event would have counted the conversation, were it possible and not excluded."""
    if event in _SCALES:
        return c.rated_at if c.rating is not None and c.scale in _SCALES[event] else None
    if not c.is_dated:
        return None
    if event is Event.OPENING:
        return c.opened
    if event is Event.DUE:
        return due_at(c) if c.source.tells_the_end else None
    if event is Event.RESOLUTION:
        return c.resolved_at if c.resolution_stands else None
    return REPLIES_AND_ASSIGNMENTS[event](c)


def undone(c: Conversation) -> Iterator[tuple[str, int]]:
    if not c.resolution_stands and c.resolved_at is not None and c.possible(c.resolved_at):
        yield "opened again since", c.resolved_at
    if c.status == "resolved" and c.resolved_at is None:
        yield "resolved at an unknown time", c.opened


def unusable_rating(event: Event, c: Conversation) -> Iterator[tuple[str, int]]:
    """What is on no scale was meant for CSAT."""
    possible = c.possible(c.rated_at)
    if c.scale == "off scale" and event is Event.RATING and (possible or c.is_dated):
        yield "rating off its scale", (c.rated_at or 0) if possible else c.opened
    elif c.is_dated and not possible and c.rating is not None and c.scale in _SCALES[event]:
        why = "rating at an unknown time" if c.rated_at is None else f"impossible time of {event.value}"
        yield why, c.opened
