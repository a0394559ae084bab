"""Properties of imported files: what the store holds does not depend on how its rows are dealt out among files."""

import csv
import random
import tempfile
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpi.ingest.planning.questions import UnsureError
from tests.kpi.ingest.conftest import NOW, imported, source, tickets
from tests.support.databases import a_store

Rows = list[list[str]]
File = tuple[Sequence[str], Rows]
"""Its header and its rows."""

HEADER = ("Ticket ID", "Created at", "Updated at", "Spam", "Team", "Solved at", "Satisfaction rating")
WITHOUT_UPDATES = ("Ticket ID", "Created at", "Status", "Team", "Solved at", "Satisfaction rating")
MESSAGES = ("Conversation ID", "Message ID", "Message date", "Author role", "Private")
STATES = ("Ticket ID", "Created at", "Updated at", "Status")

_INTERNAL = {"origin", "others"}
few = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # To shrink an example of whole files takes minutes.
    suppress_health_check=[HealthCheck.too_slow],
)

_moments = st.sampled_from(["2026-06-01 09:00", "2026-06-02 09:00", "2026-06-03 09:00", ""])
_numbers = st.sampled_from(["1", "2", "3"])
_openings = st.sampled_from(["2026-06-01 08:00", "2026-06-01 09:00"])
_statuses = st.sampled_from(["Open", "Solved", "Spam", ""])
_flags = st.sampled_from(["true", "false", ""])
_teams = st.sampled_from(["Blue", "blue ", "Red", ""])
_ratings = st.sampled_from(["1", "5", "Good", "Offered", ""])
_rows = st.lists(
    st.tuples(_numbers, _openings, _moments, _flags, _teams, _moments, _ratings).map(list), min_size=1, max_size=10
)
_chance = st.randoms(use_true_random=False)


def store_after(files: Iterable[File], **options: Any) -> tuple[dict[str, Any], Any]:
    """What is known of the tickets and of their source once the files were imported, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        for header, rows in files:
            path = Path(folder) / "tickets.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *rows])
            imported(store, path, **options)
        found = {
            number: {name: value for name, value in row.items() if name not in _INTERNAL}
            for number, row in tickets(store).items()
        }
        about = source(store)
        store.close()
        return found, (about.get("fields"), about.get("complete_until"))


def dealt(rows: Rows, chance: random.Random) -> list[Rows]:
    """The rows, some of them twice, in any order, in one to three piles of which none is empty."""
    again = [*rows, *chance.choices(rows, k=len(rows))]
    chance.shuffle(again)
    cuts = sorted(chance.sample(range(1, len(again)), k=chance.randint(0, min(2, len(again) - 1))))
    return [again[start:end] for start, end in zip([0, *cuts], [*cuts, len(again)], strict=True)]


# A column that is empty in a whole file is not what it is in another: every file has a row that fills them.
FULL = ["9", "2026-06-01 08:00", "2026-06-03 09:00", "false", "Blue", "2026-06-02 09:00", "5"]


@few
@given(_rows, _chance)
def test_rows_that_say_when_they_were_updated_may_be_dealt_out_in_any_way(rows: Rows, chance: random.Random) -> None:
    whole = store_after([(HEADER, [FULL, *rows])])
    assert store_after([(HEADER, [FULL, *pile]) for pile in dealt(rows, chance)]) == whole


_bare = st.tuples(_numbers, _openings, _statuses, _teams, _moments, _ratings).map(list)
_files = st.lists(st.lists(_bare, max_size=3, unique_by=lambda row: row[0]), min_size=1, max_size=3)


@few
@given(_files, _chance)
def test_files_of_one_moment_may_come_in_any_order(files: list[Rows], chance: random.Random) -> None:
    """Also where they contradict each other."""
    full = [*FULL[:2], "Solved", *FULL[4:]]
    told = [(WITHOUT_UPDATES, [full, *rows]) for rows in files]
    again = [*told, chance.choice(told)]
    chance.shuffle(again)
    assert store_after(again, as_of=NOW - 60) == store_after(told, as_of=NOW - 60)


@few
@given(_rows)
def test_columns_may_come_in_two_files_in_either_order(rows: Rows) -> None:
    rows = [FULL, *rows]
    whole = store_after([(HEADER, rows)])
    facts = (HEADER[:-1], [row[:-1] for row in rows])
    ratings = (("Ticket ID", "Updated at", "Satisfaction rating"), [[row[0], row[2], row[-1]] for row in rows])
    assert store_after([facts, ratings]) == store_after([ratings, facts]) == whole


_messages = st.lists(
    st.tuples(
        st.sampled_from(["c1", "c2"]),
        st.sampled_from([f"2026-06-01 {hour:02}:00" for hour in range(8, 20)]),
        st.sampled_from(["end-user", "agent", "bot"]),
        st.sampled_from(["true", "false"]),
    ),
    min_size=1,
    max_size=10,
).map(lambda rows: [[ticket, f"m{n}", *rest] for n, (ticket, *rest) in enumerate(rows)])


@few
@given(_messages, _chance)
def test_messages_may_be_dealt_out_in_any_way(rows: Rows, chance: random.Random) -> None:
    first = ["c0", "m", "2026-06-01 07:00", "end-user", "false"]
    whole = store_after([(MESSAGES, [first, *rows])])
    assert store_after([(MESSAGES, [first, *pile]) for pile in dealt(rows, chance)])[0] == whole[0]


@few
@given(st.permutations(["New", "In progress", "Solved", "Open", "Closed"]), _chance)
def test_states_may_be_dealt_out_in_any_way(states: list[str], chance: random.Random) -> None:
    """Each file has to show by itself that its rows are states: every one begins with two of another ticket."""
    log = [
        [ticket, "2026-06-01 08:00", f"2026-06-01 {hour:02}:00", state]
        for ticket in ("1", "2")
        for hour, state in enumerate(states, 9)
    ]
    shown = [["0", "2026-06-01 08:00", f"2026-06-01 {9 + n}:00", "In progress"] for n in range(8)]
    whole = store_after([(STATES, [*shown, *log])])
    assert store_after([(STATES, [*shown, *pile]) for pile in dealt(log, chance)])[0] == whole[0]


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_exports_of_three_days_in_any_order_give_the_same_tickets(order: tuple[int, ...]) -> None:
    days = [
        (HEADER, [FULL, ["1", "2026-06-01 08:00", f"2026-06-0{day + 1} 09:00", spam, "Blue", solved, ""]])
        for day, (spam, solved) in enumerate([("false", ""), ("true", "2026-06-02 09:00"), ("false", "")])
    ]
    assert store_after(days[number] for number in order) == store_after(days)


@few
@given(_rows, _chance)
def test_rows_without_numbers_are_the_same_tickets_in_any_order(rows: Rows, chance: random.Random) -> None:
    header = ("Created at", "Spam", "Team")
    bare = [[FULL[1], "false", "Blue"], *([row[1], row[3], row[4]] for row in rows)]
    shuffled = chance.sample(bare, k=len(bare))
    with pytest.raises(UnsureError, match="What is a ticket"):
        store_after([(header, bare)])
    once = store_after([(header, bare)], accept=True, as_of=NOW)
    assert len(once[0]) == len(bare)
    assert store_after([(header, bare), (header, shuffled)], accept=True, as_of=NOW) == once
