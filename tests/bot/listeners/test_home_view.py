"""App Home, and the figures that a shortcut opens, in whatever a team may find itself: Monday 27 July 2026, 09:30."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import buttons
from bot.bootstrap import Kpibot, build
from bot.commands.registry import Asked
from bot.listeners.home_view import home, modal
from bot.messages import limits, modal_limits
from bot.messages.message import Message
from bot.playground.block_kit.views import view_problems
from bot.settings import Settings
from kpi.catalogue import CSAT
from kpi.ingest.history.problems import keep
from kpi.ingest.problem import Problem
from kpi.review.focus import Focus
from kpi.review.record import foci, normal_intents
from kpi.samples import Share
from kpi.schedule import posts, schedules
from kpi.schedule.schedules import MONDAY, NINE, Pause, Schedule
from kpi.store import Store
from tests.bot.messages import situations, team_situations
from tests.bot.messages.reading import mrkdwn_texts
from tests.bot.messages.slack_client import HOSTILE
from tests.kpi.ingest.imports import a_source, an_import
from tests.support.databases import a_database
from tests.support.tickets import BERLIN, at, moment

WEEK = date(2026, 7, 20)
DUE = moment("Mon 27 Jul 2026 09:00")

Fill = Callable[[Store], None]
Open = Callable[..., Kpibot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """The bot of a team that finds itself in this."""
    bots: list[Kpibot] = []

    def bot(*fills: Fill) -> Kpibot:
        database = a_database(tmp_path, f"{len(bots)}.db")
        settings = Settings(_env_file=None, database_url=database, timezone=BERLIN.key)
        bots.append(build(settings, clock=lambda: moment(situations.NOW)))
        for fill in fills:
            fill(bots[-1].bench.store)
        return bots[-1]

    yield bot
    for each in bots:
        each.bench.store.close()


def reviews(channel: str = "C1", focus: str = "", owner: str | None = None, paused: str | None = None) -> Fill:
    """The channel has them every Monday since a week ago, and a focus."""

    def fill(store: Store) -> None:
        made = Schedule(
            MONDAY, NINE, BERLIN, weeks=1, channel=channel, owner="U1", paused=paused, at=at("Mon 20 Jul 2026 12:00")
        )
        with store.writing() as connection:
            schedules.save(connection, made)
            if focus:
                found = Focus(CSAT, "step", {}, focus, "chat", "52 of 60", "It worked if.", WEEK, Share(1, 2), "")
                foci.save(connection, channel, WEEK, found, at("Mon 27 Jul 2026 09:00"))
            if owner:
                foci.take(connection, channel, owner, at("Mon 27 Jul 2026 09:10"))

    return fill


def post(what: str, why: str = "") -> Fill:
    """What has become of this morning's review of C1."""

    def fill(store: Store) -> None:
        with store.writing() as connection:
            claim = posts.claim(connection, "C1", WEEK, 1, int(DUE.timestamp()), DUE)
            assert claim is not None
            match what:
                case "posted":
                    posts.posted(connection, claim, "1.2", why, {}, DUE)
                    posts.finished(connection, claim)
                case "skipped":
                    posts.skipped(connection, claim, why)
                case "unsure":
                    posts.unsure(connection, claim, why)
                case "failed":
                    posts.failed(connection, claim, why)

    return fill


def many_sources(store: Store) -> None:
    for number in range(50):
        name = f"{number:02} {HOSTILE}{'&' * 10_000}"
        a_source(store, name)
        entry = an_import(store, source=name, file=f"{HOSTILE}\u202e.csv", problems=3)
        with store.writing() as connection:
            keep(connection, entry, [Problem(row, HOSTILE, "v" * 10_000, "not a date") for row in range(3)])


def many_channels(store: Store) -> None:
    for number in range(50):
        reviews(f"C{number}", focus=f"{HOSTILE}{'*' * 10_000}", paused=HOSTILE * 50 if number % 2 else None)(store)


SITUATIONS: dict[str, tuple[Fill, ...]] = {
    "nothing at all": (situations.nothing,),
    "a schedule, but no data": (reviews(),),
    "some data": (situations.desk(situations.rated(situations.LAST_WEEK, 70, 30)),),
    "old data": (situations.desk(situations.rated("Mon 4 May 2026 08:00", 70, 30), until="Mon 11 May 2026 08:00"),),
    "everything": (team_situations.EVERYTHING, reviews(focus="Write the macro."), post("posted", "review")),
    "much and hostile": (team_situations.EVERYTHING, many_sources, many_channels),
}


def words(message: Message) -> str:
    return "\n".join(mrkdwn_texts(message)).replace("<!date^00000000^{_}|:>", ":")


@pytest.mark.parametrize("fills", SITUATIONS.values(), ids=SITUATIONS)
def test_slack_takes_it_and_every_button_asks_what_is_answered(opened: Open, fills: tuple[Fill, ...]) -> None:
    bot = opened(*fills)
    shown = home(bot.bench, "U1")
    view = modal(bot.bench, "Your numbers")
    assert limits.problems(shown) == []
    assert modal_limits.problems(view) == []
    assert view_problems({"type": "home", "blocks": shown.blocks}) == view_problems(view) == []
    assert shown.native == frozenset()
    assert "<!channel>" not in f"{shown.blocks}{view}"
    questions = [
        buttons.question(element["value"])
        for block in shown.blocks
        for element in (*block.get("elements", ()), block.get("accessory", {}))
        if buttons.ASK.match(element.get("action_id", "-"))
    ]
    assert {"settings", "help"} <= set(questions)
    for question in questions:
        assert bot.registry.answer(Asked(question, "", person="U1", channel="D1")).blocks, question


def test_the_worst_stands_first(opened: Open) -> None:
    lines = words(home(opened(team_situations.EVERYTHING).bench, "U1")).splitlines()
    told = [line for line in lines if line.startswith("• ")]
    missed = [" the limit of " in line or " the target of " in line for line in told]
    assert len(told) == 5
    assert missed == sorted(missed, reverse=True)
    assert missed[0]
    assert not missed[-1]


def test_an_intent_that_is_normal_for_the_team_has_its_own_limit_there_as_everywhere(opened: Open) -> None:
    shares = {"login bug": 45, "refund": 15, "invoice": 15, "delivery": 15, "address": 10}
    weeks = [
        situations.labelled(situations.rated(situations.LAST_WEEK, n, 0), intent=name) for name, n in shares.items()
    ]
    bot = opened(situations.desk(*weeks, fields=(*situations.EVERYTHING, "intent")))
    assert "above the limit of 25 %" in words(home(bot.bench, "U1"))
    with bot.bench.store.writing() as connection:
        normal_intents.accept(connection, "login bug", 70.0, "Ada", at(situations.NOW))
    assert "above the limit" not in words(home(bot.bench, "U1"))
    assert "70 % or less" in words(bot.registry.answer(Asked("explain intents", "", person="U1")))


def test_where_the_last_days_hold_nothing_the_newest_data_are_named(opened: Open) -> None:
    said = words(home(opened(*SITUATIONS["old data"]).bench, "U1"))
    assert "No KPI has data in these seven days. The newest are in 4–10 May 2026: `/kpi overview 2026-W19`" in said


def test_steps_are_ticked_in_words(opened: Open) -> None:
    before, after = (words(home(opened(*SITUATIONS[name]).bench, "U1")) for name in list(SITUATIONS)[:2])
    assert "*3. Then:* let a review come every week" in before
    assert "✓ *3. Done:* your team has decided" in after
    assert "*2. Next:* bring in your conversations." in after


@pytest.mark.parametrize(
    ("fills", "said"),
    [
        ((), "one is on its way"),
        ((post("posted", "review"),), "the last one was posted Mon 27 Jul 2026, 09:00."),
        ((post("posted", "not enough"),), "09:00, without findings: too little data."),
        ((post("skipped"),), "the last one was skipped: it was due while kpibot could not post."),
        ((post("skipped", "Slack was away."),), "the last one was skipped: Slack was away."),
        ((post("unsure", "I lack a scope."),), "nobody can tell whether the last one was posted: I lack a scope."),
        ((post("failed", "The disk is full."),), "the last one failed, and is tried again: The disk is full."),
    ],
)
def test_what_became_of_the_last_review_is_said(opened: Open, fills: tuple[Fill, ...], said: str) -> None:
    begun = (reviews(), *fills) if fills else (reviews(), wanted)
    assert said in words(home(opened(*begun).bench, "U1"))


def wanted(store: Store) -> None:
    with store.writing() as connection:
        posts.want(connection, "C1", WEEK, 1, DUE)


def test_hours_are_those_of_the_schedule(opened: Open) -> None:
    def in_new_york(store: Store) -> None:
        with store.writing() as connection:
            made = Schedule(MONDAY, NINE, ZoneInfo("America/New_York"), weeks=1, channel="C1", at=0)
            schedules.save(connection, made)

    said = words(home(opened(in_new_york).bench, "U1"))
    assert "Reviews every Monday at 09:00 (America/New_York): the next one Mon 27 Jul 2026, 09:00;" in said


def test_reviews_that_rest_say_why_and_new_ones_that_none_has_come(opened: Open) -> None:
    resting = words(home(opened(reviews(paused=Pause.STALE)).bench, "U1"))
    assert "Reviews every Monday at 09:00 (Europe/Berlin): they rest: no new data came in;" in resting
    assert "none has come yet" in resting


def test_a_focus_is_taken_on_by_a_button_only_where_nobody_has_it(opened: Open) -> None:
    free, taken = (home(opened(reviews(focus="Call back.", owner=who)).bench, "U1") for who in (None, "U2"))
    assert "Nobody has taken it on yet." in words(free)
    assert [block["accessory"]["action_id"] for block in free.blocks if "accessory" in block] == [buttons.TAKE_ON]
    assert "<@U2> has taken it on, 27 Jul 2026, 09:10." in words(taken)
    assert not any("accessory" in block for block in taken.blocks)


def test_while_many_days_are_counted_anew_the_figures_wait(opened: Open) -> None:
    def imported(store: Store) -> None:
        an_import(store, added=1_000_000)

    bot = opened(team_situations.CONVERSING, imported, reviews())
    assert "All days are being counted anew" in words(home(bot.bench, "U1"))
    assert "All days are being counted anew" in str(modal(bot.bench, "Your numbers"))


def test_of_fifty_channels_those_without_an_owner_stand_first_and_the_rest_is_counted(opened: Open) -> None:
    fills = [reviews(f"C{number:02}", "Call.", None if number == 49 else "U2") for number in range(50)]
    said = words(home(opened(*fills).bench, "U1"))
    assert said.index("<#C49>") < said.index("<#C00>")
    assert "42 more channels have reviews" in said
