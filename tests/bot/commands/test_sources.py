"""`/kpi sources`, without Slack: it is Monday 27 July 2026, 09:30 in Berlin."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.commands.registry import Asked
from kpi.ingest.history.problems import keep
from kpi.ingest.problem import Problem
from kpi.model import Source, table
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.bot.messages.slack_client import HOSTILE
from tests.kpi.ingest.imports import a_source, an_import
from tests.support.tickets import add, at, ticket

FRIDAY, SUNDAY = "Fri 24 Jul 2026 12:00", "Sun 26 Jul 2026 18:00"


def imported(store: Store, source: str = "desk", **columns: Any) -> int:
    told: dict[str, Any] = {"finished_at": at(SUNDAY), "started_at": at(SUNDAY), "file": "july.csv", **columns}
    return an_import(store, source=source, **told)


def conversations(store: Store, name: str = "desk", days: tuple[int, ...] = (13, 14, 15), until: str = FRIDAY) -> None:
    weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    opened = [ticket(created_at=f"{weekdays[(day + 1) % 7]} {day} Jul 2026 12:00", status="open") for day in days]
    add(store, name, *opened, complete_until=until)


def test_it_says_what_a_source_is_how_fresh_it_is_and_what_came_in_last(bot: Bot) -> None:
    conversations(bot.store)
    with bot.store.writing() as connection:
        connection.execute(update(table(Source)).values(vendor="zendesk"))
    number = imported(bot.store, added=3, updated=2, rejected={"no ticket number": 7, "spam": 1}, problems=8)
    rows = [Problem(row, "Solved", "soon", "not a date") for row in (17, 18)]
    with bot.store.writing() as connection:
        keep(connection, number, rows)
    said = bot.says("sources").replace("<!date^00000000^{_}|:>", ":")
    assert "*desk*: Zendesk, 3 conversations\nComplete until Fri 24 Jul 2026, 12:00, 3 days ago.\n" in said
    assert "3 added, 2 updated, 7 left out (no ticket number), 1 left out (spam), from july.csv on 26 Jul" in said
    assert "8 to look at:\n• Row 17, Solved: “soon” not a date (2 such)\n" in said
    assert f"`kpibot problems {number}`" in said


def test_what_stands_in_a_file_is_for_the_asker_alone(bot: Bot) -> None:
    conversations(bot.store)
    number = imported(bot.store, problems=1)
    with bot.store.writing() as connection:
        keep(connection, number, [Problem(17, "Solved", "ada@example.com", "not a date")])
    assert "ada@example.com" in bot.says("sources")
    shared = as_read(bot.registry.answer(Asked("sources", "@kpibot")))
    assert "ada@example.com" not in shared
    assert "Row 17, Solved: not a date" in shared


def test_a_source_that_is_quiet_for_longer_than_ever_stands_first(bot: Bot) -> None:
    conversations(bot.store, "always", (13, 14, 15, 16, 17, 20, 21, 22, 23, 24))
    conversations(bot.store, "quiet", (6, 7, 8, 9, 10, 13, 14, 15, 16), until="Sat 25 Jul 2026 12:00")
    said = bot.says("sources")
    assert "No new conversation since 16 July 2026: 8 days, in half a year never more than 2 days." in said
    assert said.index("*quiet*") < said.index("*always*")


def test_files_that_stay_away_for_longer_than_ever_are_missed(bot: Bot) -> None:
    a_source(bot.store)
    for day in ("Mon 29 Jun", "Mon 6 Jul", "Mon 13 Jul", "Tue 14 Jul", "Wed 15 Jul"):
        imported(bot.store, complete_until=at(f"{day} 2026 09:00"))
    assert "No new file for" in bot.says("sources")


@pytest.mark.parametrize(("kind", "what"), [("costs", "costs"), ("inquiry-days", "self-service inquiries")])
def test_what_holds_no_conversations_is_said_to_be_what_it_is(bot: Bot, kind: str, what: str) -> None:
    a_source(bot.store, "help")
    imported(bot.store, "help", kind=kind, added=8)
    said = bot.says("sources")
    assert "*help*: " in said
    assert what in said
    assert "No conversations yet" not in said


def test_a_source_of_which_nothing_is_left_says_so(bot: Bot) -> None:
    a_source(bot.store)
    imported(bot.store, undone_at=at(SUNDAY))
    assert "Nothing is left of it: every import was undone." in bot.says("sources")


def test_of_an_import_that_was_stopped_it_says_so(bot: Bot) -> None:
    a_source(bot.store)
    imported(bot.store, finished_at=None, added=8)
    said = bot.says("sources")
    assert "No conversations yet: no import of them has finished." in said
    assert "stopped half-way: 8 added, from july.csv" in said


def test_without_any_it_says_how_to_bring_data_in(bot: Bot) -> None:
    assert "`kpibot import FILE`" in bot.says("sources")
    assert "takes no more words" in bot.says("sources please now")


def test_many_with_long_and_hostile_names_are_cut_in_words(bot: Bot) -> None:
    for number in range(50):
        name = f"{number:02} {HOSTILE}{'&' * 10_000}"
        a_source(bot.store, name)
        entry = imported(bot.store, name, file=f"{HOSTILE}\u202e.csv", problems=3, rejected={HOSTILE * 20: 3})
        with bot.store.writing() as connection:
            keep(connection, entry, [Problem(row, HOSTILE, "v" * 10_000, "not a date") for row in range(3)])
    said = bot.says("sources")
    assert "<!channel>" not in said
    assert "more have no room here" in said
