"""The engine against a second, independent computation of every KPI, on possible and impossible tickets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings

from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, KPIS, RESOLUTION_TIME, Kpi
from kpi.facts import TimeRange
from kpi.store import Store
from tests.support.any_tickets import fill, ranges, sources
from tests.support.oracle import Expected, Oracle
from tests.support.tickets import a_store, read

ORACLES: dict[str, Callable[[Oracle], Expected]] = {
    CSAT.key: Oracle.csat,
    FIRST_RESPONSE_TIME.key: Oracle.first_response_time,
    RESOLUTION_TIME.key: Oracle.resolution_time,
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples: each fills it anew."""
    store = a_store(tmp_path_factory.mktemp("oracle"))
    yield store
    store.close()


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@settings(max_examples=150, deadline=None)
@given(described=sources(), time=ranges)
def test_the_engine_and_the_oracle_agree(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], time: list[int]
) -> None:
    fill(shared, described)
    start, end = time
    reading = read(shared, kpi, TimeRange(start, end))
    expected = ORACLES[kpi.key](Oracle(Path(shared.url.database or ""), start, end))
    event(f"n = {min(reading.n, 5)}, left out {min(len(reading.left_out), 3)}")
    assert reading.n == expected.n
    assert reading.value == pytest.approx(expected.value)
    assert {name: part.n for name, part in reading.parts.items()} == {
        name: n for name, (_, n) in expected.parts.items()
    }
    assert {name: part.value for name, part in reading.parts.items()} == pytest.approx(
        {name: value for name, (value, _) in expected.parts.items()}, abs=1e-9
    )
    assert dict(reading.left_out) == expected.left_out
