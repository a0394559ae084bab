"""Which conversations are too old to be kept: nothing of them counts on a day that is kept, and they are not open.

Said twice: in SQL of those that are in the store, and of a row that somebody delivers.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from kpi.counting.repeats import REPEAT
from kpi.model import Inquiry, Source, Status, Ticket, TicketEvent, table
from kpi.retention.frozen import Limits
from kpi.summary.marks import INSTANTS

_t, _e, _i, _s = table(Ticket).c, table(TicketEvent).c, table(Inquiry).c, table(Source).c
_CLOSING = frozenset({"status", "resolved_at"})
"""One of them a source has to tell for its conversations to be open at all."""


def is_old(connection: Connection, of_old: Limits) -> ColumnElement[bool]:
    """Whether a conversation of the store is too old.

    What was opened before stays while it is open, while anything happened to it since, and while an inquiry that is
    kept led to it: that one counts as the conversation.
    """
    since = of_old.since
    before = [_t[name].is_(None) | (_t[name] < since) for name in INSTANTS]
    told = [_t[name].is_not(None) for name in INSTANTS]
    incomplete = or_(*(_t[name] < of_old.opened_before for name in INSTANTS), ~or_(*told) & (_t.as_of < since))
    event = exists().where(_e.source == _t.source, _e.external_id == _t.external_id, _e.at >= since)
    inquiry = exists().where(_i.conversation == _t.external_id, _i.at >= since)
    return and_(
        # Added to, so that databases go through the conversations by their key, a page after the other.
        or_(_t.created_at + 0 < of_old.opened_before, _t.created_at.is_(None) & incomplete),
        *before,
        _t.resolved_at.is_(None) | (_t.resolved_at < since - REPEAT),
        or_(_t.excluded.is_not(None), _t.source.in_(_never_open(connection)), _is_over()),
        ~event,
        ~inquiry,
    )


def _is_over() -> ColumnElement[bool]:
    """It cannot be open, up to whenever its source is complete. One without an opening counts nowhere yet."""
    standing = _t.resolved_at.is_not(None) & (_t.reopened_at.is_(None) | (_t.reopened_at <= _t.resolved_at))
    return or_(_t.status == Status.RESOLVED, _t.status.is_(None) & or_(_t.created_at.is_(None), standing))


def _never_open(connection: Connection) -> list[str]:
    rows = connection.execute(select(_s.name, _s.fields))
    return [name for name, fields in rows if _CLOSING.isdisjoint(fields)]


def is_told_old(of_old: Limits, fields: frozenset[str], until: int | None) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a row is of a conversation that is too old, by what is told of it. It is about one that is not in the
    store; `fields` are all that is told.

    That it is open is believed only if all is told `until` a moment that is kept, or until now, which is None: before,
    others may have told what became of it, and that is gone.
    """
    is_known = until is None or until >= of_old.since

    def is_old(told: Mapping[str, Any]) -> bool:
        instants = [at for name in INSTANTS if (at := told.get(name)) is not None]
        opened = told.get("created_at")
        first = min(instants, default=None) if opened is None else opened
        resolved = told.get("resolved_at")
        return (
            first is not None
            and first < of_old.opened_before
            and max(instants) < of_old.since
            and (resolved is None or resolved < of_old.since - REPEAT)
            and (not is_known or told.get("excluded") is not None or not fields & _CLOSING or _over(told))
        )

    return is_old


def _over(told: Mapping[str, Any]) -> bool:
    status, resolved, reopened = (told.get(name) for name in ("status", "resolved_at", "reopened_at"))
    if status is not None:
        return bool(status == Status.RESOLVED)
    return told.get("created_at") is None or (resolved is not None and (reopened is None or reopened <= resolved))
