"""Gives tickets the intents that follow from labels, rules and names, in the transaction that changes any of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from kpi.labelling.in_force import InForce, in_force, is_nothing
from kpi.model import Ticket, TicketIntent, table

_ticket, _label = table(Ticket), table(TicketIntent)
_KEYS_AT_ONCE = 2_000


def settle_told(connection: Connection, source: str, numbers: Sequence[str]) -> None:
    """Settle tickets whose subject or own intent the same transaction has written, and whose days it has marked.

    A team without labels, rules and names pays for one short query.
    """
    if numbers and not is_nothing(connection):
        settle(connection, source, numbers, in_force(connection))


def settle(connection: Connection, source: str, numbers: Sequence[str], rules: InForce) -> list[str]:
    """Give these tickets the intents that follow now; those that had another given intent, or none.

    The caller marks their days.
    """
    changed: list[str] = []
    for start in range(0, len(numbers), _KEYS_AT_ONCE):
        changed += _settle(connection, source, numbers[start : start + _KEYS_AT_ONCE], rules)
    return changed


def by_hand(connection: Connection, source: str, numbers: Sequence[str]) -> Mapping[str, str]:
    """What people say of these tickets, as they said it."""
    mine = (_label.c.source == source, _label.c.external_id.in_(numbers))
    rows = connection.execute(select(_label.c.external_id, _label.c.intent).where(*mine))
    return {row.external_id: row.intent for row in rows}


def given_anew(rows: Iterable[Row[Any]], said: Mapping[str, str], rules: InForce) -> dict[str, str | None]:
    """Of rows with external_id, intent, subject and given_intent, the given intents of those that need another."""
    wanted = ((row, rules.given(row.intent, row.subject, said.get(row.external_id))) for row in rows)
    return {row.external_id: given for row, given in wanted if given != row.given_intent}


def _settle(connection: Connection, source: str, numbers: Sequence[str], rules: InForce) -> list[str]:
    columns = [_ticket.c[name] for name in ("external_id", "intent", "subject", "given_intent")]
    mine = (_ticket.c.source == source, _ticket.c.external_id.in_(numbers))
    rows = connection.execute(select(*columns).where(*mine)).all()
    changed = given_anew(rows, by_hand(connection, source, numbers), rules)
    together: dict[str | None, list[str]] = {}
    for number, intent in changed.items():
        together.setdefault(intent, []).append(number)
    for intent, some in together.items():
        these = (_ticket.c.source == source, _ticket.c.external_id.in_(some))
        connection.execute(update(_ticket).where(*these).values(given_intent=intent))
    return list(changed)
