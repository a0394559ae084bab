"""Whatever happens to a store, and in whatever order, its summary is what the tickets tell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.store import Store
from tests.kpi.summary.changes import Change, Counted, begin_empty, changes, do
from tests.kpi.summary.comparing import assert_counted


@settings(max_examples=5)
@given(st.lists(st.tuples(changes, st.booleans()), min_size=1, max_size=6))
def test_after_any_changes_the_summary_is_what_the_tickets_tell(
    any_shared_store: Store, changed: list[tuple[Change, bool]]
) -> None:
    begin_empty(any_shared_store)
    for change, counted_before in changed:
        if counted_before:
            do(any_shared_store, Counted())
        do(any_shared_store, change)
    assert_counted(any_shared_store)
