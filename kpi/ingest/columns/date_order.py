"""Which of two readings of a file's dates is the likelier: the one in which things happen in their order."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

from kpi import words
from kpi.ingest.columns.date_formats import DateFormat
from kpi.ingest.columns.wall_clock import DAY

Columns = Mapping[str, Sequence[int | None]]
"""Instants of the same rows, by header."""

_MANY = 0.05
_FEWER = 5
_LEAST_ROWS = 3  # One or two may be slips.
_SORTED = 0.95
_LEAST_STEPS = 10  # Fewer are sorted by chance.


class Order(NamedTuple):
    """The likelier of two formats, and why: None if nothing tells."""

    format: DateFormat
    why: str | None


def likelier_order(readings: Mapping[DateFormat, Columns], opening: str | None, now: int) -> Order:
    """What the order of events says of rows that were read in two formats.

    A format is out if it makes more than 5 % of the rows impossible, and the other at most a fifth of them; else if
    the rows are sorted by the other's openings and not by its own. A day either way is no evidence: some columns
    have times and others have none.
    """
    counts = {format: impossible_rows(columns, opening, now, DAY) for format, columns in readings.items()}
    for format, other in permutations(readings):
        if is_refuted(counts[other], counts[format], readings[other]):
            percent = words.percent(100 * _share(counts[other], readings[other]))
            why = f"as otherwise {percent} of the rows would say something before their opening or in the future"
            return Order(format, why)
    for format, other in permutations(readings):
        if opening is not None and is_sorted_only_so(readings[format][opening], readings[other][opening]):
            return Order(format, f"as the rows are sorted by “{opening}” only so")
    return Order(min(counts, key=counts.__getitem__), None)


def impossible_rows(columns: Columns, opening: str | None, now: int, tolerance: int = 0) -> int:
    """The rows in which something is before the opening, or in the future, by more than `tolerance` seconds."""
    rows = list(zip(*columns.values(), strict=True))
    openings = [None] * len(rows) if opening is None else columns[opening]
    return sum(
        any(instant is not None and not (opened or 0) - tolerance <= instant <= now + tolerance for instant in row)
        for opened, row in zip(openings, rows, strict=True)
    )


def is_refuted(count: int, other_count: int, columns: Columns) -> bool:
    """Whether a reading makes more than 5 % of the rows impossible, and another at most a fifth of them."""
    return count >= _LEAST_ROWS and _share(count, columns) > _MANY and other_count * _FEWER <= count


def is_sorted_only_so(instants: Sequence[int | None], otherwise: Sequence[int | None]) -> bool:
    """Whether the rows are sorted by these instants, but for 5 %, and are not if they are read otherwise."""
    so, other = _sorted_share(instants), _sorted_share(otherwise)
    return so is not None and other is not None and so >= _SORTED > other


def _share(count: int, columns: Columns) -> float:
    """Of the rows that say any instant."""
    told = sum(any(instant is not None for instant in row) for row in zip(*columns.values(), strict=True))
    return count / told if told else 0.0


def _sorted_share(instants: Sequence[int | None]) -> float | None:
    """Of the rows on another day than the row before, those that go the way most go; None if they are too few."""
    days = [instant // DAY for instant in instants if instant is not None]
    steps = [later - earlier for earlier, later in pairwise(days) if later != earlier]
    upward = sum(step > 0 for step in steps)
    return max(upward, len(steps) - upward) / len(steps) if len(steps) >= _LEAST_STEPS else None
