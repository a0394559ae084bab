"""The tickets behind a number as a CSV file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import ticket_file
from bot.bootstrap import Kpibot, build
from bot.commands.registry import Asked
from bot.settings import Settings
from kpi.errors import UserError
from tests.bot.messages.situations import EVERYTHING, LAST_WEEK, NOW, desk, labelled, rated, resolved
from tests.support.databases import a_database
from tests.support.tickets import BERLIN, moment

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1")


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Kpibot]:
    settings = Settings(_env_file=None, database_url=a_database(tmp_path), timezone=BERLIN.key)
    bot = build(settings, clock=lambda: moment(NOW))
    yield bot
    bot.bench.store.close()


def asked(text: str) -> Asked:
    return Asked(text, "kpibot ask")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("question", ["csat last week", "explain csat last week", "tickets csat last week by channel"])
def test_all_that_the_number_counts_is_written(bot: Kpibot, tmp_path: Path, question: str) -> None:
    tickets = labelled(rated(LAST_WEEK, 150, 30), channel="email", subject="Größe?")
    desk(tickets)(bot.bench.store)
    assert ticket_file.write(bot.bench, asked(question), tmp_path / "out.csv") == 180
    written = rows(tmp_path / "out.csv")
    assert len({row["ticket"] for row in written}) == 180
    first = {name: written[0][name] for name in ("source", "value", "unit", "scale", "channel", "subject")}
    assert first == {
        **{"source": "desk", "value": "2", "unit": "points", "scale": "stars"},
        **{"channel": "email", "subject": "Größe?"},
    }
    assert written[0]["counted"].endswith("+02:00")


def test_durations_are_in_seconds(bot: Kpibot, tmp_path: Path) -> None:
    desk(resolved(LAST_WEEK, 3_600), fields=EVERYTHING)(bot.bench.store)
    ticket_file.write(bot.bench, asked("ttr last week"), tmp_path / "out.csv")
    assert [(row["value"], row["unit"], row["scale"]) for row in rows(tmp_path / "out.csv")] == [
        ("3600", "seconds", "")
    ]


def test_no_cell_becomes_a_formula(bot: Kpibot, tmp_path: Path) -> None:
    tickets = [row for subject in HOSTILE for row in labelled(rated(LAST_WEEK, 1, 0), subject=subject)]
    desk(tickets)(bot.bench.store)
    ticket_file.write(bot.bench, asked("csat last week"), tmp_path / "out.csv")
    assert {row["subject"] for row in rows(tmp_path / "out.csv")} == {f"'{subject}" for subject in HOSTILE}


def test_a_file_that_is_there_stays_as_it_is(bot: Kpibot, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(UserError, match="already, and nothing was written"):
        ticket_file.write(bot.bench, asked("csat last week"), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "mine"


@pytest.mark.parametrize("question", ["overview last week", "", "make me a sandwich"])
def test_there_are_no_tickets_behind_many_numbers(bot: Kpibot, tmp_path: Path, question: str) -> None:
    with pytest.raises(UserError, match="for one metric at a time"):
        ticket_file.write(bot.bench, asked(question), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_where_nothing_can_be_written_that_is_said(bot: Kpibot, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written: No such file or directory"):
        ticket_file.write(bot.bench, asked("csat last week"), tmp_path / "nowhere" / "out.csv")
