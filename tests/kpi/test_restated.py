from datetime import UTC, datetime

from kpi.catalogue import Unit
from kpi.restated import Figure, days_left, figures, moved
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.kpi.summary.changes import UTC_ZONE, Decided, do
from tests.support.tickets import add, at, ticket

NOW = datetime(2026, 7, 27, 9, tzinfo=UTC)


def seconds(value: float | None) -> Figure:
    return Figure(value, Unit.SECONDS, "EUR")


def test_durations_and_money_have_moved_by_two_hundredths_at_least() -> None:
    before = {"time": seconds(6_000.0), "cost": Figure(5.0, Unit.MONEY, "EUR")}
    assert moved(before, {"time": seconds(6_100.0), "cost": Figure(5.09, Unit.MONEY, "EUR")}) == []
    found = moved(before, {"time": seconds(6_120.0), "cost": Figure(5.11, Unit.MONEY, "EUR")})
    assert [each.said for each in found] == ["time: 1 h 40 min → 1 h 42 min", "cost: 5 EUR → 5.11 EUR"]


def test_what_is_read_as_the_same_has_not_moved() -> None:
    assert moved({"time": seconds(1_000.0)}, {"time": seconds(1_025.0)}) == []


def test_rates_have_moved_by_half_a_point_at_least() -> None:
    before = {"rate": Figure(80.0, Unit.PERCENT, "EUR")}
    assert moved(before, {"rate": Figure(80.4, Unit.PERCENT, "EUR")}) == []
    [found] = moved(before, {"rate": Figure(79.5, Unit.PERCENT, "EUR")})
    assert found.said == "rate: 80 % → 79.5 %"


def test_what_had_no_data_and_now_has_some_has_moved() -> None:
    [found] = moved({"time": seconds(None)}, {"time": seconds(60.0)})
    assert found.said == "time: no data → 1 min"
    assert moved({"time": seconds(None)}, {"time": seconds(None)}) == []


def test_opening_hours_move_the_first_response_time_and_nothing_else(store: Store) -> None:
    night = ticket(
        created_at="Mon 20 Jul 2026 22:00",
        first_human_response_at="Tue 21 Jul 2026 09:30",
        resolved_at="Tue 21 Jul 2026 10:00",
        status="resolved",
    )
    do(store, Decided("zone Europe/Berlin"))
    add(store, "desk", night, complete_until=at("Mon 27 Jul 2026 09:00"))
    said = []
    for line in ("currency EUR", "hours mon-fri 9-17"):
        do(store, Decided(line))
        catch_up(store, UTC_ZONE)
        with store.reading() as connection:
            said.append(figures(connection, UTC_ZONE, NOW))
    assert [each.said for each in moved(*said)] == [
        "First response time (median): 11 h 30 min → 30 min",
        "First replies by a person within the target: 0 % → 100 %",
    ]


def test_the_days_that_are_left_are_those_up_to_today_that_are_not_yet_counted_as_decided(store: Store) -> None:
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 22:00"), complete_until=at("Mon 27 Jul 2026 09:00"))

    def left() -> int:
        with store.reading() as connection:
            return days_left(connection, UTC_ZONE, NOW)

    assert left() == 9
    catch_up(store, UTC_ZONE)
    assert left() == 0
    do(store, Decided("hours mon-fri 9-17"))
    assert left() == 9
    done = 0

    def count(now: int, _total: int) -> None:
        nonlocal done
        done = now

    catch_up(store, UTC_ZONE, count, lambda: done == 1)
    assert left() == 8
    catch_up(store, UTC_ZONE)
    assert left() == 0
