"""Messages: who wrote one, whether customers see it, and which ones are first replies."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from kpi.ingest.vendors.vendor import header_key
from kpi.model import EventKind


class Author(StrEnum):
    """Who writes in a conversation. What the system notes by itself (“chat started”) is nobody's.

    An autoresponder says the same to everybody: that a message has come in. A machine answers.
    """

    CUSTOMER = "customer"
    PERSON = "person"
    MACHINE = "machine"
    AUTORESPONDER = "autoresponder"
    NOBODY = "nobody"


KIND_OF: Mapping[Author, str] = MappingProxyType(
    {
        Author.CUSTOMER: EventKind.CUSTOMER_MESSAGE.value,
        Author.PERSON: EventKind.HUMAN_REPLY.value,
        Author.MACHINE: EventKind.AUTOMATED_REPLY.value,
        Author.AUTORESPONDER: EventKind.ACKNOWLEDGEMENT.value,
    }
)
"""The kind of event that a message by an author is."""

_AUTHOR_WORDS = {
    Author.CUSTOMER: (
        "client, customer, user, end user, enduser, contact, requester, visitor, lead, guest, buyer, caller,"
        " reporter, incoming, inbound, in, received"
    ),
    Author.PERSON: (
        "agent, admin, staff, team, teammate, team member, operator, human, human agent, support, support agent,"
        " representative, rep, employee, outgoing, outbound, out, sent"
    ),
    Author.MACHINE: (
        "bot, chatbot, chat bot, agent bot, answer bot, virtual agent, ai, ai agent, assistant, automation, automated,"
        " automatic, workflow"
    ),
    Author.AUTORESPONDER: (
        "autoresponder, auto responder, autoreply, auto reply, automatic reply, rule, trigger, campaign, template"
    ),
    Author.NOBODY: "system, activity, event",
}
_NOTE_WORDS = (
    "note, note and reopen, private, private note, private comment, internal, internal note, internal comment, survey,"
    " csat, input csat"
)
_ASSIGNMENT_WORDS = (
    "assignment, default assignment, assign and reopen, assign and unsnooze, assigned, handover, hand over, handoff,"
    " hand off, handed over, transfer to agent, transferred to agent, escalated to agent"
)
_ACTIVITY_WORDS = (
    "activity, close, closed, open, opened, snoozed, unsnoozed,"
    " timer unsnooze, participant added, participant removed, title suggestion, lineitem, status, status change, event"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


_AUTHORS = {word: author for author, text in _AUTHOR_WORDS.items() for word in _words(text)}
_NOTES, _ASSIGNMENTS = _words(_NOTE_WORDS), _words(_ASSIGNMENT_WORDS)
_ACTIVITIES = _words(_ACTIVITY_WORDS) | _ASSIGNMENTS
_AUTOMATED = (EventKind.AUTOMATED_REPLY, EventKind.ACKNOWLEDGEMENT)
_INCOMING = frozenset(["incoming", "isincoming", "inbound", "isinbound"])
_PUBLIC = frozenset(["public", "ispublic"])
_YES = frozenset(["true", "t", "yes", "y", "1", "x"])
_NO = frozenset(["false", "f", "no", "n", "0"])


def author_of(word: str) -> Author | None:
    """Who writes as “end-user”, “agent_bot”, “Outbound” …; None if the word does not tell."""
    return _AUTHORS.get(_folded(word))


def authors_of_flags(header: str, texts: Sequence[str]) -> Sequence[str]:
    """The authors in a column; where it is called “incoming” and says yes or no, as words."""
    if header_key(header) not in _INCOMING:
        return texts
    return ["incoming" if is_yes(text) else "outgoing" if is_no(text) else text for text in texts]


def privates_of_flags(header: str, texts: Sequence[str]) -> Sequence[str]:
    """Which messages customers cannot see; where a column is called “public”, those of which it says no."""
    return texts if header_key(header) not in _PUBLIC else ["yes" if is_no(text) else "" for text in texts]


def is_note(word: str) -> bool:
    """Whether a message of that kind is never seen by customers, or is no more than a survey."""
    return _folded(word) in _NOTES


def is_activity(word: str) -> bool:
    """Whether an entry of that kind is no message, unless it has a text: “assignment”, “close”."""
    return _folded(word) in _ACTIVITIES


def is_assignment(word: str) -> bool:
    """Whether an entry of that kind says that the conversation was given to somebody."""
    return _folded(word) in _ASSIGNMENTS


def is_of_the_team(word: str) -> bool:
    """Whether an assignment to such a one is to a person or a team, and not to a machine or to nobody."""
    return author_of(word) is Author.PERSON


def is_yes(value: object) -> bool:
    """Whether it is true, or a word for that."""
    return str(value).strip().casefold() in _YES


def is_no(value: object) -> bool:
    """Whether it is false, or a word for that; nothing is neither."""
    return str(value).strip().casefold() in _NO


class FirstReplies(NamedTuple):
    """When the customer first wrote, and when that was first replied to: by a person, and by a machine with an answer
    or with no more than an acknowledgement of receipt.
    """

    opened_at: int | None
    human_at: int | None
    answered_at: int | None
    acknowledged_at: int | None

    def handed_over_at(self, assigned: Iterable[int]) -> int | None:
        """The first assignment to a person or a team after an automated answer."""
        answered = self.answered_at
        return None if answered is None else min((at for at in assigned if at >= answered), default=None)


def first_replies(messages: Iterable[tuple[str, int]], opened_at: int | None = None) -> FirstReplies:
    """Of (kind of event, instant)s in any order.

    What was written before the customer's first message is no reply; where no customer wrote, there is none at all.
    `opened_at` is a message of the customer's that is known from elsewhere.
    """
    instants: dict[str, list[int]] = {}
    for kind, at in messages:
        instants.setdefault(kind, []).append(at)
    openings = instants.get(EventKind.CUSTOMER_MESSAGE, [])
    opening = min(openings if opened_at is None else [opened_at, *openings], default=None)
    if opening is None:
        return FirstReplies(None, None, None, None)
    human, answer, receipt = (
        min((at for at in instants.get(kind, ()) if at >= opening), default=None)
        for kind in (EventKind.HUMAN_REPLY, *_AUTOMATED)
    )
    return FirstReplies(opening, human, answer, receipt)


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
