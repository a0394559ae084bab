"""Tickets into the store, whatever the order in which they are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, cast

from sqlalchemy import Connection, select

from kpi.ingest.history import images
from kpi.ingest.merging import ticket_sql
from kpi.ingest.merging.combining import BEHIND_REPLIES
from kpi.ingest.merging.derived import derive_anew
from kpi.ingest.merging.moments import (
    NEVER,
    Moments,
    Told,
    decoded,
    encoded,
    is_of_events,
    moments_of,
    others_of,
)
from kpi.labelling.settling import settle_told
from kpi.model import Import, Ticket, table
from kpi.retention.frozen import limits
from kpi.retention.old import is_told_old
from kpi.summary import marks

ROWS_AT_ONCE = 2_000
"""To be handed over in one transaction, so that it is over within 50 ms and other writers hardly wait."""

RATING = ("rating", "rating_scale")
"""Makes sense only together, so it is compared and replaced as one."""

_ticket, _import = table(Ticket), table(Import)
_ROWS_IN_A_STATEMENT = 200

_State = tuple[Any, ...]
"""A ticket's external_id, as_of, the values of the fields that are merged, origin and others; more, if as stored."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows that were handed over; `too_old` were left out, as the team no longer keeps such."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    too_old: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in vars(self)))


def merge(
    connection: Connection, source: str, origin: int, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Counts:
    """Write what the import `origin` tells of tickets: rows of external_id, as_of and the values of `fields`.

    For each field the statement with the later as_of wins, and at the same as_of the larger value: the store ends up
    the same for any order, split and repetition. Fields that the import does not tell stay, and those that a
    conversation's events tell. A row that changes no value counts as unchanged, even if its as_of is later and kept.
    ValueError if `fields` are not among those of the import, or hold only half of a rating.
    """
    if not rows:
        return Counts()
    return _Merge(connection, source, origin, tuple(fields)).take(rows)


class _Merge:
    def __init__(self, connection: Connection, source: str, origin: int, fields: tuple[str, ...]) -> None:
        self._connection = connection
        self._source = source
        self._origin = origin
        self._fields = fields
        self._mine = frozenset(fields)
        self._end = 2 + len(fields)
        self._told = Told(connection)
        if not self._mine <= self._told[origin]:
            raise ValueError(f"import {origin} does not tell {sorted(self._mine - self._told[origin])}")
        self._units = _units(fields)
        self._beside = others_of(dict.fromkeys(fields, 0), 0, self._told[origin])

    def take(self, rows: Sequence[tuple[Any, ...]]) -> Counts:
        stored = self._stored({row[0]: None for row in rows})
        given = len(rows)
        rows = self._kept(rows, stored)
        keys = {row[0]: None for row in rows}
        too_old = given - len(rows)
        if not stored and len(keys) == len(rows):
            self._add(rows)
            settle_told(self._connection, self._source, list(keys))
            return Counts(added=len(rows), too_old=too_old)
        written: dict[str, _State] = {}
        added, updated, end = 0, 0, self._end
        for row in rows:
            key = row[0]
            known = written.get(key) or stored.get(key)
            if known is None:
                written[key] = (*row, self._origin, self._beside)
                added += 1
                continue
            if known[:end] == row and self._said_at_once(known):
                continue
            state = self._merged(known, row)
            if state is not known:
                written[key] = state
                updated += state[2:end] != known[2:end]
        new = [state[:end] for key, state in written.items() if key not in stored]
        self._add(new)
        changes = [(stored[key], state) for key, state in written.items() if key in stored]
        self._change(changes)
        settle_told(self._connection, self._source, [state[0] for state in new] + self._told_otherwise(changes))
        self._derive_anew(changes)
        return Counts(added, updated, len(rows) - added - updated, too_old)

    def _kept(self, rows: Sequence[tuple[Any, ...]], stored: Mapping[str, _State]) -> Sequence[tuple[Any, ...]]:
        """Without those of conversations that are not there, as they are too old. Where events are still to tell when
        something happened, that is seen when they are in (`kpi.retention.pruning.drop_old`)."""
        found = limits(self._connection)
        told = self._told[self._origin]
        if found is None or not self._mine.issuperset(told.intersection(marks.INSTANTS)):
            return rows
        until = self._connection.scalar(select(_import.c.complete_until).where(_import.c.id == self._origin))
        is_old = is_told_old(found, told, until)
        return [row for row in rows if row[0] in stored or not is_old(dict(zip(self._fields, row[2:], strict=True)))]

    def _told_otherwise(self, changes: Sequence[tuple[_State, _State]]) -> list[str]:
        """Tickets of which this import tells anew what they are about."""
        places = [2 + place for place, field in enumerate(self._fields) if field in ("intent", "subject")]
        return [old[0] for old, new in changes if any(old[place] != new[place] for place in places)]

    def _said_at_once(self, known: _State) -> bool:
        """Whether all fields of this import are of the ticket's own moment."""
        origin, others = known[self._end : self._end + 2]
        return self._mine <= self._told[origin] and (others is None or self._mine.isdisjoint(decoded(others) or ()))

    def _merged(self, known: _State, row: tuple[Any, ...]) -> _State:
        """The ticket with what the row says; `known` itself if that changes nothing at all."""
        as_of, (origin, others) = row[1], known[self._end : self._end + 2]
        told = self._told[origin]
        if as_of > known[1] and others is None and self._beside is None and told <= self._mine:
            return (*row, self._origin, None)
        moments = moments_of(known[1], told, decoded(others))
        values, changed = list(known[2 : self._end]), as_of > known[1]
        for unit in self._units:
            changed |= self._replace(unit, row, values, moments)
        if not changed:
            return known
        latest = max(as_of, known[1])
        if as_of > known[1] or (as_of == known[1] and told <= self._told[self._origin]):
            origin = self._origin
        return (row[0], latest, *values, origin, others_of(moments, latest, self._told[origin]))

    def _replace(self, unit: Sequence[int], row: tuple[Any, ...], values: list[Any], moments: Moments) -> bool:
        """Put the row's values and moment of these fields in place, if they win."""
        fields, as_of = self._fields, row[1]
        if is_of_events(moments.get(fields[unit[0]], NEVER)):
            return _put_beside(moments, fields[unit[0]], as_of, row[unit[0] + 2])
        known = max(cast(int, moments.get(fields[place], NEVER)) for place in unit)
        if as_of < known:
            return False
        if as_of == known and order(row[place + 2] for place in unit) <= order(values[place] for place in unit):
            return False
        for place in unit:
            values[place] = row[place + 2]
            moments[fields[place]] = as_of
        return True

    def _stored(self, keys: Iterable[str]) -> dict[str, _State]:
        """Each with the ticket's other fields at its end, for its image."""
        keys = list(keys)
        size = 1 << (len(keys) - 1).bit_length()  # few different sizes, so that few statements are made
        padded = chain(keys, repeat(keys[-1], size - len(keys)))
        query = ticket_sql.query(self._connection.dialect, self._fields, size)
        result = self._connection.exec_driver_sql(query, (self._source, *padded))
        # The driver's own tuples: to wrap a million of them takes as long as to read them.
        found: Sequence[_State] = result.cursor.fetchall()
        self._told.learn({row[self._end] for row in found})
        return {row[0]: row for row in found}

    def _add(self, told: Sequence[tuple[Any, ...]]) -> None:
        """Insert tickets of which this import alone tells.

        Many rows in one statement take two thirds of the time that as many statements take.
        """
        dialect, execute = self._connection.dialect, self._connection.exec_driver_sql
        end = (self._origin, encoded(self._beside), self._source)
        rows = [row + end for row in told]
        odd = len(rows) % _ROWS_IN_A_STATEMENT
        for start in range(odd, len(rows), _ROWS_IN_A_STATEMENT):
            together = chain.from_iterable(rows[start : start + _ROWS_IN_A_STATEMENT])
            execute(ticket_sql.insertion(dialect, self._fields, _ROWS_IN_A_STATEMENT), tuple(together))
        if odd:
            execute(ticket_sql.insertion(dialect, self._fields, 1), rows[:odd])
        marks.mark_linked(self._connection, [row[0] for row in told])
        marks.mark_values(self._connection, ("external_id", "as_of", *self._fields), told)

    def _change(self, changes: Sequence[tuple[_State, _State]]) -> None:
        """Update tickets, given as stored and as they shall be: only what differs, for each field costs time."""
        if not changes:
            return
        end, every = self._end, range(2, self._end)
        keys = [old[0] for old, _ in changes]
        marks.mark_tickets(self._connection, self._source, keys)
        self._keep_images([old for old, _ in changes if old[end] != self._origin])
        by_places: dict[tuple[int, ...], list[_State]] = {}
        for old, new in changes:
            differ = tuple([place for place in every if new[place] != old[place]])
            by_places.setdefault(differ, []).append(new)
        for places, states in by_places.items():
            sql = ticket_sql.update_of(self._connection.dialect, tuple(self._fields[place - 2] for place in places))
            rows = [
                (
                    state[1],
                    *[state[place] for place in places],
                    state[end],
                    encoded(state[end + 1]),
                    self._source,
                    state[0],
                )
                for state in states
            ]
            self._connection.exec_driver_sql(sql, rows)
        marks.mark_tickets(self._connection, self._source, keys)

    def _derive_anew(self, changes: Sequence[tuple[_State, _State]]) -> None:
        """What events tell may follow from what this import has stated of the same, and of the opening."""
        keys = [new[0] for _, new in changes if self._is_combined(decoded(new[self._end + 1]) or {})]
        if keys:
            derive_anew(self._connection, self._source, keys)

    def _is_combined(self, others: Moments) -> bool:
        """Whether this import states something of which events have a say in."""
        of_events = {field for field, moment in others.items() if is_of_events(moment)}
        return bool(of_events) and not self._mine.isdisjoint(of_events | BEHIND_REPLIES)

    def _keep_images(self, stored: Sequence[_State]) -> None:
        """What has this import for its origin was added by it, or changed by it before."""
        names = ticket_sql.columns(self._fields)[1:]
        kept = []
        for row in stored:
            image = {name: value for name, value in zip(names, row[1:], strict=True) if value is not None}
            if "others" in image:
                image["others"] = decoded(image["others"])
            kept.append((row[0], image))
        images.write(self._connection, self._origin, _ticket, kept)


def _put_beside(moments: Moments, field: str, as_of: int, value: Any) -> bool:
    """What is stated of a field that events tell: the latest is kept, and may be combined with them."""
    known = moments[field]
    if isinstance(known, list) and (as_of, *order([value])) <= (known[0], *order([known[1]])):
        return False
    moments[field] = [as_of, value]
    return True


def _units(fields: tuple[str, ...]) -> list[list[int]]:
    """The places of fields that are compared and replaced as one."""
    rating = [fields.index(field) for field in RATING if field in fields]
    if len(rating) == 1:
        raise ValueError("rating and rating_scale are told together or not at all")
    units = [[place] for place, field in enumerate(fields) if field not in RATING]
    return [*units, rating] if rating else units


def order(values: Iterable[Any]) -> list[tuple[bool, Any]]:
    """Values that can be compared although some are None: nothing is smaller than anything."""
    return [(value is not None, value) for value in values]
