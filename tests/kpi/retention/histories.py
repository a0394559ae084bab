"""Histories of any conversations, told whole: two stores, of which one lets old ones go, have to agree on the rest."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Inquiry, Outcome
from kpi.store import Store
from kpi.summary.building import number_of
from kpi.summary.tables import COUNTED
from kpi.team import settings
from kpi.team.typed_settings import to_set
from tests.kpi.summary.changes import DAY, HOUR, START, Log, Records, Tickets, do
from tests.kpi.summary.histories import summary

DAYS = 60
UNTIL = START + (DAYS + 10) * DAY
KEPT_FROM = date(2026, 4, 20)
"""In the midst of it."""

NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
"""Six months later; it is that day everywhere."""

FIELDS = (
    *("created_at", "updated_at", "first_response_at", "first_human_response_at", "first_automated_response_at"),
    *("acknowledged_at", "handed_over_at", "resolved_at", "reopened_at", "rated_at"),
    *("status", "excluded", "channel", "intent", "team", "requester", "rating", "rating_scale"),
)
_RATINGS = ((None, None), (None, None), (5.0, "stars"), (1.0, "stars"), (1.0, "faces"), (9.0, "0 to 10"))


def conversation(draw: random.Random, number: int, as_of: int, last: int = DAYS) -> tuple[Any, ...]:
    """A row of a file: mostly sensible, and whole."""
    opened = START + draw.randrange(last) * DAY + draw.randrange(24) * HOUR

    def quick() -> int:
        return opened + draw.randrange(2 * DAY)

    def slow() -> int:
        return opened + draw.randrange(30 * DAY)

    human, bot = draw.choice((None, quick(), slow())), draw.choice((None, quick()))
    resolved = draw.choice((None, quick(), slow(), slow()))
    reopened = draw.choice((None, None, None, slow()))
    status = "resolved" if resolved and draw.random() < 0.8 else draw.choice((None, "open", "resolved"))
    rating, scale = draw.choice(_RATINGS)
    rated = draw.choice((None, slow())) if rating is not None else None
    instants = (
        *(opened, draw.choice((None, slow())), human, human, bot),
        *(draw.choice((None, bot)), draw.choice((None, bot)), resolved, reopened, rated),
    )
    labels = (
        *(status, draw.choice((None,) * 8 + ("spam",)), draw.choice((None, "chat", "email"))),
        *(draw.choice((None, "refund", "login")), draw.choice((None, "tier 2")), draw.choice((None, "ada", "ben"))),
    )
    return (f"{number}", as_of, *instants, *labels, rating, scale)


def file(draw: random.Random, source: str, numbers: Sequence[int], as_of: int, until: int = UNTIL) -> Tickets:
    """Conversations of these numbers, as they stood at that moment."""
    return Tickets(source, FIELDS, tuple(conversation(draw, number, as_of) for number in numbers), until)


def history(draw: random.Random) -> list[Tickets | Log | Records]:
    """Two sources, of which one has ended, self-service inquiries, and a log."""
    inquiries = tuple(
        {
            "external_id": f"i{number}",
            "as_of": UNTIL,
            "at": START + draw.randrange(DAYS) * DAY,
            "outcome": str(draw.choice(list(Outcome))),
            "conversation": draw.choice((None, f"{draw.randrange(60)}")),
        }
        for number in range(30)
    )
    kinds = [EventKind.CUSTOMER_MESSAGE, EventKind.HUMAN_REPLY, EventKind.RESOLVED, EventKind.REOPENED]
    events = tuple(
        Event(f"{draw.randrange(20)}", f"{number}", str(draw.choice(kinds)), START + draw.randrange(DAYS * DAY))
        for number in range(80)
    )
    return [
        file(draw, "chat", range(60), UNTIL - 9 * DAY),
        file(draw, "mail", range(30), UNTIL - 9 * DAY, START + 40 * DAY),
        Records(Inquiry, inquiries),
        Log("log", events, UNTIL),
    ]


def later(draw: random.Random) -> list[Tickets]:
    """Deliveries of old and new conversations, of which each tells all that there is to tell by then."""
    return [file(draw, "chat", draw.sample(range(90), 30), UNTIL - (8 - number) * DAY) for number in range(3)]


def say(store: Store, line: str) -> None:
    """The team sets something."""
    with store.writing() as connection:
        settings.change(connection, *to_set(connection, line), "Ada Okafor", int(NOW.timestamp()))


def rows(store: Store, *, before: date | None = None, since: date | None = None) -> dict[str, set[tuple[Any, ...]]]:
    """Those of the summary, of the days before one, or since one."""
    first, end = (number_of(day) if day else default for day, default in ((since, 0), (before, 10**6)))
    places = {table.name: list(table.columns.keys()).index("day") for table in COUNTED}
    return {name: {row for row in found if first <= row[places[name]] < end} for name, found in summary(store).items()}


def happen(stores: Sequence[Store], changes: Sequence[Any]) -> None:
    for store in stores:
        for change in changes:
            do(store, change)
