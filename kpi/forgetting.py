"""Deletes what a team no longer keeps of conversations, a little at a time: nobody waits, and a crash costs nothing.

What it has come to is written in the same transactions, so that whoever comes next goes on from there.
"""

import time
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, null, select, tuple_, update

from kpi.grammar.errors import QuestionError
from kpi.labelling.without_subjects import keep_given
from kpi.model import BeforeImage, Forgetting, Label, Setting, Ticket, table
from kpi.store import Store
from kpi.team.key import set_line
from kpi.team.privacy_keys import ASSIGNEES, DELETE, OF_PRIVACY, OFF, SUBJECTS, keeps

FIELDS = {SUBJECTS.name: "subject", ASSIGNEES.name: "assignee"}
"""The field of a ticket that each setting is about."""

AT_ONCE = 500
"""Rows: so few that a transaction is over within 50 ms, also where 200 rules are looked for in each subject."""

_ticket, _image, _label = (table(model) for model in (Ticket, BeforeImage, Label))
_forgetting, _setting = table(Forgetting), table(Setting)
_TICKETS, _IMAGES = _ticket.name, _image.name


def ask_before(connection: Connection, name: str, current: Any, new: Any) -> None:
    """QuestionError for a new value of a setting that would delete something which is kept now."""
    if name not in OF_PRIVACY or keeps(name, new):
        return
    if keeps(name, current) and _is_any_kept(connection, FIELDS[name]):
        sentence = f"That deletes the {name} that are kept, for good."
        raise QuestionError(sentence, set_line(name, f"{OFF} {DELETE}"))


def begin(connection: Connection, name: str) -> None:
    """From now on, delete what the setting is about, from the beginning."""
    end(connection, name)
    connection.execute(insert(_forgetting).values(field=FIELDS[name], record=_TICKETS, after=[]))


def end(connection: Connection, name: str) -> None:
    """Delete no more of it: it is kept again."""
    connection.execute(delete(_forgetting).where(_forgetting.c.field == FIELDS[name]))


def not_kept(connection: Connection) -> frozenset[str]:
    """The fields that the team does not keep, whatever else it has decided: also where that cannot be read."""
    decided = select(_setting.c.key, _setting.c.value).where(_setting.c.key.in_(FIELDS))
    values = {row.key: row.value for row in connection.execute(decided)}
    return frozenset(field for name, field in FIELDS.items() if not keeps(name, values.get(name)))


def after_import(connection: Connection, fields: Collection[str]) -> None:
    """Delete what an import has told of these fields, if it was decided while it ran that they are not kept."""
    left_out = not_kept(connection)
    for name, field in FIELDS.items():
        if field in fields and field in left_out:
            begin(connection, name)


def after_undo(connection: Connection) -> None:
    """Begin anew with what is being deleted: rows that were passed may be as they were before."""
    for name, field in FIELDS.items():
        if field in due(connection):
            begin(connection, name)


def due(connection: Connection) -> list[str]:
    """The fields that are being deleted."""
    return list(connection.scalars(select(_forgetting.c.field).order_by(_forgetting.c.field)))


def finish(store: Store, stopping: Callable[[], bool] = bool, rest: Callable[[float], None] = time.sleep) -> None:
    """Delete all that is due, unless it is stopped.

    Between its steps it lets others write, for as long as a step takes: whoever waits for SQLite looks only ten times a
    second whether it is free.
    """
    with store.reading() as connection:
        waiting = bool(due(connection))
    while waiting and not stopping():
        began = time.monotonic()
        waiting = step(store)
        rest(time.monotonic() - began)


def step(store: Store, at_once: int = AT_ONCE) -> bool:
    """Look at so many rows more; whether there was anything left to do."""
    with store.writing() as connection:
        now = connection.execute(select(_forgetting).order_by(_forgetting.c.field).limit(1)).first()
        if now is None:
            return False
        if now.record == _TICKETS:
            after = _clear_tickets(connection, now.field, now.after, at_once)
        else:
            after = _clear_images(connection, now.field, now.after, at_once)
        if after:
            _note(connection, now.field, now.record, after)
        elif now.record == _TICKETS:
            connection.execute(delete(_label).where(_label.c.field == now.field))
            _note(connection, now.field, _IMAGES, [])
        else:
            connection.execute(delete(_forgetting).where(_forgetting.c.field == now.field))
    return True


def _clear_tickets(connection: Connection, field: str, after: list[Any], at_once: int) -> list[Any]:
    """The key of the last ticket that was looked at; empty if there was none."""
    key = tuple_(_ticket.c.source, _ticket.c.external_id)
    query = select(_ticket.c.source, _ticket.c.external_id).order_by(_ticket.c.source, _ticket.c.external_id)
    later = query.where(key > tuple_(*after)) if after else query
    last = connection.execute(later.offset(at_once - 1).limit(1)).first()
    some: list[ColumnElement[bool]] = [_ticket.c[field].is_not(None)]
    if after:
        some.append(key > tuple_(*after))
    if last is not None:
        some.append(key <= tuple_(*last))
    if field == FIELDS[SUBJECTS.name]:
        keep_given(connection, *some)
    connection.execute(update(_ticket).where(*some).values({field: null()}))
    return [] if last is None else list(last)


def _clear_images(connection: Connection, field: str, after: list[Any], at_once: int) -> list[Any]:
    """The same for images of tickets."""
    key = tuple_(_image.c.import_id, _image.c.key)
    query = select(_image).where(_image.c.record == _TICKETS).order_by(_image.c.import_id, _image.c.key)
    later = query.where(key > tuple_(*after)) if after else query
    found = connection.execute(later.limit(at_once)).all()
    for row in found:
        if field in row.image:
            mine = (_image.c.import_id == row.import_id, _image.c.record == row.record, _image.c.key == row.key)
            image = {name: value for name, value in row.image.items() if name != field}
            connection.execute(update(_image).where(*mine).values(image=image))
    return [found[-1].import_id, found[-1].key] if found else []


def _note(connection: Connection, field: str, record: str, after: list[Any]) -> None:
    connection.execute(update(_forgetting).where(_forgetting.c.field == field).values(record=record, after=after))


def _is_any_kept(connection: Connection, field: str) -> bool:
    return (
        connection.execute(select(_ticket.c.source).where(_ticket.c[field].is_not(None)).limit(1)).first() is not None
    )
