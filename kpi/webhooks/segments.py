"""The journal's entries of what is delivered: an import a day and source, so that undoing a file knows what came after.

A new one begins where a file of the same source was imported since: imports stand in the order of what they changed.
"""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, insert, select

from kpi.model import DELIVERED, Import, table

_DAY = 86_400
_import = table(Import)
# Built once: that takes several times as long as to run it.
_LAST = (
    select(_import)
    .where(_import.c.source == bindparam("of_source"), _import.c.kind == bindparam("of_kind"))
    .order_by(_import.c.id.desc())
    .limit(1)
)


def segment(connection: Connection, source: str, kind: str, fields: Collection[str], now: int) -> int:
    """The number of the import to which belongs what a source delivers now: tickets, costs or inquiries."""
    last = connection.execute(_LAST, {"of_source": source, "of_kind": kind}).first()
    told = sorted(fields)
    if last is not None and last.format == DELIVERED and last.fields == told and _day(last.started_at) == _day(now):
        return int(last.id)
    row = {
        "source": source,
        "file": "",
        "format": DELIVERED,
        "kind": kind,
        "started_at": now,
        "finished_at": now,
        "fields": told,
        **dict.fromkeys(("rows", "added", "updated", "unchanged", "problems"), 0),
        "rejected": {},
    }
    return int(connection.execute(insert(_import).returning(_import.c.id), row).scalar_one())


def newest(connection: Connection, source: str, kind: str) -> int | None:
    """The number of the last entry of what a source has delivered."""
    mine = (_import.c.source == source, _import.c.kind == kind, _import.c.format == DELIVERED)
    return connection.scalar(select(_import.c.id).where(*mine).order_by(_import.c.id.desc()).limit(1))


def _day(at: int) -> int:
    return at // _DAY
