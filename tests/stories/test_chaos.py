"""Processes are killed at any moment, and nothing is lost, doubled or half done; `make chaos` kills hundreds."""

from pathlib import Path

import pytest

from chaos.__main__ import prepared
from chaos.rounds import IMPORT, MIGRATE, REBUILD, SERVE

pytestmark = pytest.mark.timeout(600)  # many processes, on a machine that may be busy

KILLS, SEED = 20, 1
ROWS, LIFE = 500, 0.6


def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with prepared(tmp_path, None, SEED, rows=ROWS, life=LIFE) as chaos:
        report = chaos.run(KILLS)
    assert report.wrong == []
    assert report.kills == KILLS
    assert report.moments.keys() == {SERVE, IMPORT, REBUILD, MIGRATE}
    assert sum(report.too_late.values()) < KILLS / 2
    assert report.half_done.keys() & {"a review", "the summary", "an import"}
    assert report.deliveries > KILLS
    assert report.reviews > KILLS / 4
    assert report.questions["answered"] > 0
