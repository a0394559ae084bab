import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.counting.daily import DurationCells
from kpi.summary.sheets import Sheets, sheets

GROUPS: list[tuple[str, ...]] = [("email", "login"), ("", "ÄÖ\n"), ("email", "")]
DAYS = 4
durations = st.lists(st.tuples(st.integers(0, len(GROUPS) * DAYS - 1), st.integers(0, 5_000_000)), max_size=40)


def counted(those: list[tuple[int, int]], most_exact: int) -> DurationCells:
    cells, seconds = (np.array([each[place] for each in those], dtype=np.int64) for place in (0, 1))
    return DurationCells.of(cells, seconds, most_exact)


@given(durations, st.sampled_from((2, 100)))
@settings(max_examples=50)
def test_what_is_unpacked_is_what_was_packed(those: list[tuple[int, int]], most_exact: int) -> None:
    found = counted(those, most_exact)
    packed = dict(sheets(found, GROUPS, DAYS))
    unpacked = Sheets.of(list(packed.values()))
    day = np.array(list(packed), dtype=np.int64)[unpacked.sheet]
    place = np.array([GROUPS.index(group) for group in unpacked.groups], dtype=np.int64)
    together = unpacked.together(place[unpacked.group] * DAYS + day)
    assert set(together) == {cell for cell, _ in those}
    for cell, one in together.items():
        other = found.together(cell, cell + 1)
        assert (one.n, one.total, one.moments) == (other.n, other.total, other.moments)
        assert (one.value, one.quantile(0.9), one.interval) == (other.value, other.quantile(0.9), other.interval)


def test_groups_that_are_not_asked_for_are_left_aside() -> None:
    packed = [sheet for _, sheet in sheets(counted([(0, 60), (0, 90), (4, 7), (8, 600)], 100), GROUPS, DAYS)]
    unpacked = Sheets.of(packed)
    chat = np.array([0 if group == ("", "ÄÖ\n") else -1 for group in unpacked.groups])
    assert {cell: (one.n, one.value) for cell, one in unpacked.together(chat[unpacked.group]).items()} == {0: (1, 7)}


def test_the_same_is_always_written_alike() -> None:
    """Whatever the order in which groups were met."""
    one = list(sheets(counted([(0, 60), (4, 7)], 100), GROUPS[:2], DAYS))
    other = list(sheets(counted([(4, 60), (0, 7)], 100), GROUPS[1::-1], DAYS))
    assert one == other
