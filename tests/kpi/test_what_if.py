"""What another rate would change, worked out by hand for the week of Monday 20 July 2026.

10 conversations were opened in it. Of the 5 that had their 7 days, automation resolved 2 and a person 3: 40 %. Of 20
self-service inquiries 8 were resolved, so that the self-service rate is (8 + 2) ÷ (20 + 5) = 40 % as well. Support cost
600 for agents, 100 for software and 50 for automation, which is 25 for each of the 30 contacts.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.model import InquiryDay, table
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.costs import NewCost
from kpi.team.costs import add as add_cost
from kpi.team.settings import TeamSettings
from kpi.what_if import Figure, WhatIf, what_if
from tests.kpi.ingest.imports import a_source, an_import
from tests.support.tickets import BERLIN, add, at, days, ticket

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
MONDAY, SUNDAY = date(2026, 7, 20), date(2026, 7, 26)
FIELDS = ("created_at", "resolved_at", "status", "first_human_response_at", "first_automated_response_at")


def conversations(store: Store, *, says_who: bool = True) -> None:
    """Those of the week, and those of the week before that had their 7 days in it."""
    earlier = at("Tue 14 Jul 2026 09:00")
    reply = {"first_automated_response_at": earlier + 60} if says_who else {}
    by_bot = [ticket(created_at=earlier, resolved_at=earlier + 600, status="resolved", **reply) for _ in range(2)]
    answered = {"first_human_response_at": earlier + 300} if says_who else {"first_response_at": earlier + 300}
    by_person = [ticket(created_at=earlier, resolved_at=earlier + 600, status="resolved", **answered) for _ in range(3)]
    opened = [ticket(created_at="Wed 22 Jul 2026 09:00", status="open") for _ in range(10)]
    fields = FIELDS if says_who else (*FIELDS[:3], "first_response_at")
    add(store, "desk", *by_bot, *by_person, *opened, fields=fields)


def inquiries(store: Store) -> None:
    a_source(store, "help centre")
    counts = {"resolved": 8, "contacted": 4, "abandoned": 8}
    row: dict[str, Any] = {"source": "help centre", "day": MONDAY, "as_of": 2_000_000_000, **counts}
    row["origin"] = an_import(store, source="help centre", kind="inquiry-days")
    with store.writing() as connection:
        connection.execute(insert(table(InquiryDay)).values(row))


def costs(store: Store, last_day: date = SUNDAY, **cents: int) -> None:
    with store.writing() as connection:
        for category, amount in (cents or {"agents": 60_000, "software": 10_000, "automation": 5_000}).items():
            add_cost(connection, NewCost(MONDAY, last_day, category, amount, monthly=False), "Ada", 0, "EUR")


def ask(store: Store, assumed: Mapping[str, float]) -> WhatIf:
    with store.reading() as connection:
        return what_if(StoreFacts(connection, TeamSettings(BERLIN), from_tickets=True), WEEK, assumed)


def near(figure: Figure, before: float, after: float) -> bool:
    return (figure.before, figure.after) == pytest.approx((before, after))


@pytest.fixture
def full(store: Store) -> Store:
    """With all that the docstring above tells."""
    conversations(store)
    inquiries(store)
    costs(store)
    return store


def test_with_a_self_service_rate_of_80_percent_a_third_is_left_for_people(full: Store) -> None:
    """(100 − 80) ÷ (100 − 40) = 1/3 of 6 conversations a week, and of 600 for agents; 150 stay."""
    found = ask(full, {"self_service_rate": 80})
    assert near(found.rate, 40, 80)
    assert near(found.load, 6, 2)
    assert near(found.cost, 750, 350)
    assert near(found.cost_per_contact, 25, 350 / 30)
    assert (found.contacts, found.currency) == (30, "EUR")


def test_with_an_automation_rate_of_70_percent_half_is_left_for_people(full: Store) -> None:
    found = ask(full, {"automation_rate": 70})
    assert near(found.rate, 40, 70)
    assert near(found.load, 6, 3)
    assert near(found.cost, 750, 450)
    assert near(found.cost_per_contact, 25, 15)


def test_a_lower_rate_leaves_more_for_people(full: Store) -> None:
    found = ask(full, {"automation_rate": 10})
    assert near(found.load, 6, 9)
    assert near(found.cost, 750, 1_050)


def test_what_stays_as_it_is_changes_nothing(full: Store) -> None:
    found = ask(full, {"self_service_rate": 40})
    assert near(found.load, 6, 6)
    assert near(found.cost_per_contact, 25, 25)


def test_with_everything_resolved_without_people_software_and_automation_still_cost(full: Store) -> None:
    found = ask(full, {"self_service_rate": 100})
    assert near(found.load, 6, 0)
    assert near(found.cost, 750, 150)


def test_it_says_what_it_assumes(full: Store) -> None:
    assert ask(full, {"self_service_rate": 80}).assumptions == (
        "As many customers ask as in 20–26 July 2026: 10 conversations and 20 self-service inquiries.",
        "Automation resolves 40 % of the conversations today, as of those that had their 7 days in the period; the "
        "others reach a person.",
        "People go on handling the same part of what self-service and automation do not resolve.",
        "150 EUR for automation and software stay as they are; all other costs, 600 EUR, follow how many conversations "
        "people handle.",
        "That takes a team whose hours change with its work: until they do, the cost stays and only the load changes.",
    )


def test_where_nobody_says_who_answered_every_conversation_reaches_a_person(store: Store) -> None:
    """Of 20 inquiries 8 were resolved, and of 5 conversations none without a person as far as is known: 32 %."""
    conversations(store, says_who=False)
    inquiries(store)
    costs(store)
    found = ask(store, {"self_service_rate": 66})
    assert near(found.rate, 32, 66)
    assert near(found.load, 10, 5)
    assert found.assumptions[1].startswith("Every conversation reaches a person today")


def test_a_longer_period_counts_by_the_week(store: Store) -> None:
    """Of the 5 conversations of 14 July and the 10 of 22 July, in two weeks: 15 · 0.6 ÷ 2."""
    conversations(store)
    with store.writing() as connection:
        two_weeks = NewCost(date(2026, 7, 13), SUNDAY, "agents", 60_000, monthly=False)
        add_cost(connection, two_weeks, "Ada", 0, "EUR")
    with store.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(BERLIN), from_tickets=True)
        found = what_if(facts, days("Mon 13 Jul 2026", "Mon 27 Jul 2026"), {"automation_rate": 70})
    assert near(found.load, 4.5, 2.25)


# ---- what cannot be said


def refusal(store: Store, assumed: Mapping[str, Any]) -> UserError:
    with pytest.raises(UserError) as raised:
        ask(store, assumed)
    return raised.value


def test_without_costs_it_says_how_to_enter_them(store: Store) -> None:
    conversations(store)
    inquiries(store)
    error = refusal(store, {"self_service_rate": 80})
    assert error.sentence == "No costs are entered, so there is no cost per contact to start from."
    assert error.hint == "Enter what support costs: `kpibot costs add 12,400 agents from 2026-07`"


def test_without_the_costs_of_some_days_they_are_named(store: Store) -> None:
    conversations(store)
    inquiries(store)
    costs(store, last_day=date(2026, 7, 23))
    assert refusal(store, {"automation_rate": 80}).sentence == "No costs are entered for 24–26 July 2026."


def test_without_self_service_data_it_says_how_to_import_them(store: Store) -> None:
    conversations(store)
    costs(store)
    error = refusal(store, {"self_service_rate": 80})
    assert error.sentence == "Self-service is not connected: there are no self-service inquiries in the period."
    assert error.hint == "Import some: `kpibot import --example inquiries` prints a file to go by."


def test_without_authors_there_is_no_automation_to_start_from(store: Store) -> None:
    conversations(store, says_who=False)
    costs(store)
    assert refusal(store, {"automation_rate": 80}).sentence.startswith("Automation is not connected")


def test_without_any_contact_there_is_no_cost_of_one(store: Store) -> None:
    earlier = at("Tue 14 Jul 2026 09:00")
    add(store, "desk", ticket(created_at=earlier, status="open"), fields=FIELDS)
    costs(store)
    assert refusal(store, {"automation_rate": 80}).sentence.startswith("Nothing was opened in 20–26 July 2026")


def test_where_automation_resolves_everything_nothing_more_can_be_saved(store: Store) -> None:
    earlier = at("Tue 14 Jul 2026 09:00")
    resolved = {"resolved_at": earlier + 600, "status": "resolved", "first_automated_response_at": earlier + 60}
    opened = ticket(created_at="Wed 22 Jul 2026 09:00", status="open")
    add(store, "desk", ticket(created_at=earlier, **resolved), opened, fields=FIELDS)
    costs(store)
    sentence = refusal(store, {"automation_rate": 80}).sentence
    assert sentence == "Automation rate is 100 % already: nothing is left that reaches a person."


@pytest.mark.parametrize(
    ("assumed", "said"),
    [
        ({}, "one other rate"),
        ({"automation_rate": 50, "self_service_rate": 50}, "one at a time"),
        ({"csat": 90}, "another self-service rate or automation rate"),
        ({"automation_rate": 101}, "from 0 to 100 %"),
        ({"automation_rate": -1}, "from 0 to 100 %"),
        ({"automation_rate": float("nan")}, "from 0 to 100 %"),
    ],
)
def test_what_cannot_be_assumed(full: Store, assumed: Mapping[str, float], said: str) -> None:
    error = refusal(full, assumed)
    assert isinstance(error, QuestionError)
    assert said in error.sentence
    assert error.lines == ("what-if self_service_rate=80", "what-if automation_rate=60")
