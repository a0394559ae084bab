import json
from typing import Any

import pytest

from kpi.errors import UserError
from kpi.ingest.tables.json_table import DEEPEST_COLUMN
from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.table import BATCH_ROWS, Table
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import misfits, rows

RECORDS = [{"id": 1, "status": "open"}, {"id": 2, "status": "closed"}]
ROWS = {1: ["1", "open"], 2: ["2", "closed"]}


def opened(write: WriteFile, *values: Any) -> Table:
    return open_table(write("\n".join(json.dumps(value) for value in values).encode(), name="t.json"))


@pytest.mark.parametrize("value", [
    RECORDS,
    {"count": 2, "next_page": None, "tickets": RECORDS},
    {"tickets": RECORDS, "users": [{"id": 9}]},
    {"users": [{"id": 9}], "tickets": RECORDS, "tags": ["a", "b", "c"]},
    {"data": {"items": RECORDS, "page": 1}},
    {"took": 3, "hits": {"total": {"value": 2}, "hits": RECORDS}},
])  # fmt: skip
def test_the_list_of_records_is_found(write: WriteFile, value: Any) -> None:
    table = opened(write, value)
    assert (list(table.header), rows(table), table.format) == (["id", "status"], ROWS, "json")


def test_where_the_records_were_and_what_was_not_read_is_told(write: WriteFile) -> None:
    table = opened(write, {"data": {"tickets": RECORDS, "users": [{"id": 9}]}})
    assert table.remarks == ["Read from “data.tickets”.", "Not read: “data.users” (1)."]


def test_one_object_a_line_is_read(write: WriteFile) -> None:
    table = opened(write, *RECORDS)
    assert (rows(table), table.format) == (ROWS, "ndjson")
    blank = b'\n{"id": 1, "status": "open"}\r\n\r\n \n{"id": 2, "status": "closed"}\n\n'
    assert rows(open_table(write(blank))) == ROWS


def test_objects_over_many_lines_one_after_the_other_are_read(write: WriteFile) -> None:
    content = "\n".join(json.dumps(record, indent=2) for record in RECORDS)
    assert rows(open_table(write(content.encode()))) == ROWS


@pytest.mark.parametrize("value", [
    {"id": 1, "status": "open"},
    {"ticket": {"id": 1, "status": "open"}, "ok": True},
])  # fmt: skip
def test_a_single_ticket_is_a_table(write: WriteFile, value: Any) -> None:
    assert rows(opened(write, value)) == {1: ["1", "open"]}


def test_the_messages_of_a_single_ticket_are_no_tickets(write: WriteFile) -> None:
    messages = [{"at": 1, "by": "agent"}, {"at": 2, "by": "customer"}]
    table = opened(write, {"id": 1, "status": "open", "comments": messages})
    assert rows(table) == {1: ["1", "open", json.dumps(messages, separators=(",", ":"))]}
    parts = {"type": "conversation", "id": "7", "conversation_parts": {"conversation_parts": messages}}
    assert rows(opened(write, parts))[1][1] == "7"


def test_the_header_is_all_keys_in_order_of_first_appearance(write: WriteFile) -> None:
    table = opened(write, [{"id": 1, "b": 2}, *[{"id": 2}] * BATCH_ROWS, {"c": 3, "id": 3}])
    assert list(table.header) == ["id", "b", "c"]
    assert (rows(table)[1], rows(table)[BATCH_ROWS + 2]) == (["1", "2", ""], ["3", "", "3"])


def test_objects_become_columns_of_their_own(write: WriteFile) -> None:
    table = opened(write, [
        {"id": 1, "statistics": {"first_reply_at": 5, "by": {"name": "bot"}}, "rating": None, "custom": {}},
        {"id": 2, "statistics": None, "rating": {"score": 4}},
    ])  # fmt: skip
    assert list(table.header) == ["id", "statistics.first_reply_at", "statistics.by.name", "rating.score"]
    assert rows(table) == {1: ["1", "5", "bot", ""], 2: ["2", "", "", "4"]}


def test_a_key_with_values_and_objects_keeps_both(write: WriteFile) -> None:
    table = opened(write, [{"id": 1, "rating": "good"}, {"id": 2, "rating": {"score": 4}}])
    assert rows(table) == {1: ["1", "good", ""], 2: ["2", "", "4"]}


def test_a_key_that_never_has_a_value_stays(write: WriteFile) -> None:
    assert rows(opened(write, [{"id": 1, "closed_at": None}])) == {1: ["1", ""]}


def test_what_is_nested_deep_stays_json(write: WriteFile) -> None:
    value: Any = 1
    for _ in range(DEEPEST_COLUMN + 2):
        value = {"k": value}
    (header,), ((cell,),) = opened(write, [value]).header, rows(opened(write, [value])).values()
    assert (header, cell) == (".".join("k" * DEEPEST_COLUMN), '{"k":{"k":1}}')


def test_values_are_text(write: WriteFile) -> None:
    values = [12345678901234567, 4.0, 4.5, 1.03e13, True, False, None, ["a", 1, None], [], [{"a": "ü"}], "  x "]
    (cells,) = rows(opened(write, [{f"k{place}": value for place, value in enumerate(values)}])).values()
    assert cells == [
        "12345678901234567", "4", "4.5", "10300000000000", "true", "false", "", "a, 1, ", "", '[{"a":"ü"}]', "  x ",
    ]  # fmt: skip


def test_of_keys_that_occur_twice_the_last_counts(write: WriteFile) -> None:
    assert rows(open_table(write(b'[{"id": 1, "id": 2}]'))) == {1: ["2"]}


def test_records_that_are_empty_are_passed_over_and_what_is_no_object_fits_no_header(write: WriteFile) -> None:
    table = opened(write, [{"id": 1}, {}, None, "text", {"id": 2}])
    assert (rows(table), misfits(table)) == ({1: ["1"], 5: ["2"]}, [(4, 1)])


def test_letters_that_no_database_takes_are_left_out(write: WriteFile) -> None:
    table = open_table(write(rb'[{"id": 1, "text": "a\u0000b \ud83d c"}]'))
    rows(table)[1][1].encode()
    assert "\0" not in rows(table)[1][1]


@pytest.mark.parametrize(("content", "why"), [
    (b"[]", "is JSON that holds no records"),
    (b"{}", "is JSON that holds no records"),
    (b"[1, 2, 3]", "is JSON that holds no records"),
    (b'[["id"], [1]]', "is JSON that holds no records"),
    (b'{"error": "unauthorized"}', "is JSON that holds no records"),
    (b'{"count": 0, "tickets": []}', "is JSON that holds no records"),
    (b'[{"id": 1}, {"id": 2}, {"id": ', "breaks off near record 3"),
    (b'{"id": 1}\n{"id": 2}\n{"id": ', "breaks off near record 3"),
    (b'{"count": 2, "tickets": [{"id": 1}, {"id": 2', "breaks off near record 2"),
    (b'[{"id": 1}, {"id" 2}]', "is no valid JSON near record 2"),
    (b'{"id": 1}\n{"id" 2}', "is no valid JSON near record 2"),
    (b'[{"id": NaN}]', "is no valid JSON near record 1"),
    (b"[{\"id\": " + b"1" * 5_000 + b"}]", "is no valid JSON near record 1"),
    (b"[" * 100_000, "is nested deeper"),
    (b'{"a":' * 50_000, "is nested deeper"),
    (b'[{"id":' + b"[" * 1_000 + b"]" * 1_000 + b"}]", "is nested deeper"),
])  # fmt: skip
def test_json_without_records_is_refused(write: WriteFile, content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=rf"^t\.json {why}") as refusal:
        open_table(write(content, name="t.json"))
    assert refusal.value.hint


def test_brackets_in_texts_are_no_nesting(write: WriteFile) -> None:
    text = "[" * 5_000 + '\\" {'
    table = opened(write, [{"id": number, "text": text + "\\" * (number % 3)} for number in range(200)])
    assert rows(table)[2][1] == text + "\\"


def test_too_many_keys_are_refused(write: WriteFile) -> None:
    with pytest.raises(UserError, match="columns: at most"):
        opened(write, [{f"key {number}": 1} for number in range(2_500)])


def test_a_file_that_changed_is_noticed(write: WriteFile) -> None:
    table = opened(write, RECORDS)
    opened(write, [*RECORDS, {"id": 3}])
    with pytest.raises(UserError, match="was changed"):
        rows(table)
