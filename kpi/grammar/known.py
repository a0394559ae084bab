"""The known values, with what is worth working out only once for a question."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from kpi.dimensions import DIMENSIONS, SOURCE, Dimension
from kpi.filters import Filter
from kpi.grammar.words import quoted
from kpi.labels import Labels, fold

_MOST_WORDS = 40
_BETWEEN_WORDS = re.compile(r"[\W_]")


class Known:
    """`Labels` that can be looked up by what was typed."""

    def __init__(self, labels: Labels) -> None:
        self._values = {each: labels.values(each) for each in DIMENSIONS}
        self._sources = {fold(name): name for name in self._values[SOURCE]}

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored."""
        return self._values[dimension]

    @cached_property
    def longest(self) -> int:
        """At most so many words make a value that is not quoted."""
        spellings = (spelling for values in self._values.values() for spelling in values.values())
        return min(_MOST_WORDS, 1 + max((len(_BETWEEN_WORDS.findall(each)) for each in spellings), default=0))

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """What to type for each value, by its folded spelling."""
        return {
            fold(spelling): f"{each.key}:{quoted(spelling)}"
            for each, values in self._values.items()
            for spelling in values.values()
        }

    def value(self, dimension: Dimension, typed: str, folded: str | None = None) -> Filter | None:
        """The value of the dimension that goes by `typed`; `folded` is the same, folded."""
        values = self._values[dimension]
        if typed in values:
            return Filter(dimension, typed, values[typed])
        folded = fold(typed) if folded is None else folded
        if dimension == SOURCE:
            folded = self._sources.get(folded, "")
        return Filter(dimension, folded, values[folded]) if folded and folded in values else None

    def all(self, typed: str) -> Sequence[Filter]:
        """The values of any dimension that go by `typed`."""
        folded = fold(typed)
        return [found for each in DIMENSIONS if (found := self.value(each, typed, folded)) and found.value]
