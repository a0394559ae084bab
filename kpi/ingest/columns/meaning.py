"""What a column may tell of a ticket, beside what `kpi.model.Ticket` keeps as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

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

LABELS = ("channel", "intent", "team", "priority", "language", "assignee")
"""Those by which conversations are grouped. The last is kept only if the team wants it."""

DURATIONS: Mapping[str, str] = MappingProxyType(
    {
        "first_response_time": "first_response_at",
        "first_human_response_time": "first_human_response_at",
        "first_automated_response_time": "first_automated_response_at",
        "resolution_time": "resolved_at",
    }
)
"""A time since the opening, and the instant that it tells."""

TIME_OF_DAY = ":time"
"""After the name of an instant: the column has its time of the day, and another its date."""

FLAGS = ("spam", "deleted", "merged", "test")
"""A yes or no that takes a ticket out of all figures."""

STATEMENTS = ("status", "rating", "subject", "url", "requester")
"""What else is kept of a ticket; of the requester, a hash."""

NPS = "nps"
"""How likely the customer is to recommend the team, from 0 to 10: a ticket's rating, instead of one of satisfaction."""

MESSAGES = "messages"
"""A list of messages, as JSON."""

LOG = ("event_id", "event_at", "author", "private", "autoreply", "assigned_to", "body")
"""Of a file with a row for each message: its id, its time, who wrote it, whether customers cannot see it, whether a
rule sent it, whether it gives the conversation to a person, a team or a bot, and what was written, of which is kept
only that something was."""

MEANINGS = frozenset(
    {
        "external_id",
        MESSAGES,
        NPS,
        *INSTANTS,
        *(instant + TIME_OF_DAY for instant in INSTANTS),
        *LABELS,
        *DURATIONS,
        *FLAGS,
        *STATEMENTS,
        *LOG,
    }
)
"""All of them: what a person may say that a column means."""


class Confidence(StrEnum):
    """How sure a column's meaning is. What is a guess is asked about."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True)
class ColumnReading:
    """What a column was taken for, how sure that is, and why. Headers are unique.

    `meaning` is a field of `kpi.model.Ticket` or one of the names above; None if the column is not used. `unit` is what
    a duration is counted in, as far as its name says so (a `columns.durations.DurationUnit`).
    """

    header: str
    meaning: str | None
    why: str
    confidence: Confidence = Confidence.SURE
    unit: str | None = None
