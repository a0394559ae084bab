"""What rules have given to conversations whose subjects are about to be deleted."""

import time

from sqlalchemy import ColumnElement, Connection, insert, select

from kpi.labelling.in_force import in_force
from kpi.labelling.newest import nobody_has_labelled
from kpi.model import Ticket, TicketIntent, table

_t, _label = table(Ticket).c, table(TicketIntent)


def keep_given(connection: Connection, *these: ColumnElement[bool]) -> None:
    """Keep what rules say of the tickets that meet these conditions, as labels of their own.

    To be called in the transaction that deletes the subjects. Without one no rule matches any more: the labels stay
    what they were, also when the rule is changed or removed, until a person changes them. They are called otherwise
    like all others.
    """
    rules = in_force(connection)
    if not rules.rules:
        return
    query = select(_t.source, _t.external_id, _t.subject).where(*these, _t.subject.is_not(None), nobody_has_labelled())
    now = int(time.time())
    rows = [
        {"source": source, "external_id": number, "intent": rule.intent, "who": f"rule {rule.id}", "at": now}
        for source, number, subject in connection.execute(query)
        if (rule := rules.by_rule(subject)) is not None
    ]
    if rows:
        connection.execute(insert(_label), rows)
