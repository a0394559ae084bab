"""What somebody asks: text such as "csat last month" → `Question`, and back to text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA  # counts two letters that changed places as one mistake

from kpi import period
from kpi.catalogue import KPIS, Kpi
from kpi.errors import UserError
from kpi.period import Period
from kpi.words import shorten

LIKELY = 0.6  # of 1: from here on a suggestion helps rather than puzzles
_MOST_WORDS = 6  # of a KPI's name, with room for slips
_LONGEST = 200  # characters


class QuestionError(UserError):
    """A question that cannot be understood; `lines` are questions that work when asked instead."""

    def __init__(self, sentence: str, *lines: str) -> None:
        super().__init__(sentence)
        self.lines = lines


@dataclass(frozen=True)
class Question:
    """A KPI over a period."""

    kpi: Kpi
    period: Period

    @property
    def text(self) -> str:
        """The question as one would type it on any later day."""
        return f"{self.kpi.name} {self.period.text}"


def parse(text: str, today: date, zone: ZoneInfo) -> Question:
    """The question in `text`: a KPI by any of its names and, before or after it, a period.

    Raises QuestionError if there is no KPI in it, or something that is neither.
    """
    if len(text) > _LONGEST:
        raise QuestionError("That is too long for a question.", "csat last week")
    words = text.lower().replace("_", " ").split()
    for start, end in _stretches(len(words)):
        kpi = _named(" ".join(words[start:end]))
        if kpi is not None:
            return Question(kpi, _period(kpi, " ".join(words[:start] + words[end:]), today, zone))
    raise _unknown(words, today, zone)


def _stretches(n: int) -> Iterator[tuple[int, int]]:
    """All runs of words, the longest first: "first reply" is more than "first"."""
    for length in range(min(n, _MOST_WORDS), 0, -1):
        for start in range(n - length + 1):
            yield start, start + length


def _names() -> dict[str, Kpi]:
    return {alias.replace("_", " "): kpi for kpi in KPIS for alias in (kpi.key, *kpi.aliases)}


def _named(words: str) -> Kpi | None:
    return _names().get(words)


def _period(kpi: Kpi, text: str, today: date, zone: ZoneInfo) -> Period:
    try:
        return period.parse(text, today, zone)
    except UserError as error:
        raise QuestionError(error.sentence, f"{kpi.name} last week", f"{kpi.name} 30d") from error


def _unknown(words: list[str], today: date, zone: ZoneInfo) -> QuestionError:
    if not words:
        return QuestionError("That question is empty.", "csat")
    asked, likely = _nearest(words)
    rest = f" {' '.join(words)} ".replace(f" {asked} ", " ", 1).strip()
    if not likely:
        known = ", ".join(kpi.name for kpi in KPIS)
        said = shorten(" ".join(words))
        return QuestionError(f"I don't know “{said}”. The KPIs that I know: {known}.", "csat last week")
    lines = (f"{kpi.name} {rest}" if _works(rest, today, zone) else kpi.name for kpi in likely)
    return QuestionError(f"I don't know “{asked}”.", *(line.strip() for line in lines))


def _nearest(words: list[str]) -> tuple[str, list[Kpi]]:
    """The run of words that looks most like a KPI's name, and the KPIs that it may mean, the likeliest first."""
    runs = [" ".join(words[start:end]) for start, end in _stretches(len(words))]
    scores = [(OSA.normalized_similarity(run, known), run, kpi) for run in runs for known, kpi in _names().items()]
    likely = sorted((match for match in scores if match[0] >= LIKELY), key=lambda match: -match[0])
    if not likely:
        return "", []
    asked = likely[0][1]
    return asked, list({kpi.key: kpi for _, run, kpi in likely if run == asked}.values())


def _works(text: str, today: date, zone: ZoneInfo) -> bool:
    """Whether this is a period: what is suggested has to work when it is typed."""
    try:
        period.parse(text, today, zone)
    except UserError:
        return False
    return True
