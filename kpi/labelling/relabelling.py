"""Looks all tickets through for other intents after rules or names have changed, a few at a time.

What differs is found in a snapshot, which holds nobody up, and is settled in short transactions, each of which keeps
how far it has come: after a crash it goes on from there. Meanwhile imports and labels by hand settle their tickets by
what is in force then, so those before that place are always right; a change of rules or names begins anew.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, literal, select, tuple_, update

from kpi.labelling.in_force import InForce, in_force
from kpi.labelling.settling import by_hand, given_anew, settle
from kpi.model import Relabelling, Ticket, table
from kpi.store import Store
from kpi.summary import marks

AT_ONCE = 2_000
_SETTLED_AT_ONCE = 250
"""In one transaction, so that it is over within 50 ms."""

_relabelling, _ticket = table(Relabelling), table(Ticket)
_t = _ticket.c

Key = tuple[str, str]
_BEGINNING: Key = ("", "")


class Progress(NamedTuple):
    """How many tickets were looked through, of how many."""

    done: int
    total: int


class Looked(NamedTuple):
    """How many tickets a step has looked through, and how many of them have another intent now."""

    tickets: int
    changed: int


def begin(connection: Connection, at: int) -> None:
    """All tickets have to be looked through from the first one on: to be called where rules or names change."""
    connection.execute(delete(_relabelling))
    source, external_id = _BEGINNING
    connection.execute(insert(_relabelling).values(id=1, since=at, source=source, external_id=external_id))


def due(connection: Connection) -> Progress | None:
    """How far it has come; None where nothing is to be looked through. Takes time in proportion to the tickets."""
    place = _place(connection)
    if place is None:
        return None
    every = select(func.count()).select_from(_ticket)
    total = connection.scalar(every) or 0
    left = total if place == _BEGINNING else connection.scalar(every.where(_after(place))) or 0
    return Progress(total - left, total)


def is_due(connection: Connection) -> bool:
    """Whether any tickets are still to be looked through."""
    return _place(connection) is not None


def finish(
    store: Store,
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Look through what is left, for at most so many seconds or until it is `stopping`; whether nothing is left."""
    with store.reading() as connection:
        if not is_due(connection):
            return True
        begun = due(connection) if progress is not None else None
    done, total = begun or (0, 0)
    give_up_at = None if seconds is None else time.monotonic() + seconds
    while (looked := step(store)) is not None:
        done += looked.tickets
        if progress is not None:
            progress(min(done, total), total)
        if stopping() or (give_up_at is not None and time.monotonic() > give_up_at):
            return False
    return True


def step(store: Store, limit: int = AT_ONCE) -> Looked | None:
    """Look through the next tickets, at most so many; None where nothing is left to be looked through."""
    with store.reading() as connection:
        place = _place(connection)
        if place is None:
            return None
        rules = in_force(connection)
        page = _page(connection, place, limit)
        wrong = _wrong(connection, page, rules)
    changed = 0
    for some, end in _parts(wrong, _key(page[-1]) if len(page) == limit else None):
        with store.writing() as connection:
            if _place(connection) != place or in_force(connection) != rules:
                return Looked(0, changed)  # others have come further, or rules have changed: it is looked anew
            changed += _settled(connection, some, rules)
            _go_on(connection, end)
        place = end
    return Looked(len(page), changed)


def _parts(wrong: Sequence[Key], end: Key | None) -> Iterator[tuple[Sequence[Key], Key | None]]:
    """The tickets to settle in one transaction each, and how far all is right after it; at least one."""
    last = max(len(wrong) - 1, 0) // _SETTLED_AT_ONCE
    for number in range(last + 1):
        some = wrong[number * _SETTLED_AT_ONCE : (number + 1) * _SETTLED_AT_ONCE]
        yield some, end if number == last else some[-1]


def _place(connection: Connection) -> Key | None:
    """The last ticket that was looked through; None where nothing is to be."""
    found = connection.execute(select(_relabelling)).first()
    return None if found is None else _key(found)


def _go_on(connection: Connection, last: Key | None) -> None:
    """After this ticket; after None, nothing is left."""
    if last is None:
        connection.execute(delete(_relabelling))
    else:
        connection.execute(update(_relabelling).values(source=last[0], external_id=last[1]))


def _after(place: Key) -> ColumnElement[bool]:
    return tuple_(_t.source, _t.external_id) > tuple_(*(literal(part) for part in place))


def _key(row: Row[Any]) -> Key:
    return row.source, row.external_id


def _page(connection: Connection, place: Key, limit: int) -> Sequence[Row[Any]]:
    columns = [_t[name] for name in ("source", "external_id", "intent", "subject", "given_intent")]
    query = select(*columns).where(_after(place)).order_by(_t.source, _t.external_id).limit(limit)
    return connection.execute(query).all()


def _wrong(connection: Connection, page: Sequence[Row[Any]], rules: InForce) -> list[Key]:
    """Those that shall have another given intent, in the page's order."""
    found: list[Key] = []
    for source, group in groupby(page, key=lambda row: row.source):
        rows = list(group)
        said = by_hand(connection, source, [row.external_id for row in rows])
        found += [(source, number) for number in given_anew(rows, said, rules)]
    return found


def _settled(connection: Connection, keys: Sequence[Key], rules: InForce) -> int:
    changed = 0
    for source, group in groupby(keys, key=lambda key: key[0]):
        numbers = settle(connection, source, [number for _, number in group], rules)
        marks.mark_tickets(connection, source, numbers)
        changed += len(numbers)
    return changed
