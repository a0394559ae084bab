"""Rows of cells as lines of mono-spaced text, aligned by the width that letters have on a screen."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size

WIDTH = 80  # about what a code block shows without wrapping, in a window of the usual size
NARROWEST = 5
LONGEST_WORD = 12  # that is kept whole
MOST_LINES = 4
GAP = "  "

Lines = list[str]


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = (), width: int = WIDTH) -> list[Lines]:
    """The lines of each row; the columns in `right` end at the same place instead of beginning there.

    A cell that is wider than its column goes on below itself; one of more than four lines ends with "…".
    """
    widths = _widths(rows, width)
    return [_row(row, widths, right) for row in rows]


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column as wide as its widest cell; if that is too much together, the widest give way first.

    None gives way so far that its words break, unless there is no other way.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    most = width - len(GAP) * (len(widths) - 1)
    floors = [min(max(map(_longest_word, column)), LONGEST_WORD) for column in columns]
    if sum(floors) > most:
        floors = [NARROWEST] * len(widths)
    while sum(widths) > most:
        widest = max(range(len(widths)), key=lambda column: (widths[column] > floors[column], widths[column]))
        if widths[widest] <= floors[widest]:
            break
        others = [each for column, each in enumerate(widths) if column != widest and each > floors[column]]
        level = max(floors[widest], max(others, default=0), widths[widest] - (sum(widths) - most))
        widths[widest] = min(level, widths[widest] - 1)
    return widths


def _longest_word(cell: str) -> int:
    return max(map(cell_len, cell.split()), default=0)


def _row(cells: Sequence[str], widths: Sequence[int], right: Collection[int]) -> Lines:
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    lines = []
    for line in range(height):
        parts = [lines_[line] if line < len(lines_) else "" for lines_ in wrapped]
        padded = (
            _padded(part, width, index in right) for index, (part, width) in enumerate(zip(parts, widths, strict=True))
        )
        lines.append(GAP.join(padded).rstrip())
    return lines


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def _wrapped(cell: str, width: int) -> Lines:
    lines: Lines = [""]
    for word in cell.split():
        joined = f"{lines[-1]} {word}".strip()
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += chop_cells(word, width)
    lines = [line for line in lines if line] or [""]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], set_cell_size(lines[MOST_LINES - 1], width - 1).rstrip() + "…"]
    return lines
