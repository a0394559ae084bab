"""Which conversations stand behind a KPI."""

import pytest

from kpi.answering.listings import listing
from kpi.catalogue import EVERY, Kpi


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_each_kpi_says_which_conversations_are_listed_and_in_what_order(kpi: Kpi) -> None:
    assert listing(kpi).order
