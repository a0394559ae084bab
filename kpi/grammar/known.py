"""The known values, with what is worth working out only once for a question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from kpi.dimensions import ARRIVED, ASSIGNEE, DIMENSIONS, SOURCE, Dimension
from kpi.filters import Filter
from kpi.grammar import arrived
from kpi.grammar.slips import squeezed
from kpi.grammar.words import quoted
from kpi.labels import ARRIVALS, Labels, fold

LABELLED = tuple(each for each in DIMENSIONS if each != ARRIVED)
"""Those whose values are a team's own words, which may stand alone."""
_MOST_WORDS = 40
_SHORTEST_SQUEEZED = 5  # letters
_BETWEEN_WORDS = re.compile(r"[\W_]")


class Known:
    """`Labels` that can be looked up by what was typed."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._values = {each: labels.values(each) for each in LABELLED} | {ARRIVED: ARRIVALS}
        self._sources = {fold(name): name for name in self._values[SOURCE]}

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        """How each value is spelt, by the value as it is stored.

        Those of people are read only where they are asked for by their dimension: their labels may refuse it.
        """
        return self._labels.values(dimension) if dimension == ASSIGNEE else self._values[dimension]

    @cached_property
    def longest(self) -> int:
        """At most so many words make a value that is not quoted, and may stand alone."""
        return _most_words(self._values.values())

    def longest_of(self, dimension: Dimension) -> int:
        """At most so many words make a value that is not quoted, and stands after the dimension's name."""
        return _most_words([self.values(dimension)]) if dimension == ASSIGNEE else self.longest

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """What to type for each value, by its folded spelling."""
        return {
            fold(spelling): f"{each.key}:{quoted(spelling)}"
            for each in LABELLED
            for spelling in self._values[each].values()
        }

    def value(self, dimension: Dimension, typed: str) -> Filter | None:
        """The value of the dimension that goes by `typed`."""
        values = self.values(dimension)
        if dimension == ARRIVED:
            found = arrived.value(typed)
            return Filter(dimension, found, values[found]) if found else None
        if typed in values:
            return Filter(dimension, typed, values[typed])
        folded = fold(typed)
        if dimension == SOURCE:
            folded = self._sources.get(folded, "")
        if dimension == ASSIGNEE and folded not in values:
            folded = _only_one_called(folded, values)
        return Filter(dimension, folded, values[folded]) if folded and folded in values else None

    def all(self, typed: str) -> Sequence[Filter]:
        """The values of any dimension that go by `typed`; opening hours have phrases of their own."""
        return self._by_name.get(fold(typed), ())

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Filter]]:
        """Values by their folded names, of all dimensions but opening hours."""
        found: dict[str, list[Filter]] = {}
        for each in LABELLED:
            for value, spelling in self._values[each].items():
                name = fold(value) if each == SOURCE else value
                if name:
                    found.setdefault(name, []).append(Filter(each, value, spelling))
        return found

    def squeezed(self, typed: str) -> Filter | None:
        """The only value that differs from `typed` by no more than blanks and marks: “webform” is “web form”."""
        wanted = squeezed(typed)
        found = [
            Filter(each, value, spelling)
            for each in LABELLED
            for value, spelling in self._values[each].items()
            if len(wanted) >= _SHORTEST_SQUEEZED and squeezed(spelling) == wanted
        ]
        return found[0] if len(found) == 1 else None


def _only_one_called(folded: str, people: Iterable[str]) -> str:
    """The one person with these names among others, "ada" for "ada lovelace"; "" if there is none, or several."""
    names = set(folded.split())
    found = [person for person in people if names <= set(person.split())]
    return found[0] if len(found) == 1 else ""


def _most_words(known: Iterable[Mapping[str, str]]) -> int:
    spellings = (spelling for values in known for spelling in values.values())
    return min(_MOST_WORDS, 1 + max((len(_BETWEEN_WORDS.findall(each)) for each in spellings), default=0))
