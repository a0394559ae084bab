"""Finds words and phrases in subjects: whole ones, in any case, whatever characters they are made of.

RE2 takes time in proportion to the subject, whatever the words are. All words of all rules are looked for at once, as
they are; only where one is found is it asked whether it stands there as a whole word.
"""

import unicodedata
from collections.abc import Sequence
from functools import cached_property

import re2

_IN_WORDS = r"\pL\pN\pM"
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts in which words stand next to each other, or next to their endings: a phrase may begin and end anywhere."""
_BEFORE = rf"(?:^|[^{_IN_WORDS}]|[{_UNSPACED}])"
_AFTER = rf"(?:$|[^{_IN_WORDS}]|[{_UNSPACED}])"
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\ufe0e": None, "\ufe0f": None})
"""Apostrophes are one; how an emoji is to be drawn does not matter."""
_MOST_MEMORY = 256 * 1024 * 1024  # bytes; as good as nothing is taken for rules that people write


class WholeWords:
    """Which of several lists of phrases have one that stands in a text."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self._lists = [[comparable(phrase) for phrase in phrases] for phrases in lists]
        self._patterns: dict[int, re2._Regexp] = {}

    def found(self, text: str) -> list[int]:
        """The numbers of those lists, ascending."""
        if not self._lists:
            return []
        line = comparable(text)
        anywhere = self._anywhere.Match(line) or ()
        return [number for number in sorted(anywhere) if self._pattern(number).search(line)]

    @cached_property
    def _anywhere(self) -> re2.Set:
        """Finds them also within other words."""
        found = re2.Set.SearchSet(_options())
        for phrases in self._lists:
            found.Add("|".join(map(re2.escape, phrases)))
        found.Compile()
        return found

    def _pattern(self, number: int) -> re2._Regexp:
        if number not in self._patterns:
            self._patterns[number] = re2.compile(_whole(self._lists[number]), _options())
        return self._patterns[number]


def comparable(text: str) -> str:
    """As texts are compared: without regard to case, to how characters are composed and how wide they are."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_ALIKE)


def _whole(phrases: Sequence[str]) -> str:
    """A pattern for any of them. Where one begins or ends with a mark, any character may stand beside it."""
    alike: dict[tuple[str, str], list[str]] = {}
    for phrase in phrases:
        edges = (_BEFORE if _is_in_words(phrase[0]) else "", _AFTER if _is_in_words(phrase[-1]) else "")
        alike.setdefault(edges, []).append(re2.escape(phrase))
    return "|".join(f"{before}(?:{'|'.join(some)}){after}" for (before, after), some in alike.items())


def _is_in_words(character: str) -> bool:
    """Whether words are set apart by what stands beside this character."""
    return bool(re2.fullmatch(f"[{_IN_WORDS}]", character)) and not re2.fullmatch(f"[{_UNSPACED}]", character)


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MOST_MEMORY
    options.log_errors = False
    return options
