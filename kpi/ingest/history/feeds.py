"""What feeds each source: whose help desk it is, up to when it is complete, and the last file of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from kpi.ingest.history.journal import TICKETS
from kpi.ingest.vendors import VENDORS
from kpi.model import BY_HAND, DELIVERED, Import, Source, table

_import = table(Import)
_source = table(Source)
_TITLES: Mapping[str, str] = {vendor.key: vendor.title for vendor in VENDORS}


@dataclass(frozen=True)
class Feed:
    """A source. `help_desk` is the name of a known one, "" if it is none.

    `complete_until` is None where there are no conversations: while none is imported, and of a source of something
    else. `last` is its newest import of a file that is not undone, None if there is none, and `delivered` are the
    moments up to which its files of conversations were complete, in UTC seconds and ascending.
    """

    name: str
    help_desk: str
    complete_until: int | None
    last: Import | None
    delivered: Sequence[int] = field(default=())


def feeds(connection: Connection) -> list[Feed]:
    """Of all sources, by name."""
    last, delivered = _last(connection), _delivered(connection)
    query = select(_source.c.name, _source.c.vendor, _source.c.complete_until).where(_source.c.name != BY_HAND)
    rows = connection.execute(query.order_by(_source.c.name)).all()
    return [
        Feed(name, _TITLES.get(vendor or "", vendor or ""), until, last.get(name), delivered.get(name, ()))
        for name, vendor, until in rows
    ]


def _last(connection: Connection) -> dict[str, Import]:
    files = (_import.c.undone_at.is_(None), _import.c.format != DELIVERED)
    newest = select(func.max(_import.c.id)).where(*files).group_by(_import.c.source)
    rows = connection.execute(select(_import).where(_import.c.id.in_(newest))).mappings()
    return {row["source"]: Import(**row) for row in rows}


def _delivered(connection: Connection) -> dict[str, list[int]]:
    standing = (_import.c.undone_at.is_(None), _import.c.finished_at.is_not(None), _import.c.kind == TICKETS)
    files = (_import.c.format != DELIVERED, _import.c.complete_until.is_not(None))
    query = select(_import.c.source, _import.c.complete_until).where(*standing, *files)
    found: dict[str, list[int]] = {}
    for source, until in connection.execute(query.order_by(_import.c.complete_until)):
        found.setdefault(source, []).append(until)
    return found
