"""A team that decides anew which days there are, or what an hour is: answers are of the one or of the other."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kpi.counting.days import Days
from kpi.measures import Measure, Timing
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.kpi.summary.changes import DAY, HOUR, UTC_ZONE, Decided, Tickets, begin_empty, do
from tests.kpi.summary.comparing import assert_counted
from tests.kpi.summary.histories import Watched, a_minute_passes, import_into, summary, tickets

ZONES = (
    "Europe/Berlin",
    "America/Los_Angeles",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
CHANGES_OF_CLOCKS = {
    "Europe's spring": (datetime(2026, 3, 27, tzinfo=UTC), 5),
    "Europe's autumn": (datetime(2026, 10, 23, tzinfo=UTC), 5),
    "Apia's lost Friday": (datetime(2011, 12, 28, tzinfo=UTC), 5),
    "Beirut's midnight": (datetime(2026, 3, 28, tzinfo=UTC), 2),
}


def by_the_half_hour(begin: datetime, days: int) -> Tickets:
    """A ticket every thirty minutes."""
    first = int(begin.timestamp())
    instants = range(first, first + days * DAY, HOUR // 2)
    return Tickets("chat", ("created_at",), tuple((str(at), at, at) for at in instants), first + 40 * DAY)


def opened(store: Store, begin: datetime, days: int) -> tuple[bool, dict[date, int]]:
    """Whether the tickets have been asked themselves, and how many were opened on each day."""
    with store.reading() as connection:
        team = settings.read(connection, UTC_ZONE)
        facts = StoreFacts(connection, team)
        first = begin.date().toordinal()
        around = [date.fromordinal(first + number) for number in range(-2, days + 3)]
        stretches = [Days(day, date.fromordinal(day.toordinal() + 1), team.zone) for day in around]
        found = facts.tallies([Measure.OPENED], stretches)[()]
    told = {day: tally[Measure.OPENED] for day, tally in zip(around, found, strict=True)}
    return facts.from_tickets, {day: n for day, n in told.items() if n}


def expected(file: Tickets, zone: str) -> dict[date, int]:
    return Counter(datetime.fromtimestamp(row[2], ZoneInfo(zone)).date() for row in file.rows)


@pytest.mark.parametrize(("begin", "days"), CHANGES_OF_CLOCKS.values(), ids=CHANGES_OF_CLOCKS)
def test_each_zone_has_its_own_days_whatever_its_clocks_do(any_store: Store, begin: datetime, days: int) -> None:
    file = by_the_half_hour(begin, days)
    import_into(any_store, file)
    catch_up(any_store, UTC_ZONE)
    for zone in ZONES:
        do(any_store, Decided(f"zone {zone}"))
        assert opened(any_store, begin, days) == (True, expected(file, zone)), zone
        catch_up(any_store, UTC_ZONE)
        assert opened(any_store, begin, days) == (False, expected(file, zone)), zone


def test_after_another_zone_no_row_of_the_old_days_is_left(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    for zone in (*ZONES, *reversed(ZONES)):
        do(any_store, Decided(f"zone {zone}"))
        catch_up(any_store, UTC_ZONE)
        found = summary(any_store)
        begin_empty(any_store)
        do(any_store, Decided(f"zone {zone}"))
        import_into(any_store, tickets(0, 3))
        catch_up(any_store, UTC_ZONE)
        assert summary(any_store) == found, zone


@pytest.mark.parametrize(
    "line", ["zone Pacific/Apia", "hours mon-fri 9-17", "target.frt 8 h", "closed_days 2026-03-23"]
)
def test_what_restates_is_answered_from_the_tickets_at_every_moment_until_all_is_made(
    any_store: Store, line: str
) -> None:
    if line.startswith("closed"):
        do(any_store, Decided("hours mon-fri 9-17"))
    import_into(any_store, tickets(0, 4))
    catch_up(any_store, UTC_ZONE)
    do(any_store, Decided(line))
    right = _measured(any_store)
    seen = []

    def look(_transaction: int) -> None:
        seen.append(_measured(any_store))

    watched = Watched(any_store, before=look)
    watched.at_end = lambda _connection: look(0)
    catch_up(watched, UTC_ZONE)
    watched.close()
    assert len(seen) > 8
    assert {told[1] for told in seen} == {right[1]}
    assert [told[0] for told in seen] == sorted((told[0] for told in seen), reverse=True)  # first from the tickets
    assert (seen[0][0], _measured(any_store)) == (True, (False, right[1]))
    assert_counted(any_store)


def test_a_decision_in_the_midst_of_the_work_for_another_is_the_one_that_is_made(any_store: Store) -> None:
    import_into(any_store, tickets(0, 4))
    catch_up(any_store, UTC_ZONE)
    do(any_store, Decided("zone Pacific/Apia"))

    def decide(transaction: int) -> None:
        if transaction == 5:
            do(any_store, Decided("zone Europe/Berlin"))

    watched = Watched(any_store, before=decide)
    catch_up(watched, UTC_ZONE)
    watched.close()
    assert_counted(any_store)


def test_what_was_begun_for_one_decision_is_not_gone_on_with_for_another(any_store: Store) -> None:
    import_into(any_store, tickets(0, 4))
    do(any_store, Decided("zone Pacific/Apia"))

    def stop(transaction: int) -> None:
        if transaction > 4:
            raise KeyboardInterrupt

    watched = Watched(any_store, before=stop)
    with pytest.raises(KeyboardInterrupt):
        catch_up(watched, UTC_ZONE)
    watched.close()
    do(any_store, Decided("zone Europe/Berlin"))
    a_minute_passes(any_store)
    assert_counted(any_store)


def _measured(store: Store) -> tuple[bool, str]:
    """Whether from the tickets, and what is told of some weeks."""
    with store.reading() as connection:
        team = settings.read(connection, UTC_ZONE)
        facts = StoreFacts(connection, team)
        weeks = [
            Days(date(2026, 3, 16), date(2026, 3, 22), team.zone),
            Days(date(2026, 3, 22), date(2026, 4, 20), team.zone),
        ]
        found = facts.tallies([*Measure, *Timing], weeks)[()]
    told = [
        (
            sorted((measure, int(n)) for measure, n in tally.counts.items() if n),
            [(tally.time(timing).n, tally.time(timing).value, tally.time(timing).total) for timing in Timing],
        )
        for tally in found
    ]
    return facts.from_tickets, str(told)
