"""Something wrong in a file, as a value: it is listed for people, and the rest is imported."""

from typing import NamedTuple

WRONG_WIDTH = "wrong number of cells"


class Problem(NamedTuple):
    """Something wrong with a cell, or with the whole row if `column` is None. `value` is as written, cut."""

    row: int
    column: str | None
    value: str
    why: str
