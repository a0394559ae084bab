from sqlalchemy import insert, select, update

from kpi.store import Store
from kpi.summary.building import day_of
from kpi.summary.catching_up import catch_up, rebuild
from kpi.summary.tables import kpi_day, kpi_day_durations
from tests.kpi.summary.changes import UTC_ZONE, Decided, do
from tests.kpi.summary.histories import import_into, summary, tickets


def test_a_summary_that_is_right_is_proved_right(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    catch_up(any_store, UTC_ZONE)
    known = summary(any_store)
    steps: list[tuple[int, int]] = []
    rebuilt = rebuild(any_store, UTC_ZONE, lambda done, total: steps.append((done, total)))
    assert (rebuilt.days > 30, rebuilt.differing) == (True, set())
    assert steps[-1] == (rebuilt.days, rebuilt.days)
    assert summary(any_store) == known


def test_what_somebody_has_spoilt_is_found_and_mended(any_store: Store) -> None:
    """A number, a missing row, and a row on a day on which nothing can have happened."""
    import_into(any_store, tickets(0, 3))
    catch_up(any_store, UTC_ZONE)
    known = summary(any_store)
    with any_store.writing() as connection:
        days = connection.scalars(select(kpi_day.c.day).where(kpi_day.c.opened > 0).distinct().order_by("day")).all()
        connection.execute(update(kpi_day).where(kpi_day.c.day == days[0]).values(opened=17))
        connection.execute(kpi_day_durations.delete().where(kpi_day_durations.c.day == days[1]))
        odd = connection.execute(select(kpi_day).where(kpi_day.c.day == days[2])).mappings().first()
        connection.execute(insert(kpi_day).values({**dict(odd or {}), "day": 3}))
    spoilt = {day_of(day) for day in (days[0], days[1], 3)}
    assert rebuild(any_store, UTC_ZONE).differing == spoilt
    assert summary(any_store) == known


def test_what_is_known_to_have_changed_is_no_difference(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    catch_up(any_store, UTC_ZONE)
    import_into(any_store, tickets(1, 2, a_day=3))
    assert rebuild(any_store, UTC_ZONE).differing == set()


def test_a_summary_that_has_to_be_made_in_any_case_is_made(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    assert rebuild(any_store, UTC_ZONE).days > 30
    do(any_store, Decided("zone Pacific/Apia"))
    assert rebuild(any_store, UTC_ZONE).differing == set()
    assert summary(any_store)["kpi_day"]


def test_an_empty_store_has_nothing_to_count(any_store: Store) -> None:
    rebuilt = rebuild(any_store, UTC_ZONE)
    assert (rebuilt.days, rebuilt.differing) == (0, set())
    assert rebuild(any_store, UTC_ZONE).days == 0
