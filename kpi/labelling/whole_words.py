"""Finds words and phrases in subjects: whole ones, in any case, whatever characters they are made of.

RE2 takes time in proportion to the subject, whatever the words are. All words of all rules are looked for at once, as
they are; only where one is found is it asked whether it stands there as a whole word.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, count, groupby

import re2

_IN_WORDS = r"\pL\pN\pM"
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts in which words stand next to each other, or next to their endings: a phrase may begin and end anywhere."""
_BEFORE = rf"(?:^|[^{_IN_WORDS}]|[{_UNSPACED}])"
_AFTER = rf"(?:$|[^{_IN_WORDS}]|[{_UNSPACED}])"
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\ufe0e": None, "\ufe0f": None})
"""Apostrophes are one; how an emoji is to be drawn does not matter."""
_AT_ONCE = 500_000  # bytes of patterns; more of them would take more memory than RE2 is given
_MOST_MEMORY = 256 * 1024 * 1024  # bytes; as good as nothing is taken for rules that people write


class WholeWords:
    """Which of several lists of phrases have one that stands in a text."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self._lists = [[comparable(phrase) for phrase in phrases] for phrases in lists]
        self._wholes: dict[int, re2.Set] = {}

    def found(self, text: str) -> Iterator[int]:
        """The numbers of those lists, ascending; each is looked for when it is asked for."""
        line = comparable(text)
        for first, some in self._anywhere:
            numbers = sorted(first + place for place in some.Match(line) or ())
            yield from (number for number in numbers if self._whole(number).Match(line))

    @cached_property
    def _anywhere(self) -> list[tuple[int, re2.Set]]:
        """Find them also within other words; each those from a number on, and mostly there is one for all."""
        patterns = ["|".join(map(re2.escape, phrases)) for phrases in self._lists]
        sizes = accumulate(len(pattern.encode()) for pattern in patterns)
        parts = groupby(zip(count(), patterns, sizes, strict=False), key=lambda each: each[2] // _AT_ONCE)
        together = [list(part) for _, part in parts]
        return [(part[0][0], _set(pattern for _, pattern, _ in part)) for part in together]

    def _whole(self, number: int) -> re2.Set:
        """Finds those of one list as whole words."""
        if number not in self._wholes:
            self._wholes[number] = _set([_whole(self._lists[number])])
        return self._wholes[number]


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


def _set(patterns: Iterable[str]) -> re2.Set:
    """Tells which of the patterns match; of a single one, that is quicker than to ask where."""
    options = re2.Options()
    options.max_mem = _MOST_MEMORY
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made
