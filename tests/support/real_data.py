"""Where real support data may stand: beside the project, or where the environment says."""

import os
from pathlib import Path

import pytest

VARIABLE = "KPIBOT_REAL_DATA"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real files; skips the test where there is none."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get(VARIABLE) or beside)
    if not folder.is_dir():
        pytest.skip(f"no real support data beside the project (set {VARIABLE} to their folder)")
    return folder
