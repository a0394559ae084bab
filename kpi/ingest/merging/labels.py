"""How labels are spelt to people."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, bindparam, delete, insert, select, union_all, update

from kpi.dimensions import INTENT
from kpi.ingest.columns.meaning import LABELS
from kpi.ingest.merging.merge import ROWS_AT_ONCE
from kpi.model import IntentName, IntentRule, Label, Ticket, TicketIntent, table
from kpi.retention.frozen import stored
from kpi.store import Store
from kpi.summary.building import number_of
from kpi.summary.tables import kpi_day

_name, _label = table(IntentName).c, table(Label)
_ticket, _by_hand, _rule = table(Ticket), table(TicketIntent).c, table(IntentRule).c


def keep_spellings(connection: Connection, field: str, spellings: Mapping[str, str]) -> None:
    """Note how folded labels of a ticket's field are spelt: of several spellings the first in the characters' order.

    An intent that the team has named stays spelt as it has spelt it.
    """
    if not spellings:
        return
    query = select(_label.c.folded, _label.c.spelling).where(_label.c.field == field, _label.c.folded.in_(spellings))
    known = {row.folded: row.spelling for row in connection.execute(query.with_for_update())}
    new = {label: said for label, said in spellings.items() if label not in known}
    if new:
        rows = [{"field": field, "folded": label, "spelling": said} for label, said in new.items()]
        connection.execute(insert(_label), rows)
    better = {label: said for label, said in spellings.items() if said < known.get(label, said)}
    if better and field == INTENT.key:
        named = set(connection.scalars(select(_name.becomes).where(_name.becomes.in_(better))))
        better = {label: said for label, said in better.items() if label not in named}
    if better:
        mine = (_label.c.field == field, _label.c.folded == bindparam("label"))
        statement = update(_label).where(*mine).values(spelling=bindparam("said"))
        connection.execute(statement, [{"label": label, "said": said} for label, said in better.items()])


def forget_unused(store: Store) -> None:
    """Delete the spellings of labels that no ticket has, no day of which tickets are gone, and that the team does not
    use itself."""
    with store.reading() as connection:
        kept = stored(connection)
    days = 0 if kept is None else number_of(kept.kept_from)
    for field in LABELS:
        used = _used(field, days)
        mine = _label.c.field == field
        with store.reading() as connection:
            unused = connection.scalars(select(_label.c.folded).where(mine, _label.c.folded.not_in(used))).all()
        for start in range(0, len(unused), ROWS_AT_ONCE):
            with store.writing() as connection:
                some = unused[start : start + ROWS_AT_ONCE]
                connection.execute(delete(_label).where(mine, _label.c.folded.in_(some)))


def _used(field: str, days: int) -> CompoundSelect[Any]:
    """The labels of a field that are to be spelt; the summary's are of the first so many days since 1970."""
    columns: list[ColumnElement[str]] = [_ticket.c[field]]
    if field == INTENT.key:
        columns += [_ticket.c.given_intent, _by_hand.intent, _rule.intent, _name.intent, _name.becomes]
    used = [select(column).where(column.is_not(None)) for column in columns]
    return union_all(*used, select(kpi_day.c.first).where(kpi_day.c.grouping == field, kpi_day.c.day < days))
