"""The summary's tables. They hold nothing that the tickets do not say: `kpibot rebuild` makes them anew.

A row is a group on a local day: `grouping` names the dimensions that it is told apart by ("", "channel",
"channel,intent"), `first` and `second` hold their values ("" where a conversation has none), and `day` is the number of
days since 1970-01-01.
"""

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, String, Table
from sqlmodel import SQLModel

from kpi.measures import Measure


def _group() -> tuple[Column[str], Column[int], Column[str], Column[str]]:
    return (
        Column("grouping", String, primary_key=True),
        Column("day", Integer, primary_key=True),
        Column("first", String, primary_key=True),
        Column("second", String, primary_key=True),
    )


kpi_day = Table(
    "kpi_day",
    SQLModel.metadata,
    *_group(),
    *(Column(measure.value, Float if measure is Measure.STARS else Integer, nullable=False) for measure in Measure),
    sqlite_with_rowid=False,
)
"""A count for each measure, and the sum of the stars."""

kpi_day_durations = Table(
    "kpi_day_durations",
    SQLModel.metadata,
    Column("timing", String, primary_key=True),
    Column("grouping", String, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("groups", String, nullable=False),
    Column("figures", LargeBinary, nullable=False),
    Column("times", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""A row for all groups of a day: how long what took, as `kpi.summary.sheets` packs it. Of a group with many different
durations it is kept how many fall in buckets of a ratio of 1.015, whose middles are within 1 %."""

kpi_day_hours = Table(
    "kpi_day_hours",
    SQLModel.metadata,
    *_group(),
    Column("hour", Integer, primary_key=True),
    Column("opened", Integer, nullable=False),
    Column("replied", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Conversations opened, and first replies by people, by local hour."""

kpi_day_left_out = Table(
    "kpi_day_left_out",
    SQLModel.metadata,
    *_group(),
    Column("event", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""What would have counted by an event, but does not."""

dirty_day = Table(
    "dirty_day",
    SQLModel.metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("changes", Integer, nullable=False),
)
"""Days in UTC on which something changed since they were last counted, and how often. Whoever counts a day takes its
mark away only if the changes are still as many as it has seen."""

summary_state = Table(
    "summary_state",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("basis", String, nullable=False),
    Column("builder", String),
    Column("claimed_at", BigInteger, nullable=False),
)
"""One row: what the summary was made for (zone, opening hours, targets; `kpi.summary.basis`), who is making it, and
when that was last heard of (UTC seconds)."""

COUNTED = (kpi_day, kpi_day_durations, kpi_day_hours, kpi_day_left_out)
"""Those whose rows belong to days."""
