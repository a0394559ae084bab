"""What is still to be understood of a question."""

from collections.abc import Iterator, Sequence

from kpi.grammar.misread import Edit, without
from kpi.grammar.words import Word, words

Runs = dict[str, list[Word]]
"""The words that say something, by what they say."""


def each_alone(runs: Runs) -> list[Edit]:
    """Of several things, each without the others."""
    return [without([word for other, run in runs.items() if other != kept for word in run]) for kept in runs]


class Unread:
    """The words of a text of which nothing has been made yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = tuple(words(text))
        self.words = list(self.all)
        self._place = {word.start: place for place, word in enumerate(self.all)}

    def take(self, run: Sequence[Word]) -> None:
        """These have been understood."""
        self.words = [word for word in self.words if word not in run]

    def find(self, *phrase: str) -> list[Word]:
        """The first place where these words, in small letters, stand together; empty if they do not."""
        for start in range(len(self.words) - len(phrase) + 1):
            if self.words[start].lower != phrase[0]:
                continue
            run = self.words[start : start + len(phrase)]
            if tuple(word.lower for word in run if not word.quoted) == phrase and self.stand_together(run):
                return run
        return []

    def runs(self, most: int, *, together: bool = False) -> Iterator[list[Word]]:
        """All runs of words, the longest first: "first reply" is more than "first".

        What was taken out from between two words keeps them apart only if they have to stand `together`.
        """
        for length in range(min(len(self.words), most), 0, -1):
            for start in range(len(self.words) - length + 1):
                run = self.words[start : start + length]
                if not together or self.stand_together(run):
                    yield run

    def runs_from(self, first: Word, most: int) -> Iterator[list[Word]]:
        """All runs of the text that begin with this word, the longest first."""
        place = self._place[first.start]
        for end in range(min(place + most, len(self.all)), place, -1):
            yield list(self.all[place:end])

    def typed(self, run: Sequence[Word]) -> str:
        """The run as it was typed; a quoted text without its quotes."""
        return run[0].text if len(run) == 1 else self.text[run[0].start : run[-1].end]

    def before(self, word: Word) -> Word | None:
        """The one before it in the text, whatever was made of that."""
        return self._neighbour(word, -1)

    def after(self, word: Word) -> Word | None:
        """The one after it in the text, whatever was made of that."""
        return self._neighbour(word, 1)

    def _neighbour(self, word: Word, step: int) -> Word | None:
        place = self._place[word.start] + step
        return self.all[place] if 0 <= place < len(self.all) else None

    def stand_together(self, run: Sequence[Word]) -> bool:
        """Whether nothing was taken out from between them."""
        return self._place[run[-1].start] - self._place[run[0].start] == len(run) - 1
