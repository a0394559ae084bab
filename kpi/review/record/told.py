"""What the reviews that were posted have told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from kpi.model import ReviewPost, table

_post = table(ReviewPost)


@dataclass(frozen=True)
class Told:
    """A review that was posted, about so many weeks that end with the one that begins on `monday`, and its `figures`,
    empty where it had no findings."""

    monday: date
    weeks: int
    figures: Mapping[str, Any]


def told(connection: Connection, channel: str, before: date) -> list[Told]:
    """Those about earlier weeks than the one from this Monday on, the newest first."""
    mine = (_post.c.channel == channel) & (_post.c.monday < before) & _post.c.posted_at.is_not(None)
    columns = (_post.c.monday, _post.c.weeks, _post.c.figures)
    rows = connection.execute(select(*columns).where(mine).order_by(_post.c.monday.desc()))
    return [Told(monday, weeks, figures or {}) for monday, weeks, figures in rows]
