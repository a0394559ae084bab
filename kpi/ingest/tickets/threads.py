"""The messages of one conversation, in one cell: JSON as help desks' APIs and their exports write it.

Only when somebody wrote is taken out of it, and who: customer, person or machine. What they wrote is not kept.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from kpi.ingest.columns.values import is_nothing
from kpi.ingest.tickets.messages import (
    KIND_OF,
    Author,
    author_of,
    first_replies,
    is_activity,
    is_assignment,
    is_no,
    is_note,
    is_of_the_team,
    is_yes,
)
from kpi.ingest.vendors.vendor import header_key

# The names that a message's parts have, as `header_key` writes them. Of those in a row the first is believed.
_TIMES = ("at", "createdat", "created", "sentat", "timestamp", "date", "time", "createddatetime", "emittedat")
_WHETHER = {
    **dict.fromkeys(("incoming", "inbound", "isinbound"), (Author.CUSTOMER, Author.PERSON)),
    **dict.fromkeys(("fromagent", "isagent"), (Author.PERSON, Author.CUSTOMER)),
}  # Who wrote it if that is so, and if it is not.
_AUTHORS = (
    "messagetype", "direction", "role", "authorrole", "authortype", "sendertype", "senderrole", "type", "createdby",
    "author", "sender", "from", "user", "via",
)  # fmt: skip
_OF_MACHINES = frozenset(("fromaiagent", "isaianswer", "isbot", "automated"))
_OF_AUTORESPONDERS = frozenset(("autoreply", "isautoreply"))
_PRIVATE = frozenset(("private", "isprivate", "internal", "isinternal", "isnote"))
_PUBLIC = frozenset(("public", "ispublic"))
_KINDS = frozenset(("parttype", "type", "messagetype", "contenttype", "eventtype"))
_TEXTS = frozenset(
    ("body", "text", "content", "message", "bodytext", "bodyhtml", "plainbody", "htmlbody", "strippedtext")
)
_TO_WHOM = frozenset(("assignedto", "assignedtotype", "assigneetype"))
_ATTACHMENTS = ("attachments", "files")

_CHATWOOT_TYPES = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
_UNIX = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}(\.\d+)?", re.ASCII)
_FIRST_INSTANT, _LAST_INSTANT = 0, 4_102_444_800  # The years 1970 to 2099.
_IN_MILLISECONDS = 10**11

_Message = Mapping[str, Any]


class Thread(NamedTuple):
    """When a customer first wrote and was replied to, when a machine handed over, and when anything last happened.

    An acknowledgement of receipt is no automated response. `opened_at` is None if no customer wrote. `authors_known`:
    of every message that customers see, it is known whether a customer, a person or a machine wrote it.
    """

    opened_at: int | None
    first_human_response_at: int | None
    first_automated_response_at: int | None
    last_at: int
    authors_known: bool
    acknowledged_at: int | None = None
    handed_over_at: int | None = None


def read_thread(text: str, opened_at: int | None = None) -> Thread | None:
    """None if the cell holds no messages with times. Times without an offset are in UTC.

    `opened_at` is the customer's first message, where the list lacks it.
    """
    entries = [(at, _author(message), message) for message in _messages(text) if (at := _time(message)) is not None]
    if not any(author or _texts(message) for _, author, message in entries):
        return None  # Other lists have times, too.
    seen = [(at, author) for at, author, message in entries if _is_seen(message)]
    events = [(KIND_OF[author], at) for at, author in seen if author is not None and author in KIND_OF]
    first = first_replies(events, opened_at)
    return Thread(
        opened_at=first.opened_at,
        first_human_response_at=first.human_at,
        first_automated_response_at=first.answered_at,
        last_at=max(at for at, _, _ in entries),
        authors_known=all(author is not None for _, author in seen),
        acknowledged_at=first.acknowledged_at,
        handed_over_at=first.handed_over_at(at for at, _, message in entries if _assigns(message)),
    )


def looks_like_thread(texts: Sequence[str]) -> float:
    """The share of these cells that hold messages, of those that hold anything."""
    filled = [text for text in texts if not is_nothing(text.strip()) and text.strip() != "[]"]
    return sum(read_thread(text) is not None for text in filled) / len(filled) if filled else 0.0


def _messages(text: str) -> Iterator[_Message]:
    """The objects of a JSON list, or of the first list in an object, by `header_key`s; nothing for anything else."""
    if text.lstrip()[:1] not in ("[", "{"):
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):  # Too deep to be read is no list of messages either.
        return
    if isinstance(value, dict):
        value = next((inner for inner in value.values() if isinstance(inner, list)), [])
    for message in value:
        if isinstance(message, dict):
            yield {header_key(name): part for name, part in message.items()}


def _time(message: _Message) -> int | None:
    value = next((message[name] for name in _TIMES if message.get(name) is not None), None)
    if isinstance(value, str):
        return _instant(value.strip())
    return _unix(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@lru_cache(100_000)
def _instant(text: str) -> int | None:
    if _UNIX.fullmatch(text):
        return _unix(float(text))
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None
    return _unix((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _unix(value: float) -> int | None:
    seconds = value // 1000 if value >= _IN_MILLISECONDS else value
    return int(seconds) if _FIRST_INSTANT < seconds < _LAST_INSTANT else None


def _author(message: _Message) -> Author | None:
    """Direction is believed before role, as some help desks call their agents users."""
    told = [author for author in _told(message) if author is not None]
    machine: Author | None = None
    if Author.MACHINE in told or _says_yes(message, _OF_MACHINES):
        machine = Author.MACHINE
    elif Author.AUTORESPONDER in told or _says_yes(message, _OF_AUTORESPONDERS):
        machine = Author.AUTORESPONDER
    if not told:
        return machine
    return machine if machine and told[0] is Author.PERSON else told[0]


def _told(message: _Message) -> Iterator[Author | None]:
    """Who wrote it, by all parts of it that may tell."""
    for name, (yes, no) in _WHETHER.items():
        if name in message:
            yield yes if is_yes(message[name]) else no if is_no(message[name]) else None
    for name in [name for name in _AUTHORS if name in message]:
        for word in _words(message, name):
            agent = name == "createdby" and word == "user"  # Help Scout's users are the team.
            yield Author.PERSON if agent else author_of(word)


def _words(message: _Message, name: str) -> Iterator[str]:
    """A word, or those of an object that stands for somebody."""
    part = message[name]
    if isinstance(part, str):
        yield part
    elif isinstance(part, int) and name == "messagetype":
        yield _CHATWOOT_TYPES.get(part, "")
    elif isinstance(part, dict):
        keyed = {header_key(name): value for name, value in part.items()}
        yield from (keyed[name] for name in ("role", "type", "channel") if isinstance(keyed.get(name), str))
        if _says_yes(keyed, _OF_MACHINES):
            yield "bot"


def _is_seen(message: _Message) -> bool:
    """Whether it is a message, and one that customers see."""
    if _says_yes(message, _PRIVATE) or any(is_no(message[name]) for name in _PUBLIC & message.keys()):
        return False
    kinds = [word for name in _KINDS & message.keys() for word in _words(message, name)]
    if any(is_note(kind) for kind in kinds):
        return False
    texts = _texts(message)
    if not texts:
        return not any(is_activity(kind) for kind in kinds)
    return any(text is not None and str(text).strip() for text in texts) or any(map(message.get, _ATTACHMENTS))


def _assigns(message: _Message) -> bool:
    """Whether it gives the conversation to a person or a team."""
    kinds = [word for name in _KINDS & message.keys() for word in _words(message, name)]
    if not any(map(is_assignment, kinds)):
        return False
    return any(is_of_the_team(word) for name in _TO_WHOM & message.keys() for word in _words(message, name))


def _says_yes(message: _Message, names: frozenset[str]) -> bool:
    return any(is_yes(message[name]) for name in names & message.keys())


def _texts(message: _Message) -> list[Any]:
    return [message[name] for name in _TEXTS & message.keys()]
