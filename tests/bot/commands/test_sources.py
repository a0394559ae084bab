"""`/kpi sources`, without Slack: it is Monday 27 July 2026, 09:30 in Berlin."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.commands import deliveries
from bot.commands.registry import Asked, nobody
from bot.messages.message import Message
from kpi.ingest.history.problems import keep
from kpi.ingest.problem import Problem
from kpi.model import DELIVERED, Source, Webhook, table
from kpi.store import Store
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Counts, Entry, Outcome
from kpi.webhooks.vendors import zendesk
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
    assert "Sources are listed, added and tried." in bot.says("sources please now")


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


def connected(store: Store, source: str = "desk", received: int = 0, bad: int = 0) -> None:
    """Since Friday; all that came came at noon on Sunday."""
    with store.writing() as connection:
        connecting.add(connection, zendesk.VENDOR, source, "a-long-secret", at(FRIDAY), "Ada Okafor")
        ledger.count(connection, source, Counts(received, 0, bad), at(SUNDAY))
        entries = [Entry(f"{n}", "x", Outcome.NOT_UNDERSTOOD, why="“id” is missing.", body="{}") for n in range(bad)]
        ledger.enter(connection, source, entries, at(SUNDAY))
        connection.execute(update(table(Webhook)).values(last_at=at(SUNDAY) if received else None))


def test_a_source_that_comes_in_by_itself_says_how_much_and_what_an_export_has_yet_to_complete(bot: Bot) -> None:
    unopened = [ticket(external_id=f"old-{each}", created_at=None) for each in range(2)]
    add(bot.store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"), *unopened, complete_until=FRIDAY)
    with bot.store.writing() as connection:
        connection.execute(update(table(Source)).values(vendor="zendesk"))
    number = imported(bot.store, added=3)
    imported(bot.store, format=DELIVERED, file="", added=9)
    connected(bot.store, received=1_204, bad=3)
    said = bot.says("sources").replace("<!date^00000000^{_}|:>", ":")
    assert "Comes in by itself; the last delivery 15 hours ago; 1,204 in the last 24 hours, 3 not understood." in said
    assert "3 of them: “id” is missing." in said
    assert "2 conversations were opened before it was connected: import an export to count them." in said
    assert f"Last import, number {number}: 3 added, from july.csv" in said


def test_one_that_is_connected_and_has_sent_nothing_yet_is_there_and_of_a_removed_one_nothing_is_said(bot: Bot) -> None:
    connected(bot.store, "zendesk")
    assert "Comes in by itself; nothing has come yet." in bot.says("sources")
    assert "every import was undone" not in bot.says("sources")
    with bot.store.writing() as connection:
        connecting.remove(connection, "zendesk", at(SUNDAY), "Ada Okafor")
    assert "Comes in by itself" not in bot.says("sources")


def test_who_is_no_admin_sees_no_buttons_for_what_only_admins_may_do(bot: Bot) -> None:
    connected(bot.store, "zendesk")
    for_admins = {"Add a source", "Test", "New secret", "Remove"}
    assert for_admins <= {*words_of(bot.answers("sources"))}
    assert not for_admins & {*words_of(bot.answers("sources", nobody))}
    assert not for_admins & {*words_of(bot.registry.answer(Asked("sources", "@kpibot", person="U1", author=ada)))}


def test_deliveries_are_for_admins_alone_and_can_be_replayed(bot: Bot) -> None:
    assert "No source comes in by itself yet." in bot.says("deliveries")
    connected(bot.store, "zendesk", received=10, bad=2)
    said = bot.says("deliveries")
    assert "10 in the last 24 hours, 2 not understood; the last delivery 15 hours ago." in said
    assert "2 deliveries are kept to be tried once more" in said
    assert "Nothing can be changed from here." in bot.refuses("deliveries")
    assert "takes no more words" in bot.says("deliveries banana")
    assert "2 deliveries tried once more: 0 understood now, 2 not." in as_read(deliveries.replayed(bot.bench, None))
    assert "for admins: type `/kpi sources add zendesk`" in bot.says("sources add zendesk")


def ada() -> str:
    return "Ada Okafor"


def words_of(message: Message) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row]
