"""What people say was behind a low rating."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, and_, delete, insert, or_, select

from kpi.model import TicketCause, table

Key = tuple[str, str]
"""A source, and the number of a conversation in it."""

_cause = table(TicketCause)
_KEYS_AT_ONCE = 400


class Cause(StrEnum):
    """The kinds of causes."""

    SLOW = "slow"
    WRONG_ANSWER = "wrong answer"
    TONE = "tone"
    PRODUCT = "product"
    OTHER = "other"


@dataclass(frozen=True)
class Labelled:
    """The cause, and the Slack id of who said so last."""

    cause: Cause
    who: str


def label(connection: Connection, source: str, external_id: str, cause: Cause, who: str, at: int) -> None:
    """Label a conversation, in the place of what was said of it before."""
    forget(connection, source, external_id)
    row = {"source": source, "external_id": external_id, "cause": str(cause), "who": who, "at": at}
    connection.execute(insert(_cause).values(row))


def forget(connection: Connection, source: str, external_id: str) -> None:
    """Take a label away, if there is one."""
    mine = (_cause.c.source == source) & (_cause.c.external_id == external_id)
    connection.execute(delete(_cause).where(mine))


def labelled(connection: Connection, keys: Collection[Key]) -> Mapping[Key, Labelled]:
    """Of these conversations, those that are labelled."""
    found: dict[Key, Labelled] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        found |= _labelled(connection, wanted[start : start + _KEYS_AT_ONCE])
    return found


def causes(connection: Connection, keys: Collection[Key]) -> Mapping[Key, Cause]:
    """The same without who said so."""
    return {key: each.cause for key, each in labelled(connection, keys).items()}


def distribution(connection: Connection, keys: Collection[Key]) -> Mapping[Cause, int]:
    """How many of these conversations have which cause, the most frequent first; without those that none has."""
    found = list(causes(connection, keys).values())
    counts = {cause: found.count(cause) for cause in Cause if cause in found}
    return dict(sorted(counts.items(), key=lambda each: -each[1]))


def _labelled(connection: Connection, keys: Sequence[Key]) -> Mapping[Key, Labelled]:
    mine = or_(*(and_(_cause.c.source == source, _cause.c.external_id == number) for source, number in keys))
    columns = (_cause.c.source, _cause.c.external_id, _cause.c.cause, _cause.c.who)
    rows = connection.execute(select(*columns).where(mine))
    return {(source, number): Labelled(Cause(cause), who) for source, number, cause, who in rows}
