"""What became of the conversations that had their 7 days: the parts that the rates by that moment have in common."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from kpi.counting.days import Days
from kpi.counting.left_out import AUTHOR_UNKNOWN
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reading import Part, share_part
from kpi.samples import Share

SPLIT = frozenset(
    (
        Measure.DUE_AUTHOR_KNOWN,
        Measure.DUE_AUTOMATED,
        Measure.DUE_CONFIRMED,
        Measure.DUE_PERSON,
        Measure.DUE_OTHERWISE,
    )
)
_WINDOW = timedelta(days=7)


def automated(tally: Tally) -> Share:
    """Those that automation resolved, of all of which it is known who answered."""
    return Share(tally[Measure.DUE_AUTOMATED], tally[Measure.DUE_AUTHOR_KNOWN])


def split(tally: Tally) -> dict[str, Part]:
    """How those of which it is known who answered ended: parts that sum to 100 %, where there are any, and how sure it
    is that automation helped."""
    n = tally[Measure.DUE_AUTHOR_KNOWN]
    by_bot, by_person = tally[Measure.DUE_AUTOMATED], tally[Measure.DUE_PERSON]
    otherwise, confirmed = tally[Measure.DUE_OTHERWISE], tally[Measure.DUE_CONFIRMED]
    ended = {"automation": by_bot, "person": by_person, "otherwise": otherwise}
    if not otherwise:
        del ended["otherwise"]
    counts = {**ended, "unresolved": n - sum(ended.values()), "confirmed": confirmed, "assumed": by_bot - confirmed}
    return {name: share_part(count, n) for name, count in counts.items()}


def opened(days: Days) -> Days:
    """When those were opened that had their 7 days on these days."""
    return Days(days.first - _WINDOW, days.end - _WINDOW, days.zone)


def left_out(facts: Facts, days: Days, *, author_matters: bool) -> Mapping[str, int]:
    """What is in no rate; those of unknown author are only left out where it matters who answered."""
    reasons = facts.left_out(Event.DUE, days)
    return {reason: n for reason, n in reasons.items() if author_matters or reason != AUTHOR_UNKNOWN}


def unknown_authors(tally: Tally, what: str) -> Iterator[str]:
    """That of some it is not known who answered, and `what` that means for "{it}"; needs the measure DUE."""
    unknown = tally[Measure.DUE] - tally[Measure.DUE_AUTHOR_KNOWN]
    if unknown and tally[Measure.DUE_AUTHOR_KNOWN]:
        number, it = ("1 conversation", "it") if unknown == 1 else (f"{unknown:,} conversations", "them")
        yield f"It is not known who answered {number}: {what.format(it=it)}."
