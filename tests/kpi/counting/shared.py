"""What the engine says of a situation, in the oracle's shape."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kpi.dimensions import Dimension
from kpi.facts import Facts, Tally
from kpi.filters import Filter
from kpi.measures import INQUIRY_MEASURES, Measure, Timing
from kpi.samples import Durations
from kpi.store import Store
from tests.support.any_teams import Situation
from tests.support.any_tickets import fill
from tests.support.oracle import Oracle
from tests.support.oracle.conversations import Conversation
from tests.support.oracle.measures import STATES

STANDING = tuple(measure for pair in STATES for measure in pair)
HAPPENED = tuple(measure for measure in Measure if measure not in (*STANDING, *INQUIRY_MEASURES))


def an_oracle(store: Store, situation: Situation, filters: Sequence[Filter] = ()) -> Oracle:
    """For the situation that fills the store."""
    return Oracle(str(store.url), situation.for_oracle, lambda c: meets(c, filters, situation))


def filled(store: Store, situation: Situation) -> Oracle:
    """Put it into the store."""
    fill(store, situation.described)
    return an_oracle(store, situation)


def meets(c: Conversation, filters: Sequence[Filter], situation: Situation) -> bool:
    """Of each dimension any one of the values."""
    wanted: dict[str, set[str]] = {}
    for each in filters:
        wanted.setdefault(each.dimension.key, set()).add(each.value)
    return all(label(c, key, situation) in values for key, values in wanted.items())


def label(c: Conversation, key: str, situation: Situation) -> str:
    if key == "arrived":
        is_open = c.is_dated and situation.for_oracle.clock.is_open(c.opened)
        return "open" if is_open else "closed"
    return c.label(key) or ""


def plain(tally: Tally, measures: Sequence[Measure] = HAPPENED) -> tuple[dict[Measure, float], dict[Timing, list[int]]]:
    """As the oracle's `plain`; durations as the sorted list of their seconds."""
    counts = {measure: tally.counts[measure] for measure in measures if tally.counts.get(measure)}
    times = {timing: seconds(tally.time(timing)) for timing in Timing}
    return counts, {timing: values for timing, values in times.items() if values}


def seconds(durations: Durations) -> list[int]:
    """Each of them, by asking for every rank."""
    n = durations.n
    return [round(durations.quantile((2 * rank - 1) / (2 * n)) or 0) for rank in range(1, n + 1)]


def counted(facts: Facts, situation: Situation, by: Sequence[Dimension] = ()) -> Mapping[tuple[str | None, ...], Any]:
    """By group, what the engine has counted over the situation's days."""
    found = facts.tallies([*HAPPENED, *Timing], [situation.days], by)
    return {key: plain(tally) for key, [tally] in found.items() if any(plain(tally))}


def stood(tally: Tally) -> dict[tuple[Measure, Measure], int]:
    """What has entered without what has left."""
    return {(entered, left): tally[entered] - tally[left] for entered, left in STATES}


def one_by_one(table: Sequence[Sequence[int]]) -> Counter[tuple[int, int]]:
    """A table of weekdays and hours, without its zeros."""
    return +Counter({(weekday, hour): n for weekday, row in enumerate(table) for hour, n in enumerate(row)})
