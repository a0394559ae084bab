"""Years in which nothing happens but chance: how often a move is called in them."""

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from kpi.review import week as weeks
from kpi.review.moved_most import moves
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.kpi.review.desk import FIELDS, HOUR, MINUTE, NOW, THIS, costs, week
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, add, at, moment, ticket

YEARS, WEEKS = 3, 52
HISTORY = 20
INTENTS = ("refund", "delivery", "invoice", "password", "login", "size", None)
MOST = 0.03
"""The share of weeks in which a move may be called that is none."""


def conversations(random: Random, opened: int) -> list[dict[str, Any]]:
    """Of one week: about 120, each by the same chances, however any week before has been."""
    number = round(random.gauss(120, 120**0.5))
    return [_conversation(random, opened + random.randrange(7 * 24 * HOUR)) for _ in range(number)]


def _conversation(random: Random, created: int) -> dict[str, Any]:
    intent = random.choices(
        ("refund", "delivery", "invoice", "password", "login", "size", None), (6, 5, 5, 4, 4, 4, 2)
    )[0]
    row = ticket(created_at=created, channel=random.choice(("email", "chat")), intent=intent, status="open")
    by_bot = random.random() < 0.5
    reply = random.lognormvariate(0, 1) * (MINUTE if by_bot else 40 * MINUTE)
    row["first_automated_response_at" if by_bot else "first_human_response_at"] = created + round(reply)
    if random.random() < 0.9:
        resolved = created + round(reply + random.lognormvariate(0, 1.2) * 5 * HOUR)
        row.update(resolved_at=resolved, status="resolved")
        if random.random() < 0.25:
            in_stars = random.random() < 0.7
            rating = (
                random.choices((5.0, 2.0), (84, 16))[0] if in_stars else random.choices((10.0, 8.0, 3.0), (5, 3, 2))[0]
            )
            row.update(rating=rating, rating_scale="stars" if in_stars else "0 to 10", rated_at=resolved + MINUTE)
    return row


def quiet_year(store: Store, seed: int) -> None:
    random = Random(seed)
    first = THIS - timedelta(weeks=HISTORY + WEEKS)
    start = at(f"{first:%a} {first.day} {first:%b %Y} 00:00")
    rows = [row for week in range(HISTORY + WEEKS + 1) for row in conversations(random, start + week * 7 * 24 * HOUR)]
    known = [row for row in rows if row["created_at"] < at(NOW)]
    add(store, "desk", *known, fields=FIELDS, complete_until=NOW)
    costs(store, 180)
    catch_up(store, BERLIN)


def moves_in_a_year(store: Store) -> list[list[str]]:
    """What is called a move, in each of its weeks."""
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        found = [weeks.read(facts, week(ago), moment(NOW)) for ago in range(WEEKS)]
        return [[move.standing.kpi.key for move in moves(each)] for each in found]


def test_in_quiet_years_hardly_any_week_has_a_move(tmp_path: Path) -> None:
    called = [each for seed in range(YEARS) for each in moves_of(tmp_path / str(seed), seed) if each]
    assert len(called) <= MOST * YEARS * WEEKS, called


def moves_of(folder: Path, seed: int) -> list[list[str]]:
    folder.mkdir()
    store = a_store(folder)
    quiet_year(store, seed)
    found = moves_in_a_year(store)
    store.close()
    return found
