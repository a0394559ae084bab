"""Questions about a store of tickets, asked on Monday 27 July 2026 in Berlin unless said otherwise."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from kpi.answering.answer import answer
from kpi.answering.readout import Readout
from kpi.dimensions import CHANNEL
from kpi.filters import Filter
from kpi.question import parse
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from tests.support.tickets import BERLIN, add, at, moment, ticket

HOUR = 3_600
FIELDS = ("created_at", "resolved_at", "status", "rating", "rating_scale", "rated_at", "first_human_response_at")
MONDAY = "Mon 27 Jul 2026 09:00"
LONG_AGO = "Mon 1 Dec 2025 09:00"

Ask = Callable[..., Readout]


def facts_of(connection: Connection) -> StoreFacts:
    """Those of a team in Berlin that has decided nothing else."""
    return StoreFacts(connection, settings.read(connection, BERLIN))


@pytest.fixture
def ask(store: Store) -> Ask:
    """Ask a question at a local time."""

    def asked(text: str, now: str = MONDAY, narrowed: str = "") -> Readout:
        """`narrowed` is the channel that the question keeps to."""
        moment_now = moment(now)
        question = parse(text, moment_now.date(), BERLIN)
        if narrowed:
            question = replace(question, filters=(Filter(CHANNEL, narrowed, narrowed),))
        with store.reading() as connection:
            return answer(question, facts_of(connection), moment_now)

    return asked


def resolved(when: str, hours: float = 1) -> dict[str, Any]:
    """Resolved at this moment, so many hours after it was opened."""
    instant = at(when)
    return ticket(created_at=instant - round(hours * HOUR), resolved_at=instant, status="resolved")


def rated(when: str, *stars: int) -> list[dict[str, Any]]:
    instant = at(when)
    return [
        ticket(created_at=instant - HOUR, rated_at=instant, rating=float(star), rating_scale="stars") for star in stars
    ]


def desk(store: Store, *tickets: dict[str, Any], until: str = MONDAY, source: str = "desk") -> None:
    """A source that is much older than what is asked about."""
    add(store, source, ticket(created_at=LONG_AGO), *tickets, fields=FIELDS, complete_until=until)
