"""The bot's Home tab: what a team sees there on a Monday, on its first day, and when there is very much of it."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from kpi.catalogue import RESOLUTION_RATE
from kpi.model import Source, table
from kpi.review.focus import Focus
from kpi.review.record import foci
from kpi.samples import Share
from kpi.schedule import posts, schedules
from kpi.schedule.schedules import MONDAY, NINE, Schedule
from kpi.store import Store
from tests.bot.messages.slack_client import HOSTILE
from tests.kpi.ingest.imports import an_import
from tests.stories.conftest import MONDAY_MORNING, ZONE, bot_in_slack
from tests.support.databases import a_database
from tests.support.local_slack import Json, Person, SeenMessage, call
from tests.support.waiting import wait_until

SUPPORT = "C0SUPPORT1"
WEEK = date(2026, 7, 20)


def schedule(database: str, channel: str = SUPPORT, focus: str = "") -> None:
    """Ada did so yesterday; the review of last week was posted this morning."""
    store, earlier = Store(database), int(MONDAY_MORNING.timestamp()) - 86_400
    with store.writing() as connection:
        made = Schedule(MONDAY, NINE, ZONE, channel=channel, owner="U0ADA00001", weeks=1, who="Ada", at=earlier)
        schedules.save(connection, made)
        if focus:
            found = Focus(RESOLUTION_RATE, "old", {}, focus, "", "", "", date(2026, 8, 3), Share(1, 2), "")
            foci.save(connection, channel, WEEK, found, earlier)
        due = MONDAY_MORNING - timedelta(minutes=30)
        claim = posts.claim(connection, channel, WEEK, 1, int(due.timestamp()), due)
        assert claim is not None
        posts.posted(connection, claim, "1785135600.000100", "review", {}, due)
        posts.finished(connection, claim)
    store.close()


@pytest.fixture
def reviewed(own_history: str) -> Iterator[LocalSlack]:
    """#support has a focus that nobody has taken on yet."""
    schedule(own_history, focus="Close what has waited longest.")
    with bot_in_slack(own_history) as slack:
        yield slack


@pytest.fixture
def first_day(tmp_path: Path) -> Iterator[LocalSlack]:
    """Nothing has been imported yet."""
    with bot_in_slack(a_database(tmp_path)) as slack:
        yield slack


def home_of(person: Person, wanted: str) -> str:
    return person.opens_home(wanted).plain


def changed_home(person: Person, wanted: str) -> SeenMessage:
    """The tab as it stands open, once these words are in it."""
    give_up_at = time.monotonic() + 5
    while True:
        home = SeenMessage(call(person.slack, f"state?person={person.id}")["home"], "kpibot")
        if wanted in home.plain:
            return home
        assert time.monotonic() < give_up_at, home.plain
        time.sleep(0.01)


def test_it_greets_and_says_first_what_misses_its_target(ada: Person, ben: Person) -> None:
    home = home_of(ada, "Your numbers")
    assert f"Hello <@{ada.id}>" in home
    lines = [line for line in home.splitlines() if line.startswith("• ")]
    assert len(lines) == 5
    assert "the target of" in lines[0] or "the limit of" in lines[0]
    assert "more KPIs: " in home
    assert f"Hello <@{ben.id}>" in home_of(ben, "Your numbers")


def test_the_tab_with_messages_is_not_home(ada: Person) -> None:
    call(ada.slack, "open_home", {"person": ada.id, "tab": "messages"})
    ada.asks("help", ada.direct)
    assert "views.publish" not in {each["name"] for each in call(ada.slack, "traffic")["traffic"]}


@pytest.mark.parametrize("label", ["All KPIs", "Data sources", "Settings", "What you can ask", "Who changed what"])
def test_its_buttons_are_answered_in_direct_messages(ada: Person, label: str) -> None:
    home = ada.opens_home("Your numbers")
    ada.presses(home, label)
    told = {
        "All KPIs": "Support KPIs",
        "Data sources": "Where the data come from",
        "Settings": "What your team decides",
    }
    ada.waits_for(told.get(label, label if label == "What you can ask" else "hours"), ada.direct)


def test_data_say_how_fresh_they_are_and_what_came_in_last(ada: Person) -> None:
    home = home_of(ada, "Your numbers")
    assert "sample-team · Complete until Mon 27 Jul 2026, 09:30, today." in home.replace("*", "")
    assert "from scores.csv on 27 Jul 2026, 09:30" in home


def test_who_takes_a_focus_on_there_sees_it_at_once(reviewed: LocalSlack) -> None:
    ada, ben = Person(reviewed, "Ada"), Person(reviewed, "Ben")
    home = ada.opens_home("Close what has waited longest.")
    assert "Nobody has taken it on yet." in home.plain
    assert "the next one Mon 3 Aug 2026, 09:00; the last one was posted Mon 27 Jul 2026, 09:00." in home.plain
    stale = ben.opens_home("Nobody has taken it on yet.")
    ada.presses(home, "Take it on")
    after = changed_home(ada, f"<@{ada.id}> has taken it on")
    assert "Take it on" not in after.buttons
    ben.presses(stale, "Take it on")
    assert "Take it over" in ben.waits_for(f"<@{ada.id}> has taken it on", ben.direct).buttons
    changed_home(ben, f"<@{ada.id}> has taken it on")


def test_outside_of_a_channel_the_focus_of_each_is_told(reviewed: LocalSlack) -> None:
    ada = Person(reviewed, "Ada")
    home = ada.opens_home("Your numbers")
    ada.presses(home, "Focus of every channel")
    assert "Close what has waited longest." in ada.waits_for("The focus of every channel", ada.direct).plain


def test_on_the_first_day_three_steps_lead_to_numbers(first_day: LocalSlack) -> None:
    ada = Person(first_day, "Ada")
    home = ada.opens_home("Three steps")
    assert "Done:* kpibot is connected to Slack." in home.plain
    assert "2. Next:* bring in your conversations. An admin presses" in home.plain
    assert "`/kpi schedule monday 9:00`" in home.plain
    assert home.buttons == ["Import a file", "Add a source", "Settings", "Who changed what", "What you can ask"]
    ada.presses(home, "Import a file")
    ada.waits_for_modal("Import a file")


def test_a_step_that_is_left_is_told_below_the_numbers(own_history: str) -> None:
    store = Store(own_history)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
    store.close()
    with bot_in_slack(own_history) as slack:
        home = home_of(Person(slack, "Ada"), "One step is left")
    assert home.index("All days are being counted anew") < home.index("✓ *2. Done:* data are there.")
    assert "3. Next:* let a review come every week" in home


def test_to_whom_it_may_not_answer_it_shows_no_number(history: str) -> None:
    """As long as Slack does not tell members from guests, nobody sees any."""
    with bot_in_slack(history) as slack:
        call(slack, "faults", {"missing_scopes": ["users:read"]})
        ada = Person(slack, "Ada")
        assert "Your numbers" not in home_of(ada, "the scope `users:read`")
        call(slack, "shortcut", {"person": ada.id, "callback_id": "overview", "wait": True})
        assert "CSAT" not in str(made_modal(ada, "users:read"))


def test_much_of_everything_is_cut_in_words_and_hostile_names_are_only_names(own_history: str) -> None:
    store = Store(own_history)
    for number in range(50):
        name = f"{number:02} {HOSTILE} {'x' * 10_000}"
        with store.writing() as connection:
            connection.execute(table(Source).insert().values(name=name, fields=[], headers=[], confirmed={}))
        an_import(store, source=name, file=f"{HOSTILE}\u202e.csv", problems=3)
    store.close()
    for number in range(50):
        schedule(own_history, f"C0CHANNEL{number:02}", focus=f"{HOSTILE} {number} {'y' * 10_000}")
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        home = ada.opens_home("Your numbers").plain
        assert "<!channel>" not in home
        assert "more channels have reviews" in home
        assert "more sources: press" in home
        assert "<!channel>" not in ada.types("/kpi sources").plain


def test_the_overview_opens_from_anywhere_and_is_sent_on_request(slack: LocalSlack) -> None:
    ada = Person(slack, "Ada")
    call(slack, "shortcut", {"person": ada.id, "callback_id": "overview", "wait": True})
    view = made_modal(ada, "CSAT")
    assert view["title"]["text"] == "Your numbers"
    assert ada.submits(view) == {}
    assert "CSAT" in ada.waits_for("Support KPIs", ada.direct).buttons
    assert ada.modals == []


def test_on_the_first_day_the_overview_says_what_to_do(first_day: LocalSlack) -> None:
    ada = Person(first_day, "Ada")
    call(first_day, "shortcut", {"person": ada.id, "callback_id": "overview", "wait": True})
    made_modal(ada, "kpibot import FILE")


def made_modal(person: Person, wanted: str) -> Json:
    """The modal on top, once these words stand in it."""
    wait_until(lambda: person.modals and wanted in str(person.modals[-1]["blocks"]), f"No {wanted!r} in a modal")
    return dict(person.modals[-1])
