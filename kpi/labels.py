"""The values that a dimension has in the store: labels are stored folded, and shown as people spell them."""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Connection, select

from kpi.dimensions import ARRIVED, SOURCE, Dimension
from kpi.ingest.columns.values import LONGEST_LABEL, plain_line
from kpi.model import BY_HAND, Label, Source, table

NOT_TOLD = "not told"
"""What people read where a conversation has no label."""

ARRIVALS: Mapping[str, str] = {"open": "in opening hours", "closed": "outside opening hours"}
"""The values of `ARRIVED`, which are no labels: every conversation has one of them."""

_label = table(Label)
_source = table(Source)


class Labels(Protocol):
    """Known values."""

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored."""


class NoLabels:
    """Where there is no store: no label is known."""

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """None, but for those that are no labels."""
        return ARRIVALS if dimension == ARRIVED else {}


class StoreLabels:
    """The values of a store, read when they are first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Dimension, Mapping[str, str]] = {}

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored. A source is stored as it is spelt."""
        if dimension not in self._known:
            self._known[dimension] = self._read(dimension)
        return self._known[dimension]

    def _read(self, dimension: Dimension) -> Mapping[str, str]:
        if dimension == ARRIVED:
            return ARRIVALS
        if dimension == SOURCE:
            names = select(_source.c.name).where(_source.c.name != BY_HAND).order_by(_source.c.name)
            return {name: name for name in self._connection.scalars(names)}
        query = select(_label.c.folded, _label.c.spelling).where(_label.c.field == dimension.key)
        return {row.folded: row.spelling for row in self._connection.execute(query.order_by(_label.c.folded))}


def fold(text: str) -> str:
    """As labels are compared: without regard to case, to spaces or to what cannot be seen."""
    return plain_line(text).casefold()[:LONGEST_LABEL].rstrip()
