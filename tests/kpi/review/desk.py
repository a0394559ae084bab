"""A help desk whose weeks are described in a line each, reviewed on Monday 27 July 2026 in Berlin.

Desk(store).weeks(20).week(rated=40, satisfied=24).done() is a desk with twenty usual weeks up to 19 July, and one in
which customers were less content.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any, Self

from kpi.period import Period
from kpi.review.decisions import NOTHING_DECIDED, Decisions
from kpi.review.past import Past
from kpi.review.review import Review, period_of, review
from kpi.span import Grain, containing
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.costs import NewCost
from kpi.team.costs import add as add_cost
from tests.support.tickets import BERLIN, add, day, moment, ticket

NOW = "Mon 27 Jul 2026 09:00"
THIS = day("Mon 20 Jul 2026")
"""The Monday of the week that is reviewed."""

MINUTE, HOUR = 60, 3_600
RESOLVED = 130
USUAL_INTENTS: Mapping[str, int] = {"refund": 30, "delivery": 30, "invoice": 30, "password": 26, "login bug": 14}
FIELDS = (
    "created_at",
    "first_human_response_at",
    "first_automated_response_at",
    "handed_over_at",
    "resolved_at",
    "reopened_at",
    "status",
    "rating",
    "rating_scale",
    "rated_at",
    "channel",
    "intent",
    "team",
)


@dataclass(frozen=True)
class Usual:
    """What a week is like, by when its conversations are opened.

    Of `intents`, how many each; `others` have none. The bot resolves `by_bot` of all, people `by_person`, by default so
    many that it is 130 in all; the rest is answered by people and left open. A person's first reply takes `reply`
    minutes in the median, the bot's `bot_reply`, a resolution `solved` hours. `rated` customers rate, of whom
    `satisfied` with 5 of 5; of those that the bot helped, at most `confirmed`. `scored` others give 0 to 10,
    `promoters` and `detractors` among them. `waiting` are answered by nobody. `channels` are how many of ten come by
    each.
    """

    intents: Mapping[str, int] = field(default_factory=lambda: USUAL_INTENTS)
    others: int = 10
    by_bot: int = 75
    by_person: int | None = None
    reply: float = 40.0
    bot_reply: float = 1.0
    solved: float = 5.0
    rated: int = 40
    satisfied: int = 34
    confirmed: int = 20
    scored: int = 0
    promoters: int = 0
    detractors: int = 0
    waiting: int = 0
    handed_over: int = 0
    reopened: int = 0
    channels: Mapping[str, int] = field(default_factory=lambda: {"email": 5, "chat": 3, "phone": 2})

    @property
    def opened(self) -> int:
        return sum(self.intents.values()) + self.others

    @property
    def resolved_by_person(self) -> int:
        return RESOLVED - self.by_bot if self.by_person is None else self.by_person


class Desk:
    """Its conversations, a week after another."""

    def __init__(self, store: Store, usual: Usual | None = None, until: str = NOW) -> None:
        self.store = store
        self.usual = usual or Usual()
        self.until = until
        self.tickets: list[dict[str, Any]] = []
        self.random = Random(7)

    def weeks(self, number: int, last: int = 1, **other: Any) -> Self:
        """So many usual weeks, of which the last is `last` weeks before the reviewed one."""
        for ago in range(last + number - 1, last - 1, -1):
            self.week(ago, **other)
        return self

    def week(self, ago: int = 0, **other: Any) -> Self:
        """One that is usual but for what is said."""
        self.tickets += self._of_week(THIS - timedelta(weeks=ago), replace(self.usual, **other))
        return self

    def add(self, *tickets: dict[str, Any]) -> Self:
        self.tickets += tickets
        return self

    def done(self, source: str = "desk") -> Self:
        add(self.store, source, *self.tickets, fields=FIELDS, complete_until=self.until)
        return self

    def _of_week(self, monday: date, usual: Usual) -> Iterator[dict[str, Any]]:
        intents = [name for name, number in usual.intents.items() for _ in range(number)] + [None] * usual.others
        self.random.shuffle(intents)
        channels = cycle([name for name, tenths in usual.channels.items() for _ in range(tenths)])
        rows = [
            ticket(created_at=_opened(monday, number, usual.opened), intent=intent, channel=channel, status="open")
            for number, (intent, channel) in enumerate(zip(intents, channels, strict=False))
        ]
        order = self.random.sample(range(len(rows)), len(rows))
        rest = order[usual.waiting :]
        bot, people = rest[: usual.by_bot], rest[usual.by_bot :]
        self._answer([rows[each] for each in bot], usual.bot_reply, "first_automated_response_at")
        self._answer([rows[each] for each in people], usual.reply, "first_human_response_at")
        solved = [rows[each] for each in (*bot, *people[: usual.resolved_by_person])]
        for row, factor in zip(solved, _spread(len(solved)), strict=True):
            row.update(status="resolved", resolved_at=round(row["created_at"] + usual.solved * HOUR * factor))
        self._rate([rows[each] for each in bot], [rows[each] for each in people[: usual.resolved_by_person]], usual)
        for row in (rows[each] for each in people[: usual.handed_over]):
            row.update(first_automated_response_at=row["created_at"] + MINUTE, handed_over_at=row["created_at"] + 120)
        for row in (rows[each] for each in people[: usual.reopened]):
            row.update(status="open", reopened_at=row["resolved_at"] + HOUR)
        yield from rows

    def _answer(self, rows: list[dict[str, Any]], minutes: float, field_name: str) -> None:
        self.random.shuffle(rows)
        for row, factor in zip(rows, _spread(len(rows)), strict=True):
            row[field_name] = round(row["created_at"] + minutes * MINUTE * factor)

    def _rate(self, bot: list[dict[str, Any]], people: list[dict[str, Any]], usual: Usual) -> None:
        """On Friday afternoon; satisfied ones by the bot's customers first."""
        by_bot = bot[: min(usual.confirmed, usual.satisfied)]
        raters = iter((*by_bot, *people, *bot[len(by_bot) :]))
        for number, row in enumerate(islice(raters, usual.rated)):
            self._rated(row, 5.0 if number < usual.satisfied else 2.0, "stars")
        for number, row in enumerate(islice(raters, usual.scored)):
            low = number >= usual.scored - usual.detractors
            self._rated(row, 10.0 if number < usual.promoters else 3.0 if low else 7.0, "0 to 10")

    def _rated(self, row: dict[str, Any], rating: float, scale: str) -> None:
        row.update(rating=rating, rating_scale=scale, rated_at=row.get("resolved_at", row["created_at"]) + MINUTE)


def _opened(monday: date, number: int, of: int) -> int:
    """Evenly over five mornings."""
    start = datetime(monday.year, monday.month, monday.day, 9, tzinfo=BERLIN)
    within = number * 5 / of
    at = start + timedelta(days=int(within), hours=3 * (within % 1))
    return int(at.timestamp())


def _spread(number: int) -> list[float]:
    """Factors from about a half to one and a half, whose median is 1."""
    shift = 0.5 if number % 2 else 0.0
    return [0.5 + (place - shift) / number for place in range(1, number + 1)]


def costs(store: Store, a_day: float, **other: Any) -> None:
    """So much a day, for every month from January 2025 to July 2026."""
    months = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(19)]
    with store.writing() as connection:
        for first in months:
            end = (first + timedelta(days=32)).replace(day=1)
            cents = round(100 * a_day * (end - first).days)
            cost = NewCost(first, end - timedelta(days=1), "agents", cents, monthly=False, **other)
            add_cost(connection, cost, "test", 0, "EUR")


def decide(store: Store, name: str, value: Any) -> None:
    """Have the team decide a setting."""
    with store.writing() as connection:
        settings.change(connection, name, value, "test", 0)


def reviewed(
    store: Store,
    ago: int = 0,
    now: str = NOW,
    decisions: Decisions = NOTHING_DECIDED,
    previous: list[Past] | None = None,
    weeks: int = 1,
) -> Review:
    """The review of the week, or of one so many weeks before, or of several up to it; without `previous`, no review has
    been before."""
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        period = period_of(THIS - timedelta(weeks=ago), weeks, BERLIN)
        return review(facts, period, moment(now), decisions=decisions, previous=previous or [])


def week(ago: int = 0) -> Period:
    span = containing(THIS - timedelta(weeks=ago), Grain.WEEK)
    return Period(span.name, span.first, span.end, BERLIN, Grain.WEEK)
