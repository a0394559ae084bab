"""Files in which a conversation has many rows: its messages, or the states that it was in.

An event is what one row says by itself. What follows from several of them is derived from all events of a ticket,
whatever the order in which they came and however often.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kpi.ingest.columns.values import standing
from kpi.ingest.tickets.messages import (
    KIND_OF,
    Author,
    author_of,
    first_replies,
    is_activity,
    is_assignment,
    is_note,
    is_of_the_team,
    is_yes,
)
from kpi.model import EventKind, Status

_MESSAGES = frozenset(KIND_OF.values())
_BEGAN, _RESOLVED, _REOPENED, _HANDED_OVER, _ASSIGNED = (
    kind.value
    for kind in (
        EventKind.WORK_BEGAN,
        EventKind.RESOLVED,
        EventKind.REOPENED,
        EventKind.HANDED_OVER,
        EventKind.ASSIGNED,
    )
)

# Open states in which nobody need have begun to work.
_NOT_BEGUN = frozenset(["new", "open", "opened", "unassigned", "to do", "triage"])
_OPEN_AGAIN = frozenset(["reopened", "re-opened"])

FIELD_OF: Mapping[str, str] = MappingProxyType(
    {
        EventKind.OPENED.value: "created_at",
        EventKind.CUSTOMER_MESSAGE.value: "created_at",
        EventKind.HUMAN_REPLY.value: "first_human_response_at",
        EventKind.AUTOMATED_REPLY.value: "first_automated_response_at",
        EventKind.ACKNOWLEDGEMENT.value: "acknowledged_at",
        EventKind.WORK_BEGAN.value: "first_response_at",
        EventKind.RESOLVED.value: "resolved_at",
        EventKind.REOPENED.value: "reopened_at",
        EventKind.HANDED_OVER.value: "handed_over_at",
        EventKind.ASSIGNED.value: "handed_over_at",
    }
)
"""The field of a ticket that an event of a kind is about."""


class Event(NamedTuple):
    """What happened to a ticket. `kind` is an `EventKind`; the same event has the same `event_id` in every file."""

    external_id: str
    event_id: str
    kind: str
    at: int


def message_events(
    ids: Sequence[str | None],
    event_ids: Sequence[str] | None,
    ats: Sequence[int | None],
    authors: Sequence[str],
    privates: Sequence[str] | None,
    autoreplies: Sequence[str] | None,
    bodies: Sequence[str] | None = None,
) -> list[Event]:
    """Of a file with a row for each message, by columns; rows without a ticket or a time make none.

    A message that customers do not see is no event, and neither is one whose author is unknown (`unknown_authors`).
    `privates` say yes or what kind of message it is; `autoreplies` say whether nobody wrote it by hand. What is no
    message by its kind (“assignment”) is one if it has a body.
    """
    kinds = _kinds_of_messages(authors, privates, autoreplies, bodies)
    names = event_ids or [""] * len(ids)
    return [
        Event(ticket, name.strip() or f"{kind} {at}", kind, at)
        for ticket, name, kind, at in zip(ids, names, kinds, ats, strict=True)
        if kind is not None and ticket is not None and at is not None
    ]


def assignment_events(
    ids: Sequence[str | None],
    event_ids: Sequence[str] | None,
    ats: Sequence[int | None],
    kinds: Sequence[str],
    to_whom: Sequence[str],
) -> list[Event]:
    """Of such a file, the rows that give a conversation to a person or a team; what else they say is another event."""
    names = event_ids or [""] * len(ids)
    assigning = {text for text in set(kinds) if is_assignment(text)}
    team = {text for text in set(to_whom) if is_of_the_team(text)}
    return [
        Event(ticket, f"{_ASSIGNED} {name.strip() or at}", _ASSIGNED, at)
        for ticket, name, kind, to, at in zip(ids, names, kinds, to_whom, ats, strict=True)
        if kind in assigning and to in team and ticket is not None and at is not None
    ]


def unknown_authors(authors: Sequence[str]) -> list[int]:
    """The places of those who may be the customer, the team or a machine: the words do not tell."""
    unknown = {text for text in set(authors) if author_of(text) is None}
    return [place for place, text in enumerate(authors) if text in unknown] if unknown else []


def state_events(ids: Sequence[str | None], ats: Sequence[int | None], states: Sequence[str]) -> list[Event]:
    """Of a file with a row for each state that a ticket was in from a time on, by columns.

    A state other than New says that work had begun, also one that says that the ticket was resolved. Such a log holds
    no replies: the first response is taken as the moment at which the state first left New. “Open” may mean that nobody
    has begun, so it makes no event.
    """
    kinds = {text: _kinds_of_state(text) for text in set(states)}
    return [
        Event(ticket, f"{kind} {at}", kind, at)
        for ticket, at, state in zip(ids, ats, states, strict=True)
        if ticket is not None and at is not None
        for kind in kinds[state]
    ]


def derive(events: Iterable[Event], opened_at: int | None = None) -> dict[str, int | str | None]:
    """What all events of one ticket say of it: by field of `kpi.model.Ticket`, those that they can tell.

    None is told as well: of a conversation whose messages are known, that nobody has replied. `opened_at` is when the
    customer first wrote, where another file tells that. The beginning of work stands for the first response only where
    no messages are known. `resolved_at` is the first resolution since the ticket was last
    open; of one that is open again, it is the resolution that did not last.
    """
    at_by_kind: dict[str, set[int]] = {}
    for event in events:
        at_by_kind.setdefault(event.kind, set()).add(event.at)
    return _of_messages(at_by_kind, opened_at) | _of_states(at_by_kind)


def _kinds_of_messages(
    authors: Sequence[str],
    privates: Sequence[str] | None,
    autoreplies: Sequence[str] | None,
    bodies: Sequence[str] | None,
) -> list[str | None]:
    who = {text: author_of(text) for text in set(authors)}
    kind_of = {text: KIND_OF.get(author) if author else None for text, author in who.items()}
    kinds = [kind_of[text] for text in authors]
    if autoreplies is not None:
        automatic = {text for text in set(autoreplies) if is_yes(text)}
        by_team = {text for text, author in who.items() if author is Author.PERSON}
        kinds = [
            EventKind.ACKNOWLEDGEMENT.value if auto in automatic and text in by_team else kind
            for kind, auto, text in zip(kinds, autoreplies, authors, strict=True)
        ]
    if privates is not None:
        hidden = {text for text in set(privates) if is_yes(text) or is_note(text)}
        silent = {text for text in set(privates) if is_activity(text)} - hidden
        written = bodies or [""] * len(privates)
        kinds = [
            None if text in hidden or (text in silent and not body.strip()) else kind
            for kind, text, body in zip(kinds, privates, written, strict=True)
        ]
    return kinds


def _kinds_of_state(text: str) -> tuple[str, ...]:
    found = standing(text)
    word = " ".join(text.replace("_", " ").split()).casefold()
    if found is None or found.status is None or word in _NOT_BEGUN:
        return ()
    if found.status == Status.RESOLVED:
        return (_BEGAN, _RESOLVED)
    return (_REOPENED,) if word in _OPEN_AGAIN else (_BEGAN,)


def _of_messages(at_by_kind: Mapping[str, set[int]], opened_at: int | None) -> dict[str, int | str | None]:
    told: dict[str, int | str | None] = {}
    assigned = at_by_kind.get(_ASSIGNED, set())
    if _BEGAN in at_by_kind and not at_by_kind.keys() & _MESSAGES:
        told["first_response_at"] = min(at_by_kind[_BEGAN])
    if at_by_kind.keys() & _MESSAGES:
        messages = ((kind, at) for kind in _MESSAGES for at in at_by_kind.get(kind, ()))
        first = first_replies(messages, opened_at)
        told["first_human_response_at"] = first.human_at
        told["first_automated_response_at"] = first.answered_at
        told["acknowledged_at"] = first.acknowledged_at
        if EventKind.CUSTOMER_MESSAGE in at_by_kind:
            told["created_at"] = first.opened_at
        if assigned:
            told["handed_over_at"] = first.handed_over_at(assigned)
    if _HANDED_OVER in at_by_kind:
        told["handed_over_at"] = min(at_by_kind[_HANDED_OVER])
    return told


def _of_states(at_by_kind: Mapping[str, set[int]]) -> dict[str, int | str | None]:
    """From the first to the last moment, resolved or open again.

    Work that goes on after a resolution is a reopening, unless it was resolved again at that very moment.
    """
    began, resolved, reopened = (at_by_kind.get(kind, set()) for kind in (_BEGAN, _RESOLVED, _REOPENED))
    if not resolved and not reopened:
        return {}
    status = resolved_at = reopened_at = None
    for at in sorted(began | resolved | reopened):
        at_work_again = status == Status.RESOLVED and at in began and at not in resolved
        if at_work_again or (at in reopened and status != Status.OPEN):
            status, reopened_at = Status.OPEN.value, at
        if at in resolved and status != Status.RESOLVED:
            status, resolved_at = Status.RESOLVED.value, at
    told: dict[str, int | str | None] = {"status": status}
    if resolved:
        told["resolved_at"] = resolved_at
    if reopened or began:
        told["reopened_at"] = reopened_at
    return told
