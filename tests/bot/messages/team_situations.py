"""A team that has everything: ten weeks of conversations, costs, inquiries, scores, opening hours; and what it asks.

Each week 20 conversations are resolved by the bot, 20 by a person, and 5 stay open; of the newest week more are about
the login bug than of any other.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from kpi.catalogue import EVERY
from kpi.model import InquiryDay, table
from kpi.store import Store
from kpi.team import settings
from kpi.team.costs import NewCost
from kpi.team.costs import add as add_cost
from kpi.team.notes import Kind, note
from kpi.team.typed_settings import to_set
from tests.bot.messages.situations import DAY, HOUR, MINUTE, MONDAYS, NOW, Fill, Situation, Tickets, desk, rated
from tests.bot.messages.situations import both as together
from tests.kpi.ingest.imports import a_source, an_import
from tests.support.tickets import at, ticket

FIELDS = (
    *("created_at", "status", "excluded", "resolved_at", "reopened_at", "handed_over_at", "intent", "requester"),
    *("first_human_response_at", "first_automated_response_at", "rating", "rating_scale", "rated_at"),
)
INTENTS = ("refund", "login bug", "delivery status", "invoice copy", "password reset")
WEEKS = 10
MONDAY = at("Mon 20 Jul 2026 08:00")


def _week(number: int) -> Iterator[dict[str, Any]]:
    """Those opened in a week, of which 0 is the newest."""
    opened = MONDAY - 7 * DAY * number
    for each in range(20):
        start = opened + each * 3 * HOUR
        intent = "login bug" if number == 0 and each < 12 else INTENTS[each % 5]
        labels = {"channel": ("email", "chat")[each % 2], "intent": intent, "team": "Tier 1"}
        asker = {"requester": f"{number}-{each % 15}"}
        reply = {"first_automated_response_at": start + 30}
        yield ticket(created_at=start, resolved_at=start + HOUR, status="resolved", **labels, **asker, **reply)
        handed = {"handed_over_at": start + 2 * MINUTE} if each < 6 else {}
        again = {"reopened_at": start + 9 * HOUR} if each == 0 else {}
        yield ticket(
            created_at=start + MINUTE,
            first_human_response_at=start + 40 * MINUTE,
            resolved_at=start + 10 * HOUR,
            status="resolved",
            **labels,
            **(reply if handed else {}),
            **handed,
            **again,
        )
    for each in range(5):
        yield ticket(created_at=opened + each * DAY, status="open", intent=None, channel="email")
    for each in range(33):
        scored = opened + each * HOUR
        score = {"rating": float((10, 9, 7, 3)[each % 4]), "rating_scale": "0 to 10", "rated_at": scored + 2 * HOUR}
        yield ticket(created_at=scored, status="resolved", resolved_at=scored + HOUR, **score)


def _numbered(tickets: Tickets) -> Tickets:
    return [{**row, "external_id": f"E-{number}"} for number, row in enumerate(tickets, start=1)]


CONVERSATIONS = _numbered([row for number in range(WEEKS) for row in _week(number)])


def opening_hours(store: Store) -> None:
    with store.writing() as connection:
        settings.change(connection, *to_set(connection, "hours mon-fri 9-18"), "Ada", 0)


def release(store: Store) -> None:
    """On the time line."""
    day = date(2026, 7, 21)
    with store.writing() as connection:
        note(connection, day, day, "release 4.2 broke login", Kind.NOTE, "Ada", 0)


def costs(last_day: date | None = None) -> Fill:
    def fill(store: Store) -> None:
        with store.writing() as connection:
            for category, cents in {"agents": 1_240_000, "automation": 30_000}.items():
                cost = NewCost(date(2026, 1, 1), last_day, category, cents, monthly=True)
                add_cost(connection, cost, "Ada", 0, "EUR")

    return fill


def inquiries(store: Store) -> None:
    """Ten weeks of days at the help centre."""
    a_source(store, "help centre")
    origin = an_import(store, source="help centre", kind="inquiry-days")
    row = {"source": "help centre", "as_of": at(NOW), "origin": origin, "resolved": 8, "contacted": 1, "abandoned": 3}
    days = [date(2026, 7, 26) - timedelta(days=number) for number in range(7 * WEEKS)]
    with store.writing() as connection:
        connection.execute(insert(table(InquiryDay)), [{**row, "day": day} for day in days])


CONVERSING = desk(CONVERSATIONS, fields=FIELDS)
EVERYTHING = together(CONVERSING, opening_hours, release, costs(), inquiries)
MAY = "Mon 4 May 2026 08:00"
FEW_A_WEEK = [row for monday in MONDAYS for row in rated(monday, 18, 7)]

EVERY_KPI = tuple(Situation(kpi.key, f"{kpi.name} last week", EVERYTHING) for kpi in EVERY)
EXPLAINED = tuple(Situation(f"{kpi.key}, explained", f"explain {kpi.name} last week", EVERYTHING) for kpi in EVERY)
LISTED = tuple(Situation(f"{kpi.key}, listed", f"tickets {kpi.name} last week", EVERYTHING) for kpi in EVERY)

ODD_WEEKS = (
    Situation("too few in a week, so four are judged", "csat last week", desk(FEW_A_WEEK)),
    Situation(
        "against a period of one's own", "csat june vs may", desk(FEW_A_WEEK, rated("Mon 4 May 2026 08:00", 30, 10))
    ),
    Situation("costs that end within the week", "cpc last week", together(CONVERSING, costs(date(2026, 7, 23)))),
    Situation("costs that nobody entered", "cpc last week", CONVERSING),
    Situation("self-service that is not connected", "ssr last week", CONVERSING),
    Situation("no scores", "nps last week", desk(FEW_A_WEEK)),
    Situation("intents by channel over time", "intents last week by channel weekly", EVERYTHING),
    Situation("intents by intent", "intents last week by intent", EVERYTHING),
    Situation("by opening hours over time", "ttr last week by arrived weekly", EVERYTHING),
    Situation("volume by team", "volume last week by team", EVERYTHING),
    Situation("backlog now", "backlog this week", EVERYTHING),
    Situation("waiting now", "waiting this week", EVERYTHING),
    Situation("the overview", "overview last week", EVERYTHING),
    Situation("the overview without costs and inquiries", "overview last week", CONVERSING),
)
