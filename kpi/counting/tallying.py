"""Tallies counted from the tickets themselves: exact, for any question, as fast as the tickets can be read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from kpi.counting.counter import Counter
from kpi.counting.counting import Counted, Timed
from kpi.counting.daily import DurationCells, Grouped, Placed
from kpi.counting.days import Days
from kpi.counting.inquiries import inquiries
from kpi.counting.left_out import left_out
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import Dimension
from kpi.facts import Key, Tally, Wanted
from kpi.filters import Filter
from kpi.measures import INQUIRY_MEASURES, Event, Measure, Timing, events_of
from kpi.samples import Durations


def tallies(
    connection: Connection,
    around: Surroundings,
    wanted: Wanted,
    stretches: Sequence[Days],
    by: Sequence[Dimension] = (),
    filters: Sequence[Filter] = (),
) -> Mapping[Key, Sequence[Tally]]:
    """What was counted in each stretch, for each group that has anything in one of them; see `kpi.facts.Facts`."""
    found: dict[Key, list[Tally]] = {} if by else {(): [Tally()] * len(stretches)}
    for run in runs(stretches):
        places = [place for place, each in enumerate(stretches) if run.first <= each.first and each.end <= run.end]
        within = [stretches[place] for place in places]
        for key, tallied in _tallied(connection, around, wanted, run, within, by, filters):
            of_key = found.setdefault(key, [Tally()] * len(stretches))
            for place, tally in zip(places, tallied, strict=True):
                of_key[place] = tally
    return found


def hours(
    connection: Connection, around: Surroundings, days: Days, filters: Sequence[Filter]
) -> Iterator[tuple[date, int, int, int]]:
    """Day, hour, how many were opened and how many a person first replied to."""
    counter = Counter.of(connection, around, days, (Event.OPENING, Event.HUMAN_RESPONSE), (), filters)
    grouped, _ = counter.grouped(())
    those = (counter.counting.counted(Measure.OPENED), counter.counting.replied)
    opened, replied = (grouped.by_hour(Placed.of(each, days)).tolist() for each in those)
    for place, day in enumerate(days.dates):
        for hour in range(24):
            if opened[24 * place + hour] or replied[24 * place + hour]:
                yield day, hour, opened[24 * place + hour], replied[24 * place + hour]


def left_out_of(
    connection: Connection, around: Surroundings, event: Event, days: Days, filters: Sequence[Filter]
) -> Mapping[str, int]:
    """How many by reason; see `kpi.counting.left_out`."""
    counter = Counter.of(connection, around, days, (event, Event.OPENING), (), filters)
    grouped, _ = counter.grouped(())
    found = ((reason, Placed.of(each, days)) for reason, each in left_out(counter.counting, event))
    counts = {reason: int(grouped.count(placed).sum()) for reason, placed in found}
    return {reason: counts[reason] for reason in sorted(counts) if counts[reason]}


def newest(
    connection: Connection, around: Surroundings, wanted: Wanted, days: Days, filters: Sequence[Filter]
) -> date | None:
    """The last of these days on which anything was counted in one of the measures."""
    counter = Counter.of(connection, around, days, events_of(wanted), (), filters)
    grouped, _ = counter.grouped(())
    counting = counter.counting
    those: list[Counted | Timed] = [counting.timed(each) for each in Timing if each in wanted]
    those += [counting.counted(each) for each in Measure if each in wanted and each not in INQUIRY_MEASURES]
    placed = (Placed.of(Counted(each.mask, each.at), days) for each in those)
    some = sum((grouped.count(each) for each in placed), np.zeros(days.number))
    if not filters and not INQUIRY_MEASURES.isdisjoint(wanted):
        some = sum((n for measure, n in inquiries(connection, days).items() if measure in wanted), some)
    places = np.flatnonzero(some)
    return days.dates[int(places[-1])] if len(places) else None


def runs(stretches: Sequence[Days]) -> Iterator[Days]:
    """The days of all stretches, in as few runs as they make without gaps."""
    run: Days | None = None
    for each in sorted(stretches, key=lambda days: days.first):
        if run is not None and each.first <= run.end:
            run = Days(run.first, max(run.end, each.end), run.zone)
            continue
        if run is not None:
            yield run
        run = each
    if run is not None:
        yield run


def _tallied(
    connection: Connection,
    around: Surroundings,
    wanted: Wanted,
    run: Days,
    stretches: Sequence[Days],
    by: Sequence[Dimension],
    filters: Sequence[Filter],
) -> Iterator[tuple[Key, Sequence[Tally]]]:
    counter = Counter.of(connection, around, run, events_of(wanted), by, filters)
    grouped, keys = counter.grouped(by)
    edges = [((each.first - run.first).days, (each.end - run.first).days) for each in stretches]
    counts = {
        measure: _by_stretch(grouped.count(Placed.of(counter.counting.counted(measure), run)), grouped, edges)
        for measure in Measure
        if measure in wanted and measure not in INQUIRY_MEASURES
    }
    if not by and not filters and not INQUIRY_MEASURES.isdisjoint(wanted):
        alone = Grouped(np.empty(0, dtype=np.int64), 1, run)
        counts |= {measure: _by_stretch(days, alone, edges) for measure, days in inquiries(connection, run).items()}
    timed = {timing: Placed.of(counter.counting.timed(timing), run) for timing in Timing if timing in wanted}
    times = {timing: grouped.time(placed) for timing, placed in timed.items()}
    for group, key in enumerate(keys):
        durations = {timing: _durations(cells, grouped, group, edges) for timing, cells in times.items()}
        tallied = [
            Tally(
                {measure: sums[group, place] for measure, sums in counts.items() if sums[group, place]},
                {timing: each[place] for timing, each in durations.items() if each[place].n},
            )
            for place in range(len(stretches))
        ]
        if not by or any(tally.counts or tally.durations for tally in tallied):
            yield key, tallied


def _by_stretch(
    cells: npt.NDArray[np.float64], grouped: Grouped, edges: Sequence[tuple[int, int]]
) -> npt.NDArray[np.float64]:
    """Of counts by cell, the sums over each stretch: groups by stretches."""
    by_day = cells.reshape(grouped.number, grouped.days.number)
    up_to = np.concatenate([np.zeros((grouped.number, 1)), np.cumsum(by_day, axis=1)], axis=1)
    starts, ends = map(list, zip(*edges, strict=True))
    sums: npt.NDArray[np.float64] = up_to[:, ends] - up_to[:, starts]
    return sums


def _durations(cells: DurationCells, grouped: Grouped, group: int, edges: Sequence[tuple[int, int]]) -> list[Durations]:
    first = group * grouped.days.number
    return [cells.together(first + start, first + end) for start, end in edges]
