import pytest

from bot.playground.block_kit import message_problems
from tests.bot.playground.block_kit.samples import Json, data_table, figure, formatted, words

LINK = formatted({"type": "link", "url": "https://example.com/1", "text": "#1"})


def test_data_tables_at_their_limits_are_taken() -> None:
    widest = data_table([figure(n) for n in range(20)], page_size=100, row_header_column_index=19)
    longest = data_table(*([words(" "), figure(-1.5, "–1.5 %"), LINK] for _ in range(100)))
    assert message_problems([widest, longest]) == []


def test_all_cells_of_a_table_have_ten_thousand_characters() -> None:
    header = len("column 0")
    assert message_problems([data_table([words("x" * (10_000 - header))])]) == []
    assert message_problems([data_table([words("x" * (10_001 - header))])]) == [
        "must be less than 10001 characters [json-pointer:/blocks/0/rows]"
    ]


def test_all_tables_of_a_message_have_ten_thousand_characters_together() -> None:
    assert message_problems([data_table([words("x" * 5000)])] * 2) == [
        "must be less than 10001 characters [json-pointer:/blocks]"
    ]


@pytest.mark.parametrize(
    ("table", "problem", "at"),
    [
        ({"type": "data_table", "rows": [[words("a")], [words("b")]]}, "missing required field: caption", ""),
        (data_table([words("a")], caption=""), "must be more than 0 characters", "/caption"),
        (data_table(), "must provide at least 2 items", "/rows"),
        (data_table(*[[words("a")]] * 101), "no more than 101 items allowed", "/rows"),
        (data_table([words("a")] * 21), "no more than 20 items allowed", "/rows/0"),
        (data_table([words("a")], [words("a")] * 2), "must provide 1 items, as many as the first row", "/rows/2"),
        (data_table([words("a")], []), "must provide at least 1 items", "/rows/2"),
        (data_table([words("a")], "b"), "must provide an array", "/rows/2"),
        (data_table([words("")]), "must be more than 0 characters", "/rows/1/0/text"),
        (data_table([{"type": "raw_number", "text": "5"}]), "missing required field: value", "/rows/1/0"),
        (data_table([{"type": "raw_number", "value": 5}]), "missing required field: text", "/rows/1/0"),
        (data_table([{"type": "raw_number", "value": "5", "text": "5"}]), "must provide a number", "/rows/1/0/value"),
        (data_table([{"type": "button"}]), "unsupported type: button", "/rows/1/0/type"),
        (
            {"type": "data_table", "caption": "c", "rows": [[LINK], [words("b")]]},
            "unsupported type: rich_text",
            "/rows/0/0/type",
        ),
        (data_table([words("a")], page_size=0), "must be greater than 1", "/page_size"),
        (data_table([words("a")], page_size=101), "must be less than 100", "/page_size"),
        (data_table([words("a")], row_header_column_index="0"), "must provide an integer", "/row_header_column_index"),
        (data_table([words("a")], column_settings=[]), "invalid additional property: column_settings", ""),
    ],
)
def test_what_a_data_table_may_not_have(table: Json, problem: str, at: str) -> None:
    assert f"{problem} [json-pointer:/blocks/0{at}]" in message_problems([table])


def table(*rows: list[Json], **more: object) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def test_the_older_table_has_settings_for_its_columns() -> None:
    assert message_problems([table([words("a")] * 20, column_settings=[{"align": "right", "is_wrapped": True}])]) == []
    assert message_problems([table([words("a")], column_settings=[None])]) == [
        "must provide an object [json-pointer:/blocks/0/column_settings/0]"
    ]
    assert message_problems([table(*[[words("a")]] * 101)]) == [
        "no more than 100 items allowed [json-pointer:/blocks/0/rows]"
    ]
    assert message_problems([table([words("a" * 10_001)])]) == [
        "must be less than 10001 characters [json-pointer:/blocks/0/rows]"
    ]


def test_one_older_table_stands_in_a_message() -> None:
    assert message_problems([table([words("a")])] * 2) == ["only_one_table_allowed [json-pointer:/blocks]"]
