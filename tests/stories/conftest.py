"""A support team with half a year of history, and the bot in its Slack."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.bootstrap import build
from bot.connection import connected
from bot.demo_data import bring_in
from bot.logs import configure
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.settings import Settings
from bot.suggesting import Suggestions
from kpi.store import Store
from tests.support.databases import a_copy, a_database, one_of_each_kind
from tests.support.local_slack import Person, call, wait_for_bot

ZONE = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 7, 27, 9, 30, tzinfo=ZONE)


@pytest.fixture(scope="session", autouse=True)
def logs_as_in_service() -> None:
    """Failures are looked for in the logs."""
    configure("INFO")


@pytest.fixture(scope="session")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """A store with the sample team's half year up to Monday morning, imported like any export."""

    def imported() -> str:
        folder = tmp_path_factory.mktemp("history")
        store = Store(a_database(folder))
        bring_in(store, folder, MONDAY_MORNING, ZONE)
        store.close()
        return str(store.url)

    return one_of_each_kind(imported)


@pytest.fixture(scope="session")
def history(histories: Callable[[], str]) -> str:
    """The same, for all stories that run on one database."""
    return histories()


@contextmanager
def bot_in_slack(database: str, admins: str = "", *, learns: bool = False) -> Iterator[LocalSlack]:
    """A workspace in which the bot answers from this database; it is Monday morning. `admins` are named to the bot."""
    with LocalSlack() as slack, bot_at_work(slack, database, admins, learns=learns):
        yield slack


@contextmanager
def bot_at_work(slack: LocalSlack, database: str, admins: str = "", *, learns: bool = False) -> Iterator[None]:
    """The bot, from its start to its end, in a workspace that was there before and stays.

    It `learns` what conversations are about only if told: that takes seconds of processor time for each bot.
    """
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
        database_url=database,
        timezone=ZONE.key,
        kpibot_admins=admins,
    )
    kpibot = replace(build(settings, clock=lambda: MONDAY_MORNING), pace=Pace(0))  # stories are short
    if not learns:
        kpibot = replace(kpibot, suggestions=Suggestions(kpibot.bench.store, ZONE))  # which nobody asks
    with closing(kpibot.bench.store), connected(kpibot):
        wait_for_bot(slack)
        yield


@pytest.fixture(scope="session")
def team_slack(history: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    """One workspace for all stories that leave the history as it is.

    On a copy: others copy the history, and to copy what SQLite has open in the same process takes its locks away.
    """
    with bot_in_slack(a_copy(history, tmp_path_factory.mktemp("team"))) as slack:
        yield slack


@pytest.fixture
def slack(team_slack: LocalSlack) -> LocalSlack:
    """The workspace, with nothing said in it yet, in which everything goes well."""
    call(team_slack, "reset", {})
    call(team_slack, "faults", {"clear": True})
    return team_slack


@pytest.fixture
def own_history(histories: Callable[[], str], tmp_path: Path) -> str:
    """A copy of the history, for stories that change what the bot remembers."""
    return a_copy(histories(), tmp_path)


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    """The support lead."""
    return Person(slack, "Ada")


@pytest.fixture
def ben(slack: LocalSlack) -> Person:
    """An agent."""
    return Person(slack, "Ben")
