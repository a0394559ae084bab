"""Deletes what is too old to be kept, a little at a time: nobody waits, and a crash costs nothing.

One at a time does so. What is left is found anew by whoever comes next, so nothing has to be remembered of it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, exists, func, select, tuple_, update

from kpi.ingest.history import journal
from kpi.ingest.merging.labels import forget_unused
from kpi.model import (
    BeforeImage,
    ImportProblem,
    Inquiry,
    InquiryDay,
    Retention,
    Search,
    Ticket,
    TicketCause,
    TicketIntent,
    table,
)
from kpi.retention import deleting
from kpi.retention.freezing import freeze, planned
from kpi.retention.frozen import Limits, limits, stored
from kpi.retention.limit import first_kept
from kpi.retention.old import is_old
from kpi.retention.turn import Turn, taken
from kpi.store import Store
from kpi.summary.catching_up import Progress
from kpi.summary.claim import Stopping
from kpi.team import settings

_ticket, _image, _problem = table(Ticket), table(BeforeImage), table(ImportProblem)
_retention = table(Retention)
_inquiry, _inquiry_day, _search = table(Inquiry), table(InquiryDay), table(Search)
_t = _ticket.c

Rest = Callable[[float], None]
"""Waits for some seconds, so that others can write."""


@dataclass(frozen=True)
class Pruned:
    """What was deleted, or would be: conversations, and self-service inquiries.

    Kept are those from the day `kept_from` on, so many `months` ago; `still_open` are older and stay, as they are open.
    """

    months: int
    kept_from: date
    conversations: int = 0
    inquiries: int = 0
    still_open: int = 0


def prune(
    store: Store,
    first_zone: ZoneInfo,
    now: datetime,
    *,
    stopping: Stopping = bool,
    rest: Rest = time.sleep,
    progress: Progress | None = None,
) -> Pruned | None:
    """Delete all that is too old at `now` (aware), unless it is stopped; None where the team keeps everything.

    Raises `kpi.retention.turn.TakenError` if another does so.
    """
    with store.reading() as connection:
        team = settings.read(connection, first_zone)
        day = first_kept(team, now)
    if day is None:
        return None
    found = freeze(store, first_zone, now, progress, stopping)
    if found is None:
        return Pruned(team.keeps_months, day)
    with taken(store) as turn:
        pruning = _Pruning(store, turn, found, stopping, rest)
        pruning.run()
        if not stopping():
            journal.purge_images(store, int(now.timestamp()))
            forget_unused(store)
            with turn.writing(done_on=now.astimezone(team.zone).date()):
                pass
    with store.reading() as connection:
        return Pruned(team.keeps_months, day, pruning.conversations, pruning.inquiries, _still_there(connection, found))


def would_prune(
    connection: Connection, first_zone: ZoneInfo, now: datetime, months: int | None = None
) -> Pruned | None:
    """The same without deleting anything; `months` in the place of what the team has decided."""
    team = settings.usable(connection, first_zone)
    team = team if months is None else replace(team, keeps_months=months)
    day = first_kept(team, now)
    if day is None:
        return None
    found = planned(day, team)
    old = connection.scalar(_number(is_old(connection, found))) or 0
    inquiries = connection.scalar(_number(_inquiry.c.at < found.since)) or 0
    stay = _still_there(connection, found) - (connection.scalar(_number(is_old(connection, found), _is_opened)) or 0)
    return Pruned(team.keeps_months, day, old, inquiries, stay)


def drop_old(store: Store, origin: int) -> int:
    """Delete what is too old of the conversations that an import has just added; how many."""
    with store.reading() as connection:
        found = limits(connection)
    if found is None:
        return 0
    changed = exists().where(
        _image.c.import_id == origin, _image.c.record == _ticket.name, _image.c.key == _t.external_id
    )
    dropped = 0
    for keys in deleting.pages(
        store, _ticket, lambda connection: (_t.origin == origin) & ~changed & is_old(connection, found)
    ):
        with store.writing() as connection:
            dropped += deleting.conversations(connection, keys, found)
    return dropped


@dataclass
class _Pruning:
    store: Store
    turn: Turn
    of_old: Limits
    stopping: Stopping
    rest: Rest
    conversations: int = field(default=0, init=False)
    inquiries: int = field(default=0, init=False)

    def run(self) -> None:
        """All of it, or until it is stopped."""
        self._each(_ticket, lambda connection: is_old(connection, self.of_old), self._conversations)
        for model in (TicketIntent, TicketCause):
            self._said_of_none(table(model))
        self._records(_inquiry, _inquiry.c.at < self.of_old.since)
        with self.store.reading() as connection:
            known = stored(connection)
        if known is not None:
            self._records(_inquiry_day, _inquiry_day.c.day < known.kept_from)
            self._records(_search, _search.c.day < known.kept_from)
        self._each(_problem, lambda _connection: deleting.problems_before(self.of_old.since), _delete_from(_problem))

    def _each(
        self,
        record: Table,
        wanted: Callable[[Connection], ColumnElement[bool]],
        delete_them: Callable[[Connection, list[deleting.Key]], None],
    ) -> None:
        """A page at a time. Between two it lets others write, for as long as a page takes."""
        for keys in deleting.pages(self.store, record, wanted):
            if self.stopping():
                return
            began = time.monotonic()
            with self.turn.writing() as connection:
                delete_them(connection, keys)
            self.rest(time.monotonic() - began)

    def _conversations(self, connection: Connection, keys: list[deleting.Key]) -> None:
        gone = deleting.conversations(connection, keys, self.of_old)
        self.conversations += gone
        _count(connection, gone)

    def _said_of_none(self, record: Table) -> None:
        wanted = deleting.said_of_none(record, self.of_old.since)
        self._each(record, lambda _connection: wanted, _delete_from(record))

    def _records(self, record: Table, wanted: ColumnElement[bool]) -> None:
        def delete_them(connection: Connection, keys: list[deleting.Key]) -> None:
            gone = deleting.records(connection, record, keys)
            self.inquiries += gone if record is _inquiry else 0
            _count(connection, gone)

        self._each(record, lambda _connection: wanted, delete_them)


def _count(connection: Connection, gone: int) -> None:
    connection.execute(update(_retention).values(gone=_retention.c.gone + gone))


def _delete_from(record: Table) -> Callable[[Connection, list[deleting.Key]], None]:
    def delete_them(connection: Connection, keys: list[deleting.Key]) -> None:
        connection.execute(delete(record).where(tuple_(*record.primary_key).in_(keys)))

    return delete_them


_is_opened = _t.created_at.is_not(None)


def _still_there(connection: Connection, of_old: Limits) -> int:
    """How many there are that were opened before."""
    return connection.scalar(_number(_t.created_at < of_old.opened_before)) or 0


def _number(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).where(*conditions)
