"""Quantiles, means, shares and intervals of plain lists."""

import math
from collections.abc import Iterable, Sequence

Z = 1.959963984540054  # of a two-sided 95 %


def quantile(values: Sequence[float], tenths: int) -> float | None:
    """The ⌈tenths ÷ 10 · n⌉-th smallest."""
    return sorted(values)[-(-tenths * len(values) // 10) - 1] if values else None


def mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def percent(hits: float, n: int) -> float | None:
    return 100 * hits / n if n else None


def interval(hits: int, n: int) -> tuple[float | None, float | None]:
    """The shares π from which p is Z standard errors away: the roots of (p − π)² = Z² · π · (1 − π) ÷ n, in percent."""
    if not n:
        return None, None
    p, k = hits / n, Z * Z / n
    a, b, c = 1 + k, -(2 * p + k), p * p
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)
