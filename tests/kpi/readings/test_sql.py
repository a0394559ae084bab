"""Every KPI against a plain SQL statement over the raw tickets."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.playground.sample_team import write_export
from kpi.catalogue import EVERY, Kpi
from kpi.counting.days import Days
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.readings import reader
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings
from tests.kpi.counting.shared import filled
from tests.support.any_teams import Situation, Team, situations
from tests.support.databases import a_store
from tests.support.past_the_program import as_sqlite
from tests.support.sql_checks import STATEMENTS, TABLES, ask
from tests.support.tickets import BERLIN

NOW = datetime(2026, 7, 27, 9, tzinfo=BERLIN)
CHECKED = [kpi for kpi in EVERY if kpi.key in STATEMENTS]
COUNTED = ("volume", "backlog", "waiting")
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)


def agree(store: Store, tickets: sqlite3.Connection, kpi: Kpi, days: Days) -> None:
    value, n = ask(tickets, kpi.key, days.start_at, days.end_at)
    with store.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(days.zone), from_tickets=True)
        sample = reader(kpi).read(facts, days).sample
    if kpi.key in COUNTED:
        assert sample.value in (value, None)
    else:
        assert sample.value == pytest.approx(value)
        assert sample.n == n


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample team's half year."""
    folder = tmp_path_factory.mktemp("sample team")
    store = a_store(folder)
    write_export(folder / "export.csv", NOW, BERLIN)
    now = int(NOW.timestamp())
    import_file(store, folder / "export.csv", Options(zone=BERLIN, now=now, source="sample team", as_of=now))
    yield store
    store.close()


@pytest.mark.parametrize("kpi", CHECKED, ids=lambda kpi: kpi.key)
def test_the_sample_teams_weeks_and_months_agree(team: Store, kpi: Kpi) -> None:
    monday = date(2026, 2, 2)
    with as_sqlite(str(team.url), *TABLES) as tickets:
        for week in range(0, 26, 3):
            first = monday + timedelta(weeks=week)
            agree(team, tickets, kpi, Days(first, first + timedelta(weeks=1), BERLIN))
        for month in range(2, 7):
            agree(team, tickets, kpi, Days(date(2026, month, 1), date(2026, month + 1, 1), BERLIN))


@pytest.mark.parametrize("kpi", CHECKED, ids=lambda kpi: kpi.key)
@settings(max_examples=10, phases=_PHASES, report_multiple_bugs=False)
@given(situation=situations(of=st.just(Team())))
def test_any_tickets_agree(shared: Store, kpi: Kpi, situation: Situation) -> None:
    filled(shared, situation)
    with as_sqlite(str(shared.url), *TABLES) as tickets:
        agree(shared, tickets, kpi, situation.days)
