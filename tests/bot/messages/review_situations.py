"""What a channel may find itself in when its review comes: Monday 27 July 2026, nine o'clock, Berlin."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update

from bot.commands.registry import Workbench
from bot.messages.environment import Messages
from bot.messages.playbook import playbook
from bot.reviewing.composing import Composed, Composer
from kpi.catalogue import RESOLUTION_RATE
from kpi.labels import fold
from kpi.model import Label, ReviewPost, Ticket, table
from kpi.opening_hours.hours import parse
from kpi.review.agenda import conclude, figures
from kpi.review.record import causes, foci
from kpi.review.record.causes import Cause
from kpi.review.record.foci import Outcome
from kpi.review.record.parked import park
from kpi.schedule.schedules import MONDAY, NINE, Schedule
from kpi.store import Store
from kpi.team import notes
from tests.bot.messages.slack_client import HOSTILE
from tests.kpi.review.desk import NOW, THIS, Desk, Usual, costs, decide
from tests.support.tickets import BERLIN, at, moment, ticket

CHANNEL, OWNER = "C0SUPPORT", "U0ADA00001"
PLAYBOOK = playbook(None)
WEEK = timedelta(weeks=1)
USUAL = Usual(
    {"refund": 29, "delivery": 29, "invoice": 29, "password": 29, "login bug": 14},
    others=10,
    by_bot=56,
    by_person=62,
    reply=80,
    rated=25,
    satisfied=18,
)
CONTENT = Usual(by_bot=90, by_person=50, reply=30, rated=40, satisfied=36)

Fill = Callable[[Store], None]


@dataclass(frozen=True)
class Situation:
    """What is in the store, and how many reviews the channel has had of the weeks just before; `name` says it."""

    name: str
    fill: Fill
    earlier: int = 0
    weeks: int = 1
    late: bool = False
    test: bool = False
    stale: int = 0
    filters: str = ""
    before: Fill = lambda _: None
    """What people do between the last of those reviews and this one."""


def schedule(situation: Situation) -> Schedule:
    return Schedule(
        MONDAY, NINE, BERLIN, situation.filters, situation.weeks, CHANNEL, OWNER, None, situation.stale, "Ada Okafor", 0
    )


def composed(situation: Situation, store: Store) -> Composed:
    """The review, after the earlier ones were posted, each on its Monday."""
    situation.fill(store)
    for ago in range(situation.earlier, 0, -1):
        monday = THIS - ago * situation.weeks * WEEK
        _post(store, situation, monday)
    situation.before(store)
    return _composer(store, THIS).compose(
        schedule(situation), THIS, situation.weeks, late=situation.late, test=situation.test
    )


def _composer(store: Store, monday: date) -> Composer:
    """As it would have composed on the Monday after that week."""
    ago = (THIS - monday) // WEEK
    bench = Workbench(store, Messages(), BERLIN, lambda: moment(NOW) - ago * WEEK)
    return Composer(bench, PLAYBOOK)


def _post(store: Store, situation: Situation, monday: date) -> None:
    agenda = _composer(store, monday).compose(schedule(situation), monday, situation.weeks).agenda
    with store.writing() as connection:
        conclude(connection, agenda, CHANNEL, int(agenda.review.week.now.timestamp()))
    _posted(store, monday, situation.weeks, {"kind": agenda.kind, "figures": figures(agenda)})


# ---- what is in the store


def bug(store: Store) -> None:
    """Much of the week is one bug, and customers were not too content before."""
    desk = Desk(store, USUAL).weeks(20, last=1)
    desk.week(intents={"refund": 20, "delivery": 20, "invoice": 19, "password": 19, "login bug": 52}, waiting=9)
    _linked(desk).done()
    costs(store, 180)
    decide(store, "hours", parse("mon-fri 9-17", BERLIN).to_json())
    _note(store, "Tue 21 Jul 2026", "release 4.2 broke login")
    _note(store, "Mon 8 Jun 2026", "new help center")


def discontent(store: Store) -> None:
    """Customers who wrote about refunds by e-mail were not content for some weeks."""
    desk = Desk(store, Usual(by_bot=75, reply=50, rated=60, satisfied=52)).weeks(12, last=4)
    for ago in (3, 2, 1, 0):
        desk.week(ago, rated=60, satisfied=38, waiting=6)
    _came_back(desk.tickets[-60:])
    monday = "Mon 20 Jul 2026 09:00"
    desk.add(ticket(created_at=monday, status="open", rating=11.0, rating_scale="off scale", rated_at=monday))
    _linked(desk).done()
    _note(store, "Wed 1 Jul 2026", "new macro for refunds")


def _came_back(rows: list[dict[str, Any]]) -> None:
    """Two that the bot had resolved were opened again."""
    by_bot = [row for row in rows if "first_automated_response_at" in row and row["status"] == "resolved"]
    for row in by_bot[:2]:
        row.update(status="open", reopened_at=row["resolved_at"] + 3_600)


def hostile(store: Store) -> None:
    """Every label is hostile, and so are notes."""
    long = HOSTILE + " " + "x" * 200
    intents = {HOSTILE: 50, long: 20, "*bold* `code`": 20, "<b>": 16, "50% off": 14}
    desk = Desk(store, Usual(intents, rated=30, satisfied=12, channels={HOSTILE: 5, "<@U1>": 5})).weeks(10).week()
    _linked(desk).done()
    _note(store, "Tue 21 Jul 2026", HOSTILE)


def content(store: Store) -> None:
    """All is well."""
    _linked(Desk(store, CONTENT).weeks(12).week()).done()


def few(store: Store) -> None:
    """Six conversations in a week, the first one."""
    usual = Usual({"refund": 3}, others=3, by_bot=0, by_person=4, rated=2, satisfied=1, confirmed=0)
    _linked(Desk(store, usual).week()).done()


def small(store: Store) -> None:
    """Twelve conversations a week, of which some were rated low, and some wait."""
    usual = Usual(
        {"refund": 3, "delivery": 3, "invoice": 2, "password": 2, "login bug": 1},
        others=1,
        by_bot=4,
        by_person=5,
        reply=150,
        rated=5,
        satisfied=3,
        confirmed=2,
        waiting=1,
    )
    _linked(Desk(store, usual).weeks(40).week()).done()


def old(store: Store) -> None:
    """The newest data are of 3 July."""
    Desk(store, USUAL, until="Sat 4 Jul 2026 00:00").weeks(12, last=4).done()


def nothing(_: Store) -> None:
    """No source at all."""


def holiday(store: Store) -> None:
    discontent(store)
    _note(store, "Wed 22 Jul 2026", "team day", "holiday")


def corrected(store: Store) -> None:
    """Some low ratings of the week before turn out to be high ones, and two are labelled."""
    t = table(Ticket)
    first, end = at("Mon 13 Jul 2026 00:00"), at("Mon 20 Jul 2026 00:00")
    with store.writing() as connection:
        low = connection.execute(
            t.select().where(t.c.rating == 2, t.c.rated_at >= first, t.c.rated_at < end).order_by(t.c.external_id)
        ).all()
        for row in low[:4]:
            mine = (t.c.source == row.source) & (t.c.external_id == row.external_id)
            connection.execute(update(t).where(mine).values(rating=5.0))
        said = (Cause.SLOW, Cause.SLOW, Cause.WRONG_ANSWER, Cause.SLOW, Cause.TONE)
        for row, cause in zip(low[4:], said, strict=False):
            causes.label(connection, row.source, row.external_id, cause, OWNER, 0)


def slow(store: Store) -> None:
    """Somebody has said what was behind the lowest rating of the week."""
    t = table(Ticket)
    low = t.select().where(t.c.rated_at >= at("Mon 20 Jul 2026 00:00")).order_by(t.c.rating, t.c.rated_at)
    with store.writing() as connection:
        row = connection.execute(low).first()
        assert row is not None
        causes.label(connection, row.source, row.external_id, Cause.SLOW, OWNER, 0)


def sixty_notes(store: Store) -> None:
    """Five in each of the twelve last weeks, each almost as long as notes may be."""
    for number in range(60):
        day = date(2026, 7, 22) - number % 12 * WEEK
        with store.writing() as connection:
            notes.note(connection, day, day, f"release {number:02} broke " + "login " * 28, "note", "Ada Okafor", 0)


def known(store: Store) -> None:
    """The channel has had a review some weeks ago, of which no focus goes on."""
    _posted(store, THIS - 5 * WEEK, 1, {"kind": "review"})


def _posted(store: Store, monday: date, weeks: int, told: dict[str, Any]) -> None:
    row = {"channel": CHANNEL, "monday": monday, "weeks": weeks, "state": "posted", "due_at": 0}
    row |= {"claimed_at": 0, "attempts": 1, "posted_at": 1}
    with store.writing() as connection:
        connection.execute(insert(table(ReviewPost)).values(row | told))


def in_vain(store: Store) -> None:
    """Two focuses brought no gain, and the third one will not have either."""
    agenda = _composer(store, THIS - WEEK).compose(schedule(SITUATIONS[0]), THIS - WEEK, 1).agenda
    assert agenda.focus is not None
    with store.writing() as connection:
        for ago in (3, 2, 1):
            monday = THIS - ago * WEEK
            focus = replace(agenda.focus, step=f"step {ago}", due=monday + WEEK)
            stored = foci.save(connection, CHANNEL, monday, focus, int((moment(NOW) - ago * WEEK).timestamp()))
            if ago > 1:
                foci.end(connection, stored.id, Outcome.CANNOT_TELL, "Cannot tell.", monday + WEEK)


def taken(store: Store) -> None:
    with store.writing() as connection:
        foci.take(connection, CHANNEL, OWNER, 0)


def parked(store: Store) -> None:
    known(store)
    with store.writing() as connection:
        park(connection, CHANNEL, RESOLUTION_RATE, date(2026, 8, 24), "new billing system", "Ada Okafor", 0)


def slow_bot(store: Store) -> None:
    """The bot resolves too little, week after week."""
    _linked(Desk(store, Usual(by_bot=30, by_person=110, reply=30, rated=40, satisfied=36)).weeks(14).week()).done()


def _linked(desk: Desk) -> Desk:
    for number, row in enumerate(desk.tickets, start=1):
        row.update(external_id=f"ZD-{10_000 + number}", url=f"https://desk.example/tickets/{10_000 + number}")
    labels = {(field, row[field]) for row in desk.tickets for field in ("channel", "intent") if row.get(field)}
    spelt = [{"field": field, "folded": fold(label), "spelling": label} for field, label in sorted(labels)]
    for row in desk.tickets:
        row.update({field: fold(row[field]) for field in ("channel", "intent") if row.get(field)})
    with desk.store.writing() as connection:
        connection.execute(insert(table(Label)), spelt)
    return desk


def _note(store: Store, day: str, text: str, kind: str = "note") -> None:
    on = moment(f"{day} 00:00").date()
    with store.writing() as connection:
        notes.note(connection, on, on, text, kind, "Ada Okafor", 0)


SITUATIONS = (
    Situation("the first review ever", bug),
    Situation("customers are less content, after another review", discontent, earlier=1, before=corrected),
    Situation("the focus goes on, taken", slow_bot, earlier=1, before=taken),
    Situation("a holiday week, with something parked", holiday, before=parked),
    Situation("three reviews without a gain", discontent, before=in_vain),
    Situation("everything on target, late", content, late=True, before=known),
    Situation("not enough data", few),
    Situation("nothing connected", nothing),
    Situation("stale data", old),
    Situation("stale data for the third time", old, stale=2),
    Situation("four weeks of a small team", small, weeks=4, before=known),
    Situation("a test, with hostile labels", hostile, test=True),
)
