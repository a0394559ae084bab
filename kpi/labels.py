"""The values that a dimension has in the store: labels are stored folded, and shown as people spell them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, and_, not_, select

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

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored. A source is stored as it is spelt."""
        if dimension == ARRIVED:
            return ARRIVALS
        if dimension == SOURCE:
            return self._sources
        if dimension == ASSIGNEE:
            self._may_see_assignees()
            return self._assignees
        return self._labels.get(dimension.key, {})

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        names = select(_source.c.name).where(_source.c.name != BY_HAND).order_by(_source.c.name)
        return {name: name for name in self._connection.scalars(names)}

    @cached_property
    def _assignees(self) -> Mapping[str, str]:
        return self._read(_label.c.field == ASSIGNEE.key).get(ASSIGNEE.key, {})

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        """By dimension: who wants to know one mostly asks for the others next. Nothing counts under an intent's name
        that was given up."""
        given_up = select(_name.intent).where(_name.intent != _name.becomes)
        is_given_up = and_(_label.c.field == INTENT.key, _label.c.folded.in_(given_up))
        return self._read(_label.c.field != ASSIGNEE.key, not_(is_given_up))

    def _read(self, *wanted: ColumnElement[bool]) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for row in self._connection.execute(select(_label).where(*wanted).order_by(_label.c.field, _label.c.folded)):
            found.setdefault(row.field, {})[row.folded] = row.spelling
        return found


def fold(text: str) -> str:
    """As labels are compared: without regard to case, to spaces or to what cannot be seen."""
    return plain_line(text).casefold()[:LONGEST_LABEL].rstrip()
