import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.import_commands.history import PROBLEMS_SHOWN, show_imports, show_problems, show_undone
from kpi.ingest.history.problems import KeptProblem
from kpi.ingest.history.undo import Undone
from kpi.ingest.records import KINDS
from kpi.model import DELIVERED, Import

NOW = 1_782_900_000  # 1 July 2026, noon in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
HOSTILE = "[bold red]x[/]\x1b[2J\ny"


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=140)


def entry(**columns: Any) -> Import:
    usual = {"id": 3, "source": "zendesk", "file": "july.csv", "format": "csv", "kind": "tickets", "started_at": NOW}
    return Import(**{**usual, "finished_at": NOW, "rows": 1_200, "added": 1_000, "unchanged": 200, **columns})


def shown(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


def problem(row: int, column: str | None = "Solved", value: str = "soon", why: str = "not a date") -> KeptProblem:
    return KeptProblem(3, row, column, value, why)


def test_imports_are_a_table(console: Console) -> None:
    stopped = entry(id=2, finished_at=None, updated=3, problems=1)
    undone = entry(id=1, undone_at=NOW, rejected={"no ticket number": 7}, problems=7)
    nothing = entry(id=4, rows=0, added=0, unchanged=0, file="nil.csv")
    show_imports([nothing, entry(), stopped, undone], BERLIN, console)
    assert shown(console) == [
        "No. When File → source What became of its rows",
        "4 1 Jul 2026, 12:00 nil.csv → zendesk no rows",
        "3 1 Jul 2026, 12:00 july.csv → zendesk 1,000 added, 200 unchanged",
        "2 1 Jul 2026, 12:00 july.csv → zendesk stopped half-way: 1,000 added, 3 updated, 200 unchanged, 1 problem",
        "1 1 Jul 2026, 12:00 july.csv → zendesk undone: 1,000 added, 200 unchanged, 7 left out, 7 problems",
    ]


def test_in_a_narrow_terminal_each_import_keeps_its_number_and_time_on_a_line() -> None:
    narrow = Console(file=io.StringIO(), width=80)
    long = entry(
        id=1_204, file="tickets export of july 2026 (3).csv", source="zendesk of the shop", updated=31, problems=4
    )
    show_imports([long, entry()], BERLIN, narrow)
    lines = shown(narrow)
    assert lines[1].startswith("1204 1 Jul 2026, 12:00 tickets export")
    assert [line for line in lines if line.startswith("3 1 Jul 2026, 12:00 july.csv → zendesk 1,000 added")]
    assert len(lines) <= 7


def test_no_import_is_said_as_well(console: Console) -> None:
    show_imports([], BERLIN, console)
    assert shown(console) == ["Nothing is imported yet. Try: kpibot import export.csv"]


@pytest.mark.parametrize("kind", ["tickets", *KINDS])
def test_every_kind_of_import_can_be_undone_in_words(console: Console, kind: str) -> None:
    show_undone(Undone(3, restored=0, removed=2, kept=0), kind, console)
    assert shown(console)[0].startswith("Import 3 is undone: 2 ")


def test_an_undo_says_what_is_gone_and_what_is_not(console: Console) -> None:
    show_undone(Undone(3, restored=1, removed=1_200, kept=2, found_unchanged=(4, 5)), "tickets", console)
    assert shown(console) == [
        "Import 3 is undone: 1,200 tickets removed and 1 ticket restored.",
        "2 tickets are kept: a later import changed what is in there.",
        "Imports 4 and 5 found tickets unchanged; import their files again to have them back.",
    ]


def test_an_undo_of_little_says_little(console: Console) -> None:
    show_undone(Undone(3, restored=0, removed=1, kept=1, found_unchanged=(4,)), "inquiries", console)
    show_undone(Undone(4, restored=0, removed=0, kept=0), "costs", console)
    assert shown(console) == [
        "Import 3 is undone: 1 inquiry removed.",
        "1 inquiry is kept: a later import changed what is in there.",
        "Import 4 found inquiries unchanged; import its file again to have them back.",
        "Import 4 is undone: there was nothing left to take back.",
    ]


def test_problems_begin_with_what_they_have_in_common(console: Console) -> None:
    found = [problem(row) for row in range(2, 8)] + [problem(9, None, "", "3 cells where the header has 4")]
    show_problems(entry(problems=7), found, console)
    lines = shown(console)
    assert lines[:4] == [
        "Import 3, july.csv: 7 to look at.",
        "“Solved”: 6 values are not a date, all of them “soon”.",
        "Row Column Value Why",
        "2 Solved soon not a date",
    ]
    assert lines[-1] == "9 3 cells where the header has 4"


def test_of_many_problems_the_first_are_shown_and_where_the_others_are(console: Console) -> None:
    show_problems(entry(problems=2_000), [problem(row, value=str(row)) for row in range(1_000)], console)
    lines = shown(console)
    assert len([line for line in lines if line.endswith("not a date")]) == PROBLEMS_SHOWN
    assert lines[-1] == "… and 1,950 more: kpibot problems 3 --csv problems.csv"


def test_a_file_without_problems_is_said_so(console: Console) -> None:
    show_problems(entry(), [], console)
    assert shown(console) == ["Import 3, july.csv: nothing to look at."]


def test_nothing_in_a_file_acts_on_the_terminal(console: Console) -> None:
    show_imports([entry(file=HOSTILE, source=HOSTILE)], BERLIN, console)
    show_problems(
        entry(file=HOSTILE, problems=6), [problem(row, HOSTILE, HOSTILE, HOSTILE) for row in range(6)], console
    )
    screen = " ".join(shown(console))
    assert "\x1b" not in screen
    assert screen.count("[bold red]x[/]\ufffd[2J y") >= 4


def test_what_a_help_desk_has_sent_is_no_file(console: Console) -> None:
    show_imports([entry(format=DELIVERED, file="", added=7, unchanged=0)], BERLIN, console)
    assert shown(console)[1] == "3 1 Jul 2026, 12:00 sent by itself → zendesk 7 added"
