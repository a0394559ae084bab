"""How customers' ratings are written, and the scale of a whole column of them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kpi.ingest.fit import fits_most
from kpi.ingest.values import is_nothing
from kpi.model import RatingScale


class Numbers(StrEnum):
    """What a column's numbers mean; the value names it to people."""

    STARS = "1 to 5"
    HUNDREDS = "Freshdesk's -103 to 103"


class Rating(NamedTuple):
    """As `kpi.model.Ticket` keeps it; both None if the customer did not rate."""

    value: float | None
    scale: str | None  # a RatingScale


NO_RATING = Rating(None, None)
GOOD, NEUTRAL, BAD = (Rating(value, RatingScale.FACES.value) for value in (1.0, 0.0, -1.0))

_WORDS = {
    NO_RATING: "offered, not offered, unoffered, not rated, unrated, no rating, no response, not answered",
    GOOD: (
        "good, great, excellent, awesome, amazing, happy, very happy, extremely happy, satisfied, "
        "very satisfied, positive, thumbs up, 👍, 😀, 😃, 😄, 😊, 🙂, 😍, 🤩"
    ),
    NEUTRAL: "okay, ok, neutral, average, mixed, 😐, 😑",
    BAD: (
        "bad, poor, terrible, awful, not good, unhappy, very unhappy, extremely unhappy, dissatisfied, "
        "unsatisfied, very dissatisfied, not satisfied, negative, thumbs down, 👎, ☹, 🙁, 😞, 😠, 😡, 😢"
    ),
}
_BY_WORD = {word.strip(): rating for rating, words in _WORDS.items() for word in words.split(",")}
_NOT_PART_OF_THE_WORD = str.maketrans("", "", "\ufe0f🏻🏼🏽🏾🏿")  # An emoji's style and skin tone.


@dataclass
class RatingReader:
    """Reads the values of one column: words as they are, numbers as `numbers` says."""

    numbers: Numbers

    def read(self, text: str) -> Rating:
        """What is on no scale comes back as OFF_SCALE, with its value if it is a number."""
        by_word = _by_word(text)
        if by_word is not None:
            return by_word
        value = _number(text)
        if value is None or not _is_on(self.numbers, value):
            return Rating(value, RatingScale.OFF_SCALE.value)
        if self.numbers is Numbers.STARS:
            return Rating(value, RatingScale.STARS.value)
        return NEUTRAL if value == 100 else GOOD if value > 100 else BAD


@dataclass
class RatingEvidence:
    """Counts what a column's values could be, so that its scale is decided from all of them."""

    _words: int = 0
    _off: int = 0
    _on: dict[Numbers, int] = field(default_factory=lambda: dict.fromkeys(Numbers, 0))
    example_off: str = ""

    def observe(self, text: str) -> None:
        """Take one value into account."""
        by_word = _by_word(text)
        if by_word is not None:
            self._words += by_word is not NO_RATING
            return
        value = _number(text)
        scales = [numbers for numbers in Numbers if value is not None and _is_on(numbers, value)]
        for numbers in scales:
            self._on[numbers] += 1
        if not scales:
            self._off += 1
            self.example_off = text.strip()

    @property
    def fits(self) -> bool:
        """Whether most values are on a scale."""
        others = sum(count for numbers, count in self._on.items() if numbers is not self._numbers)
        fitting = self._words + self._on[self._numbers]
        return fits_most(fitting, fitting + others + self._off)

    def reader(self) -> RatingReader:
        """A reader in the scale that most numbers are on."""
        return RatingReader(self._numbers)

    @property
    def _numbers(self) -> Numbers:
        return max(Numbers, key=lambda numbers: self._on[numbers])


def _by_word(text: str) -> Rating | None:
    word = " ".join(text.translate(_NOT_PART_OF_THE_WORD).split()).casefold()
    if is_nothing(word):
        return NO_RATING
    return _BY_WORD.get(word.removesuffix(" with comment"))


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _is_on(numbers: Numbers, value: float) -> bool:
    if numbers is Numbers.STARS:
        return 1 <= value <= 5
    return 100 <= abs(value) <= 103
