"""What a channel has been told: never twice of one thing, whoever asks and whatever breaks in between."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select

from kpi.alerts.outliers import Outlier
from kpi.model import Alert, table
from kpi.span import DAY
from kpi.store import insert_new

AGAIN_AFTER = timedelta(days=7)
"""What goes on for days is one thing: the next review speaks of it."""

_alert = table(Alert)


def claim(connection: Connection, channel: str, found: Sequence[Outlier], at: int) -> tuple[Outlier, ...]:
    """Those of which this channel has not been told in the last 7 days, and which nobody else is to tell from now on.

    A claim is for ever: what was claimed, and may have been posted, is not posted again.
    """
    known = _told_lately(connection, channel, [each.day for each in found])
    new = (each for each in found if each.subject not in known)
    return tuple(each for each in new if insert_new(connection, _alert, _row(channel, each, at)))


def release(connection: Connection, channel: str, claimed: Sequence[Outlier]) -> None:
    """They were surely not posted, so they may be told another time."""
    for each in claimed:
        connection.execute(delete(_alert).where(*_same(channel, each)))


def _told_lately(connection: Connection, channel: str, days: Collection[date]) -> frozenset[str]:
    if not days:
        return frozenset()
    # Later days were looked at by a clock that was ahead, if at all.
    lately = _alert.c.day.between(min(days) - AGAIN_AFTER + DAY, max(days))
    query = select(_alert.c.subject).where(_alert.c.channel == channel, lately)
    return frozenset(connection.scalars(query))


def _row(channel: str, outlier: Outlier, at: int) -> dict[str, object]:
    return {"channel": channel, "subject": outlier.subject, "day": outlier.day, "at": at}


def _same(channel: str, outlier: Outlier) -> tuple[ColumnElement[bool], ...]:
    c = _alert.c
    return c.channel == channel, c.subject == outlier.subject, c.day == outlier.day
