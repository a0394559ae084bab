"""Who said what was behind a low rating."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kpi.model import TicketCause, table
from kpi.review.record.causes import Cause, Key

_cause = table(TicketCause)


@dataclass(frozen=True)
class Labelled:
    """The cause, and the Slack id of who said so last."""

    cause: Cause
    who: str


def labelled(connection: Connection, keys: Collection[Key]) -> Mapping[Key, Labelled]:
    """Of these conversations, those that are labelled; as many as stand in a message."""
    sources = {source for source, _ in keys}
    numbers = {number for _, number in keys}
    columns = (_cause.c.source, _cause.c.external_id, _cause.c.cause, _cause.c.who)
    query = select(*columns).where(_cause.c.source.in_(sources), _cause.c.external_id.in_(numbers))
    found = {(row.source, row.external_id): row for row in connection.execute(query)}
    return {key: Labelled(Cause(found[key].cause), found[key].who) for key in keys if key in found}
