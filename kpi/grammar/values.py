"""The values that a question is narrowed to: `channel:email,chat`, or a value by itself where it can be no other."""

from collections.abc import Iterator, Sequence

from kpi import words
from kpi.dimensions import ARRIVED, ASSIGNEE, PRIORITY, SOURCE, Dimension, dimension
from kpi.filters import Filter
from kpi.grammar.fillers import is_filler
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.slips import certain, likeliest, near, squeezed
from kpi.grammar.unread import Unread
from kpi.grammar.vocabulary import ALSO_A_DIMENSION, BY, NAMES, NOT_TOLD_WORDS
from kpi.grammar.words import Word, quoted
from kpi.labels import NOT_TOLD, fold

_MOST_WORDS_MISSPELT = 4


class Values:
    """Finds values in what is left of a question."""

    def __init__(self, left: Unread, labels: Known) -> None:
        self._left = left
        self._labels = labels

    def named(self) -> Iterator[Filter]:
        """Those that stand after their dimension and a colon. Raises Misread for one that is not known."""
        for word in list(self._left.words):
            colon = self._left.after(word)
            by = dimension(word.lower)
            if by is not None and not word.quoted and colon is not None and colon.text == ":" and not colon.quoted:
                yield from self._listed(by, [word, colon])

    def beside(self) -> Iterator[Filter]:
        """Those of one word that would mean something else if they did not stand beside their dimension's name.

        In "the support team" or "team IT" they say which; anywhere else they are fillers.
        """
        for word in list(self._left.words):
            by = None if word.quoted else dimension(word.lower)
            if by in (None, ARRIVED, ASSIGNEE) or word not in self._left.words or self._follows_by(word):
                continue
            for value in (self._left.after(word), self._left.before(word)):
                if value not in self._left.words or value is None or not self._could_be_no_value(value):
                    continue
                if (found := self._known(by, [value])) and found.value:
                    self._left.take([word, value])
                    yield found
                    break

    def alone(self) -> Iterator[Filter]:
        """Those that stand by themselves, and belong to one dimension only or stand beside its name."""
        for length in range(min(self._labels.longest, len(self._left.words)), 0, -1):
            start = 0
            while start + length <= len(self._left.words):
                run = self._left.words[start : start + length]
                found = self._alone(run) if self._left.stand_together(run) else None
                if found is None:
                    start += 1
                else:
                    yield found

    def _listed(self, by: Dimension, head: list[Word]) -> Iterator[Filter]:
        read = list(head)
        while True:
            first = self._left.after(read[-1])
            run, found = self._longest(by, first)
            if found is None:
                if len(read) > len(head) and (first is None or first.start > read[-1].end):
                    break  # “channel:email, last week”: the comma ended the list
                raise self._unknown(by, head, first)
            yield found
            read += run
            comma = self._left.after(read[-1])
            if comma is None or comma.quoted or comma.text != ",":
                break
            read.append(comma)
        self._left.take(read)

    def _longest(self, by: Dimension, first: Word | None) -> tuple[list[Word], Filter | None]:
        """The most words from `first` on that are a value together.

        A comma or another dimension ends a value, unless there is a value only with what follows them.
        """
        for run in self._candidates(by, first):
            if found := self._known(by, run):
                return run, found
        if first is not None and by != ARRIVED and first.lower in NOT_TOLD_WORDS:
            return [first], Filter(by, "", NOT_TOLD)
        return [], None

    def _candidates(self, by: Dimension, first: Word | None) -> Iterator[list[Word]]:
        if first is None:
            return
        run = self._from(first, 1 if first.quoted else self._labels.longest_of(by))
        marks = (place - (word.text == ":") for place, word in enumerate(run) if not word.quoted and word.text in ",:")
        end = max(next(marks, len(run)), 1)
        for length in (*range(end, 0, -1), *range(len(run), end, -1)):
            yield run[:length]

    def _from(self, first: Word | None, most: int) -> list[Word]:
        run: list[Word] = []
        while first is not None and len(run) < most:
            run.append(first)
            first = self._left.after(first)
        return run

    def _known(self, by: Dimension, run: Sequence[Word]) -> Filter | None:
        typed = self._left.typed(run)
        if run[0].quoted and len(run) == 1 and not typed and by not in (SOURCE, ARRIVED):
            return Filter(by, "", NOT_TOLD)
        return self._labels.value(by, typed)

    def _unknown(self, by: Dimension, head: list[Word], first: Word | None) -> Misread:
        if first is None or (first.is_punctuation and first.text != "?"):
            return Misread(f"Which {by.name[0]}? {self._some(by)}", Edit(tuple(head), f"by {by.key}"))
        runs = [[first]] if first.quoted else [self._from(first, most) for most in range(1, _MOST_WORDS_MISSPELT + 1)]
        return self._slip(by, runs) or self._elsewhere(head, runs) or self._none_such(by, head, first)

    def _slip(self, by: Dimension, runs: Sequence[list[Word]]) -> Misread | None:
        """If some words are like a value. One that differs by few letters, or only by blanks and marks, is certain."""
        spellings = self._spellings(by)
        typed = {fold(self._left.typed(run)): run for run in runs}
        same = {text: [each for each in spellings if squeezed(each) == squeezed(text)] for text in typed}
        meant = next((text for text, found in same.items() if len(found) == 1), None)
        sure = same[meant][0] if meant else None
        meant = meant or likeliest(typed, list(spellings))
        if meant is None:
            return None
        likely = [spellings[each.phrase] for each in near(meant, list(spellings))]
        sure = spellings.get(sure or certain(meant, list(spellings)) or "")
        run = tuple(typed[meant])
        return Misread(
            f"I know no {by.name[0]} “{words.shorten(self._left.typed(run))}”. Did you mean {words.either(likely)}?",
            *(Edit(run, quoted(spelling)) for spelling in likely),
            certain=Edit(run, quoted(sure)) if sure else None,
            typed=self._left.typed(run),
            taken=sure or "",
        )

    def _spellings(self, by: Dimension) -> dict[str, str]:
        """What is typed for each value, by the same folded."""
        values = self._labels.values(by)
        return {fold(typed): typed for typed in (values if by == ARRIVED else values.values())}

    def _elsewhere(self, head: list[Word], runs: Sequence[list[Word]]) -> Misread | None:
        """If some words are a value of another dimension."""
        known = ((run, found) for run in reversed(runs) if (found := self._labels.all(self._left.typed(run))))
        run, found = next(known, ([], []))
        return ambiguous([*head, *run], found, without_it=False) if found else None

    def _none_such(self, by: Dimension, head: list[Word], first: Word) -> Misread:
        sentence = f"I know no {by.name[0]} “{words.shorten(self._left.typed([first]))}”."
        return Misread(f"{sentence} {self._some(by)}", Edit((*head, first), f"by {by.key}"), without((*head, first)))

    def _some(self, by: Dimension) -> str:
        """Which values there are, so that one can choose."""
        known = list(self._spellings(by).values())
        if not known:
            return f"No conversation imported so far has {words.a(by.name[0])}."
        return f"There {'is' if len(known) == 1 else 'are'} {words.listed(known, 5)}."

    def _alone(self, run: list[Word]) -> Filter | None:
        """The value that the run is by itself. A priority's stands only beside that word: "is csat low?" asks none."""
        named = self._labels.all(self._left.typed(run))
        beside = self._named_beside(run) if named else {}
        known = [
            found
            for found in named
            if found.dimension in beside or (found.dimension != PRIORITY and not all(map(is_filler, run)))
        ]
        sure = [found for found in known if found.dimension in beside] or known
        if len(sure) > 1:
            raise ambiguous(run, sure)
        if sure:
            self._left.take([*run, *filter(None, [beside.get(sure[0].dimension)])])
        return sure[0] if sure else None

    def _named_beside(self, run: list[Word]) -> dict[Dimension, Word]:
        """The dimensions that are named just before or after the run."""
        beside = (self._left.before(run[0]), self._left.after(run[-1]))
        named = ((dimension(word.lower), word) for word in beside if word in self._left.words and word)
        return {by: word for by, word in named if by is not None and by != ARRIVED and not word.quoted}

    def _follows_by(self, word: Word) -> bool:
        before = self._left.before(word)
        if before is not None and before.lower == "the":
            before = self._left.before(before)
        return before is not None and before.lower in BY

    def _could_be_no_value(self, word: Word) -> bool:
        """Whether the word is a filler, or a KPI's name beside another one."""
        spoken = word.lower
        others = (other.lower for other in self._left.words if other != word)
        return is_filler(word) or (
            spoken in NAMES and any(other in NAMES and other not in ALSO_A_DIMENSION for other in others)
        )


def ambiguous(run: Sequence[Word], known: Sequence[Filter], *, without_it: bool = True) -> Misread:
    """The words are a value, but it is not sure that they are meant as one, or as which; perhaps they add nothing."""
    kinds = words.joined([f"the name of {words.a(found.dimension.name[0])}" for found in known], "and")
    edits = (Edit(tuple(run), f"{found.dimension.key}:{quoted(found.spelling)}") for found in known)
    nothing = [without(run)] if without_it else []
    return Misread(f"“{words.shorten(known[0].spelling)}” is {kinds}.", *edits, *nothing)
