"""Whatever a store is told, before and after it lets old conversations go, its figures are those of one that keeps all:
as they were on the days before, and as they come to be on the days since."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpi.labelling import relabelling
from kpi.retention.frozen import frozen
from kpi.retention.pruning import prune
from kpi.store import Store
from kpi.summary.catching_up import catch_up, rebuild
from kpi.team import settings
from tests.kpi.retention.comparing import assert_alike
from tests.kpi.retention.histories import KEPT_FROM, NOW, happen, history, later, rows, say
from tests.kpi.summary.changes import UTC_ZONE, Renamed, Ruled
from tests.support.databases import a_store

_FIRST, _LAST = date(2026, 3, 10), date(2026, 8, 1)
_DECISIONS = (
    ("zone Europe/Berlin", "hours mon-fri 9-17"),
    ("zone Pacific/Apia",),
    ("zone America/Los_Angeles", "target.frt 5 d"),
    ("hours default", "target.frt channel:chat 30 min"),
)
_LABELLING = ((Renamed("refund", "money"),), (Ruled(("refund",), "login", None),), (), (Renamed("login", "refund"),))


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Store]:
    """It keeps all."""
    (tmp_path / "whole").mkdir()
    store = a_store(tmp_path / "whole")
    yield store
    store.close()


def test_old_figures_stay_and_new_ones_are_those_of_all_conversations(whole: Store, any_store: Store) -> None:
    pruned, draw = any_store, random.Random(1)
    both = (whole, pruned)
    for line in draw.choice(_DECISIONS):
        for each in both:
            say(each, line)
    happen(both, history(draw))
    _caught_up(*both)
    old, every = rows(whole, before=KEPT_FROM), rows(whole)
    say(pruned, "retention 6 months delete")
    done = prune(pruned, UTC_ZONE, NOW, rest=lambda _seconds: None)
    assert done is not None
    assert done.kept_from == KEPT_FROM
    assert done.conversations > 5, "some are gone"
    assert rows(pruned) == every
    ends = [KEPT_FROM + timedelta(days=shift) for shift in (-20, -3, 0, 1, 30)]
    assert_alike(whole, pruned, [_FIRST, date(2026, 4, 1), date(2026, 5, 1), _LAST], ends)
    for decisions, labelling, delivery in zip(_DECISIONS, _LABELLING, later(draw), strict=False):
        for line in decisions:
            for each in both:
                say(each, line)
        happen(both, [delivery, *labelling])
        _caught_up(*both)
        prune(pruned, UTC_ZONE, NOW, rest=lambda _seconds: None)
        first = _assert_only_new_days_follow(whole, pruned, old)
    ends = [first + timedelta(days=shift) for shift in (0, 1, 30)]
    assert_alike(whole, pruned, [first, first + timedelta(days=9), _LAST], ends)
    rebuilt = rebuild(pruned, UTC_ZONE)
    assert rebuilt.differing == set()
    assert rebuilt.left_from == first
    _assert_only_new_days_follow(whole, pruned, old)


def _assert_only_new_days_follow(whole: Store, pruned: Store, old: dict[str, set[tuple[Any, ...]]]) -> date:
    """The first of them."""
    assert rows(pruned, before=KEPT_FROM) == old
    with pruned.reading() as connection:
        found = frozen(connection, settings.read(connection, UTC_ZONE))
    assert found is not None
    assert rows(pruned, since=found.before) == rows(whole, since=found.before)
    return found.before


def _caught_up(*stores: Store) -> None:
    for store in stores:
        relabelling.finish(store)
        catch_up(store, UTC_ZONE)
