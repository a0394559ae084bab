"""Figures, as the pages show them."""

import statistics
from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """In Markdown."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *rows)]
    return "\n".join(lines) + "\n"


def percentile(values: Sequence[float], percent: int) -> float:
    """By ranks, between which it is interpolated; of at least two values."""
    return statistics.quantiles(values, n=100)[percent - 1]
