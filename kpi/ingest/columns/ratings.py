"""How customers' ratings are written, and the scale of a whole column of them."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kpi.ingest.columns.fit import MOST, fits_most
from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.values import is_nothing
from kpi.model import RatingScale


class Scale(StrEnum):
    """The scale of a column; the value names it to people. Only the first three tell how satisfied customers are.

    Of 0 to 10, only the name of a column tells what was asked; in NPS it is how likely a recommendation is.
    """

    WORDS = "words"
    STARS = "1 to 5"
    HUNDREDS = "Freshdesk's -103 to 103"
    ZERO_TO_TEN = "0 to 10"
    NONE = "no scale"


class Rating(NamedTuple):
    """As `kpi.model.Ticket` keeps it; both None if the customer did not rate."""

    value: float | None
    scale: str | None  # a RatingScale


NO_RATING = Rating(None, None)
GOOD, NEUTRAL, BAD = (Rating(value, RatingScale.FACES.value) for value in (1.0, 0.0, -1.0))

_TEXTS_KEPT = 4_096
_WORDS = {
    NO_RATING: "offered, not offered, unoffered, not rated, unrated, no rating, no response, not answered",
    GOOD: (
        "good, great, excellent, awesome, amazing, happy, very happy, extremely happy, satisfied, "
        "very satisfied, extremely satisfied, positive, thumbs up, 👍, 😀, 😃, 😄, 😊, 🙂, 😍, 🤩"
    ),
    NEUTRAL: "okay, ok, neutral, average, mixed, 😐, 😑",
    BAD: (
        "bad, poor, terrible, awful, not good, unhappy, very unhappy, extremely unhappy, dissatisfied, "
        "unsatisfied, very dissatisfied, extremely dissatisfied, not satisfied, negative, thumbs down, "
        "👎, ☹, 🙁, 😞, 😠, 😡, 😢"
    ),
}
_BY_WORD = {word.strip(): rating for rating, words in _WORDS.items() for word in words.split(",")}
_NOT_PART_OF_THE_WORD = str.maketrans("_", " ", "\ufe0f🏻🏼🏽🏾🏿")  # An emoji's style and skin tone.
_MOST_STARS = 5
_NEUTRAL_HUNDRED = 100
_NUMBER = re.compile(r"(-?[0-9]{1,9}(?:[.,][0-9]*)?)(?: ?/ ?5| (?:out )?of 5)?(?: ?stars?)?", re.IGNORECASE)
_OF_TEN = re.compile(r"(10|[0-9])(?:[.,]0+)?(?: ?/ ?10| (?:out )?of 10)?", re.IGNORECASE)
_SYMBOLS = re.compile(r"([★⭐🌟]+)☆*")


class RatingReader:
    """Reads the values of one column: words as they are, numbers as its scale says."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._ratings = Memo(self.read, _TEXTS_KEPT)

    def read(self, text: str) -> Rating:
        """What is on no scale comes back as OFF_SCALE, with its value if it is a number."""
        by_word = _by_word(text)
        if by_word is NO_RATING or (by_word is not None and self.scale is not Scale.ZERO_TO_TEN):
            return by_word
        of_ten = _OF_TEN.fullmatch(_plain(text)) if self.scale is Scale.ZERO_TO_TEN else None
        if of_ten is not None:
            return Rating(float(of_ten[1]), RatingScale.PROMOTER.value)
        value = _number(text)
        if value is not None and self.scale is Scale.STARS and _is_star(value):
            return Rating(value, RatingScale.STARS.value)
        if value is not None and self.scale is Scale.HUNDREDS and _is_in_hundreds(value):
            return NEUTRAL if value == _NEUTRAL_HUNDRED else GOOD if value > _NEUTRAL_HUNDRED else BAD
        return Rating(value, RatingScale.OFF_SCALE.value)

    def column(self, texts: Sequence[str]) -> tuple[list[float | None], list[str | None], list[int]]:
        """The values, their scales, and the places of those that are off the scale."""
        ratings = list(map(self._ratings.__getitem__, texts))
        scales = [rating.scale for rating in ratings]
        off_scale = RatingScale.OFF_SCALE.value
        off = [place for place, scale in enumerate(scales) if scale == off_scale] if off_scale in scales else []
        return [rating.value for rating in ratings], scales, off


class _Kind(StrEnum):
    """What a text may be, whatever its column is."""

    NOTHING = "nothing"
    WORD = "word"
    STAR = "1 to 5"
    BEYOND_STARS = "0, or 6 to 10"
    NEUTRAL_HUNDRED = "100"
    HUNDRED = "-103 to 103"
    OTHER = "other"


class RatingEvidence:
    """Counts what a column's values could be, so that its scale is decided from all of them."""

    def __init__(self) -> None:
        self._kinds = Memo(_kind, _TEXTS_KEPT)
        self._counts: Counter[_Kind] = Counter()
        self._examples: dict[_Kind, str] = {}

    def observe(self, texts: Sequence[str]) -> None:
        """Take a batch into account."""
        for text, count in Counter(texts).items():
            kind = self._kinds[text]
            self._counts[kind] += count
            self._examples.setdefault(kind, text.strip())

    @property
    def scale(self) -> Scale:
        """The scale that most values are on.

        Numbers that reach 0 or lie above 5 are no stars, but for up to 5 % of them that are slips. 100 alone
        may as well be per cent.
        """
        counts = self._counts
        words, stars, beyond = counts[_Kind.WORD], counts[_Kind.STAR], counts[_Kind.BEYOND_STARS]
        hundreds = counts[_Kind.HUNDRED] + counts[_Kind.NEUTRAL_HUNDRED]
        if counts[_Kind.HUNDRED] and hundreds > stars + beyond:
            written, numbers = Scale.HUNDREDS, hundreds
        elif beyond > (1 - MOST) * (stars + beyond):
            written, numbers = Scale.ZERO_TO_TEN, stars + beyond
        else:
            written, numbers = Scale.STARS if stars else Scale.WORDS, stars
        total = counts.total() - counts[_Kind.NOTHING]
        return written if fits_most(words + numbers, total) else Scale.NONE

    @property
    def fits(self) -> bool:
        """Whether most values tell how satisfied customers are."""
        return self.scale in (Scale.WORDS, Scale.STARS, Scale.HUNDREDS)

    @property
    def fits_nps(self) -> bool:
        """Whether most values are from 0 to 10, as in answers to how likely a recommendation is."""
        counts = self._counts
        total = counts.total() - counts[_Kind.NOTHING]
        return fits_most(counts[_Kind.STAR] + counts[_Kind.BEYOND_STARS], total)

    @property
    def example_off(self) -> str:
        """A value that tells nothing of the kind; empty if there is none."""
        kinds = (_Kind.OTHER, _Kind.BEYOND_STARS, _Kind.NEUTRAL_HUNDRED)
        return next((self._examples[kind] for kind in kinds if kind in self._examples), "")

    def reader(self) -> RatingReader:
        """A reader in that scale."""
        return RatingReader(self.scale)


def _kind(text: str) -> _Kind:
    by_word = _by_word(text)
    if by_word is not None:
        return _Kind.NOTHING if by_word is NO_RATING else _Kind.WORD
    value = _number(text)
    if value is None:
        of_ten = _OF_TEN.fullmatch(_plain(text))
        return _Kind.OTHER if of_ten is None else _Kind.BEYOND_STARS
    if _is_star(value):
        return _Kind.STAR
    if value == 0 or 5 < value <= 10:
        return _Kind.BEYOND_STARS
    if value == _NEUTRAL_HUNDRED:
        return _Kind.NEUTRAL_HUNDRED
    return _Kind.HUNDRED if _is_in_hundreds(value) else _Kind.OTHER


def _by_word(text: str) -> Rating | None:
    word = _plain(text).casefold()
    if is_nothing(word):
        return NO_RATING
    return _BY_WORD.get(word.partition(",")[0].removesuffix(" with comment"))


def _number(text: str) -> float | None:
    text = _plain(text)
    symbols = _SYMBOLS.fullmatch(text)
    if symbols is not None and len(text) <= _MOST_STARS:
        return float(len(symbols[1]))
    match = _NUMBER.fullmatch(text)
    return float(match[1].replace(",", ".")) if match else None


def _plain(text: str) -> str:
    return " ".join(text.translate(_NOT_PART_OF_THE_WORD).split())


def _is_star(value: float) -> bool:
    return 1 <= value <= _MOST_STARS


def _is_in_hundreds(value: float) -> bool:
    return _NEUTRAL_HUNDRED <= abs(value) <= 103
