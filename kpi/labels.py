"""The values that a dimension has in the store: labels are stored folded, and shown as people spell them."""

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import Connection, select

from kpi.dimensions import ARRIVED, ASSIGNEE, INTENT, SOURCE, Dimension
from kpi.errors import UserError
from kpi.ingest.columns.values import LONGEST_LABEL, plain_line
from kpi.model import BY_HAND, IntentName, Label, Source, table

NOT_TOLD = "not told"
"""What people read where a conversation has no label."""

ARRIVALS: Mapping[str, str] = {"open": "in opening hours", "closed": "outside opening hours"}
"""The values of `ARRIVED`, which are no labels: every conversation has one of them."""

_label = table(Label)
_name = table(IntentName).c
_source = table(Source)


class HiddenError(UserError):
    """Assignees were asked for where they are shown to nobody."""

    def __init__(self) -> None:
        super().__init__("Assignees are for admins alone, and not shown here.", "An admin asks `csat by assignee`.")


def _to_nobody() -> None:
    raise HiddenError


class Labels(Protocol):
    """Known values."""

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored. KpibotError for assignees that are not for whoever
        asks."""


class NoLabels:
    """Where there is no store: no label is known."""

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """None, but for those that are no labels."""
        if dimension == ASSIGNEE:
            _to_nobody()
        return ARRIVALS if dimension == ARRIVED else {}


class StoreLabels:
    """The values of a store, read when they are first asked for.

    `may_see_assignees` is called before those are told, and raises KpibotError where they are not for whoever asks:
    without it they are told to nobody.
    """

    def __init__(self, connection: Connection, may_see_assignees: Callable[[], None] = _to_nobody) -> None:
        self._connection = connection
        self._may_see_assignees = may_see_assignees
        self._known: dict[Dimension, Mapping[str, str]] = {}

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored. A source is stored as it is spelt."""
        if dimension not in self._known:
            if dimension == ASSIGNEE:
                self._may_see_assignees()
            self._known[dimension] = self._read(dimension)
        return self._known[dimension]

    def _read(self, dimension: Dimension) -> Mapping[str, str]:
        if dimension == ARRIVED:
            return ARRIVALS
        if dimension == SOURCE:
            names = select(_source.c.name).where(_source.c.name != BY_HAND).order_by(_source.c.name)
            return {name: name for name in self._connection.scalars(names)}
        query = select(_label.c.folded, _label.c.spelling).where(_label.c.field == dimension.key)
        if dimension == INTENT:  # nothing counts under a name that was given up
            query = query.where(_label.c.folded.not_in(select(_name.intent).where(_name.intent != _name.becomes)))
        return {row.folded: row.spelling for row in self._connection.execute(query.order_by(_label.c.folded))}


def fold(text: str) -> str:
    """As labels are compared: without regard to case, to spaces or to what cannot be seen."""
    return plain_line(text).casefold()[:LONGEST_LABEL].rstrip()
