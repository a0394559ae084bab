import io
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.import_commands.dialogue import ask, inspect_asking
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.questions import Choice, Question

NOW = 1_782_900_000
MEANING = Question(
    "Does the column “Done” tell when a ticket was resolved?",
    [
        Choice("Yes", "", {"mapping": {"Done": "resolved_at"}}, ["2026-06-01", "2026-06-02"]),
        Choice("No, leave it aside", "", {"mapping": {"Done": None}}, ["2026-06-01", "2026-06-02"]),
    ],
)
ORDER = Question(
    "Day first or month first?",
    [
        Choice("Day first", "", {"day_first": True}, ["03/04/2026 is 3 April 2026"]),
        Choice("Month first", "", {"day_first": False}, ["03/04/2026 is 4 March 2026"]),
    ],
    best=None,
)

Type = Callable[..., None]


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=80)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Type:
    return lambda *lines: monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def shown(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_enter_takes_the_best_choice(console: Console, typing: Type) -> None:
    typing("")
    assert ask(MEANING, console) == {"mapping": {"Done": "resolved_at"}}


def test_a_question_without_a_best_choice_has_to_be_answered(console: Console, typing: Type) -> None:
    typing("", "0", "yes", "2")
    assert ask(ORDER, console) == {"day_first": False}


def test_values_that_are_the_same_in_each_reading_are_shown_once(console: Console, typing: Type) -> None:
    typing("2")
    assert ask(MEANING, console) == {"mapping": {"Done": None}}
    assert [line.rstrip() for line in shown(console)[1:]] == [
        "Does the column “Done” tell when a ticket was resolved?",
        "Its values are such as 2026-06-01, 2026-06-02",
        "  1  Yes",
        "  2  No, leave it aside",
        "  3  It tells something else",
        "Which [1/2/3] (1):",
    ]


def test_each_reading_shows_what_it_makes_of_the_values(console: Console, typing: Type) -> None:
    typing("1")
    ask(ORDER, console)
    assert [line.rstrip() for line in shown(console)[2:6]] == [
        "  1  Day first",
        "     03/04/2026 is 3 April 2026",
        "  2  Month first",
        "     03/04/2026 is 4 March 2026",
    ]


def test_a_column_may_tell_something_else(console: Console, typing: Type) -> None:
    typing("3", "created_att", "colour", "Created at")
    assert ask(MEANING, console) == {"mapping": {"Done": "created_at"}}
    said = " ".join(" ".join(shown(console)).split())
    assert "A column cannot mean “created_att”. Did you mean created_at" in said
    assert "A column cannot mean “colour”. There are: " in said


def test_a_long_choice_is_wrapped_beside_its_number(typing: Type) -> None:
    console = Console(file=io.StringIO(), width=40)
    typing("")
    ask(Question("What is a ticket?", [Choice("Take each row for a ticket of its own", "", {})]), console)
    assert [line.rstrip() for line in shown(console)[2:4]] == ["  1  Take each row for a ticket of its", "     own"]


def test_nothing_in_a_file_acts_on_the_terminal(console: Console, typing: Type) -> None:
    hostile = "[bold red]x[/]\x1b[2J\u202ey"
    typing("1")
    ask(Question(hostile, [Choice(hostile, "", {}, [hostile]), Choice("No", "", {})]), console)
    screen = "\n".join(shown(console))
    assert "\x1b" not in screen
    assert screen.count("[bold red]x[/]\ufffd[2J\ufffdy") == 3


def test_answers_may_raise_new_questions_until_the_file_is_understood(
    tmp_path: Path, console: Console, typing: Type
) -> None:
    file = tmp_path / "desk.csv"
    file.write_text("Nr,Opened on\nA1,03/04/2026\nA2,05/04/2026\n", encoding="utf-8")
    typing("1", "2")
    options = Options(zone=ZoneInfo("UTC"), now=NOW)
    plan = inspect_asking(file, options, [], console, Console(file=io.StringIO()))
    assert plan.options.confirmed == {"mapping": {"Nr": "external_id"}, "day_first": False}
    assert options == Options(zone=ZoneInfo("UTC"), now=NOW)
