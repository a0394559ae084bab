"""What sources themselves say that conversations are about, whatever the team has made of it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, and_, or_, select

from kpi.model import Ticket, table

Key = tuple[str, str]
"""A source, and the number of a conversation in it."""

_t = table(Ticket).c
_KEYS_AT_ONCE = 400


def own(connection: Connection, keys: Collection[Key]) -> Mapping[Key, str | None]:
    """The intent, folded, by conversation; those that are not there are left out."""
    found: dict[Key, str | None] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        some = wanted[start : start + _KEYS_AT_ONCE]
        mine = or_(*(and_(_t.source == source, _t.external_id == number) for source, number in some))
        rows = connection.execute(select(_t.source, _t.external_id, _t.intent).where(mine))
        found |= {(source, number): intent for source, number, intent in rows}
    return found
