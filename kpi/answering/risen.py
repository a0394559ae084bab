"""Since when there is more of an intent than usual."""

from kpi import statistics
from kpi.answering.history import History
from kpi.samples import Share

BEFORE = 8
"""So many weeks, or spans of weeks, tell what is usual."""

ABOVE = 1.5
"""More than so many times the usual number is new."""


def first_above(past: History, fewest: int) -> int | None:
    """Where the unbroken run of weeks above the usual number begins, that holds the week itself."""
    found = None
    for place, week in enumerate(past.weeks):
        usual = usual_number(past, place, fewest)
        if usual is None or not week.usable or number_of(week.sample) <= ABOVE * usual:
            break
        found = place
    return found


def usual_number(past: History, place: int, fewest: int) -> int | None:
    """The median of the 8 weeks, or spans of weeks, before this one, of which enough have to be known."""
    before = [number_of(week.sample) for week in past.weeks[place + 1 :] if week.usable][:BEFORE]
    return int(statistics.quantile(sorted(before), 0.5) or 0) if len(before) >= fewest else None


def number_of(sample: object) -> int:
    """How many conversations a share of them holds; 0 of anything else."""
    return sample.hits if isinstance(sample, Share) else 0
