"""What a delivery tells, in the store's own words but not yet cleaned: the same for all help desks.

A *statement* says what fields of a ticket are as of a moment: the later one wins. An *event* is something that happened
at an instant, known again by its id. A help desk's reader (`kpi.webhooks.vendors`) makes them; what follows from them
is the store's affair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.ingest.columns.ratings import Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import Exclusion


@dataclass(frozen=True)
class Statement:
    """What `fields` of a ticket are as of the instant `as_of`.

    By field of `kpi.model.Ticket`: instants in UTC seconds, labels, subject, url and requester as texts (they are
    cleaned, and the requester hashed, later), `status` a `kpi.model.Status`, `excluded` an `Exclusion` or None where it
    counts again, and `rating` a `Rating`.
    """

    external_id: str
    as_of: int
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class InquiryTold:
    """A self-service inquiry (`kpi.model.Inquiry`), as of an instant."""

    external_id: str
    as_of: int
    at: int
    outcome: str
    conversation: str | None = None


@dataclass(frozen=True)
class CostTold:
    """A cost (`kpi.model.Cost`), as of an instant. Days are as in ISO 8601; `last_day` is None for "until changed"."""

    entry: str
    as_of: int
    first_day: str
    last_day: str | None
    category: str
    cents: int
    monthly: bool
    note: str | None = None


@dataclass(frozen=True)
class Told:
    """All that one delivery tells. What tells nothing was understood all the same: a tag, say."""

    statements: Sequence[Statement] = ()
    events: Sequence[Event] = ()
    inquiries: Sequence[InquiryTold] = ()
    costs: Sequence[CostTold] = ()


NOTHING = Told()

__all__ = ["NOTHING", "CostTold", "Event", "Exclusion", "InquiryTold", "Rating", "Statement", "Told"]
