"""The two kinds of table, and what all tables of a message may hold together.

Where Slack raised a limit the older and stricter one is kept, so that what is taken here is taken everywhere:
100 data rows and 10,000 characters since May 2026, 200 and 20,000 since August 2026.
"""

from collections.abc import Iterable
from typing import Any

from bot.playground.block_kit.checks import (
    Checks,
    Problems,
    array,
    boolean,
    enum,
    integer,
    members,
    number,
    problem,
    string,
    typed,
)
from bot.playground.block_kit.composition import identifier
from bot.playground.block_kit.rich_text import rich_text
from bot.playground.block_kit.texts import texts

MOST_COLUMNS = 20
MOST_TABLE_ROWS = 100
DATA_TABLE_ROWS = (2, 101)  # with the header
MOST_CHARACTERS = 10_000  # in all cells of a table, and of all tables of a message
MOST_PAGE_SIZE = 100
KINDS = ("data_table", "table")


def _raw_text(cell: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-table-block#usage-info: `minLength` is 1."""
    yield from members(cell, at, {"text": string(blank=True)})


def _raw_number(cell: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-table-block#usage-info

    The page's schema leaves `text` open; that numbers need it is the stricter reading.
    """
    yield from members(cell, at, {"value": number, "text": string(blank=True)})


_HEADER_CELLS: Checks = {"raw_text": _raw_text, "raw_number": _raw_number}
_CELLS: Checks = {**_HEADER_CELLS, "rich_text": rich_text}
_header_row = array(typed(_HEADER_CELLS), MOST_COLUMNS)
_row = array(typed(_CELLS), MOST_COLUMNS)


def data_table(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-table-block"""
    required = {"caption": string(), "rows": _rows}
    optional = {
        "block_id": identifier,
        "page_size": integer(1, MOST_PAGE_SIZE),
        "row_header_column_index": integer(0, MOST_COLUMNS - 1),
    }
    yield from members(block, at, required, optional)


def table(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/table-block"""
    settings = array(_column_setting, MOST_COLUMNS)
    yield from members(
        block, at, {"rows": array(_row, MOST_TABLE_ROWS)}, {"block_id": identifier, "column_settings": settings}
    )
    if isinstance(block, dict):
        yield from _too_many_characters([block.get("rows")], f"{at}/rows")


def tables_of_message(blocks: Any, at: str) -> Problems:
    """One `table` at most, and 10,000 characters in all tables.

    https://docs.slack.dev/reference/block-kit/blocks/table-block#usage-info; to a second `table` Slack answers
    `invalid_attachments` with "only_one_table_allowed".
    """
    found = [block for block in blocks if isinstance(block, dict) and block.get("type") in KINDS]
    if sum(block["type"] == "table" for block in found) > 1:
        yield problem("only_one_table_allowed", at)
    if len(found) > 1:
        yield from _too_many_characters((block.get("rows") for block in found), at)


def _rows(rows: Any, at: str) -> Problems:
    """The first row is the header; every row has as many cells."""
    least, most = DATA_TABLE_ROWS
    wrong = list(array(_nothing_wrong, most, least)(rows, at))
    yield from wrong
    if wrong:
        return
    for index, row in enumerate(rows):
        yield from (_row if index else _header_row)(row, f"{at}/{index}")
        if isinstance(row, list) and isinstance(rows[0], list) and len(row) != len(rows[0]):
            yield problem(f"must provide {len(rows[0])} items, as many as the first row", f"{at}/{index}")
    yield from _too_many_characters([rows], at)


def _nothing_wrong(_row: Any, _at: str) -> Problems:
    yield from ()


def _column_setting(setting: Any, at: str) -> Problems:
    yield from members(setting, at, {}, {"align": enum("left", "center", "right"), "is_wrapped": boolean})


def _too_many_characters(tables: Iterable[Any], at: str) -> Problems:
    if sum(len(text) for rows in tables for text in texts(rows)) > MOST_CHARACTERS:
        yield problem(f"must be less than {MOST_CHARACTERS + 1} characters", at)
