import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.import_commands.columns import UNUSED_SHOWN, show_columns
from bot.import_commands.report import confirm, show_report
from kpi.ingest.columns.meaning import ColumnReading, Confidence
from kpi.ingest.history.patterns import patterns
from kpi.ingest.importing import carry_out
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.report import Report
from kpi.store import Store

NOW = 1_782_900_000  # 1 July 2026, 10:00 UTC
BERLIN = ZoneInfo("Europe/Berlin")
HEADER = "Ticket ID,Created at,Solved at,Satisfaction rating,Requester\n"
HOSTILE = "[bold red]x[/]\x1b[2J\u202ey"


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=120)


def plan_of(folder: Path, rows: str, header: str = HEADER, name: str = "desk.csv") -> Plan:
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return inspect(path, Options(zone=BERLIN, now=NOW, accept=True))


def shown(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


def show(report: Report, console: Console, *, is_confirmed: bool = False) -> list[str]:
    show_report(report, patterns(report.problems, report.rows), console, is_confirmed=is_confirmed)
    return shown(console)


def test_before_an_import_one_sees_what_it_will_be(
    tmp_path: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(tmp_path, "1,2026-06-01 09:00,2026-06-02 10:00,5,Ann\n2,2026-06-03 09:00,,,Bob\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert confirm(plan, console) is False
    assert [line for line in shown(console) if line] == [
        "desk.csv: 2 rows, for the source “desk”.",
        "Opened 1 Jun 2026 to 3 Jun 2026. Complete to Wed 3 Jun 2026, 09:00. Dates without a zone were read as"
        " Europe/Berlin.",
        "It tells CSAT, Resolution time and Resolution rate.",
        "Together with self-service inquiries also Self-service rate.",
        "Together with what support costs also Cost per contact and Cost per resolution.",
        "Not First response time: the file does not say when it was first answered.",
        "Not Automation rate: the file does not say whether a person or the bot answered it.",
        "Not Intents: the file does not say what it was about.",
        "Not NPS: the file does not say how customers scored it from 0 to 10.",
        "Column Read as Why",
        "Ticket ID ticket number by its name",
        "Created at created by its name; year first (2024-12-31 23:59), as its values are written",
        "Solved at resolved by its name; year first (2024-12-31 23:59), as its values are written",
        "Satisfaction rating rating by its name",
        "1 column is not used",
        "Requester: not kept: it may tell who somebody is or what they wrote",
        'Is one read wrong? Answer n, and say what it is: --map "Column=field", or "Column=ignore".',
        "Import these 2 rows? [y/n] (y):",
    ]


def test_a_report_begins_with_what_became_of_the_rows_and_ends_with_how_to_take_it_back(
    tmp_path: Path, console: Console, store: Store
) -> None:
    report = carry_out(plan_of(tmp_path, "1,2026-06-01 09:00,,5,Ann\n,2026-06-01 09:00,,,Bob\n"), store)
    lines = show(report, console)
    assert lines[0] == "desk: 2 rows. 1 added, 1 left out (no ticket number)."
    assert "Row 3, Ticket ID: no ticket number" in lines
    assert lines[-1] == "This was import 1. To take it back: kpibot undo 1"


def test_what_one_has_agreed_to_is_not_shown_again(tmp_path: Path, console: Console, store: Store) -> None:
    report = carry_out(plan_of(tmp_path, "1,2026-06-01 09:00,2026-06-02 09:00,5,Ann\n"), store)
    assert show(report, console, is_confirmed=True) == [
        "desk: 1 row. 1 added.",
        "It tells CSAT, Resolution time and Resolution rate.",
        "Together with self-service inquiries also Self-service rate.",
        "Together with what support costs also Cost per contact and Cost per resolution.",
        "Not First response time: the file does not say when it was first answered.",
        "Not Automation rate: the file does not say whether a person or the bot answered it.",
        "Not Intents: the file does not say what it was about.",
        "Not NPS: the file does not say how customers scored it from 0 to 10.",
        "",
        "This was import 1. To take it back: kpibot undo 1",
    ]


def test_kpis_that_lack_the_same_are_one_line(tmp_path: Path, console: Console, store: Store) -> None:
    report = carry_out(plan_of(tmp_path, "1,2026-06-01 09:00\n", "Ticket ID,Created at\n"), store)
    lines = show(report, console, is_confirmed=True)
    assert (
        "Not Resolution rate and Self-service rate: the file does not say whether a conversation was resolved." in lines
    )
    assert "Not Resolution time and Cost per resolution: the file does not say when it was resolved." in lines


def test_problems_that_are_alike_are_one_line_and_the_first_others_are_listed(
    tmp_path: Path, console: Console, store: Store
) -> None:
    solved = ["soon" if n < 6 else f"2026-06-02 10:{n % 60:02}" for n in range(200)]
    rows = "".join(f"{n},2026-06-01 09:00,{at},5,\n" for n, at in enumerate(solved))
    report = carry_out(plan_of(tmp_path, f",2026-06-01 09:00,,,\n{rows}"), store)
    lines = show(report, console)
    start = lines.index("7 to look at")
    assert lines[start + 1] == (
        "“Solved at”: 6 values are not a date that is written year first (2024-12-31 23:59), all of them “soon”."
    )
    assert lines[start + 2 : start + 4] == [
        "Row 2, Ticket ID: no ticket number",
        "All of them: kpibot problems 1",
    ]


def test_a_file_of_costs_tells_no_kpi_of_tickets(tmp_path: Path, console: Console, store: Store) -> None:
    costs = "2026-01-01,2026-01-31,9000,month,agents\n"
    report = carry_out(plan_of(tmp_path, costs, "First day,Last day,Amount,Per,Category\n"), store)
    lines = show(report, console)
    assert lines[:2] == ["costs: 1 row. 1 added.", "It holds costs."]
    assert not [line for line in lines if "KPI" in line]


def test_rows_that_are_tickets_of_their_own_are_said_to_be_so(tmp_path: Path, console: Console, store: Store) -> None:
    report = carry_out(plan_of(tmp_path, "2026-06-01,5\n2026-06-02,4\n", "Created at,Rating\n"), store)
    assert "Each row is taken for a ticket of its own." in show(report, console)


def test_many_columns_are_few_lines(console: Console) -> None:
    unused = [ColumnReading(f"Custom {n}", None, "no KPI needs it") for n in range(UNUSED_SHOWN + 9)]
    used = ColumnReading("Kind", "channel", "its values are channels", Confidence.LIKELY)
    show_columns([*unused, used, ColumnReading("Nil", None, "it is empty")], console)
    lines = shown(console)
    assert lines[1:3] == ["Column Read as Why", "Kind channel likely, as its values are channels"]
    assert lines[4] == f"{UNUSED_SHOWN + 10} columns are not used"
    assert lines[-1] == "… and 10 more"
    assert len(lines) < 15


def test_of_columns_that_are_not_used_the_unusual_reasons_stand_first(console: Console) -> None:
    readings = [("A", "no KPI needs it"), ("B", "no KPI needs it"), ("C", "“D” already tells this")]
    show_columns([ColumnReading(header, None, why) for header, why in readings], console)
    assert shown(console)[2:] == ["C: “D” already tells this", "A, B: no KPI needs it"]


def test_nothing_in_a_file_acts_on_the_terminal(tmp_path: Path, console: Console, store: Store) -> None:
    header = f"Ticket ID,Created at,Solved at,{HOSTILE}\n"
    rows = "".join(f"{n},2026-06-01 09:00,2026-06-02 09:00,{HOSTILE}\n" for n in range(9))
    plan = plan_of(tmp_path, rows + f"9,2026-06-01 09:00,{HOSTILE},\n", header, "[red]\x1b[2Jdesk.csv")
    screen = "\n".join(show(carry_out(plan, store), console))
    assert "\x1b" not in screen
    assert "\u202e" not in screen
    assert "Row 11, Solved at: “[bold red]x[/]\ufffd[2J\ufffdy” not a date" in screen
    assert "[bold red]x[/][2Jy: no KPI needs it" in screen
