"""All that was decided about a file's columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kpi.ingest.columns import ColumnReading
from kpi.ingest.dates import DateReader
from kpi.ingest.ratings import RatingReader

INSTANTS = (
    "created_at",
    "updated_at",
    "first_response_at",
    "first_human_response_at",
    "first_automated_response_at",
    "handed_over_at",
    "resolved_at",
    "reopened_at",
    "rated_at",
)
"""The fields of `kpi.model.Ticket` that are points in time."""

_DERIVED = {"status": "excluded", "rating": "rating_scale"}


@dataclass(frozen=True)
class Layout:
    """What each column tells, and how it is written.

    `dates` holds a reader for each instant that has a column. `as_of` is for rows that do not say when they
    were last updated; what lies after `now` is in the future.
    """

    columns: Sequence[ColumnReading]
    dates: Mapping[str, DateReader]
    ratings: RatingReader
    zone: ZoneInfo
    now: int
    as_of: int

    @property
    def fields(self) -> frozenset[str]:
        """The ticket fields that every row tells, beside its key."""
        told = {column.field for column in self.columns if column.field is not None} - {"external_id"}
        return frozenset(told | {derived for field, derived in _DERIVED.items() if field in told})
