"""The command as one types it: what it prints where, its exit status, and that nothing changes that should not."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.bot.at_terminal import ENTER, at_a_terminal
from tests.bot.conftest import SECRET, TICKETS, TOKENS, Kpibot
from tests.support import past_the_program
from tests.support.databases import no_such_table

DESK = """\
Ticket ID,Created at,Solved at,Satisfaction rating,Requester
1,2026-06-01 09:00,2026-06-01 10:00,5,Ann
2,2026-06-01 09:30,soon,4,Bob
3,2026-06-01 10:00,2026-06-02 10:00,2,Cleo
4,,2026-06-02 10:00,2,Dana
,2026-06-01 11:00,,,Eve
"""
LATER_KEYS = (
    *("connected", "incomplete", "target", "usual", "window", "state", "unjudged", "trend", "marks", "distribution"),
    *("behind", "currency"),
)
AMBIGUOUS = "Ticket ID,Created at\n1,03/04/2026 09:00\n2,05/04/2026 09:00\n"


def test_an_export_is_imported_once_and_answers_a_question(kpibot: Kpibot) -> None:
    first = kpibot.does("import", TICKETS, "--yes")
    assert first.out.startswith("tickets: 40 rows. 40 added.\n")
    assert "Opened 13 Jul 2026 to 26 Jul 2026. Complete to Mon 27 Jul 2026, 10:15." in first.said
    assert "Topic intent by its name" in first.said
    before = rows(kpibot)
    assert kpibot.does("import", TICKETS).out.startswith("tickets: 40 rows. 40 unchanged.\n")
    assert rows(kpibot) == before
    answer = kpibot.does("ask", "csat", "2026-W30").said
    assert answer.startswith("CSAT: 80 %, up 8.6 points")
    assert "71.4 % of 14 ratings" in answer


def test_an_import_reports_to_scripts_in_its_promised_shape(kpibot: Kpibot) -> None:
    assert kpibot.does("import", write(kpibot, DESK), "--json").json == {
        "source": "desk",
        "format": "csv",
        "rows": 5,
        "tickets": {"added": 4, "updated": 0, "unchanged": 0},
        "rejected": {"no ticket number": 1},
        "problems": [
            {
                "row": 3,
                "column": "Solved at",
                "value": "soon",
                "why": "not a date that is written year first (2024-12-31 23:59)",
            },
            {
                "row": 5,
                "column": "Created at",
                "value": "",
                "why": "no opening date: it counts nowhere until another file tells it",
            },
            {"row": 6, "column": "Ticket ID", "value": "", "why": "no ticket number"},
        ],
        "columns": {
            "Ticket ID": "external_id",
            "Created at": "created_at",
            "Solved at": "resolved_at",
            "Satisfaction rating": "rating",
            "Requester": None,
        },
        "cannot_feed": {
            "first_response_time": "the file does not say when it was first answered",
            "automation_rate": "the file does not say whether a person or the bot answered it",
            "intent_distribution": "the file does not say what it was about",
            "nps": "the file does not say how customers scored it from 0 to 10",
        },
    }
    changed = write(kpibot, DESK.replace("soon", "2026-06-02 09:00"))
    assert kpibot.does("import", changed, "--json").json["tickets"] == {"added": 0, "updated": 1, "unchanged": 3}


def test_an_import_tells_people_what_is_wrong_with_the_file(kpibot: Kpibot) -> None:
    said = kpibot.does("import", write(kpibot, DESK)).said
    assert said.startswith("desk: 5 rows. 4 added, 1 left out (no ticket number).")
    assert "Row 3, Solved at: “soon” not a date" in said
    assert "Not First response time: the file does not say when it was first answered." in said


def test_a_source_is_called_as_one_says(kpibot: Kpibot) -> None:
    file = write(kpibot, DESK)
    kpibot.does("import", file, "--source", "  Help desk ")
    assert {row[0] for row in rows(kpibot)} == {"Help desk"}
    before = rows(kpibot)
    for name in (" ", "two\nlines", "x" * 61):
        assert kpibot.refuses("import", file, "--source", name).splitlines() == [
            "A source's name is 1 to 60 characters on one line.",
            "Try --source zendesk",
        ]
    assert rows(kpibot) == before


def test_wall_times_are_of_the_zone_one_says(kpibot: Kpibot) -> None:
    file = write(kpibot, DESK)
    assert kpibot.refuses("import", file, "--timezone", "Mars/Phobos").splitlines() == [
        "“Mars/Phobos” is not a time zone; use an IANA name such as Europe/Berlin.",
        "Try --timezone Europe/Berlin",
    ]
    assert kpibot.has_no_store
    in_berlin = kpibot.does("import", file, "--source", "berlin", "--timezone", "Europe/Berlin")
    assert "Dates without a zone were read as Europe/Berlin." in in_berlin.said
    kpibot.does("import", file, "--source", "delhi", TIMEZONE="Asia/Kolkata")
    opened = {(source, number): instant for source, number, instant in rows(kpibot)}
    assert opened["berlin", "1"] == 1_780_297_200  # 07:00 UTC
    assert opened["delhi", "1"] == 1_780_284_600  # 03:30 UTC


def test_data_are_complete_up_to_the_moment_of_the_export(kpibot: Kpibot) -> None:
    file = write(kpibot, DESK)
    for moment, hint in (("tomorrow", "Try --as-of now, or"), ("2999-01-01", "Try --as-of now")):
        sentence, what_to_do = kpibot.refuses("import", file, "--as-of", moment).splitlines()
        assert f"“{moment}” is" in sentence
        assert what_to_do.startswith(hint)
    assert kpibot.has_no_store
    said = kpibot.does("import", file, "--as-of", "2026-06-03T09:00").said
    assert "Complete to Wed 3 Jun 2026, 09:00." in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file tickets.csv."),
        (b"", "tickets.csv is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "tickets.csv is a binary file, not a table."),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "tickets.csv is a web page (HTML)."),
        (
            b"Name,Colour\nAnn,blue\n",
            "tickets.csv has no column that tells a ticket number, and none that tells when tickets were opened.",
        ),
    ],
)
def test_a_file_that_is_no_export_is_refused(kpibot: Kpibot, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (kpibot.folder / "tickets.csv").write_bytes(content)
    what, hint = kpibot.refuses("import", "tickets.csv", "--json").splitlines()
    assert what.startswith(sentence)
    assert hint
    assert kpibot.has_no_store


def test_dates_that_could_be_either_are_asked_about(kpibot: Kpibot) -> None:
    file = write(kpibot, AMBIGUOUS)
    error = kpibot.refuses("import", file)
    assert "“03/04/2026” in the column “Created at”" in error
    assert "--day-first" in error
    assert kpibot.has_no_store
    assert "Opened 3 Apr 2026 to 5 Apr 2026." in kpibot.does("import", file, "--day-first").said


def test_at_a_terminal_nothing_is_imported_before_one_agrees(kpibot: Kpibot) -> None:
    asked = "Import these 40 rows? [y/n] (y):"
    declined = at_a_terminal(kpibot, ["import", str(TICKETS)], (asked, "n\n"))
    assert declined.status == 0
    assert "tickets.csv: 40 rows, for the source “tickets”." in declined.screen
    assert declined.screen.rstrip().endswith("Nothing was imported.")
    assert kpibot.has_no_store
    agreed = at_a_terminal(kpibot, ["import", str(TICKETS)], (asked, ENTER))
    assert "tickets: 40 rows. 40 added." in agreed.screen


@pytest.mark.usefixtures("database")
def test_an_answer_for_scripts_has_its_promised_shape(kpibot: Kpibot) -> None:
    answer = kpibot.does("ask", "--json", "csat", "2026-W30").json
    parts, notes = answer.pop("parts"), answer.pop("notes")
    assert parts.keys() == {"mean", "response_rate", "interval_low", "interval_high"}
    assert parts["mean"] == {"value": pytest.approx(61 / 15), "unit": "points", "n": 15}
    assert notes
    assert (answer["target"], answer["state"], answer["currency"]) == ({"value": 80.0, "bad": 70.0}, None, "EUR")
    told_first = {name: value for name, value in answer.items() if name not in LATER_KEYS}
    assert told_first == {
        "kpi": "csat",
        "period": {"label": "week 2026-W30", "start": "2026-07-20", "end": "2026-07-27", "zone": "UTC"},
        "value": 80.0,  # 12 of 15 rated 4 or 5
        "unit": "percent",
        "n": 15,
        "baseline": {
            "period": {"label": "week 2026-W29", "start": "2026-07-13", "end": "2026-07-20", "zone": "UTC"},
            "value": pytest.approx(100 * 10 / 14),
            "n": 14,
        },
        "change": {
            "absolute": pytest.approx(80 - 100 * 10 / 14),
            "relative": pytest.approx(0.12),
            "significant": False,
            "why": answer["change"]["why"],
        },
        "breakdown": [],
        "series": [],
        "left_out": {},
        "as_of": "2026-07-27T10:15:08+00:00",
    }


@pytest.mark.usefixtures("database")
def test_the_tickets_behind_an_answer_are_written_to_a_new_file_alone(kpibot: Kpibot, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    ran = kpibot.run("ask", "explain", "csat", "2026-W30", "--tickets", file)
    assert (ran.status, ran.err) == (0, f"15 tickets are in {file}.\n")
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 16
    again = kpibot.run("ask", "csat", "2026-W30", "--tickets", file)
    assert again.status == 2
    assert "already, and nothing was written" in " ".join(again.err.split())


@pytest.mark.usefixtures("database")
def test_no_data_is_no_number(kpibot: Kpibot) -> None:
    answer = kpibot.does("ask", "csat", "2026-W10", "--json").json
    assert (answer["value"], answer["n"], answer["change"]["absolute"]) == (None, 0, None)
    assert all(part["value"] is None for part in answer["parts"].values())
    assert "no data" in kpibot.does("ask", "csat", "2026-W10").out


def test_before_anything_is_imported_an_answer_says_what_to_do(kpibot: Kpibot) -> None:
    said = kpibot.does("ask", "csat").said
    assert said.startswith("CSAT: not connected")
    assert "kpibot import FILE" in said
    answer = kpibot.does("ask", "csat", "--json").json
    assert (answer["value"], answer["n"], answer["as_of"]) == (None, None, None)


@pytest.mark.usefixtures("database")
def test_a_question_needs_no_quotation_marks(kpibot: Kpibot) -> None:
    answer = kpibot.does("ask", "first", "response", "2026-07-20..2026-07-26")
    assert answer.out.startswith("First response time")
    assert answer == kpibot.does("ask", "first response 2026-07-20..2026-07-26")


@pytest.mark.parametrize("typo", ["csta", "csta lst week", "explian csta"])
def test_what_is_suggested_for_a_typo_works_when_typed(kpibot: Kpibot, typo: str) -> None:
    sentence, *suggestions = kpibot.refuses("ask", *typo.split()).splitlines()
    assert sentence.endswith((".", "?"))
    assert suggestions
    for line in suggestions:
        command = line.removeprefix("Try: kpibot ")
        assert command != line
        kpibot.does(*command.split())


def test_for_scripts_there_is_one_kpi_at_a_time(kpibot: Kpibot) -> None:
    for question in ([], ["help"]):
        assert "csat" in kpibot.refuses("ask", "--json", *question)


@pytest.mark.usefixtures("database")
def test_all_kpis_and_help_are_in_the_terminal(kpibot: Kpibot) -> None:
    overview = kpibot.does("ask").out
    assert [title in overview for title in ("CSAT", "First response time", "Resolution time")] == [True] * 3
    assert "kpibot ask csat" in kpibot.does("ask", "help").said


def test_migrate_makes_the_store_and_does_nothing_twice(kpibot: Kpibot) -> None:
    said = kpibot.does("migrate").out
    assert said == f"{kpibot.calls_it} is up to date.\n"
    assert rows(kpibot) == []
    content = [file.read_bytes() for file in kpibot.folder.rglob("kpibot.db")]
    assert kpibot.does("migrate").out == said
    assert [file.read_bytes() for file in kpibot.folder.rglob("kpibot.db")] == content


def test_a_command_or_option_that_is_unknown_is_refused(kpibot: Kpibot) -> None:
    assert "No such command 'report'" in kpibot.refuses("report")
    assert "--json" in kpibot.refuses("ask", "--josn")
    assert kpibot.refuses("import").splitlines() == [
        "Which file is to be imported?",
        "Try: kpibot import export.csv",
    ]
    assert "65535" in kpibot.refuses("demo", "--port", "99999")


def test_the_help_lists_every_command_and_shows_no_secret(kpibot: Kpibot) -> None:
    listed = kpibot.does("--help").out
    commands = re.findall(r"^│ ([a-z]+) {2,}[A-Z]", listed, re.MULTILINE)
    assert commands == [
        *(
            "import",
            "imports",
            "undo",
            "problems",
            "note",
            "copy",
            "backup",
            "restore",
            "review",
            "prune",
            "ask",
            "serve",
            "doctor",
            "migrate",
            "rebuild",
        ),
        *("demo", "costs", "config", "notes", "schedule", "sources", "deliveries"),
    ]
    page = kpibot.does("import", "--help", **TOKENS).out
    assert "import [OPTIONS] [FILE]" in page
    assert SECRET not in page


def test_a_failure_of_ours_has_an_id_under_which_the_log_has_it(kpibot: Kpibot, database: str) -> None:
    past_the_program.change(database, "DROP TABLE ticket")
    for arguments in (["ask", "csat"], ["import", TICKETS, "--yes"]):
        ran = kpibot.run(*arguments, **TOKENS)
        assert (ran.status, ran.out) == (1, "")
        *log, told = ran.err.splitlines()
        found = re.fullmatch(r"Something broke on our side \(failure ([0-9a-f]{8})\)\. Please report it .*", told)
        assert found
        assert any(f"id={found[1]}" in line and no_such_table("ticket") in line.replace("\\", "") for line in log)
        assert SECRET not in ran.err


def rows(kpibot: Kpibot) -> list[tuple[Any, ...]]:
    """Source, number and opening of all tickets, read past the program."""
    return past_the_program.rows(kpibot.address, "SELECT source, external_id, created_at FROM ticket ORDER BY 1, 2")


def write(kpibot: Kpibot, content: str) -> Path:
    path = kpibot.folder / "desk.csv"
    path.write_text(content, encoding="utf-8")
    return path
