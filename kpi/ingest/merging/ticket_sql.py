"""The statements by which `merging.merge` reads and writes tickets. Each is made once for a set of fields."""

from functools import lru_cache

from sqlalchemy import Dialect, bindparam, insert, select, update
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table

from kpi.ingest.merging.moments import FIELDS
from kpi.model import Ticket, table
from kpi.store import plain_sql

_ticket = table(Ticket)


def columns(fields: tuple[str, ...]) -> tuple[str, ...]:
    """All that is read of a ticket: what is merged first."""
    return ("external_id", "as_of", *fields, "origin", "others", *sorted(FIELDS.difference(fields)))


@lru_cache(64)
def query(dialect: Dialect, fields: tuple[str, ...], keys: int) -> str:
    """Reads tickets of a source by their numbers, of which there are `keys`."""
    told = [_ticket.c[name] for name in columns(fields)]
    wanted = _ticket.c.external_id.in_([str(number) for number in range(keys)])
    return plain_sql(dialect, select(*told).where(_ticket.c.source == "", wanted).with_for_update())


@lru_cache(64)
def insertion(dialect: Dialect, fields: tuple[str, ...], rows: int) -> str:
    """Adds so many rows of these fields."""
    names = ("external_id", "as_of", *fields, "origin", "others", "source")
    ticket = plain_table("ticket", *(plain_column(name) for name in names))
    return plain_sql(dialect, insert(ticket).values([dict.fromkeys(names, "")] * rows))


@lru_cache(1024)
def update_of(dialect: Dialect, fields: tuple[str, ...]) -> str:
    """Changes these fields of one ticket."""
    names = ("as_of", *fields, "origin", "others")
    ticket = plain_table("ticket", *(plain_column(name) for name in (*names, "source", "external_id")))
    mine = (ticket.c.source == bindparam("of_source"), ticket.c.external_id == bindparam("of_ticket"))
    return plain_sql(dialect, update(ticket).where(*mine).values({name: bindparam(name) for name in names}))
