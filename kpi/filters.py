"""What a question is narrowed to: `channel:email`, `team:"Tier 2"`."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kpi.dimensions import ALL_DIMENSIONS, ARRIVED, Dimension
from kpi.grammar.words import quoted


@dataclass(frozen=True)
class Filter:
    """Conversations with this value of a dimension.

    `value` is as stored, "" for conversations that have none; `spelling` is as people write it.
    """

    dimension: Dimension
    value: str
    spelling: str

    @property
    def typed(self) -> str:
        """The value as one types it after the dimension's colon; "" for none."""
        return self.value if self.dimension == ARRIVED or not self.value else self.spelling


def in_order(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Each once, by dimension and value, so that the same question is always written in the same way."""
    return tuple(sorted(set(filters), key=lambda each: (ALL_DIMENSIONS.index(each.dimension), each.value)))


def written(filters: Iterable[Filter]) -> list[str]:
    """As one types them: one text a dimension, its values with commas between."""
    return [
        f"{dimension.key}:{','.join(quoted(each.typed) for each in values)}"
        for dimension, values in groupby(filters, key=lambda each: each.dimension)
    ]
