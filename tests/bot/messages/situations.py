"""What a support team may find itself in, and what somebody asks then: Monday 27 July 2026, half past nine, Berlin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kpi.labels import fold
from kpi.model import Label, table
from kpi.store import Store, insert_new
from tests.support.tickets import add, at, ticket

NOW = "Mon 27 Jul 2026 09:30"
EXPORTED = NOW
RATED = ("created_at", "status", "resolved_at", "excluded", "rating", "rating_scale", "rated_at")
ANSWERED = ("created_at", "status", "excluded", "first_human_response_at", "first_automated_response_at")
RESOLVED = ("created_at", "status", "excluded", "resolved_at")
EVERYTHING = (*RATED, *ANSWERED)
LABELS = ("channel", "intent", "team")
MINUTE, HOUR, DAY = 60, 3_600, 86_400

LAST_WEEK, WEEK_BEFORE = "Mon 20 Jul 2026 08:00", "Mon 13 Jul 2026 08:00"
LONG_AGO = "Mon 5 Jan 2026 08:00"
_JUNE_AND_JULY = ("1 Jun", "8 Jun", "15 Jun", "22 Jun", "29 Jun", "6 Jul", "13 Jul", "20 Jul")
MONDAYS = tuple(f"Mon {day} 2026 08:00" for day in _JUNE_AND_JULY)

Tickets = list[dict[str, Any]]
Fill = Callable[[Store], None]


@dataclass(frozen=True)
class Situation:
    """What is in the store, and what is typed at `now`; `name` says it in words."""

    name: str
    typed: str
    fill: Fill
    now: str = NOW
    shared_by: str | None = None


def desk(
    *tickets: Tickets,
    fields: tuple[str, ...] = EVERYTHING,
    until: str = EXPORTED,
    since: str = LONG_AGO,
    name: str = "desk",
) -> Fill:
    """A source exported at `until`; its first conversation, which nobody answered or rated, is of `since`."""
    first = ticket(created_at=since, status="resolved", resolved_at=None)
    rows = [first, *(row for group in tickets for row in group)]

    def fill(store: Store) -> None:
        folded = [{**row, **{field: fold(row[field]) for field in LABELS if row.get(field)}} for row in rows]
        add(store, name, *folded, fields=fields, complete_until=until)
        _know_labels(store, rows)

    return fill


def _know_labels(store: Store, rows: Tickets) -> None:
    """How each label is spelt, as an import would note it."""
    known = {(field, row[field]) for row in rows for field in LABELS if row.get(field)}
    if known:
        with store.writing() as connection:
            for field, label in sorted(known):
                insert_new(connection, table(Label), {"field": field, "folded": fold(label), "spelling": label})


def both(*fills: Fill) -> Fill:
    """Several sources."""

    def fill(store: Store) -> None:
        for each in fills:
            each(store)

    return fill


def nothing(_: Store) -> None:
    """No source at all."""


def rated(day: str, good: int, bad: int, scale: str = "stars") -> Tickets:
    """So many conversations opened on a day, resolved and rated two hours later, satisfied and not."""
    marks = {"stars": (5, 2), "faces": (1, -1)}[scale]
    ratings = [marks[0]] * good + [marks[1]] * bad
    opened = at(day)
    return [
        ticket(
            created_at=opened + minute * MINUTE,
            status="resolved",
            resolved_at=opened + minute * MINUTE + HOUR,
            rating=rating,
            rating_scale=scale,
            rated_at=opened + minute * MINUTE + 2 * HOUR,
        )
        for minute, rating in enumerate(ratings)
    ]


def _times(
    field: str, day: str, seconds: tuple[int, ...], times: int, cells: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    opened = at(day)
    for number, each in enumerate(seconds * times):
        moment = opened + number * MINUTE
        yield ticket(**{"created_at": moment, "status": "resolved", field: moment + each, **cells})


def answered(day: str, *seconds: int, times: int = 1, **cells: Any) -> Tickets:
    """Conversations opened on a day that a person answered after so long."""
    return list(_times("first_human_response_at", day, seconds, times, cells))


def answered_by_bot(day: str, *seconds: int, times: int = 1, **cells: Any) -> Tickets:
    """Conversations opened on a day that the bot answered after so long."""
    return list(_times("first_automated_response_at", day, seconds, times, cells))


def resolved(day: str, *seconds: int, times: int = 1, **cells: Any) -> Tickets:
    """Conversations opened on a day that were resolved after so long."""
    return list(_times("resolved_at", day, seconds, times, cells))


def waiting(*opened: str) -> Tickets:
    """Open conversations that nobody has answered."""
    return [ticket(created_at=moment, status="open") for moment in opened]


def eight_weeks(good: int, bad: int, later: tuple[int, int]) -> Tickets:
    """Ratings in each of the last eight weeks: so many, and `later` in the newer four."""
    weeks = [rated(monday, good, bad) for monday in MONDAYS[:4]] + [rated(monday, *later) for monday in MONDAYS[4:]]
    return [row for week in weeks for row in week]


def _without_times(tickets: Tickets) -> Tickets:
    return [{**row, "rated_at": None} for row in tickets]


def _left_out() -> Tickets:
    spam = [{**row, "excluded": "spam"} for row in rated(LAST_WEEK, 2, 0)]
    tests = [{**row, "excluded": "test"} for row in rated(LAST_WEEK, 1, 0)]
    off_scale = [{**row, "rating": 11, "rating_scale": "off scale"} for row in rated(LAST_WEEK, 3, 0)]
    return [*spam, *tests, *off_scale]


SATISFACTION = (
    Situation("up, surely", "csat last week", desk(rated(LAST_WEEK, 92, 8), rated(WEEK_BEFORE, 75, 25))),
    Situation("down, surely, and short", "csat last week", desk(rated(LAST_WEEK, 70, 30), rated(WEEK_BEFORE, 85, 15))),
    Situation("within noise, on target", "csat last week", desk(rated(LAST_WEEK, 84, 16), rated(WEEK_BEFORE, 82, 18))),
    Situation("unchanged", "csat last week", desk(rated(LAST_WEEK, 82, 18), rated(WEEK_BEFORE, 82, 18))),
    Situation("perhaps short", "csat last week", desk(rated(LAST_WEEK, 17, 8), rated(WEEK_BEFORE, 75, 25))),
    Situation("short, but no worse", "csat last week", desk(rated(LAST_WEEK, 72, 28), rated(WEEK_BEFORE, 70, 30))),
    Situation("too few", "csat last week", desk(rated(LAST_WEEK, 3, 1), rated(WEEK_BEFORE, 80, 20))),
    Situation("a single rating", "csat last week", desk(rated(LAST_WEEK, 0, 1), rated(WEEK_BEFORE, 1, 0))),
    Situation("four weeks that drift", "csat", desk(eight_weeks(44, 6, later=(40, 10)))),
    Situation("not connected", "csat", desk(waiting(LAST_WEEK), fields=ANSWERED)),
    Situation("an empty store", "csat", nothing),
    Situation("no data, ever", "csat", desk(waiting(LAST_WEEK))),
    Situation("no data, but newer ones", "csat 2025-05", desk(rated(LAST_WEEK, 8, 2))),
    Situation("nothing before it", "csat last week", desk(rated(LAST_WEEK, 40, 10))),
    Situation(
        "incomplete",
        "csat last week",
        desk(rated(LAST_WEEK, 40, 10), rated(WEEK_BEFORE, 45, 5), until="Fri 24 Jul 2026 12:00"),
    ),
    Situation("incomplete and empty", "csat last week", desk(rated(WEEK_BEFORE, 45, 5), until="Mon 20 Jul 2026 07:00")),
    Situation(
        "not comparable",
        "csat last week",
        both(
            desk(rated(LAST_WEEK, 40, 10), rated(WEEK_BEFORE, 45, 5)),
            desk(rated("Thu 16 Jul 2026 08:00", 9, 1), since="Wed 15 Jul 2026 10:00", name="shop"),
        ),
    ),
    Situation(
        "an unfinished week",
        "csat this week",
        desk(rated(LAST_WEEK, 40, 10), rated(WEEK_BEFORE, 45, 5), until="Thu 23 Jul 2026 09:30"),
        now="Thu 23 Jul 2026 09:30",
    ),
    Situation("a week that begins today", "csat this week", desk(rated("Mon 27 Jul 2026 06:30", 5, 1))),
    Situation("today", "csat today", desk(rated("Mon 27 Jul 2026 06:30", 5, 1), rated(LAST_WEEK, 40, 10))),
    Situation("all", "csat all", desk(eight_weeks(44, 6, later=(40, 10)))),
    Situation(
        "a month", "csat last month", desk(rated("Mon 8 Jun 2026 08:00", 66, 9), rated("Mon 4 May 2026 08:00", 70, 5))
    ),
    Situation("faces, which have no mean", "csat last week", desk(rated(LAST_WEEK, 40, 10, "faces"))),
    Situation("much left out", "csat last week", desk(rated(LAST_WEEK, 40, 10), _left_out())),
    Situation("ratings without a time", "csat last week", desk(_without_times(rated(LAST_WEEK, 40, 10)))),
    Situation(
        "shared with the channel",
        "csat last week",
        desk(rated(LAST_WEEK, 70, 30), rated(WEEK_BEFORE, 85, 15)),
        shared_by="U0ADA00001",
    ),
)

MINUTES = tuple(minutes * MINUTE for minutes in (20, 40, 50, 70, 95, 130))
PERSON = answered(LAST_WEEK, *MINUTES, times=5), answered(WEEK_BEFORE, *(m // 2 for m in MINUTES), times=5)
BOT = answered_by_bot(LAST_WEEK, 4, 20, 35, times=8), answered_by_bot(WEEK_BEFORE, 4, 18, 35, times=8)

FIRST_RESPONSES = (
    Situation(
        "a person and the bot, slower",
        "frt last week",
        desk(*PERSON, *BOT, waiting("Fri 24 Jul 2026 16:00", "Mon 27 Jul 2026 08:00")),
    ),
    Situation(
        "without the bot's data",
        "frt last week",
        desk(*PERSON, fields=("created_at", "status", "first_human_response_at")),
    ),
    Situation(
        "a source that does not say who answered",
        "frt last week",
        desk(
            list(_times("first_response_at", LAST_WEEK, MINUTES, 5, {})),
            fields=("created_at", "status", "first_response_at"),
            name="post box",
        ),
    ),
    Situation(
        "the bot has answered what waits",
        "frt last week",
        desk(*PERSON, answered_by_bot("Sun 26 Jul 2026 11:00", 12, status="open")),
    ),
    Situation("a single reply", "frt last week", desk(answered(LAST_WEEK, 3 * HOUR))),
    Situation("nobody answered", "frt last week", desk(waiting("Tue 21 Jul 2026 09:00"))),
    Situation("not connected", "frt", desk(waiting(LAST_WEEK), fields=RESOLVED)),
    Situation("too few", "frt last week", desk(answered(LAST_WEEK, *(m * MINUTE for m in (30, 50, 70, 80, 90))))),
    Situation("surely slow", "frt last week", desk(answered(LAST_WEEK, *(3 * m for m in MINUTES), times=5))),
    Situation("perhaps slow", "frt last week", desk(answered(LAST_WEEK, *MINUTES, 80 * MINUTE, times=3))),
    Situation(
        "four weeks that drift",
        "frt",
        desk(
            *(answered(monday, *MINUTES, times=3) for monday in MONDAYS[:4]),
            *(answered(monday, *(2 * m for m in MINUTES), times=3) for monday in MONDAYS[4:]),
        ),
    ),
    Situation(
        "on target, faster", "frt last week", desk(PERSON[0], answered(WEEK_BEFORE, *(m * 3 for m in MINUTES), times=5))
    ),
)

HOURS = tuple(hours * HOUR for hours in (2, 5, 9, 20, 26, 31))
RESOLUTIONS = (
    Situation(
        "much as before",
        "ttr last week",
        desk(resolved(LAST_WEEK, *HOURS, times=4), resolved(WEEK_BEFORE, *HOURS, times=4)),
    ),
    Situation(
        "surely faster",
        "ttr last week",
        desk(resolved(LAST_WEEK, *(t // 3 for t in HOURS), times=4), resolved(WEEK_BEFORE, *HOURS, times=4)),
    ),
    Situation(
        "a mean far above the median",
        "ttr last week",
        desk(
            resolved(LAST_WEEK, *HOURS, times=4),
            resolved(WEEK_BEFORE, *HOURS, times=4),
            resolved("Mon 4 May 2026 08:00", 78 * DAY, 79 * DAY),
        ),
    ),
    Situation(
        "a mean far above it without old ones", "ttr last week", desk(resolved(LAST_WEEK, HOUR, HOUR, HOUR, 40 * HOUR))
    ),
    Situation(
        "reopened and undated",
        "ttr last week",
        desk(
            resolved(LAST_WEEK, *HOURS, times=4),
            resolved(LAST_WEEK, HOUR, status="open"),
            [ticket(created_at=LAST_WEEK, status="resolved")],
        ),
    ),
    Situation("no data, but newer ones", "ttr 2025-05", desk(resolved(LAST_WEEK, *HOURS))),
    Situation("not connected", "ttr", desk(fields=("created_at",))),
)


def labelled(tickets: Tickets, **labels: str) -> Tickets:
    """The same, with labels: `channel="email"`, `subject="…"`."""
    return [{**row, **labels} for row in tickets]


def numbered(tickets: Tickets) -> Tickets:
    """The same, numbered and with links, so that they read the same in every run."""
    return [
        {**row, "external_id": f"N-{number}", "url": f"https://desk.example/tickets/{number}"}
        for number, row in enumerate(tickets, start=1)
    ]


CHANNELS = (
    labelled(rated(LAST_WEEK, 60, 20), channel="email", intent="refund"),
    labelled(rated(LAST_WEEK, 30, 2), channel="web form", intent="login bug"),
    rated(LAST_WEEK, 3, 1),
    labelled(rated(WEEK_BEFORE, 75, 5), channel="email", intent="refund"),
    labelled(rated(WEEK_BEFORE, 25, 5), channel="web form"),
)
MANY_INTENTS = [
    row
    for number in range(30)
    for row in labelled(rated(LAST_WEEK, 30 - number, 2), intent=f"intent {number:02}", channel="email")
]
FEW = numbered(
    [
        *labelled(rated(LAST_WEEK, 2, 2), channel="email", intent="refund", subject="Where is my money?"),
        *labelled(rated(LAST_WEEK, 1, 0), channel="chat", subject="Thank you"),
    ]
)
MANY = numbered(labelled(rated(LAST_WEEK, 100, 20), channel="email", intent="refund", subject="Where is my money?"))

TOLD_APART = (
    Situation("by channel", "csat last week by channel", desk(*CHANNELS)),
    Situation("by channel, shared", "csat last week by channel", desk(*CHANNELS), shared_by="U0ADA00001"),
    Situation("more intents than are listed", "csat last week by intent", desk(MANY_INTENTS)),
    Situation("by a dimension that nothing has", "csat last week by team", desk(rated(LAST_WEEK, 9, 1))),
    Situation("narrowed", 'csat last week channel:"web form"', desk(*CHANNELS)),
    Situation("narrowed and told apart", "csat last week channel:email by intent", desk(*CHANNELS)),
    Situation(
        "durations by channel", "ttr last week by channel", desk(labelled(resolved(LAST_WEEK, *HOURS), channel="email"))
    ),
    Situation("a slip that was certain", "csat last week by chanel", desk(*CHANNELS)),
    Situation("by channel and by week", "csat july by channel weekly", desk(*CHANNELS)),
    Situation("all time by day", "csat all daily", desk(*(rated(monday, 4, 1) for monday in MONDAYS))),
    Situation("by month", "csat 2026 monthly", desk(eight_weeks(44, 6, later=(40, 10)))),
    Situation("by day", "csat last week daily", desk(rated(LAST_WEEK, 40, 10), rated("Tue 21 Jul 2026 08:00", 9, 1))),
    Situation("hours over weeks", "ttr", desk(*(resolved(monday, *HOURS) for monday in MONDAYS))),
)

BEHIND = (
    Situation("tickets", "tickets csat last week", desk(FEW)),
    Situation("tickets, shared", "tickets csat last week", desk(FEW), shared_by="U0ADA00001"),
    Situation("tickets in a sentence", "show me the tickets behind ttr last week", desk(FEW)),
    Situation("tickets, not told apart", "tickets csat last week by channel", desk(FEW)),
    Situation("more tickets than fit", "tickets csat last week", desk(MANY)),
    Situation("rated with faces", "tickets csat last week", desk(numbered(rated(LAST_WEEK, 2, 1, "faces")))),
    Situation("no tickets", "tickets csat 2025-05", desk(FEW)),
    Situation("tickets of what is not connected", "tickets csat", desk(waiting(LAST_WEEK), fields=ANSWERED)),
    Situation("explained", "explain csat last week", desk(rated(LAST_WEEK, 70, 30), rated(WEEK_BEFORE, 85, 15))),
    Situation("durations explained", "how was ttr made last week?", desk(resolved(LAST_WEEK, *HOURS, times=4))),
    Situation("nothing to explain", "explain csat 2025-05", desk(FEW)),
    Situation("not connected, explained", "explain csat", desk(waiting(LAST_WEEK), fields=ANSWERED)),
    Situation("explained, shared", "explain csat last week", desk(FEW), shared_by="U0ADA00001"),
)

OVERVIEWS = (
    Situation(
        "all three", "", desk(*PERSON, *BOT, eight_weeks(44, 6, later=(40, 10)), waiting("Fri 24 Jul 2026 16:00"))
    ),
    Situation("all three, last month", "overview last month", desk(eight_weeks(44, 6, later=(40, 10)))),
    Situation("some not connected", "", desk(eight_weeks(44, 6, later=(35, 15)), fields=RATED)),
    Situation("an empty store", "", nothing),
    Situation("no data, but newer ones", "overview 2025", desk(*PERSON, rated(LAST_WEEK, 8, 2))),
    Situation(
        "incomplete",
        "overview last week",
        desk(*PERSON, rated(LAST_WEEK, 40, 10), rated(WEEK_BEFORE, 45, 5), until="Fri 24 Jul 2026 12:00"),
    ),
    Situation("today", "overview today", desk(rated("Mon 27 Jul 2026 06:30", 5, 1))),
    Situation("all", "overview all", desk(*PERSON, eight_weeks(44, 6, later=(40, 10)))),
)

HELP = (
    Situation("help", "help", nothing),
    Situation("a slip in a KPI's name", "cast last week", nothing),
    Situation("a slip in a verb", "hlep", nothing),
    Situation("two KPIs that it may mean", "first time", nothing),
    Situation("nothing like a KPI", "make me a sandwich", nothing),
    Situation("no period", "csat foo", nothing),
    Situation("a period that has not begun", "frt 2027", nothing),
    Situation("a period that ends before it begins", "ttr 2026-06-30..2026-06-01", nothing),
    Situation("an overview of no period", "overview foo", nothing),
    Situation("a question too long", "csat " + "last " * 600, nothing),
    Situation("help on a KPI", "help csat", nothing),
    Situation("help on a KPI, the other way round", "frt help", nothing),
    Situation("help on what is not known", "help banana", nothing),
    Situation("a slip after a verb", "tickets cast last week", nothing),
    Situation("a verb alone", "explain", nothing),
    Situation("a KPI of an empty store", "nps last month", nothing),
    Situation("what a KPI means", "what does csat mean?", nothing),
    Situation("a greeting", "Hello!", nothing),
    Situation("thanks", "thank you", nothing),
    Situation("a slip in a verb that is certain", "overveiw last week", nothing),
)
