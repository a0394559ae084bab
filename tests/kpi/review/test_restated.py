"""What late data change in weeks that were told: once, with what was said and what is so now."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from kpi.dimensions import CHANNEL
from kpi.filters import Filter
from kpi.model import Ticket, table
from kpi.state import State
from kpi.team import settings
from tests.kpi.review.channel import Channel
from tests.kpi.review.desk import THIS, Desk
from tests.support.databases import a_store
from tests.support.tickets import at

_t = table(Ticket)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Four weeks in which 34 of 40 ratings are satisfied: 85 %, against 80 %."""
    store = a_store(tmp_path)
    yield Desk(store).weeks(3).week().done()
    store.close()


def dissatisfy(desk: Desk, number: int, ago: int = 1) -> None:
    """So many customers who were satisfied in that week turn out not to have been."""
    start = THIS - timedelta(weeks=ago)
    rated = [row for row in desk.tickets if row.get("rating") == 5 and start <= opened(row) < start + timedelta(7)]
    with desk.store.writing() as connection:
        for row in rated[:number]:
            row["rating"] = 1.0
            mine = _t.c.external_id == row["external_id"]
            connection.execute(update(_t).where(mine).values(rating=1.0))


def opened(row: dict[str, int]) -> date:
    return date.fromtimestamp(row["created_at"])


def said(channel: Channel, ago: int = 0) -> list[str]:
    return [each.text for each in channel.looks(ago)[0].restated]


def test_a_value_that_moved_is_told_with_old_and_new(desk: Desk) -> None:
    channel = Channel(desk.store, "C1")
    channel.posts(1)
    dissatisfy(desk, 1)
    agenda, as_json = channel.looks()
    (found,) = agenda.restated
    assert found.text == "CSAT of 13–19 July 2026: 85 % → 82.5 %"
    assert (found.old, found.new, found.old_state, found.new_state) == (85, 82.5, State.ON_TARGET, State.ON_TARGET)
    assert as_json["restated"] == [
        {
            "kpi": "csat",
            "weeks": "2026-W29",
            "old": 85.0,
            "new": 82.5,
            "old_state": "on target",
            "new_state": "on target",
            "text": found.text,
        }
    ]


def test_a_state_that_changed_is_told_with_the_value(desk: Desk) -> None:
    channel = Channel(desk.store, "C1")
    channel.posts(1)
    dissatisfy(desk, 14)
    assert said(channel) == ["CSAT of 13–19 July 2026: 85 % → 50 % (on target → missed)"]


def test_where_the_state_alone_changed_the_value_is_said_once(desk: Desk) -> None:
    """The team has set another target."""
    channel = Channel(desk.store, "C1")
    channel.posts(1)
    with desk.store.writing() as connection:
        settings.change(connection, "target.csat", {"value": 95, "bad": 90}, "ann", 0)
    assert said(channel) == ["CSAT of 13–19 July 2026: 85 % (on target → missed)"]


def test_nothing_is_restated_where_nothing_moved(desk: Desk) -> None:
    channel = Channel(desk.store, "C1")
    channel.posts(1)
    assert said(channel) == []


def test_what_was_told_to_be_restated_is_not_told_again(desk: Desk) -> None:
    channel = Channel(desk.store, "C1")
    channel.posts(2)
    dissatisfy(desk, 2, ago=2)
    assert said(channel, 1) == ["CSAT of 6–12 July 2026: 85 % → 80 %"]
    channel.posts(1)
    assert said(channel) == []


def test_what_moves_little_by_little_is_told_once_it_has_moved_enough(desk: Desk) -> None:
    """By 4 minutes of 5 hours, which is less than 2 %, and by 4 more."""
    channel = Channel(desk.store, "C1")
    channel.posts(2)
    later(desk, 240)
    assert said(channel, 1) == []
    channel.posts(1)
    later(desk, 240)
    assert said(channel) == ["Resolution time of 6–12 July 2026: median 5 h → median 5 h 8 min"]


def later(desk: Desk, seconds: int) -> None:
    """What was opened in the week from 6 July on turns out to have been resolved later."""
    first, end = at("Mon 6 Jul 2026 00:00"), at("Mon 13 Jul 2026 00:00")
    mine = (_t.c.created_at >= first) & (_t.c.created_at < end)
    with desk.store.writing() as connection:
        connection.execute(update(_t).where(mine).values(resolved_at=_t.c.resolved_at + seconds))


def test_weeks_before_the_last_one_are_looked_at_again_too(desk: Desk) -> None:
    channel = Channel(desk.store, "C1")
    channel.posts(2)
    channel.posts(1)
    dissatisfy(desk, 2, ago=2)
    assert said(channel) == ["CSAT of 6–12 July 2026: 85 % → 80 %"]


def test_figures_of_other_conversations_are_not_compared(desk: Desk) -> None:
    Channel(desk.store, "C1", [Filter(CHANNEL, "email", "email")]).posts(1)
    assert said(Channel(desk.store, "C1")) == []
