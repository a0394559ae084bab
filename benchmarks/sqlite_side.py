"""The same figures by hand, in SQL on the store's own tickets: a query for each event, so that each finds its index."""

import sqlite3
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

from benchmarks.asked import (
    DUE_AUTOMATED,
    DUE_RESOLVED,
    INCLUDED,
    RATED,
    RESOLVED,
    SATISFIED,
    SCORED,
    TOTAL,
    WEEK,
    Asked,
    ByChannel,
    Counts,
    Weekly,
)
from kpi.statistics import quantile

TIMED = {
    "first_human_response_at": "first_human_response_at >= created_at",
    "first_automated_response_at": "first_automated_response_at >= created_at",
    "resolved_at": RESOLVED,
}
DUE = f"""SELECT {{by}}, count(*), sum({DUE_RESOLVED}), sum({DUE_AUTOMATED}) FROM ticket
    WHERE {INCLUDED} AND created_at >= ? - {WEEK} AND created_at < ? - {WEEK} GROUP BY 1"""
RATINGS = f"""SELECT {{by}}, sum({RATED}), sum({SATISFIED}), sum({SCORED}), sum({SCORED} AND rating >= 9),
    sum({SCORED} AND rating < 7) FROM ticket WHERE {INCLUDED} AND rating_scale IS NOT NULL AND {{dated}} GROUP BY 1"""
# A rating without a time is rare, and found by the two instants that stand for it, each by its index.
DATED = (
    "rated_at >= ? AND rated_at < ?",
    "rated_at IS NULL AND resolved_at >= created_at AND resolved_at >= ? AND resolved_at < ?",
    "rated_at IS NULL AND coalesce(resolved_at < created_at, TRUE) AND updated_at >= ? AND updated_at < ?",
)
INTENTS = f"""SELECT {{by}}, intent, count(*) FROM ticket WHERE {INCLUDED} AND created_at >= ? AND created_at < ?
    GROUP BY 1, 2"""
SPENT = "SELECT sum(cents) FROM cost"


class Sqlite:
    """With `sqlite3` and nothing else; it has no medians, so durations are fetched and sorted."""

    name = "SQL on the tickets in SQLite"

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database)

    def overview(self, asked: Asked) -> ByChannel:
        """Both periods, one after the other."""
        together = self._both(asked, "'all'")
        return {TOTAL: together[TOTAL]}

    def by_channel(self, asked: Asked) -> ByChannel:
        """The counts of the channels are summed up, and their durations sorted once more for all together."""
        return self._both(asked, "channel")

    def weekly(self, asked: Asked) -> Weekly:
        """All durations of all weeks, grouped by hand."""
        mondays = asked.mondays
        place = " ".join(f"WHEN resolved_at < {end} THEN {week}" for week, end in enumerate(mondays[1:]))
        query = f"""SELECT coalesce(intent, ''), CASE {place} END, resolved_at - created_at FROM ticket
            WHERE {INCLUDED} AND {RESOLVED} AND resolved_at >= ? AND resolved_at < ?"""
        found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for intent, week, seconds in self._connection.execute(query, (mondays[0], mondays[-1])):
            found[intent, week].append(seconds)
        return {key: (len(values), quantile(sorted(values), 0.5) or 0.0) for key, values in found.items()}

    def _both(self, asked: Asked, by: str) -> ByChannel:
        before, start, end = asked.bounds
        self._figures(by, (before, start))
        return self._figures(by, (start, end))

    def _figures(self, by: str, bounds: tuple[int, int]) -> ByChannel:
        replied, answered, resolved = (self._times(by, at, condition, bounds) for at, condition in TIMED.items())
        due = {row[0]: row[1:] for row in self._connection.execute(DUE.format(by=by), bounds)}
        rated: dict[str, Counter[int]] = defaultdict(Counter)
        for dated in DATED:
            for channel, *sums in self._connection.execute(RATINGS.format(by=by, dated=dated), bounds):
                rated[channel].update(dict(enumerate(each or 0 for each in sums)))
        self._connection.execute(INTENTS.format(by=by), bounds).fetchall()
        self._connection.execute(SPENT).fetchall()
        found = {
            channel: Counts(
                rated[channel][0], rated[channel][1], resolved.get(channel, 0), *due.get(channel, (0, 0, 0))
            )
            for channel in {*replied, *answered, *resolved, *due, *rated} - {TOTAL}
        }
        return {TOTAL: Counts(*map(sum, zip(*found.values(), strict=True))), **found} if found else {}

    def _times(self, by: str, at: str, condition: str, bounds: tuple[int, int]) -> dict[str, int]:
        """How many of each channel, once their medians, p90s and means are computed, and those of all together."""
        query = f"""SELECT {by}, {at} - created_at FROM ticket WHERE {INCLUDED} AND {condition}
            AND {at} >= ? AND {at} < ?"""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for channel, seconds in self._connection.execute(query, bounds):
            found[channel].append(seconds)
        for values in (*found.values(), list(chain(*found.values()))):
            values.sort()
            (quantile(values, 0.5), quantile(values, 0.9), sum(values) / max(len(values), 1))
        return {channel: len(values) for channel, values in found.items()}
