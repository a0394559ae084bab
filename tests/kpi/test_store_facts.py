"""The facts of a store: from the summary exactly what the tickets tell, and durations within 1 %."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kpi.counting.days import Days
from kpi.dimensions import CHANNEL, INTENT
from kpi.filters import Filter
from kpi.measures import Measure, Timing
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team.settings import TeamSettings
from tests.kpi.summary.changes import DAY, HOUR, START, UTC_ZONE, Tickets, do
from tests.kpi.summary.comparing import assert_same_durations
from tests.support.databases import a_store

UNTIL = START + 30 * DAY
FIELDS = ("created_at", "first_human_response_at", "resolved_at", "channel", "intent")
CHAT = Filter(CHANNEL, "chat", "chat")


def many_a_day() -> Tickets:
    """Six hundred on each of three days, answered after anything from no time to weeks."""
    rows = []
    for number in range(1_800):
        opened = START + number // 600 * DAY + number % 24 * HOUR
        replied = opened + (number % 600) ** 2
        cells = (opened, replied, replied + 17 * number, ("chat", "email")[number % 2], f"intent {number % 3}")
        rows.append((str(number), UNTIL, *cells))
    return Tickets("desk", FIELDS, tuple(rows), UNTIL)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with so many durations a day that they are kept in buckets."""
    store = a_store(tmp_path_factory.mktemp("busy"))
    do(store, many_a_day())
    catch_up(store, UTC_ZONE)
    yield store
    store.close()


@pytest.mark.parametrize("by", [(), (CHANNEL,), (CHANNEL, INTENT), (INTENT,)])
@pytest.mark.parametrize("timing", [Timing.PERSON, Timing.ANYONE, Timing.RESOLUTION])
def test_counts_and_sums_are_those_of_the_tickets_and_quantiles_within_a_hundredth(
    busy: Store, timing: Timing, by: tuple[object, ...]
) -> None:
    weeks = [Days(date(2026, 3, first), date(2026, 3, first + 5), ZoneInfo("UTC")) for first in (20, 25)]
    with busy.reading() as connection:
        team = TeamSettings(UTC_ZONE)
        summary, tickets = StoreFacts(connection, team), StoreFacts(connection, team, from_tickets=True)
        found, expected = (facts.tallies([timing], weeks, by) for facts in (summary, tickets))  # type: ignore[arg-type]
    assert found.keys() == expected.keys()
    for key, tallies in expected.items():
        for one, other in zip(found[key], tallies, strict=True):
            assert_same_durations(one.time(timing), other.time(timing))


def test_a_question_that_the_summary_does_not_tell_apart_is_counted_from_the_tickets(busy: Store) -> None:
    whole = Days(date(2026, 3, 20), date(2026, 4, 20), UTC_ZONE)
    with busy.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(UTC_ZONE))
        by_three = facts.narrowed([CHAT, Filter(INTENT, "intent 0", "Intent 0")]).tallies(
            [Measure.OPENED], [whole], [CHANNEL]
        )
        assert by_three == {("chat",): [by_three[("chat",)][0]]}
        assert by_three[("chat",)][0][Measure.OPENED] == 300


def test_the_summary_is_not_asked_for_what_another_team_decides(busy: Store) -> None:
    with busy.reading() as connection:
        assert not StoreFacts(connection, TeamSettings(UTC_ZONE)).from_tickets
        elsewhere = StoreFacts(connection, TeamSettings(ZoneInfo("Asia/Tokyo")))
        assert elsewhere.from_tickets
        assert elsewhere.behind == 0


def test_facts_are_narrowed_once(busy: Store) -> None:
    with busy.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(UTC_ZONE))
        chat = facts.narrowed([CHAT])
        assert chat.narrowed([CHAT]) is chat
        with pytest.raises(ValueError, match="narrowed to something else"):
            chat.narrowed([])


def test_the_newest_day_of_a_store_without_anything_is_none(store: Store) -> None:
    catch_up(store, UTC_ZONE)
    with store.reading() as connection:
        for from_tickets in (False, True):
            facts = StoreFacts(connection, TeamSettings(UTC_ZONE), from_tickets=from_tickets)
            assert facts.newest([Measure.OPENED]) is None
            assert facts.oldest_waiting() is None
