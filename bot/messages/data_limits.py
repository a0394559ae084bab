"""Slack's limits for tables and charts: the stricter ones, where Slack has raised them since.

Sources: https://docs.slack.dev/reference/block-kit/blocks/data-table-block and
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from bot.messages.measuring import at_most, length, number, size

ROWS = 101  # with the header
COLUMNS = 20
CELLS_TEXT = 10_000  # of all the tables in a message
PAGE_SIZE = 100
CHARTS = 2
CHART_TITLE = 50
SERIES = 6
POINTS = 20
LABEL = 20
AXIS_LABEL = 50


def message_problems(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What Slack would refuse in all tables and charts of a message together."""
    cells = [cell for block in blocks if block.get("type") == "data_table" for row in block["rows"] for cell in row]
    charts = [block for block in blocks if block.get("type") == "data_visualization"]
    yield from at_most("characters in all table cells", sum(map(_cell_size, cells)), CELLS_TEXT)
    yield from at_most("charts", len(charts), CHARTS)


def table(block: dict[str, Any]) -> Iterator[str]:
    """What Slack would refuse in a data_table."""
    rows = block["rows"]
    if not block["caption"].strip():
        yield "the caption is empty"
    if len(rows) < 2:
        yield "the table has no rows"
    yield from at_most("rows", len(rows), ROWS)
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"
    yield from number("columns", rows[0] if rows else (), COLUMNS)
    if any(cell["type"] == "rich_text" for row in rows[:1] for cell in row):
        yield "rich text in the header"
    if not 1 <= block.get("page_size", 1) <= PAGE_SIZE:
        yield f"{block['page_size']} rows on a page of at most {PAGE_SIZE}"
    if any(not cell_text(cell).strip() for row in rows for cell in row):
        yield "a cell is empty"


def chart(block: dict[str, Any]) -> Iterator[str]:
    """What Slack would refuse in a data_visualization of lines, bars or areas."""
    series, axes = block["chart"]["series"], block["chart"]["axis_config"]
    categories = axes["categories"]
    yield from length("the title", block["title"], CHART_TITLE)
    yield from number("categories", categories, POINTS)
    yield from number("series", series, SERIES)
    for label in (*categories, *(each["name"] for each in series)):
        yield from length("a label", label, LABEL)
    for name in ("x_label", "y_label"):
        if name in axes:
            yield from length(f"the {name}", axes[name], AXIS_LABEL)
    if len(set(categories)) < len(categories) or len({each["name"] for each in series}) < len(series):
        yield "two labels are the same"
    if any([point["label"] for point in each["data"]] != categories for each in series):
        yield "a series has not one value for each category"
    if not all(math.isfinite(point["value"]) for each in series for point in each["data"]):
        yield "a value is no number"


def cell_text(cell: dict[str, Any]) -> str:
    """What a reader sees in a table's cell."""
    match cell:
        case {"type": "rich_text", "elements": sections}:
            return "".join(part["text"] for section in sections for part in section["elements"])
        case {"type": "raw_number"}:
            return str(cell.get("text", cell["value"]))
    return str(cell["text"])


def cell_url(cell: dict[str, Any]) -> str:
    """Where a table's cell leads; empty if nowhere."""
    if cell["type"] != "rich_text":
        return ""
    parts = (part for section in cell["elements"] for part in section["elements"])
    return next((part["url"] for part in parts if part["type"] == "link"), "")


def _cell_size(cell: dict[str, Any]) -> int:
    """With its address: Slack does not say whether that counts."""
    return size(cell_text(cell)) + size(cell_url(cell))
