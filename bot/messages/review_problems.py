"""What of the data a review could not use, in sentences."""

from collections.abc import Iterator

from kpi import words
from kpi.counting.left_out import AUTHOR_UNKNOWN
from kpi.model import Exclusion
from kpi.readings.intent_distribution import UNCLASSIFIED
from kpi.review.review import Review
from kpi.wording.count_words import many

_NO_PROBLEM = frozenset((*Exclusion, "answered while closed", "opened again since", UNCLASSIFIED))
"""What is left out as it should be, or told elsewhere."""

_MEANT = {AUTHOR_UNKNOWN: "nobody knows who answered"}
_CONVERSATIONS = ("conversation", "conversations")


def problems(review: Review) -> list[str]:
    """What is impossible or unknown in them, and sources whose data end early."""
    return [*_left_out(review), *_early(review)]


def _left_out(review: Review) -> Iterator[str]:
    """Each reason once, though several KPIs may be without the same conversations."""
    found: dict[str, list[tuple[str, int]]] = {}
    for standing in review.week.standings:
        reading = standing.readout.reading
        for reason, number in (reading.left_out if reading else {}).items():
            if reason not in _NO_PROBLEM and number:
                found.setdefault(reason, []).append((standing.kpi.title, number))
    for reason, of in found.items():
        most = max(number for _, number in of)
        without = words.joined([title for title, _ in of], "and")
        yield f"{words.sentence(_MEANT.get(reason, reason))}: {many(most, _CONVERSATIONS)}, not in {without}."


def _early(review: Review) -> Iterator[str]:
    period = review.week.period
    for source in review.week.facts.sources:
        until = source.complete_until
        if until is not None and until < period.end_at and not period.unfinished:
            yield f"{words.shorten(source.name)}: the data end on {words.instant(until, period.zone)}."
