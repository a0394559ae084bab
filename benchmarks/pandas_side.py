"""The same figures by pandas, on the tickets in memory."""

from collections.abc import Iterator, Mapping

import duckdb
import pandas

from benchmarks.asked import TOTAL, WEEK, Asked, ByChannel, Counts, Weekly
from benchmarks.duckdb_sides import INSTANTS, LABELS

_TIMED = ("first_human_response_at", "first_automated_response_at", "resolved_at")
_QUANTILES = [0.5, 0.9]


class Pandas:
    """A mask for each figure. Excluded tickets are left away beforehand."""

    name = "pandas on the tickets"

    def __init__(self, tickets: duckdb.DuckDBPyConnection) -> None:
        columns = ", ".join((*INSTANTS, "rating", *LABELS))
        frame = tickets.execute(f"SELECT {columns} FROM ticket WHERE excluded IS NULL").df()
        frame[list(INSTANTS)] = frame[list(INSTANTS)].astype("float64")
        self._tickets = frame

    def overview(self, asked: Asked) -> ByChannel:
        """Both periods, one after the other."""
        before, start, end = asked.bounds
        _figures(self._tickets, before, start)
        return {TOTAL: _figures(self._tickets, start, end)[TOTAL]}

    def by_channel(self, asked: Asked) -> ByChannel:
        """Each grouped as well."""
        before, start, end = asked.bounds
        _figures(self._tickets, before, start, by_channel=True)
        return _figures(self._tickets, start, end, by_channel=True)

    def weekly(self, asked: Asked) -> Weekly:
        """One grouping."""
        mondays = asked.mondays
        frame = self._tickets
        at = frame["resolved_at"]
        stands = (frame["status"] == "resolved") & (at >= frame["created_at"])
        some = frame[(at >= mondays[0]) & (at < mondays[-1]) & stands]
        week = pandas.cut(some["resolved_at"], mondays, right=False, labels=False)
        seconds = some["resolved_at"] - some["created_at"]
        intent = some["intent"].cat.add_categories([""]).fillna("")
        grouped = seconds.groupby([intent, week], observed=True)
        middles = grouped.quantile(0.5, interpolation="lower")
        sizes = grouped.size()
        return {
            (str(intent), int(number)): (int(n), float(middle))
            for (intent, number), n, middle in zip(sizes.index, sizes, middles, strict=True)
        }


def _figures(frame: pandas.DataFrame, start: int, end: int, *, by_channel: bool = False) -> ByChannel:
    counts: dict[str, pandas.DataFrame] = dict(_counted(frame, start, end))
    for at in _TIMED:
        some = frame[(frame[at] >= start) & (frame[at] < end) & (frame[at] >= frame["created_at"])]
        seconds = some[at] - some["created_at"]
        (seconds.quantile(_QUANTILES), seconds.mean())
        if by_channel:
            grouped = seconds.groupby(some["channel"], observed=True)
            (grouped.quantile(_QUANTILES), grouped.mean())
    opened = frame[(frame["created_at"] >= start) & (frame["created_at"] < end)]
    opened["intent"].value_counts()
    total = Counts(*(len(counts[name]) for name in Counts._fields))
    if not by_channel:
        return {TOTAL: total}
    opened.groupby("channel", observed=True)["intent"].value_counts()
    sizes: Mapping[str, pandas.Series] = {name: each["channel"].value_counts() for name, each in counts.items()}
    channels = frame["channel"].cat.categories
    return {TOTAL: total, **{each: Counts(*(int(sizes[name][each]) for name in Counts._fields)) for each in channels}}


def _counted(frame: pandas.DataFrame, start: int, end: int) -> Iterator[tuple[str, pandas.DataFrame]]:
    opened, resolved, status = frame["created_at"], frame["resolved_at"], frame["status"]
    dated = frame["rated_at"].fillna(resolved.where(resolved >= opened)).fillna(frame["updated_at"])
    given = frame[(dated >= start) & (dated < end) & frame["rating_scale"].notna()]
    scale = given["rating_scale"]
    rated = given[scale.isin(["stars", "faces"])]
    yield "rated", rated
    is_star = rated["rating_scale"] == "stars"
    yield "satisfied", rated[(is_star & (rated["rating"] >= 4)) | (~is_star & (rated["rating"] == 1))]
    yield "promoters", given[(scale == "0 to 10") & (given["rating"] >= 9)]
    yield "detractors", given[(scale == "0 to 10") & (given["rating"] < 7)]
    yield "resolved", frame[(status == "resolved") & (resolved >= opened) & (resolved >= start) & (resolved < end)]
    due = frame[(opened >= start - WEEK) & (opened < end - WEEK)]
    yield "due", due
    limit, at = due["created_at"] + WEEK, due["resolved_at"]
    is_resolved, reopened = due["status"] == "resolved", due["reopened_at"]
    in_time = (at >= due["created_at"]) & (at <= limit) & (is_resolved | ((reopened > at) & (reopened > limit)))
    by_due = due[in_time | (is_resolved & (at < due["created_at"]))]
    yield "due_resolved", by_due
    limit = by_due["created_at"] + WEEK
    alone = ~(by_due["first_human_response_at"] <= limit) & ~(by_due["handed_over_at"] <= limit)
    yield "due_automated", by_due[(by_due["first_automated_response_at"] <= limit) & alone]
