"""Who changed what and when: every change of a setting, a cost, a note, a rule, a label, a schedule …"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, or_, select

from kpi.model import SettingChange, table

_change = table(SettingChange)


class Kept(NamedTuple):
    """A change as it is kept. `old` and `new` are of JSON; None where there was none, or is none any more."""

    key: str
    at: int
    who: str
    old: Any
    new: Any


def keep(connection: Connection, change: Kept) -> None:
    """Enter a change."""
    connection.execute(insert(_change).values(change._asdict()))


def kept(
    connection: Connection, limit: int, before: int | None = None, about: Sequence[str] = ()
) -> list[tuple[int, Kept]]:
    """The latest changes, the newest first, each with its number; only those with a smaller number than `before`.

    Only those `about` something whose key begins with one of these, if any are given.
    """
    columns = [_change.c[name] for name in Kept._fields]
    query = select(_change.c.id, *columns).order_by(_change.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_change.c.id < before)
    if about:
        query = query.where(or_(*(_change.c.key.startswith(each, autoescape=True) for each in about)))
    return [(number, Kept(*rest)) for number, *rest in connection.execute(query)]


def kept_of(connection: Connection, subject: str) -> list[Kept]:
    """All changes whose key begins with this word and a blank, the oldest first: "cost" finds those of "cost 3"."""
    columns = [_change.c[name] for name in Kept._fields]
    query = select(*columns).where(_change.c.key.startswith(f"{subject} ", autoescape=True)).order_by(_change.c.id)
    return [Kept(*row) for row in connection.execute(query)]
