"""The sample team's half year, as the demo brings it into a store."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bot.demo_data import LEAD, SOURCE, bring_in
from kpi.answering.answer import answer
from kpi.catalogue import EVERY, Kpi
from kpi.ingest.history import journal
from kpi.model import Inquiry, RatingScale, Search, Ticket, table
from kpi.period import parse
from kpi.question import Question
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.costs import Ledger
from kpi.team.notes import all_notes
from tests.support.databases import a_store

ZONE = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 7, 27, 9, 30, tzinfo=ZONE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("demo")
    store = a_store(folder)
    bring_in(store, folder, MONDAY_MORNING, ZONE)
    yield store
    store.close()


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    with store.reading() as connection:
        yield connection


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_every_kpi_has_a_value_last_week_and_the_week_before(connection: Connection, kpi: Kpi) -> None:
    facts = StoreFacts(connection, settings.read(connection, ZONE))
    for week in ("last week", "2026-W29"):
        question = Question(kpi, parse(week, MONDAY_MORNING.date(), ZONE))
        reading = answer(question, facts, MONDAY_MORNING).reading
        assert reading is not None
        assert reading.connected
        assert reading.sample.n > 0


def test_nothing_is_waiting_to_be_counted(connection: Connection) -> None:
    facts = StoreFacts(connection, settings.read(connection, ZONE))
    assert facts.behind == 0
    assert not facts.from_tickets


def test_only_what_is_meant_to_be_wrong_is_wrong(connection: Connection) -> None:
    imports = {each.file: each for each in journal.imports(connection)}
    assert sum(each.problems for each in imports.values()) == imports["tickets.csv"].problems
    assert 0 < imports["tickets.csv"].problems <= 10
    assert not any(each.rejected for each in imports.values())


def test_scores_reach_the_tickets_of_the_help_desk(connection: Connection) -> None:
    ticket = table(Ticket).c
    query = select(ticket.source, ticket.channel, func.count()).where(ticket.rating_scale == RatingScale.PROMOTER)
    found = connection.execute(query.group_by(ticket.source, ticket.channel)).all()
    assert [(source, channel) for source, channel, _ in found] == [(SOURCE, "phone")]
    assert found[0][2] > 300


def test_who_asked_is_kept_as_a_hash(connection: Connection) -> None:
    requester = table(Ticket).c.requester
    known, different = connection.execute(select(func.count(requester), func.count(requester.distinct()))).one()
    assert known > 11_000
    assert 3_000 < different < 7_000
    assert not connection.scalar(select(func.count()).where(requester.contains("customer")))


def test_visits_that_led_to_a_conversation_lead_to_one_in_the_store(connection: Connection) -> None:
    inquiry, ticket = table(Inquiry).c, table(Ticket).c
    linked = select(func.count()).where(inquiry.conversation.is_not(None))
    found = linked.where(inquiry.conversation.in_(select(ticket.external_id)))
    assert connection.scalar(found) == connection.scalar(linked)
    assert (connection.scalar(linked) or 0) > 500


def test_the_team_has_decided_when_it_works(connection: Connection) -> None:
    team = settings.read(connection, ZONE)
    assert team.hours is not None
    assert team.hours.text == "Mon–Fri 08:00–18:00 (Europe/Berlin)"
    assert settings.decided(connection)["hours"].who == LEAD


def test_the_release_is_noted_on_its_tuesday(connection: Connection) -> None:
    assert [each.said for each in all_notes(connection)] == ["30 June 2026: Release 4.2"]


def test_costs_are_entered_for_every_day_of_the_half_year(connection: Connection) -> None:
    spent = Ledger.read(connection).spent(date(2026, 1, 26), date(2026, 7, 27))
    assert spent.complete
    assert {"agents", "automation", "software", "training"} <= spent.by_category.keys()


def test_searches_that_found_nothing_are_there_to_be_found(connection: Connection) -> None:
    assert (connection.scalar(select(func.count(table(Search).c.query.distinct()))) or 0) >= 15
