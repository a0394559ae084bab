"""What a row of a table is: a ticket, a message or a state of one; a table of neither is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpi.errors import UserError
from kpi.ingest.columns.meaning import ColumnReading, Confidence
from kpi.ingest.columns.names import plain_words
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.tables.table import Batch
from kpi.ingest.tickets.layout import Shape

_OF_MESSAGES = frozenset({"author", "private", "event_id"})
_MOST_REPEATED = 0.8
"""Below this share of different ticket numbers among different rows, a row is no ticket."""

_MOST_NAMES = 1.2
"""Above this number of requesters a conversation, in the mean, they are not all requesters."""

_COUNTED = (
    "count counts total totals number tickets conversations cases volume avg average mean median rate share percent pct"
    " sum opened created closed resolved solved new backlog csat score minutes hours"
)
_FIGURES = frozenset(_COUNTED.split())
_SUMS = _FIGURES & {
    "count",
    "counts",
    "total",
    "totals",
    "tickets",
    "conversations",
    "cases",
    "volume",
    "avg",
    "average",
}
_WITHOUT_A_PERIOD = "Export the tickets themselves, one row each, and import that."


def refuse_aggregates(name: str, headers: Sequence[str], profiles: Sequence[Profile]) -> None:
    """Raise UserError for a table with a row for each day, month, agent or team: its tickets cannot be had back."""
    days = [header for header, profile in zip(headers, profiles, strict=True) if _are_days(header, profile)]
    figures = [header for header, profile in zip(headers, profiles, strict=True) if _are_figures(header, profile)]
    others = [header for header in headers if header not in {*days, *figures}]
    by_day = days and figures and len(others) <= 1
    by_name = len(others) == 1 and any(_SUMS & set(plain_words(header).split()) for header in figures)
    if by_day or by_name:
        raise UserError(
            f"{name} holds figures that are already added up (“{figures[0]}” by “{[*days, *others][0]}”), not tickets.",
            _WITHOUT_A_PERIOD,
        )


def shape_of(name: str, columns: Sequence[ColumnReading], sample: Batch) -> tuple[Shape, list[ColumnReading]]:
    """What a row is, and the columns as they are to be read in that light.

    Raises UserError for several rows of a ticket that nothing puts into an order.
    """
    places = {column.meaning: place for place, column in enumerate(columns) if column.meaning}
    if "external_id" not in places:
        return Shape.TICKETS, list(columns)
    if "event_at" in places:
        return _messages(name, columns, places, sample)
    if not _several_a_ticket(places["external_id"], sample):
        return Shape.TICKETS, list(columns)
    if places.keys() & _OF_MESSAGES and _has_several_openings(places, sample):
        moved = [replace(c, meaning="event_at") if c.meaning == "created_at" else c for c in columns]
        return _messages(name, moved, places, sample)
    if "updated_at" in places:
        return (Shape.STATES if "status" in places else Shape.TICKETS), list(columns)
    raise UserError(
        f"{name} has several rows for a ticket, and no column tells when each was last updated, or who wrote it.",
        "Export one row for each ticket, or with the time and the author of each message, and import that.",
    )


def _messages(
    name: str, columns: Sequence[ColumnReading], places: Mapping[str, int], sample: Batch
) -> tuple[Shape, list[ColumnReading]]:
    if "author" not in places:
        raise UserError(
            f"{name} has a row for each message, and no column tells who wrote it, the customer or the team.",
            'Name that column with --map "Column=author", or export one row for each ticket.',
        )
    columns = _without_authors(columns, places, sample)
    # What a message log says of a ticket's times is said by the messages.
    return Shape.MESSAGES, [
        replace(column, meaning=None, why="the messages tell this", confidence=Confidence.SURE)
        if column.meaning in ("created_at", "first_response_at", "first_human_response_at", "updated_at")
        else column
        for column in columns
    ]


def _without_authors(
    columns: Sequence[ColumnReading], places: Mapping[str, int], sample: Batch
) -> Sequence[ColumnReading]:
    """Who asked is the same in all of a conversation's rows; what differs in many of them is who wrote."""
    if "requester" not in places:
        return columns
    numbers, names = (sample.columns[places[meaning]] for meaning in ("external_id", "requester"))
    pairs = {(number, name) for number, name in zip(numbers, names, strict=True) if not is_nothing(name.strip())}
    with_one = {number for number, _ in pairs}
    if len(pairs) <= _MOST_NAMES * len(with_one):
        return columns
    why = "it differs within a conversation, so it tells who wrote and not who asked"
    return [replace(c, meaning=None, why=why) if c.meaning == "requester" else c for c in columns]


def _several_a_ticket(place: int, sample: Batch) -> bool:
    different = set(zip(*sample.columns, strict=True))
    numbers = {row[place] for row in different}
    return len(numbers) < _MOST_REPEATED * len(different)


def _has_several_openings(places: Mapping[str, int], sample: Batch) -> bool:
    """Whether a ticket's rows differ in when they were created, as messages do."""
    if "created_at" not in places:
        return False
    numbers, created = (sample.columns[places[meaning]] for meaning in ("external_id", "created_at"))
    return len(set(zip(numbers, created, strict=True))) > len(set(numbers))


def _are_days(header: str, profile: Profile) -> bool:
    """Dates without times, or periods' names."""
    if profile.is_empty or profile.are_numbers:
        return False
    named = bool({"day", "date", "week", "month", "period", "year"} & set(plain_words(header).split()))
    without_times = not any(":" in value for value in profile.sample)
    return without_times and (profile.are_dates or named)


def _are_figures(header: str, profile: Profile) -> bool:
    named = bool(_FIGURES & set(plain_words(header).split())) or "%" in header
    return named and not profile.is_empty and not profile.are_dates and (profile.are_numbers or profile.durations >= 1)
