"""News of sources in trouble, told in the local Slack: once, to whom it concerns, and once more when it is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import update

from bot.calls import Calls
from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.memory import Memory
from bot.messages.environment import Messages
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.sources.news import SourceNews
from kpi.model import Webhook, table
from kpi.store import Store
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Counts, Entry, Outcome
from kpi.webhooks.vendors import zendesk
from tests.support.databases import a_store
from tests.support.local_slack import Person, call
from tests.support.tickets import BERLIN, moment

NOW = moment("Wed 22 Jul 2026 09:00")
AT = int(NOW.timestamp())
HOUR = 3_600
WHY = "<!channel> is *no* event that kpibot knows."


@dataclass
class Office:
    slack: LocalSlack
    store: Store
    at: int = AT

    def news(self, first_admins: frozenset[str] = frozenset()) -> SourceNews:
        """As it is after a start."""
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        delivery = Delivery(Calls(client, lambda _seconds: None), Memory(self.store, lambda: NOW), Pace(0))
        clock = lambda: NOW + timedelta(seconds=self.at - AT)  # noqa: E731
        return SourceNews(Workbench(self.store, Messages(), BERLIN, clock, first_admins=first_admins), delivery)

    def connect(self, owner: str | None = None, who: str = "Ada Okafor") -> None:
        """A month ago; every hour since something has come, up to yesterday."""
        with self.store.writing() as connection:
            connecting.add(connection, zendesk.VENDOR, "zendesk", "a-long-secret", AT - 900 * HOUR, who, owner)
            for hour in range(24, 800):
                ledger.count(connection, "zendesk", Counts(1), AT - hour * HOUR)
        self.comes(AT - 24 * HOUR)

    def comes(self, at: int, number: int = 1, bad: int = 0) -> None:
        """So many, some of which are not understood."""
        with self.store.writing() as connection:
            ledger.count(connection, "zendesk", Counts(number, 0, bad), at)
            entries = [Entry(f"{each}", "x", Outcome.NOT_UNDERSTOOD, why=WHY, body="{}") for each in range(bad)]
            ledger.enter(connection, "zendesk", entries, at)
            connection.execute(update(table(Webhook)).values(last_at=at))

    def heard(self, name: str) -> list[str]:
        person = Person(self.slack, name)
        return [each.plain for each in person.sees(person.direct) if each.author == "kpibot"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    with LocalSlack(0) as slack:
        yield Office(slack, store)
    store.close()


def test_a_source_that_went_quiet_is_told_once_by_one_of_several_and_so_is_that_it_is_over(office: Office) -> None:
    ada = Person(office.slack, "Ada").id
    office.connect(owner=ada)
    first, second = office.news(), office.news()
    first.run()
    second.run()
    office.news().run()
    (told,) = office.heard("Ada")
    assert told.startswith("*Nothing has come from zendesk for")
    office.comes(AT)
    office.news().run()
    office.news().run()
    assert [each.splitlines()[0] for each in office.heard("Ada")[1:]] == ["*zendesk sends again.*"]
    office.at += 48 * HOUR
    office.news().run()
    assert len(office.heard("Ada")) == 3


def test_what_is_not_understood_is_told_to_an_admin_where_nobody_owns_it(office: Office) -> None:
    office.connect()
    office.comes(AT - HOUR, number=150, bad=3)
    gone, ben = "U0GONE00001", Person(office.slack, "Ben").id
    office.news().run()
    assert office.heard("Ben") == []
    with office.store.writing() as connection:
        connection.execute(update(table(Webhook)).values(bad_told_at=None))
    office.news(frozenset({ben})).run()
    (told,) = office.heard("Ben")
    assert "3 were not understood" in told
    assert "<!channel>" not in told
    assert gone not in told


def test_whoever_connected_it_hears_of_it_and_slack_that_asks_to_slow_down_is_asked_again(office: Office) -> None:
    office.connect(who=Person(office.slack, "Ben").id)
    call(office.slack, "faults", {"rate_limit": {"method": "chat.postMessage", "retry_after": 600}})
    news = office.news()
    with pytest.raises(Exception, match="slow down"):
        news.run()
    call(office.slack, "faults", {"clear": True})
    office.news().run()
    assert len(office.heard("Ben")) == 1
