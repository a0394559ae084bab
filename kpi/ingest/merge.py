"""Tickets into the store, whatever the order in which they come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from kpi.model import Ticket, table

_ticket = table(Ticket)
_KEY = ("external_id", "as_of")

_Values = tuple[Any, ...]
"""A ticket's external_id, as_of and the merged fields, in the order of their names."""


@dataclass(frozen=True)
class Counts:
    """What became of the tickets that were handed over."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.added + other.added, self.updated + other.updated, self.unchanged + other.unchanged)


def merge(connection: Connection, source: str, tickets: Sequence[Mapping[str, Any]]) -> Counts:
    """Write the tickets, which all have the same fields; other fields stay as they are in the store.

    Of two versions of a ticket the one with the later `as_of` wins, and at the same `as_of` the one with
    the larger values: the store ends up the same for any order and repetition. A version that loses, or
    says nothing new, counts as unchanged. Takes time in proportion to the tickets: hand over few, to keep
    the transaction short.
    """
    if not tickets:
        return Counts()
    fields = sorted(tickets[0].keys() - set(_KEY))
    values_of = itemgetter(*_KEY, *fields)
    stored = _stored(connection, source, {ticket["external_id"] for ticket in tickets}, fields)
    latest = dict(stored)
    winners: dict[str, Mapping[str, Any]] = {}
    added = updated = 0
    for ticket in tickets:
        values = values_of(ticket)
        key = values[0]
        known = latest.get(key)
        if known is not None and not _wins(values, known):
            continue
        added += known is None
        updated += known is not None and values[2:] != known[2:]
        latest[key], winners[key] = values, ticket
    _add(connection, source, [ticket for key, ticket in winners.items() if key not in stored])
    _change(connection, source, [ticket for key, ticket in winners.items() if key in stored])
    return Counts(added, updated, len(tickets) - added - updated)


def _stored(connection: Connection, source: str, ids: Iterable[str], fields: Sequence[str]) -> dict[str, _Values]:
    columns = (_ticket.c[name] for name in (*_KEY, *fields))
    query = select(*columns).where(_ticket.c.source == source, _ticket.c.external_id.in_(ids)).with_for_update()
    return {row[0]: tuple(row) for row in connection.execute(query)}


def _wins(values: _Values, known: _Values) -> bool:
    if values[1] != known[1]:
        return bool(values[1] > known[1])
    return values != known and _order(values) > _order(known)


def _order(values: _Values) -> list[tuple[bool, Any]]:
    """Comparable although some are None: nothing is smaller than anything."""
    return [(value is not None, value) for value in values]


def _add(connection: Connection, source: str, tickets: Sequence[Mapping[str, Any]]) -> None:
    if tickets:
        connection.execute(insert(_ticket).values(source=source), tickets)


def _change(connection: Connection, source: str, tickets: Sequence[Mapping[str, Any]]) -> None:
    if tickets:
        statement = update(_ticket).where(_ticket.c.source == source, _ticket.c.external_id == bindparam("key"))
        connection.execute(statement, [{**ticket, "key": ticket["external_id"]} for ticket in tickets])
