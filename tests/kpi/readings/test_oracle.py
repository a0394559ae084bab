"""Every KPI's reading against a second, independent computation, on possible and impossible tickets."""

import pytest
from hypothesis import Phase, event, given, settings

from kpi.catalogue import ARRIVALS, BACKLOG, EVERY, VOLUME, WAITING, Kpi
from kpi.readings import reader
from kpi.store import Store
from kpi.store_facts import StoreFacts
from tests.kpi.counting.shared import filled
from tests.support.any_teams import Situation, situations
from tests.support.oracle.kpis import KPIS, Asked
from tests.support.self_service import Beside, beside, clear, put

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
STANDING = {BACKLOG.key, WAITING.key}
COUNTED = {VOLUME.key, ARRIVALS.key, *STANDING}
"""Of which none is a value too, unless there are no data at all."""

NOT_HERE = {"oldest"}
"""Told only where the period reaches to now."""

EXAMPLES = settings(max_examples=10, phases=_PHASES, report_multiple_bugs=False)


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
@EXAMPLES
@given(situation=situations(), other=beside())
def test_the_reading_is_what_the_oracle_expects(shared: Store, kpi: Kpi, situation: Situation, other: Beside) -> None:
    clear(shared)
    oracle = filled(shared, situation)
    put(shared, situation, other)
    with shared.reading() as connection:
        facts = StoreFacts(connection, situation.settings, from_tickets=True)
        reading = reader(kpi).read(facts, situation.days)
    expected = KPIS[kpi.key](Asked(oracle, situation.first, situation.end))
    event(f"n = {min(reading.n, 3)}, left out {min(len(reading.left_out), 3)}")
    if kpi.key in COUNTED and reading.n == 0:
        assert reading.value is None
        return
    assert reading.n == expected.n
    assert reading.value == pytest.approx(expected.value, abs=1e-9)
    told = {name: part for name, part in reading.parts.items() if name not in NOT_HERE}
    assert {name: part.n for name, part in told.items()} == {name: n for name, (_, n) in expected.parts.items()}
    values = {name: value for name, (value, _) in expected.parts.items()}
    assert {name: part.value for name, part in told.items()} == pytest.approx(values, abs=1e-9)
    if kpi.key not in STANDING:
        assert dict(reading.left_out) == dict(expected.left_out)
