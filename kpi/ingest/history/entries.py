"""An import's entry in the journal, found by its number."""

from sqlalchemy import Connection, select

from kpi.errors import UserError
from kpi.model import DELIVERED, Import, table

_import = table(Import)


def entry(connection: Connection, number: int | None = None) -> Import:
    """The import of this number, or the newest of a file that is not undone. Raises UserError if there is none."""
    newest = select(_import).order_by(_import.c.id.desc()).limit(1)
    files = newest.where(_import.c.undone_at.is_(None), _import.c.format != DELIVERED)
    wanted = files if number is None else newest.where(_import.c.id == number)
    found = connection.execute(wanted).mappings().first()
    if found is not None:
        return Import(**found)
    last = connection.execute(newest).mappings().first()
    if number is None or last is None:
        raise UserError("Nothing is imported.", "Try: kpibot import export.csv")
    raise UserError(f"There is no import {number}: the newest is {last['id']}.", "See all of them with: kpibot imports")
