"""Intents that are normal for a team: each may be a larger share of all than intents may be otherwise."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from kpi import words
from kpi.catalogue import Target
from kpi.labelling.in_force import in_force
from kpi.model import NormalIntent, table
from kpi.review.decisions import limit
from kpi.team.history import Kept, keep

_normal = table(NormalIntent)


def accept(connection: Connection, intent: str, percent: float, who: str, at: int) -> Target:
    """The intent, folded, may be as much as `percent` of all. ValueError, with the reason, for what is no limit.

    By a name that it had before, it is the one that is called otherwise now.
    """
    target = limit(percent)
    intent = in_force(connection).called(intent) or intent
    before = _percent(connection, intent)
    connection.execute(delete(_normal).where(_normal.c.intent == intent))
    connection.execute(insert(_normal).values(intent=intent, percent=percent, who=who, at=at))
    keep(connection, Kept(_key(intent), at, who, _said(before), _said(percent)))
    return target


def forget(connection: Connection, intent: str, who: str, at: int) -> bool:
    """It has the limit of all others again; whether it had its own."""
    before = _percent(connection, intent)
    if before is None:
        return False
    connection.execute(delete(_normal).where(_normal.c.intent == intent))
    keep(connection, Kept(_key(intent), at, who, _said(before), None))
    return True


def renamed(connection: Connection, intent: str, becomes: str, who: str, at: int) -> None:
    """The intent has another name: its limit follows, unless what it becomes has one."""
    percent = _percent(connection, intent)
    if percent is not None:
        forget(connection, intent, who, at)
        if _percent(connection, becomes) is None:
            accept(connection, becomes, percent, who, at)


def normal(connection: Connection) -> Mapping[str, Target]:
    """All of them, each with its limit, by name."""
    rows = connection.execute(select(_normal.c.intent, _normal.c.percent).order_by(_normal.c.intent))
    return {intent: limit(percent) for intent, percent in rows}


def _percent(connection: Connection, intent: str) -> float | None:
    found: float | None = connection.scalar(select(_normal.c.percent).where(_normal.c.intent == intent))
    return found


def _said(percent: float | None) -> str | None:
    return None if percent is None else f"up to {words.percent(percent)}"


def _key(intent: str) -> str:
    return f"normal intent {intent}"
