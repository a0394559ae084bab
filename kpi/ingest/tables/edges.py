"""Where a table begins and ends in what stands around it: titles and notes above it, totals below it."""

import re
from collections.abc import Sequence

Row = Sequence[str]

HEADER_WITHIN = 20
"""The header is looked for in that many rows, blank ones not counted."""

LAST_ROWS = 3
"""A total or a note below the table is looked for in that many rows."""

_FOLLOWING = 20
_TOTAL = re.compile(
    r"(grand[ -]?|sub[ -]?|overall )?(total|totals|sum|average|avg|mean|median|count|summe|gesamt|durchschnitt)"
    r"((\s+\w+){0,2}\s*[:=(].*|\s+[\d.,]+.*)?",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}[ T]\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?", re.IGNORECASE)


def find_header(rows: Sequence[Row]) -> int | None:
    """The index of the row that names the columns; None if there is none.

    Such a row has two or more cells that are words rather than numbers or dates, and is as wide as the rows that
    follow it. Where it repeats its cells, and the next row could be the header as well and repeats fewer, it stands
    above the header and groups its columns.
    """
    filled = [index for index, row in enumerate(rows[: 50 * HEADER_WITHIN]) if filled_cells(row)]
    for place, index in enumerate(filled[:HEADER_WITHIN]):
        following = filled[place + 1 : place + 1 + _FOLLOWING]
        if _could_be_header(rows[index], [rows[other] for other in following]):
            if following and _is_group_line(rows[index], rows[following[0]]):
                continue
            return index
    return None


def end_lines(header: Row, rows: Sequence[Row]) -> int:
    """How many of the last LAST_ROWS `rows` are no rows of the table: totals, periods, notes.

    A row with as many filled cells as the one above it is a row, whatever its words.
    """
    count = 0
    for row in reversed(rows[-LAST_ROWS:]):
        if not (_is_total(row) or _is_note(row)):
            break
        count += 1
    while count:
        above = rows[-count - 1] if count < len(rows) else header
        if max(map(filled_cells, rows[-count:])) < filled_cells(above):
            return count
        count -= 1
    return 0


def line_text(row: Row) -> str:
    """The row's cells as one line, to be shown."""
    return " ".join(" ".join(row).split())[:80]


def filled_cells(row: Row) -> int:
    """How many cells are not blank."""
    return sum(1 for cell in row if cell.strip())


def _could_be_header(row: Row, following: Sequence[Row]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if len({cell.casefold() for cell in cells}) < 2 or sum(map(_is_value, cells)) * 2 >= len(cells):
        return False
    # Of the rows that follow, the upper quartile: they may begin with more notes, and one may have a stray cell.
    usual_span = _upper_quartile([_span(other) for other in following])
    usual_filled = _upper_quartile([filled_cells(other) for other in following])
    is_wide = _span(row) >= usual_span or len(cells) * 3 > usual_filled * 2
    return is_wide and len(cells) * 2 > usual_filled


def _is_group_line(row: Row, below: Row) -> bool:
    """Not so in an export that names many columns alike (“Comment”, “Comment”): a row with values is below that."""
    names, cells = ([cell.strip().casefold() for cell in line if cell.strip()] for line in (row, below))
    repeats, repeats_below = len(names) - len(set(names)), len(cells) - len(set(cells))
    return repeats > repeats_below and len(cells) >= len(names) and not any(map(_is_value, cells))


def _is_value(cell: str) -> bool:
    """A number, a date or a time, rather than a name."""
    return sum(map(str.isdigit, cell)) > sum(map(str.isalpha, cell))


def _span(row: Row) -> int:
    """Cells up to the last one that is not blank."""
    return max((index for index, cell in enumerate(row, 1) if cell.strip()), default=0)


def _upper_quartile(values: Sequence[int]) -> int:
    return sorted(values)[3 * (len(values) - 1) // 4] if values else 0


def _is_total(row: Row) -> bool:
    first = next((cell.strip() for cell in row if cell.strip()), "")
    return _TOTAL.fullmatch(first) is not None


def _is_note(row: Row) -> bool:
    """One cell alone, unless it could be a ticket's: a row that was cut off is not passed over in silence."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) != 1 or _MOMENT.fullmatch(cells[0]):
        return False
    is_one_word = len(cells[0].split()) == 1
    return not (is_one_word and any(map(str.isdigit, cells[0])))
