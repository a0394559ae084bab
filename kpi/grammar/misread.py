"""What keeps a question from being understood, and what could be changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.grammar.words import Word


@dataclass(frozen=True)
class Edit:
    """`text` in place of some words of a question; of none, in front of it."""

    words: tuple[Word, ...]
    text: str

    def applied(self, text: str) -> str:
        """The changed question."""
        if not self.words:
            return f"{self.text} {text}"
        first, *others = sorted(self.words, key=lambda word: word.start)
        for word in reversed(others):
            text = f"{text[: word.start]} {text[word.end :]}"
        return f"{text[: first.start]} {self.text} {text[first.end :]}"


def without(words: Sequence[Word]) -> Edit:
    """The question without these words."""
    return Edit(tuple(words), "")


class Misread(Exception):  # noqa: N818 – it is answered with a question, and is no failure
    """`sentence` says what is wrong; each of `edits` may mend it.

    `certain` is an edit that is surely what was meant, `typed` what it replaces, and `taken` how people read what
    stands there then, if not as it is typed. `text` is the question that the edits are of.
    """

    def __init__(
        self, sentence: str, *edits: Edit, certain: Edit | None = None, typed: str = "", taken: str = ""
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.edits = edits
        self.certain = certain
        self.typed = typed
        self.taken = taken or (certain.text if certain else "")
        self.text = ""
