"""The bot put together: on stores that can be used, and on those that cannot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import bootstrap
from bot.commands.registry import Asked
from bot.settings import Settings
from kpi.errors import ConfigurationError
from tests.bot.conftest import TICKETS, Kpibot
from tests.support.databases import SQLITE, chosen, opened
from tests.support.past_the_program import change, rows


def test_the_bot_answers_at_the_time_and_in_the_zone_it_is_given(database: str) -> None:
    settings = Settings(_env_file=None, database_url=database, timezone="Pacific/Auckland")
    kpibot = bootstrap.build(settings, clock=lambda: datetime(2026, 7, 26, 13, tzinfo=UTC))
    answer = kpibot.replies.to(Asked("csat yesterday", "/kpi"))  # it is Monday there already
    kpibot.bench.store.close()
    assert "26 July 2026" in answer.text


def test_a_team_may_have_templates_of_its_own(database: str, tmp_path: Path) -> None:
    (tmp_path / "help.j2").write_text('{{ fallback("Ask Ada.") }}{{ section("Ask Ada.") }}', encoding="utf-8")
    settings = Settings(_env_file=None, database_url=database, templates_dir=tmp_path)
    kpibot = bootstrap.build(settings)
    assert kpibot.replies.to(Asked("help", "/kpi")).text == "Ask Ada."
    assert kpibot.replies.to(Asked("csat 2026-W30", "/kpi")).text.startswith("CSAT: 80 %")
    kpibot.bench.store.close()


def test_what_breaks_on_our_side_is_told_without_details(database: str, tmp_path: Path) -> None:
    (tmp_path / "help.j2").write_text("{{ nothing.of.this.kind }}", encoding="utf-8")
    settings = Settings(_env_file=None, database_url=database, templates_dir=tmp_path)
    kpibot = bootstrap.build(settings)
    with capture_logs():  # which else draw all that was in memory
        answer = kpibot.replies.to(Asked("help", "/kpi"))
    kpibot.bench.store.close()
    assert answer.text.startswith("Something broke on my side.")
    assert "nothing" not in str(answer)


def test_a_folder_of_templates_that_is_not_there_is_named(kpibot: Kpibot) -> None:
    error = kpibot.refuses("ask", "csat", TEMPLATES_DIR="no/such/folder")
    assert error.splitlines() == [
        "There is no folder no/such/folder with templates.",
        "Set TEMPLATES_DIR to a folder that exists, or leave it out.",
    ]


def test_while_another_program_writes_questions_are_answered_and_imports_wait(kpibot: Kpibot, database: str) -> None:
    with opened(database).writing():  # as another program does
        assert "80 %" in kpibot.does("ask", "csat", "2026-W30").out
        error = kpibot.refuses("import", TICKETS, "--source", "other")
    assert error.splitlines() == [
        f"The database {kpibot.calls_it} is in use by another program.",
        "Close the other program, or try again in a minute.",
    ]
    assert sources(database) == {"tickets": 40}
    kpibot.does("import", TICKETS, "--source", "other")
    assert sources(database) == {"tickets": 40, "other": 40}


@pytest.mark.sqlite
def test_a_store_that_may_only_be_read_answers_and_takes_nothing(kpibot: Kpibot, database: str) -> None:
    read_only = {"DATABASE_URL": f"{database.replace('sqlite:///', 'sqlite:///file:')}?mode=ro&uri=true"}
    assert "80 %" in kpibot.does("ask", "csat", "2026-W30", **read_only).out
    error = kpibot.refuses("import", TICKETS, "--source", "other", **read_only)
    assert "is read-only.\nMake the file and its folder writable, or point DATABASE_URL elsewhere." in error
    assert sources(database) == {"tickets": 40}


def test_the_store_of_a_newer_version_is_left_alone(kpibot: Kpibot, database: str) -> None:
    change(database, "UPDATE alembic_version SET version_num = '2999'")
    content = all_of(database)
    for arguments in (["migrate"], ["import", TICKETS]):
        assert kpibot.refuses(*arguments).splitlines() == [
            f"The database {kpibot.calls_it} was made by a newer kpibot (its version is 2999).",
            f"Update kpibot, or point DATABASE_URL at another {'file' if chosen() == SQLITE else 'database'}.",
        ]
    assert all_of(database) == content


def test_a_file_that_is_no_database_is_left_alone(kpibot: Kpibot) -> None:
    notes = kpibot.folder / "notes.txt"
    notes.write_text("Ring Ada about the refunds.\n" * 100, encoding="utf-8")
    content = notes.read_bytes()
    error = kpibot.refuses("import", TICKETS, DATABASE_URL="sqlite:///notes.txt")
    assert error.splitlines() == [
        "The database notes.txt is not a kpibot database.",
        "Point DATABASE_URL at another file.",
    ]
    assert notes.read_bytes() == content
    assert list(kpibot.folder.iterdir()) == [notes]


@pytest.mark.sqlite
@pytest.mark.usefixtures("database")
def test_a_damaged_store_says_so(kpibot: Kpibot) -> None:
    file = kpibot.folder / "data" / "kpibot.db"
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    assert "The database data/kpibot.db is damaged." in kpibot.refuses("ask", "csat")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("kpibot.db", "DATABASE_URL is not a database address."),
        ("postgresql://ada:s3cret@localhost:1/kpibot", "The database kpibot on localhost cannot be reached"),
        ("sqlite://", "DATABASE_URL has to name an SQLite file"),
        ("sqlite:///:memory:", "DATABASE_URL has to name an SQLite file"),
        ("sqlite:////dev/null/kpibot.db", "The database's folder /dev/null cannot be made"),
        ("sqlite:////dev", "The database /dev cannot be opened."),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        bootstrap.open_store(Settings(_env_file=None, database_url=url))
    assert error.value.sentence.startswith(sentence)
    assert error.value.hint
    assert "s3cret" not in str(error.value)


def test_a_wrong_address_ends_the_command(kpibot: Kpibot) -> None:
    error = kpibot.refuses("ask", "csat", DATABASE_URL="kpibot.db")
    assert error == "DATABASE_URL is not a database address.\nSet DATABASE_URL=sqlite:///data/kpibot.db\n"


def all_of(database: str) -> list[list[tuple[Any, ...]]]:
    """The version of its tables, and what is in them."""
    return [rows(database, f"SELECT * FROM {name}") for name in ("alembic_version", "source", "ticket", "import")]


def sources(database: str) -> dict[str, Any]:
    """How many tickets there are, by source."""
    return dict(rows(database, "SELECT source, count(*) FROM ticket GROUP BY source"))
