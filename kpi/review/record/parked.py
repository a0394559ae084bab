"""KPIs that a channel's reviews leave alone for some weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kpi.catalogue import KPIS, Kpi
from kpi.model import ParkedKpi, table
from kpi.review.record import foci
from kpi.review.record.foci import Outcome
from kpi.span import day_name
from kpi.team.history import Kept, keep

FOR = timedelta(weeks=4)

_parked = table(ParkedKpi)


@dataclass(frozen=True)
class Parked:
    """A KPI that rests until a day, not including it, as `who` decided; `at` is in UTC seconds."""

    kpi: Kpi
    until: date
    why: str
    who: str
    at: int

    @property
    def said(self) -> str:
        """ "until 24 August 2026: new billing system (ann)" """
        why = f": {self.why}" if self.why else ""
        return f"until {day_name(self.until)}{why} ({self.who})"


def park(connection: Connection, channel: str, kpi: Kpi, until: date, why: str, who: str, at: int) -> Parked:
    """Leave it alone; a current focus on it is over."""
    before = _row(connection, channel, kpi)
    made = Parked(kpi, until, why, who, at)
    _forget(connection, channel, kpi)
    row = {"channel": channel, "kpi": kpi.key, "until": until, "why": why, "who": who, "at": at}
    connection.execute(insert(_parked).values(row))
    keep(connection, Kept(_key(channel, kpi), at, who, before.said if before else None, made.said))
    current = foci.current(connection, channel)
    if current is not None and current.focus.kpi == kpi:
        foci.end(connection, current.id, Outcome.PARKED, f"{kpi.title} is parked {made.said}.", foci.day_of(at))
    return made


def unpark(connection: Connection, channel: str, kpi: Kpi, who: str, at: int) -> Parked | None:
    """Judge it again from now on; the decision that is over, None if there was none."""
    before = _row(connection, channel, kpi)
    if before is not None:
        _forget(connection, channel, kpi)
        keep(connection, Kept(_key(channel, kpi), at, who, before.said, None))
    return before


def parked(connection: Connection, channel: str, on: date) -> Mapping[str, Parked]:
    """Those that rest on this day, by key, in the catalogue's order."""
    rows = {row.kpi: row for row in connection.execute(select(_parked).where(_parked.c.channel == channel))}
    known = (rows[kpi.key] for kpi in KPIS if kpi.key in rows)
    return {row.kpi: _made(row) for row in known if on < row.until}


def _row(connection: Connection, channel: str, kpi: Kpi) -> Parked | None:
    row = connection.execute(select(_parked).where(_parked.c.channel == channel, _parked.c.kpi == kpi.key)).first()
    return _made(row) if row else None


def _made(row: Row[Any]) -> Parked:
    kpi = next(each for each in KPIS if each.key == row.kpi)
    return Parked(kpi, row.until, row.why, row.who, row.at)


def _forget(connection: Connection, channel: str, kpi: Kpi) -> None:
    connection.execute(delete(_parked).where(_parked.c.channel == channel, _parked.c.kpi == kpi.key))


def _key(channel: str, kpi: Kpi) -> str:
    return f"parked {kpi.key} in {channel}"
