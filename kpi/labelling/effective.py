"""What a conversation counts as being about: what the team gives it, else what its source says."""

from sqlalchemy import ColumnElement, func

from kpi.dimensions import INTENT, Dimension
from kpi.model import Ticket, table

_t = table(Ticket).c

INTENT_COLUMN: ColumnElement[str] = func.coalesce(_t.given_intent, _t.intent)
"""A ticket's intent, folded; NULL where it has none."""


def column(dimension: Dimension) -> ColumnElement[str]:
    """The value of a ticket in a dimension that is kept with it."""
    return INTENT_COLUMN if dimension == INTENT else _t[dimension.key]
