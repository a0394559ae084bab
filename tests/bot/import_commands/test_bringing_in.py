"""Importing as people do it: answering, coming back with the next file, stopping it half-way."""

import signal
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg.errors import UndefinedTable

from kpi.model import Ticket, table
from tests.bot.at_terminal import CTRL_C, CTRL_D, ENTER, at_a_terminal
from tests.bot.conftest import Kpibot
from tests.support.databases import opened
from tests.support.past_the_program import change, rows
from tests.support.waiting import wait_until

LONG = 160_000
GUESSED = "Nr,Erfasst,Lage,Opened on\nK-1,x,open,03/04/2026\nK-2,y,closed,05/04/2026\n"
ZENDESK = "Summation column,Id,Requester id,Status,Created at,Solved at,Group stations,Assignee stations,Reopens\n"
AGREE = ("[y/n] (y):", ENTER)


def test_an_answer_is_remembered_for_the_next_file_with_these_columns(kpibot: Kpibot) -> None:
    write(kpibot, "june.csv", GUESSED)
    first = at_a_terminal(
        kpibot, ["import", "june.csv"], ("(1):", ENTER), ("(1):", ENTER), ("Which [1/2]:", "2\n"), AGREE
    )
    assert "june: 2 rows. 2 added." in first.screen
    write(kpibot, "july.csv", GUESSED.replace("K-", "K-1"))
    assert kpibot.does("import", "july.csv").out.startswith("june: 2 rows. 2 added.")
    assert openings(kpibot) == {"2026-03-04", "2026-05-04"}


def test_what_was_said_of_a_column_is_remembered_for_its_source(kpibot: Kpibot) -> None:
    write(kpibot, "june.csv", "Ticket ID,Created at,Fin\n1,2026-06-01 09:00,2026-06-02 09:00\n")
    kpibot.does("import", "june.csv", "--source", "desk", "--map", "Fin=resolved_at")
    write(kpibot, "july.csv", "Ticket ID,Created at,Fin,More\n2,2026-07-01 09:00,2026-07-02 09:00,x\n")
    assert kpibot.does("import", "july.csv", "--source", "desk", "--json").json["columns"]["Fin"] == "resolved_at"


def test_of_two_sources_of_a_help_desk_one_has_to_be_named(kpibot: Kpibot) -> None:
    def export(name: str, number: int) -> str:
        lines = [f"1,{number + n},7,Solved,2026-06-0{n} 09:00,2026-06-0{n} 10:00,1,1,0\n" for n in (1, 2)]
        return str(write(kpibot, name, ZENDESK + "".join(lines)).name)

    assert kpibot.does("import", export("one.csv", 10)).out.startswith("zendesk: 2 rows. 2 added.")
    assert kpibot.does("import", export("two.csv", 20)).out.startswith("zendesk: 2 rows. 2 added.")
    kpibot.does("import", export("three.csv", 30), "--source", "shop")
    error = kpibot.refuses("import", export("four.csv", 40), "--yes")
    assert "There are several sources of Zendesk. Which one is this file of?" in error
    assert '--source "shop"' in error
    assert '--source "zendesk"' in error


def test_ctrl_c_or_the_end_of_what_is_typed_imports_nothing(kpibot: Kpibot) -> None:
    write(kpibot, "june.csv", GUESSED)
    stopped = at_a_terminal(kpibot, ["import", "june.csv"], ("(1):", CTRL_C))
    assert (stopped.status, stopped.screen.splitlines()[-1]) == (130, "Nothing was imported.")
    ended = at_a_terminal(kpibot, ["import", "june.csv"], ("(1):", CTRL_D))
    assert (ended.status, ended.screen.splitlines()[-1]) == (0, "Nothing was imported.")
    assert kpibot.has_no_store


def test_what_moves_on_the_screen_is_for_terminals_only(kpibot: Kpibot) -> None:
    write(kpibot, "june.csv", "Ticket ID,Created at\n1,2026-06-01 09:00\n")
    seen = at_a_terminal(kpibot, ["import", "june.csv"], AGREE)
    assert "Looking the file over" in seen.screen
    assert "Importing" in seen.screen
    piped = kpibot.does("import", "june.csv", "--yes")  # which checks that standard error is empty
    assert "Looking" not in piped.out
    assert "Importing" not in piped.out


def test_an_example_can_be_imported_as_it_is(kpibot: Kpibot) -> None:
    write(kpibot, "example.csv", kpibot.does("import", "--example", "inquiry-days").out)
    said = kpibot.does("import", "example.csv", "--json").json
    assert said["problems"] == []
    assert said["inquiry-days"]["added"] > 0


def test_an_example_of_something_else_is_refused_with_those_that_there_are(kpibot: Kpibot) -> None:
    assert kpibot.refuses("import", "--example", "ticktes").splitlines() == [
        "There is no example of “ticktes”, but of costs, inquiries, inquiry-days and searches.",
        "Try: kpibot import --example costs",
    ]


def test_an_import_that_is_killed_or_stopped_half_way_goes_on_where_it_was(kpibot: Kpibot) -> None:
    file = write(kpibot, "long.csv", long_export())
    killed = started_import(kpibot, file)
    children = children_of(killed)
    killed.send_signal(signal.SIGKILL)
    wait_until(lambda: not any(map(is_running, children)))

    stopped = started_import(kpibot, file)
    stopped.send_signal(signal.SIGINT)
    out, err = stopped.communicate(timeout=30)
    assert (stopped.returncode, out) == (130, "")
    assert err.startswith("Stopped after ")
    assert f" of {LONG:,} rows. Import the file again: it goes on from there." in err
    assert err.endswith("Or take it back: kpibot undo 2\n")

    listed = kpibot.does("imports").said
    assert listed.count("stopped half-way: ") == 2
    assert kpibot.does("import", file, "--yes").out.startswith(f"long: {LONG:,} rows. ")
    undisturbed = kpibot.elsewhere("undisturbed")
    undisturbed.does("import", file, "--yes")
    assert tickets(kpibot) == tickets(undisturbed)


def test_an_import_that_others_keep_from_writing_says_how_far_it_came(kpibot: Kpibot) -> None:
    running = started_import(kpibot, write(kpibot, "long.csv", long_export()))
    with opened(kpibot.address).writing():  # another program
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    sentence, hint = err.splitlines()
    assert sentence.startswith(f"The database {kpibot.calls_it} is in use by another program. Import 1 stopped after ")
    assert sentence.endswith(f" of {LONG:,} rows, which are in.")
    assert hint.endswith("Then import the file again: it goes on from there.")


def write(kpibot: Kpibot, name: str, content: str) -> Path:
    path = kpibot.folder / name
    path.write_text(content, encoding="utf-8")
    return path


def long_export() -> str:
    """Long enough to be stopped half-way, and to be read by a second process."""
    start = datetime(2025, 1, 1)
    lines = ["Ticket ID,Created at,First response at,Solved at,Status,Channel,Satisfaction rating"]
    for number in range(LONG):
        opened = start + timedelta(minutes=3 * number)
        answered, solved = opened + timedelta(minutes=number % 90), opened + timedelta(hours=number % 50)
        way = "mail" if number % 3 else "chat"
        lines.append(f"{number},{opened:%F %R},{answered:%F %R},{solved:%F %R},Solved,{way},{number % 5 + 1}")
    return "\n".join(lines) + "\n"


def started_import(kpibot: Kpibot, file: Path) -> "subprocess.Popen[str]":
    """One that runs, and has written some rows of its file."""
    before = newest_import(kpibot)
    process = kpibot.start("import", file, "--yes")

    def has_begun() -> bool:
        newest = newest_import(kpibot)
        return newest is not None and (before is None or newest[0] > before[0]) and newest[1] > 0

    wait_until(has_begun)
    return process


def newest_import(kpibot: Kpibot) -> tuple[int, int] | None:
    """Its number, and how many of its rows are in."""
    try:
        found = rows(kpibot.address, "SELECT id, rows FROM import ORDER BY id DESC LIMIT 1")
    except (sqlite3.OperationalError, UndefinedTable):  # There is no such database yet, or no such table.
        return None
    return found[0] if found else None


def test_a_file_whose_days_cannot_be_counted_is_imported_all_the_same(kpibot: Kpibot) -> None:
    write(kpibot, "june.csv", "Ticket ID,Created at\n1,2026-06-01 09:00\n")
    kpibot.does("config", "list")
    change(kpibot.address, "INSERT INTO setting (key, value, who, at) VALUES ('zone', '\"Moon/Tycho\"', 'Ann', 0)")
    ran = kpibot.run("import", "june.csv", "--timezone", "Europe/Berlin", "--yes")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "june: 1 row. 1 added.")
    kept, why = ran.err.splitlines()
    assert kept == "That is kept. Its days are counted later, by the bot if it runs, else by the next question:"
    assert why.startswith("The setting zone cannot be used: “Moon/Tycho” is not a time zone")
    assert kpibot.run("undo", "1").out == "Import 1 is undone: 1 ticket removed.\n"


def tickets(kpibot: Kpibot) -> list[tuple[Any, ...]]:
    """All that is known of them, but for the import that told it."""
    names = ", ".join(column.name for column in table(Ticket).columns if column.name != "origin")
    found = rows(kpibot.address, f"SELECT {names} FROM ticket ORDER BY source, external_id")
    assert len(found) == LONG
    return found


def openings(kpibot: Kpibot) -> set[str]:
    return {f"{datetime.fromtimestamp(at, UTC):%F}" for (at,) in rows(kpibot.address, "SELECT created_at FROM ticket")}


def children_of(process: "subprocess.Popen[str]") -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(number) for number in listed.split()]


def is_running(number: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
