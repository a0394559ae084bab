from collections.abc import Callable

import pytest

from kpi.labelling import relabelling, rules
from kpi.labelling.relabelling import Progress
from kpi.store import Store
from tests.kpi.labelling.desk import WHO, imported, intents, labelled
from tests.kpi.labelling.desk import ruled as ruled_and_looked_through
from tests.kpi.summary.changes import NOW
from tests.kpi.summary.histories import Watched


def ruled(store: Store, line: str) -> None:
    """Nothing is looked through for it yet."""
    with store.writing() as connection:
        rules.add(connection, *rules.read(line), WHO, NOW)


def due(store: Store) -> Progress | None:
    with store.reading() as connection:
        return relabelling.due(connection)


def refunds(store: Store, number: int) -> None:
    imported(store, *((f"{each:04}", None, "refund") for each in range(number)))


def test_nothing_is_due_where_nothing_has_changed(store: Store) -> None:
    refunds(store, 3)
    assert due(store) is None
    assert relabelling.step(store) is None
    assert relabelling.finish(store)


def test_a_step_looks_through_some_and_the_next_one_goes_on_from_there(store: Store) -> None:
    refunds(store, 5)
    ruled(store, "refund -> money")
    assert due(store) == (0, 5)
    assert relabelling.step(store, 2) == (2, 2)
    assert due(store) == (2, 5)
    assert list(intents(store).values()) == ["money", "money", None, None, None]
    assert relabelling.step(store, 2) == (2, 2)
    assert relabelling.step(store, 2) == (1, 1)
    assert due(store) is None
    assert set(intents(store).values()) == {"money"}


def test_all_sources_are_looked_through(store: Store) -> None:
    for source in ("mail", "chat", "shop"):
        imported(store, ("1", None, "refund"), ("2", None, "refund"), source=source)
    ruled(store, "refund -> money")
    looked = [relabelling.step(store, 3) for _ in range(4)]
    assert looked == [(3, 3), (3, 3), (0, 0), None]


def test_many_are_settled_in_several_transactions(store: Store) -> None:
    refunds(store, 600)
    ruled(store, "refund -> money")
    assert relabelling.step(store) == (600, 600)
    assert due(store) is None
    assert set(intents(store).values()) == {"money"}


def test_rules_that_change_meanwhile_are_looked_through_from_the_beginning(store: Store) -> None:
    refunds(store, 4)
    ruled(store, "refund -> money")
    relabelling.step(store, 2)
    ruled(store, "hello -> praise")
    assert due(store) == (0, 4)
    assert relabelling.finish(store)
    assert set(intents(store).values()) == {"money"}


def test_what_comes_in_meanwhile_is_right_at_once(store: Store) -> None:
    refunds(store, 4)
    ruled(store, "refund -> money")
    relabelling.step(store, 2)
    imported(store, ("0000", None, "hello"), ("0005", None, "refund"), as_of=NOW)
    labelled(store, "0003", "praise")
    assert intents(store) == {"0000": None, "0001": "money", "0002": None, "0003": "praise", "0005": "money"}
    relabelling.finish(store)
    assert intents(store) == {"0000": None, "0001": "money", "0002": "money", "0003": "praise", "0005": "money"}


def _between(store: Store, happens: Callable[[], None]) -> Watched:
    """Before its first transaction that writes, something happens."""

    def before(transaction: int) -> None:
        if transaction == 1:
            happens()

    return Watched(store, before=before)


def test_a_rule_that_changes_between_looking_and_writing_is_seen(store: Store) -> None:
    refunds(store, 4)
    (first,) = ruled_and_looked_through(store, "hello -> praise")
    ruled(store, "refund -> money")

    def replaced() -> None:
        with store.writing() as connection:
            rules.replace(connection, first.id, ["refund"], "praise", WHO, NOW)

    hindered = _between(store, replaced)
    assert relabelling.step(hindered, 2) == (0, 0)
    assert relabelling.finish(store)
    assert set(intents(store).values()) == {"praise"}
    hindered.close()


def test_two_that_look_through_the_same_at_once_leave_nothing_out(store: Store) -> None:
    refunds(store, 4)
    ruled(store, "refund -> money")

    def further() -> None:
        assert relabelling.step(store, 3) == (3, 3)

    hindered = _between(store, further)
    assert relabelling.step(hindered, 2) == (0, 0)
    assert due(store) == (3, 4)
    assert relabelling.finish(store)
    assert set(intents(store).values()) == {"money"}
    hindered.close()


class _KilledError(BaseException):
    """This process is no more."""


def test_after_a_crash_it_goes_on_from_where_it_was(store: Store) -> None:
    refunds(store, 600)
    ruled(store, "refund -> money")

    def before(transaction: int) -> None:
        if transaction == 2:
            raise _KilledError

    dying = Watched(store, before=before)
    with pytest.raises(_KilledError):
        relabelling.step(dying)
    dying.close()
    assert due(store) == (250, 600)
    assert relabelling.step(store) == (350, 350)
    assert due(store) is None
    assert set(intents(store).values()) == {"money"}


def test_it_stops_when_the_time_is_over_or_somebody_wants_it_to(store: Store) -> None:
    refunds(store, 2_001)
    ruled(store, "refund -> money")
    assert not relabelling.finish(store, seconds=0)
    assert due(store) == (2_000, 2_001)
    told: list[tuple[int, int]] = []
    assert relabelling.finish(store, progress=lambda done, total: told.append((done, total)), stopping=lambda: False)
    assert told == [(2_001, 2_001)]
    ruled(store, "hello -> praise")
    assert not relabelling.finish(store, stopping=lambda: True)
