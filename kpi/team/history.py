"""Who changed what and when: every change of a setting, a cost or a note."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

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


def kept(connection: Connection, limit: int) -> list[Kept]:
    """The latest changes, the newest first."""
    columns = [_change.c[name] for name in Kept._fields]
    return [Kept(*row) for row in connection.execute(select(*columns).order_by(_change.c.id.desc()).limit(limit))]


def kept_of(connection: Connection, subject: str) -> list[Kept]:
    """All changes whose key begins with this word and a blank, the oldest first: "cost" finds those of "cost 3"."""
    columns = [_change.c[name] for name in Kept._fields]
    query = select(*columns).where(_change.c.key.startswith(f"{subject} ", autoescape=True)).order_by(_change.c.id)
    return [Kept(*row) for row in connection.execute(query)]
