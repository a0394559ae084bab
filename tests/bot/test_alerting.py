"""Alerts between reviews, posted in the local Slack."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.alerting import Alerting
from bot.calls import Calls
from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.memory import Memory
from bot.messages.environment import Messages
from bot.pace import Pace
from bot.playground.server import LocalSlack
from kpi.alerts import channels
from kpi.model import Label, table
from kpi.schedule import schedules
from kpi.schedule.schedules import NewSchedule, of_new
from kpi.store import Store, insert_new
from kpi.summary.catching_up import catch_up
from kpi.summary.marks import mark_days
from tests.support.databases import a_store
from tests.support.local_slack import Person, SeenMessage, call
from tests.support.tickets import BERLIN, add, at, day, moment, ticket

SUPPORT, RANDOM = "C0SUPPORT1", "C0RANDOM01"  # the bot is in the first
TUESDAY = day("Tue 21 Jul 2026")
BUG = '<!channel> *login* & "bug"'


@dataclass
class Office:
    """A bot that looks at what it is told to, at `now`."""

    slack: LocalSlack
    store: Store
    now: datetime = field(default_factory=lambda: moment("Wed 22 Jul 2026 09:00"))
    counted_until: datetime = field(default_factory=lambda: moment("Wed 22 Jul 2026 00:00"))

    @property
    def alerting(self) -> Alerting:
        """As it is after a start."""
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        calls = Calls(client, lambda _seconds: None)
        delivery = Delivery(calls, Memory(self.store, lambda: self.now), Pace(0))
        bench = Workbench(self.store, Messages(), BERLIN, lambda: self.now)
        return Alerting(bench, delivery, lambda until: until <= self.counted_until)

    def turn_on(self, channel: str = SUPPORT) -> None:
        ada = Person(self.slack, "Ada")
        with self.store.writing() as connection:
            channels.turn_on(connection, channel, ada.id, "Ada", at("Mon 20 Jul 2026 09:00"))

    @property
    def seen(self) -> list[SeenMessage]:
        return [each for each in Person(self.slack, "Ada").sees("support") if each.metadata]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Alerts are on in #support; on Tuesday twenty conversations were about what is usually three times a Tuesday."""
    store = a_store(tmp_path)
    with LocalSlack(0) as slack:
        made = Office(slack, store)
        made.turn_on()
        yield made
    store.close()


def conversations(on: date, number: int, **cells: Any) -> list[dict[str, Any]]:
    start = at(f"{on:%a %d %b %Y} 10:00")
    return [ticket(created_at=start + 60 * each, status="open", **cells) for each in range(number)]


def imported(store: Store, until: str = "Wed 22 Jul 2026 08:00", **cells: Any) -> None:
    """A source with the Tuesdays of three months."""
    usual = [row for weeks in range(1, 13) for row in conversations(TUESDAY - timedelta(weeks=weeks), 3, **cells)]
    add(store, "desk", *usual, *conversations(TUESDAY, 20, **cells), complete_until=until)


def test_what_is_far_off_is_told_once_and_can_be_snoozed(office: Office) -> None:
    imported(office.store, intent=BUG)
    office.alerting.run()
    office.alerting.run()
    (told,) = office.seen
    assert "On Tuesday 20 conversations were about" in told.plain
    assert "usually 3 on a Tuesday" in told.plain
    assert told.buttons == ["The last 30 days", "Snooze for a week"]
    assert told.metadata is not None
    assert told.metadata["event_payload"]["day"] == "2026-07-21"


def test_an_intent_with_marks_and_mentions_in_its_name_is_shown_as_it_is(office: Office) -> None:
    imported(office.store, intent=BUG)
    office.alerting.run()
    (told,) = office.seen
    assert "<!channel>" not in str(told.blocks)
    assert "<!channel>" not in told.text


def test_one_bot_that_keeps_looking_tells_it_once(office: Office) -> None:
    imported(office.store, intent="login bug")
    alerting = office.alerting
    for hours in range(5):
        office.now = moment("Wed 22 Jul 2026 08:00") + timedelta(hours=hours)
        alerting.run()
    office.now += timedelta(days=1)
    alerting.run()
    assert len(office.seen) == 1


def test_nobody_is_told_at_night(office: Office) -> None:
    imported(office.store, until="Wed 22 Jul 2026 00:00", intent="login bug")
    office.now = moment("Wed 22 Jul 2026 07:59")
    office.alerting.run()
    office.now = moment("Wed 22 Jul 2026 20:00")
    office.alerting.run()
    assert office.seen == []


def test_a_day_is_looked_at_again_when_its_data_are_complete(office: Office) -> None:
    imported(office.store, until="Tue 21 Jul 2026 18:00", intent="login bug")
    alerting = office.alerting
    alerting.run()
    assert office.seen == []
    with office.store.writing() as connection:
        connection.exec_driver_sql(f"UPDATE source SET complete_until = {at('Wed 22 Jul 2026 09:00')}")
    alerting.run()
    assert len(office.seen) == 1


def test_a_help_desk_that_sends_all_day_keeps_nobody_from_hearing_of_yesterday(office: Office) -> None:
    imported(office.store, intent="login bug")
    catch_up(office.store, BERLIN)
    alerting = office.alerting
    for minute in range(3):  # as often as it is looked, some day has just changed
        office.now = moment("Wed 22 Jul 2026 09:00") + timedelta(minutes=minute)
        with office.store.writing() as connection:
            mark_days(connection, {TUESDAY, office.now.date()})
        alerting.run()
        assert office.seen == []  # what had come in by nine o'clock may not be counted yet
    office.counted_until = moment("Wed 22 Jul 2026 09:00")
    alerting.run()
    assert len(office.seen) == 1


def test_who_is_snoozed_or_has_not_asked_hears_nothing(office: Office) -> None:
    imported(office.store, intent="login bug")
    with office.store.writing() as connection:
        channels.snooze(connection, SUPPORT, moment("Thu 23 Jul 2026 00:00"), "Ada", 0)
    office.alerting.run()
    with office.store.writing() as connection:
        channels.turn_off(connection, SUPPORT, "Ada", 0)
    office.alerting.run()
    assert office.seen == []


def narrowed(office: Office, team: str) -> None:
    new = NewSchedule(0, 9 * 60, BERLIN, f'team:"{team}"')
    with office.store.writing() as connection:
        schedules.save(connection, of_new(new, SUPPORT, Person(office.slack, "Ada").id, "Ada", 0))
        for each in ("Tier 1", "Tier 2"):
            insert_new(connection, table(Label), {"field": "team", "folded": each.lower(), "spelling": each})


@pytest.mark.parametrize(("team", "messages"), [("Tier 1", 1), ("Tier 2", 0)])
def test_a_channel_hears_of_what_its_reviews_are_about(office: Office, team: str, messages: int) -> None:
    imported(office.store, intent="login bug", team="tier 1")
    narrowed(office, team)
    office.alerting.run()
    assert len(office.seen) == messages


def test_reviews_of_a_team_that_nobody_knows_any_more_keep_no_other_channel_waiting(office: Office) -> None:
    imported(office.store, intent="login bug")
    narrowed(office, "Tier 3")
    office.turn_on("C0FOUNDERS")
    office.alerting.run()
    assert len([each for each in Person(office.slack, "Ada").sees("founders") if each.metadata]) == 1
    assert office.seen == []


def test_what_slack_refuses_for_now_is_told_at_the_next_look(office: Office) -> None:
    imported(office.store, intent="login bug")
    limit = {"method": "chat.postMessage", "retry_after": 600, "times": 1}  # for longer than a call waits
    call(office.slack, "faults", {"rate_limit": limit})
    alerting = office.alerting
    alerting.run()
    assert office.seen == []
    alerting.run()
    assert len(office.seen) == 1


def test_where_the_bot_is_no_member_alerts_end_and_the_owner_is_told_once(office: Office) -> None:
    imported(office.store, intent="login bug")
    with office.store.writing() as connection:
        channels.turn_off(connection, SUPPORT, "Ada", 0)
    office.turn_on(RANDOM)
    office.alerting.run()
    office.alerting.run()
    ada = Person(office.slack, "Ada")
    (told,) = [each for each in ada.sees(ada.direct) if "turned off the alerts" in each.plain]
    assert "login bug" in told.plain
    with office.store.reading() as connection:
        assert channels.all_of_them(connection) == []


def test_a_day_on_which_fifty_intents_are_far_off_is_one_message_that_slack_takes(office: Office) -> None:
    named = [f"{number} " + "very long name of an intent " * 4 for number in range(50)]
    days = [(TUESDAY - timedelta(weeks=weeks), 1) for weeks in range(1, 13)]
    rows = [
        row for on, number in [*days, (TUESDAY, 14)] for each in named for row in conversations(on, number, intent=each)
    ]
    add(office.store, "desk", *rows, complete_until="Wed 22 Jul 2026 08:00")
    office.alerting.run()
    (told,) = office.seen
    assert "And 45 more" in told.plain
    assert "And 45 more" in told.text


@pytest.mark.parametrize("code", ["restricted_action_read_only_channel", "invalid_blocks"])
def test_what_slack_does_not_take_is_not_tried_again_on_that_day_but_after_a_start(office: Office, code: str) -> None:
    imported(office.store, intent="login bug")
    alerting = office.alerting
    call(office.slack, "faults", {"fail": {"method": "chat.postMessage", "error": code, "times": 1}})
    alerting.run()
    alerting.run()
    assert office.seen == []
    office.alerting.run()
    assert len(office.seen) == 1


def test_what_may_have_arrived_is_not_told_again(office: Office) -> None:
    imported(office.store, intent="login bug")
    call(office.slack, "faults", {"fail": {"method": "chat.postMessage", "error": "internal_error", "times": 1}})
    office.alerting.run()
    office.alerting.run()
    assert office.seen == []
