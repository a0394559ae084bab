"""How labels are spelt to people."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kpi.ingest.columns.meaning import LABELS
from kpi.ingest.merging.merge import ROWS_AT_ONCE
from kpi.model import Label, Ticket, table
from kpi.store import Store

_label = table(Label)
_ticket = table(Ticket)


def keep_spellings(connection: Connection, field: str, spellings: Mapping[str, str]) -> None:
    """Note how folded labels of a ticket's field are spelt: of several spellings the first in the characters' order."""
    if not spellings:
        return
    query = select(_label.c.folded, _label.c.spelling).where(_label.c.field == field, _label.c.folded.in_(spellings))
    known = {row.folded: row.spelling for row in connection.execute(query.with_for_update())}
    new = {label: said for label, said in spellings.items() if label not in known}
    if new:
        rows = [{"field": field, "folded": label, "spelling": said} for label, said in new.items()]
        connection.execute(insert(_label), rows)
    better = {label: said for label, said in spellings.items() if said < known.get(label, said)}
    if better:
        mine = (_label.c.field == field, _label.c.folded == bindparam("label"))
        statement = update(_label).where(*mine).values(spelling=bindparam("said"))
        connection.execute(statement, [{"label": label, "said": said} for label, said in better.items()])


def forget_unused(store: Store) -> None:
    """Delete the spellings of labels that no ticket has."""
    for field in LABELS:
        used = select(_ticket.c[field]).where(_ticket.c[field].is_not(None))
        mine = _label.c.field == field
        with store.reading() as connection:
            unused = connection.scalars(select(_label.c.folded).where(mine, _label.c.folded.not_in(used))).all()
        for start in range(0, len(unused), ROWS_AT_ONCE):
            with store.writing() as connection:
                some = unused[start : start + ROWS_AT_ONCE]
                connection.execute(delete(_label).where(mine, _label.c.folded.in_(some)))
