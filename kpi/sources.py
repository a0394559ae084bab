"""What is known of the sources: which ticket fields each supplies, and how far its data reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, select

from kpi.model import BY_HAND, Source, Ticket, table

_s = table(Source).c
_t = table(Ticket).c
_FIRST_OPENED = (
    # The first in the index "first_opened" from a source's name on, if it is of this source. Asked for those of the
    # source alone, PostgreSQL goes through the openings of all sources where those of one have only just begun.
    select(case((and_(_t.source == _s.name, _t.created_at <= _s.complete_until), _t.created_at)))
    .where(_t.source >= _s.name, _t.created_at.is_not(None), _t.excluded.is_(None))
    .order_by(_t.source, _t.created_at)
    .limit(1)
    .correlate(table(Source))
    .scalar_subquery()
)


@dataclass(frozen=True)
class SourceFacts:
    """A source. `first_opened`, when its first conversation was opened, be it that it is no longer kept, and
    `complete_until` are None while nothing is imported. Who answered is told of conversations opened since
    `authors_since`, if that is not None."""

    name: str
    fields: frozenset[str]
    first_opened: int | None
    complete_until: int | None
    authors_since: int | None = None

    @property
    def says_who_answered(self) -> bool:
        """Whether replies by people and by the bot are told apart."""
        return bool(self.fields & {"first_human_response_at", "first_automated_response_at"})


def read(connection: Connection, names: Sequence[str] = ()) -> tuple[SourceFacts, ...]:
    """The sources of these names, or all, by name."""
    columns = (_s.name, _s.fields, _s.first_gone, _FIRST_OPENED, _s.complete_until, _s.authors_since)
    query = select(*columns).where(_s.name != BY_HAND).order_by(_s.name)
    if names:
        query = query.where(_s.name.in_(names))
    rows = connection.execute(query)
    return tuple(
        SourceFacts(name, frozenset(fields), _first(gone, there) if until is not None else None, until, *rest)
        for name, fields, gone, there, until, *rest in rows
    )


def _first(gone: int | None, there: int | None) -> int | None:
    return min((at for at in (gone, there) if at is not None), default=None)
