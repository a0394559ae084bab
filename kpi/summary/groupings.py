"""By which dimensions the summary tells conversations apart: each alone, and the pairs that are asked for most."""

from collections.abc import Collection, Sequence

from kpi.dimensions import ARRIVED, CHANNEL, DIMENSIONS, INTENT, TEAM, Dimension

Grouping = tuple[Dimension, ...]

PAIRS: tuple[Grouping, ...] = ((CHANNEL, INTENT), (INTENT, TEAM), (CHANNEL, TEAM), (ARRIVED, CHANNEL))
GROUPINGS: tuple[Grouping, ...] = ((), *((dimension,) for dimension in DIMENSIONS), *PAIRS)

BY_HOUR: tuple[Grouping, ...] = ((), (CHANNEL,), (TEAM,))
"""Those of which the hours are kept as well."""


def name(grouping: Sequence[Dimension]) -> str:
    """As the tables have it."""
    return ",".join(dimension.key for dimension in grouping)


def smallest(dimensions: Collection[Dimension]) -> Grouping | None:
    """The grouping with the fewest rows that tells these apart; None if there is none."""
    return next((grouping for grouping in GROUPINGS if set(dimensions) <= set(grouping)), None)
