"""Of which moment each field of a ticket is, and how `kpi.model.Ticket` keeps that in few words."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from kpi.model import DELIVERED, Import, Ticket, table

NEVER = -1
"""Before all moments: in `others` of a field that the ticket's `origin` tells in general, but not of this ticket."""

Moment = int | list[Any] | None
"""Of which moment a field's value is; None if events tell it. Where somebody has stated it as well, a list of the
moment and the value of that statement: what events tell may come to be combined with it.
"""

Moments = dict[str, Moment]
"""By field. What was never told is not in it."""

_import = table(Import)
# Built once: that takes several times as long as to run it.
_OF_IMPORTS = select(_import.c.id, _import.c.fields, _import.c.format).where(
    _import.c.id.in_(bindparam("ids", expanding=True))
)
_KEPT_BESIDE = {"source", "external_id", "as_of", "origin", "others", "given_intent"}
FIELDS = frozenset(table(Ticket).columns.keys()) - _KEPT_BESIDE
"""All that can be told of a ticket."""


class Told:
    """The fields that each import tells, looked up once; all, where it was no import."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fields: dict[int | None, frozenset[str]] = {None: FIELDS}
        self._delivered: set[int | None] = set()

    def __getitem__(self, origin: int | None) -> frozenset[str]:
        if origin not in self._fields:
            self.learn([origin])
        return self._fields[origin]

    def is_delivered(self, origin: int) -> bool:
        """Whether it was no file, but what a help desk sends as it happens."""
        return bool(self[origin] is not None and origin in self._delivered)

    def learn(self, origins: Iterable[int | None]) -> None:
        """Look up several at once."""
        unknown = {origin for origin in origins if origin not in self._fields}
        if unknown:
            for number, fields, written_as in self._connection.execute(_OF_IMPORTS, {"ids": list(unknown)}):
                self._fields[number] = frozenset(fields) & FIELDS
                if written_as == DELIVERED:
                    self._delivered.add(number)


def is_of_events(moment: Moment) -> bool:
    """Whether events tell the field."""
    return not isinstance(moment, int)


def moments_of(as_of: int, told: frozenset[str], others: Mapping[str, Moment] | None) -> Moments:
    """What `others_of` was made from."""
    every: Moments = dict.fromkeys(told, as_of)
    if others:
        every.update(others)
    return {field: moment for field, moment in every.items() if moment != NEVER}


def others_of(moments: Moments, as_of: int, told: frozenset[str]) -> Moments | None:
    """`Ticket.others` of a ticket whose origin tells the fields `told`."""
    others = {field: moments.get(field, NEVER) for field in sorted({*moments, *told})}
    return {field: moment for field, moment in others.items() if moment != as_of or field not in told} or None


def decoded(others: Any) -> Moments | None:
    """A driver gives JSON as text or already read."""
    found: Moments | None = json.loads(others) if isinstance(others, str) else others
    return found


def encoded(others: Moments | None) -> str | None:
    """As a driver takes it."""
    return None if others is None else json.dumps(others)
