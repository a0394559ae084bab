"""Who asked: told apart, and named nowhere."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kpi.ingest.history.undo import undo
from kpi.ingest.requesters import RequesterReader, key_of
from kpi.migrating import migrate
from kpi.model import BeforeImage, ImportProblem, table
from kpi.store import Store
from tests.kpi.ingest.conftest import NOW, WriteFile, imported, tickets
from tests.kpi.moving.stores import all_rows
from tests.support.databases import no_database

KEY = b"a key of a store"
HEADER = "Id,Created at,Updated at,Customer email"
ANN = "ann.lee@a.example"


def read(*texts: str, key: bytes = KEY, source: str = "desk") -> list[str | None]:
    return RequesterReader(key, source).column(texts)


def requesters(store: Store) -> list[Any]:
    return [row["requester"] for row in tickets(store).values()]


def row(number: int, email: str) -> list[str]:
    return [str(number), "2026-06-01 09:00", "2026-06-02 09:00", email]


@pytest.mark.parametrize("written", ["ANN.LEE@A.example", f" {ANN}\t", f"Ann Lee <{ANN}>", f"mailto:{ANN}", f"({ANN})"])
def test_an_address_is_the_same_however_it_is_written(written: str) -> None:
    assert read(written) == read(ANN)


@pytest.mark.parametrize(
    "written", ["4711.0", " 4711 ", '[{"type": "contact", "id": "4711"}]', '{"contacts": [{"id": 4711}]}']
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert read(written) == read("4711")


@pytest.mark.parametrize(
    "nobody",
    [
        "",
        " ",
        "-",
        "N/A",
        "0",
        "Anonymous",
        "unknown",
        "[]",
        "1.03E+13",
        "no-reply@shop.example",
        "mailer-daemon@a.example",
    ],
)
def test_nobody_is_no_requester(nobody: str) -> None:
    assert read(nobody) == [None]


def test_others_are_others() -> None:
    assert len(set(read("1", "2", ANN, "ann.lee@b.example", "Ann Lee", "[odd"))) == 6


def test_an_address_is_the_same_person_everywhere_and_a_number_only_at_one_help_desk() -> None:
    assert read(ANN, source="desk") == read(ANN, source="shop")
    assert read("4711", source="desk") != read("4711", source="shop")


def test_a_hash_has_sixteen_bytes_and_needs_the_key() -> None:
    (found,) = read(ANN)
    assert found is not None
    assert len(bytes.fromhex(found)) == 16
    assert read(ANN, key=b"another key") != [found]


def test_every_store_has_a_key_of_its_own(store: Store, tmp_path: Path) -> None:
    other = Store(no_database(tmp_path, "other.db"))
    migrate(other)
    keys = set()
    for each in (store, other, store):
        with each.writing() as connection:
            keys.add(key_of(connection))
    other.close()
    assert sorted(map(len, keys)) == [32, 32]


def test_customers_are_told_apart_and_named_nowhere(store: Store, table_file: WriteFile, tmp_path: Path) -> None:
    bad = ["4", "yesterday", "2026-06-02 09:00", ANN]
    path = table_file(HEADER, row(1, ANN), row(2, "Ann.Lee@A.example "), row(3, "cy@a.example"), bad)
    report = imported(store, path)
    first, again, other, _ = requesters(store)
    assert first == again != other
    assert report.problem_count
    assert "lee@" not in repr(all_rows(store)).lower()
    store.close()
    assert all(b"lee@" not in file.read_bytes().lower() for file in tmp_path.glob("kpibot.db*"))


def test_a_later_file_changes_who_asked_and_undo_brings_it_back(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file(HEADER, row(1, ANN)))
    before = requesters(store)
    changed = ["1", "2026-06-01 09:00", "2026-06-03 09:00", "cy@a.example"]
    second = imported(store, table_file(HEADER, changed, name="later.csv"))
    assert requesters(store) != before
    with store.reading() as connection:
        kept = [str(each) for each in connection.execute(select(table(BeforeImage)))]
        kept += [str(each) for each in connection.execute(select(table(ImportProblem)))]
    assert kept
    assert not any("@" in each for each in kept)
    undo(store, second.number, NOW)
    assert requesters(store) == before


def test_the_same_file_twice_changes_nothing(store: Store, table_file: WriteFile) -> None:
    path = table_file(HEADER, row(1, ANN), row(2, ""))
    imported(store, path)
    assert imported(store, path).counts.unchanged == 2
    assert requesters(store)[1] is None


def test_names_are_read_if_a_person_says_so(store: Store, table_file: WriteFile) -> None:
    path = table_file(
        "Id,Created at,Customer", ["1", "2026-06-01 09:00", "Ann Lee"], ["2", "2026-06-01 09:00", "ANN LEE"]
    )
    imported(store, path)
    assert requesters(store) == [None, None]
    imported(store, path, mapping={"Customer": "requester"})
    first, second = requesters(store)
    assert first == second is not None


MESSAGES = "Conversation ID,Message ID,Sent at,Author type"


def message(number: int, conversation: str, author: str, told: str) -> list[str]:
    return [conversation, str(number), f"2026-06-01 09:{number:02}", author, told]


def test_whoever_wrote_a_message_is_not_who_asked(store: Store, table_file: WriteFile) -> None:
    rows = [message(1, "a", "customer", ANN), message(2, "a", "agent", "bob@desk.example")]
    report = imported(store, table_file(f"{MESSAGES},Email", *rows))
    why = next(column.why for column in report.plan.columns if column.header == "Email")
    assert why == "it differs within a conversation, so it tells who wrote and not who asked"
    assert requesters(store) == [None]


def test_the_customer_of_a_conversation_may_stand_beside_each_message(store: Store, table_file: WriteFile) -> None:
    rows = [message(1, "a", "customer", ANN), message(2, "a", "agent", ANN), message(3, "b", "customer", ANN)]
    imported(store, table_file(f"{MESSAGES},Customer email", *rows))
    first, second = requesters(store)
    assert first == second is not None


INTERCOM = "id,created_at,state,source_delivered_as,source_author_id,waiting_since,snoozed_until,assignee_type"


def test_whoever_began_a_conversation_is_the_customer_unless_the_team_began(
    store: Store, table_file: WriteFile
) -> None:
    rows = [
        ["1", "2026-06-01 09:00:00", "open", "customer_initiated", "c1", "", "", "admin"],
        ["2", "2026-06-01 09:00:00", "open", "customer_initiated", "c1", "", "", "admin"],
        ["3", "2026-06-01 09:00:00", "open", "admin_initiated", "4711", "", "", "admin"],
    ]
    report = imported(store, table_file(INTERCOM, *rows), source=None)
    assert report.plan.vendor == "intercom"
    first, second, third = requesters(store)
    assert first == second is not None
    assert third is None


def test_a_number_and_a_customer_alone_are_no_file_of_tickets(store: Store, table_file: WriteFile) -> None:
    with pytest.raises(Exception, match="tells nothing of its tickets"):
        imported(store, table_file("Ticket ID,Customer email", ["1", ANN]))
