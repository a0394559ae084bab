"""All that was decided about a file of tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from zoneinfo import ZoneInfo

from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.durations import DurationReader
from kpi.ingest.columns.meaning import DURATIONS, FLAGS, INSTANTS, LABELS, MESSAGES, NPS, STATEMENTS, ColumnReading
from kpi.ingest.columns.ratings import RatingReader
from kpi.ingest.vendors.vendor import Vendor, header_key

_BESIDE = {"status": "excluded", "rating": "rating_scale"}
_OF_THREADS = ("created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at")


class Shape(Enum):
    """What a row is: a ticket, a message of one, or a ticket's state at some moment."""

    TICKETS = auto()
    MESSAGES = auto()
    STATES = auto()


@dataclass(frozen=True)
class Layout:
    """What each column tells, and how it is written.

    `dates` and `durations` hold a reader for each column of these, by header. `as_of` is for rows that do not say when
    they were last updated; what lies after `now` is in the future. `event_fields` are what a log's events tell
    together. Without a column of ticket numbers each row is a ticket of its own.
    """

    columns: Sequence[ColumnReading]
    dates: Mapping[str, DateReader]
    durations: Mapping[str, DurationReader]
    ratings: RatingReader
    zone: ZoneInfo
    now: int
    as_of: int
    shape: Shape = Shape.TICKETS
    event_fields: tuple[str, ...] = ()
    vendor: Vendor | None = None

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of the column that has a meaning, by meaning."""
        return {column.meaning: place for place, column in enumerate(self.columns) if column.meaning is not None}

    @cached_property
    def agent_started(self) -> tuple[int, frozenset[str]] | None:
        """The place of the column that tells who began a conversation, and its values for the team."""
        known = self.vendor.agent_started if self.vendor else {}
        by_key = {header_key(header): values for header, values in known.items()}
        keys = [header_key(column.header) for column in self.columns]
        return next(((place, by_key[key]) for place, key in enumerate(keys) if key in by_key), None)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The ticket fields that every row tells, beside its key."""
        told = {meaning for meaning in self.places if meaning in {*INSTANTS, *LABELS, *STATEMENTS}}
        told |= {DURATIONS[meaning] for meaning in self.places if meaning in DURATIONS}
        if MESSAGES in self.places:
            told |= set(self.of_threads)
        if any(flag in self.places for flag in FLAGS):
            told.add("excluded")
        if NPS in self.places:
            told.add("rating")
        told |= {beside for field, beside in _BESIDE.items() if field in told}
        return tuple(sorted(told - set(self.event_fields)))

    @property
    def of_threads(self) -> tuple[str, ...]:
        """What lists of messages tell."""
        return (*_OF_THREADS, "handed_over_at") if self.vendor and self.vendor.assignments else _OF_THREADS

    @property
    def supplies(self) -> frozenset[str]:
        """What the file tells of its tickets, by whatever way."""
        return frozenset({*self.fields, *self.event_fields})
