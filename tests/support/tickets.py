"""Stores full of tickets whose times a person can read.

add(store, "zendesk", ticket(created_at="Mon 20 Jul 2026 09:00", resolved_at="Mon 20 Jul 2026 11:30"))
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from kpi.catalogue import Kpi
from kpi.counting.days import Days
from kpi.model import Source, Ticket, table
from kpi.readings import reader
from kpi.readings.reading import Reading
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings

BERLIN = ZoneInfo("Europe/Berlin")
COMPLETE_UNTIL = "Mon 3 Aug 2026 00:00"
AS_OF = "Mon 3 Aug 2026 00:00"

_numbers = count(1)


def moment(text: str, zone: ZoneInfo = BERLIN, *, fold: int = 0) -> datetime:
    """The local time in "Mon 20 Jul 2026 09:00" or "Mon 20 Jul 2026 09:00:30"; a wrong weekday is refused.

    `fold` is 1 for the second of two equal local times, when the clocks go back.
    """
    written = text if text.count(":") == 2 else f"{text}:00"
    local = datetime.strptime(written, "%a %d %b %Y %H:%M:%S")
    if f"{local:%a}" != written[:3]:
        raise ValueError(f"{text}: that day is a {local:%A}")
    return local.replace(tzinfo=zone, fold=fold)


def at(text: str, zone: ZoneInfo = BERLIN, *, fold: int = 0) -> int:
    """The same in UTC seconds."""
    return int(moment(text, zone, fold=fold).timestamp())


def day(text: str) -> date:
    """The day in "Mon 20 Jul 2026"; a wrong weekday is refused."""
    return moment(f"{text} 00:00").date()


def days(first: str, end: str, zone: ZoneInfo = BERLIN) -> Days:
    """From one day up to, and without, another."""
    return Days(day(first), day(end), zone)


def ticket(**cells: Any) -> dict[str, Any]:
    """A row for `add`: fields of `kpi.model.Ticket`, instants as text or UTC seconds. It gets a number of its own."""
    known = set(table(Ticket).columns.keys())
    assert cells.keys() <= known, f"no such field: {cells.keys() - known}"
    read = {
        name: at(value) if name.endswith("_at") and isinstance(value, str) else value for name, value in cells.items()
    }
    return {"external_id": f"T-{next(_numbers)}", "as_of": at(AS_OF), **read}


def add(
    store: Store,
    source: str,
    *tickets: dict[str, Any],
    fields: Iterable[str] | None = None,
    complete_until: str | int | None = COMPLETE_UNTIL,
    authors_since: int | None = None,
) -> None:
    """A source with its tickets. It supplies `fields`: by default, whatever any of its tickets has."""
    supplied = {name for row in tickets for name in row} - {"external_id", "as_of"} if fields is None else set(fields)
    until = at(complete_until) if isinstance(complete_until, str) else complete_until
    columns = table(Ticket).columns.keys()
    rows = [{**dict.fromkeys(columns), **row, "source": source} for row in tickets]
    with store.writing() as connection:
        told = {"fields": sorted(supplied), "complete_until": until, "authors_since": authors_since}
        connection.execute(insert(table(Source)).values(name=source, **told))
        if rows:
            connection.execute(insert(table(Ticket)), rows)


def read(store: Store, kpi: Kpi, asked: Days, team: TeamSettings | None = None) -> Reading:
    """What the engine makes of the tickets in the store; by default for a team that has decided nothing."""
    with store.reading() as connection:
        facts = StoreFacts(connection, team or TeamSettings(asked.zone), from_tickets=True)
        return reader(kpi).read(facts, asked)
