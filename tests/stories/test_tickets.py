"""The conversations behind a number: a page at a time, in any order, and all of them as a file for the asker alone."""

import csv
import io
import tempfile
from itertools import cycle
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from bot.messages.data_limits import cell_text
from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_in_slack
from tests.support import past_the_program
from tests.support.local_slack import Person, SeenMessage, call


def numbers(answer: SeenMessage) -> list[str]:
    """The conversations of the table, from top to bottom."""
    [table] = [block for block in answer.blocks if block["type"] == "data_table"]
    return [cell_text(row[0]) for row in table["rows"][1:]]


def header(answer: SeenMessage) -> list[str]:
    [table] = [block for block in answer.blocks if block["type"] == "data_table"]
    return [cell_text(cell) for cell in table["rows"][0]]


def file_in(slack: LocalSlack, person: Person) -> tuple[str, str]:
    """The name and the text of the file that the bot has sent to this person directly."""
    [file] = person.waits_for_file(person.direct).raw["files"]
    request = Request(file["url_private"], headers={"authorization": f"Bearer {slack.bot_token}"})
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        return str(file["name"]), answer.read().decode("utf-8-sig")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def files_of(person: Person, channel: str) -> list[SeenMessage]:
    return [message for message in person.sees(channel) if message.raw.get("files")]


def test_a_list_of_many_is_shown_a_page_at_a_time(ada: Person) -> None:
    ada.types("/kpi tickets ttr last month")
    first = ada.waits_for("These are 1–50 of ")
    assert len(numbers(first)) == 50
    ada.presses(first, "Next 50")
    second = ada.waits_until_changed(first)
    assert "These are 51–100 of " in second.plain
    assert not set(numbers(first)) & set(numbers(second))
    ada.presses(second, "Previous 50")
    assert numbers(ada.waits_until_changed(second)) == numbers(first)


def test_the_last_page_is_shown_for_one_that_is_not_there(ada: Person) -> None:
    ada.types("/kpi tickets csat last week page 99")
    assert "Next" not in " ".join(ada.waits_for("The tickets behind").buttons)


def test_it_is_sorted_by_what_was_typed_or_chosen(ada: Person) -> None:
    ada.types("/kpi tickets ttr last week sorted by opened")
    opened = ada.waits_for("newest first")
    ada.chooses(opened, "Sorted by first reply")
    changed = ada.waits_until_changed(opened)
    assert "slowest first reply first" in changed.plain
    assert "`/kpi tickets ttr 2026-W30 sorted by first reply`" in changed.plain


def test_what_a_list_cannot_be_sorted_by_is_said_with_lines_that_work(ada: Person) -> None:
    ada.types("/kpi tickets ttr last week sorted by mood")
    refused = ada.waits_for("not by “mood”")
    ada.presses(refused, "tickets ttr 2026-W30 sorted by rating")
    assert "lowest rated first" in ada.waits_until_changed(refused).plain


def test_subjects_are_for_whoever_asks_alone(ada: Person, ben: Person) -> None:
    ada.types("/kpi tickets csat last week")
    alone = ada.waits_for("The tickets behind")
    assert header(alone)[:3] == ["Ticket", "Rating", "Intent"]
    assert "Subject" in header(alone)
    ada.presses(alone, "Share to channel")
    assert "Subject" not in header(ben.waits_for("Shared by"))


def test_all_of_them_come_as_a_file_to_the_asker_alone(slack: LocalSlack, ada: Person, ben: Person) -> None:
    listed = ada.asks("@kpibot tickets ttr last month")
    ben.presses(listed, "All as CSV")
    told = ben.waits_for_whisper("is in your direct messages with me")
    name, text = file_in(slack, ben)
    assert name == "tickets-ttr-2026-06.csv"
    assert f"{len(rows(text)):,} tickets" in told.plain
    assert f" of {len(rows(text)):,}, slowest first" in listed.plain
    assert {row["ticket"] for row in rows(text)} >= set(numbers(listed))
    assert any(row["subject"] for row in rows(text))
    assert files_of(ada, "support") == files_of(ada, ada.direct) == []


def test_it_can_be_typed_anywhere(slack: LocalSlack, ada: Person, ben: Person) -> None:
    ada.types("/kpi tickets csat last week sorted by opened csv")
    ada.waits_for("is in your direct messages with me")
    _, text = file_in(slack, ada)
    opened = [row["opened"] for row in rows(text)]
    assert opened == sorted(opened, reverse=True)
    said = ben.types("@kpibot tickets csat last week csv")
    assert "the direct messages of whoever asked" in ben.hears(said).plain
    assert file_in(slack, ben)[0] == "tickets-csat-2026-W30.csv"
    root = ben.asks("@kpibot frt last week")
    ben.asks("@kpibot csv", thread=root)
    ben.waits_for("tickets-frt-2026-W30.csv")


def test_in_direct_messages_it_stands_below_what_says_so(slack: LocalSlack, ada: Person) -> None:
    ada.types("tickets csat last week csv", ada.direct)
    ada.waits_for("is in your direct messages with me", ada.direct)
    assert file_in(slack, ada)[0] == "tickets-csat-2026-W30.csv"


def test_where_nothing_is_counted_there_is_no_file(ada: Person) -> None:
    ada.types("/kpi tickets csat 2020 csv")
    ada.waits_for("so there is no file")
    assert files_of(ada, ada.direct) == []


@pytest.mark.parametrize(
    ("method", "error", "words"),
    [
        ("files.getUploadURLExternal", "missing_scope", "Ask whoever installed kpibot to give it"),
        ("files.getUploadURLExternal", "file_uploads_disabled", "does not let anybody send files"),
        ("files.completeUploadExternal", "storage_limit_reached", "has no room left for files"),
        ("files.completeUploadExternal", "file_type_not_allowed", "does not take CSV files"),
        ("files.completeUploadExternal", "file_update_failed", "Something broke"),
        ("chat.postMessage", "messages_tab_disabled", "I have no direct messages in this workspace."),
    ],
)
def test_what_keeps_it_from_coming_is_said_with_what_to_do(
    slack: LocalSlack, ada: Person, method: str, error: str, words: str
) -> None:
    ada.types("/kpi tickets csat last week")
    listed = ada.waits_for("The tickets behind")
    call(slack, "faults", {"fail": {"method": method, "error": error}})
    ada.presses(listed, "All as CSV")
    ada.waits_for(words)
    assert ada.sees(ada.direct) == [], "nothing says that there is a file"
    assert not list(Path(tempfile.gettempdir()).glob("kpibot-*/tickets-*")), "nor is one left behind"
    ada.presses(listed, "All as CSV")
    assert file_in(slack, ada)[0] == "tickets-csat-2026-W30.csv", "and another press sends it"


def test_no_table_and_no_file_takes_what_customers_wrote_for_more_than_text(own_history: str) -> None:
    hostile = ["=1+1", "<!channel>", "@SUM(A1)", "\u202eexe.txt", "🦊" * 2_000, '"; DROP TABLE ticket', "a\nb,c"]
    _write_subjects(own_history, hostile)
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        ada.types("/kpi tickets csat last week")
        listed = ada.waits_for("The tickets behind")
        ada.presses(listed, "All as CSV")
        _, text = file_in(slack, ada)
        subjects = [row["subject"] for row in rows(text)]
        assert set(subjects) <= {"'=1+1", "<!channel>", "'@SUM(A1)", *hostile[3:]}
        assert len(numbers(listed)) == min(50, len(subjects))


def _write_subjects(database: str, subjects: list[str]) -> None:
    """Each of them into as many conversations."""
    ids = past_the_program.rows(database, "SELECT source, external_id FROM ticket WHERE rating IS NOT NULL")
    told = [
        {"source": source, "id": number, "subject": subject}
        for (source, number), subject in zip(ids, cycle(subjects), strict=False)
    ]
    statement = "UPDATE ticket SET subject = :subject WHERE source = :source AND external_id = :id"
    past_the_program.change(database, statement, told)
