"""The same figures by DuckDB: on a copy of the tickets in its own format, and on a copy of kpibot's summary."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas

from benchmarks.asked import (
    DUE_AUTOMATED,
    DUE_RESOLVED,
    INCLUDED,
    RATED,
    RATED_AT,
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
from kpi.summary.sheets import Sheets

LABELS = ("channel", "intent", "status", "excluded", "rating_scale")
INSTANTS = (
    "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "handed_over_at",
    "resolved_at", "reopened_at", "rated_at",
)  # fmt: skip
_ROWS_AT_ONCE = 200_000
_SOME_HOURS = 2 * 3600  # between the change of the clocks, on a Sunday night, and that Sunday's end
_SHEET = ("timing", "grouping", "day")
_SHEETS_AT_ONCE = 500
TIMED = {
    "first_human_response_at": "first_human_response_at >= created_at",
    "first_automated_response_at": "first_automated_response_at >= created_at",
    "resolved_at": RESOLVED,
}


def copied_tickets(database: Path, folder: Path) -> "DuckTickets":
    """The columns that the questions need, in the order of opening; labels as enums, which are quickest."""
    connection = duckdb.connect(str(folder / "tickets.duckdb"))
    names = (*INSTANTS, "rating", *LABELS)
    with closing(sqlite3.connect(database)) as store:
        for label in LABELS:
            values = [value for (value,) in store.execute(f"SELECT DISTINCT {label} FROM ticket") if value is not None]
            connection.execute(f"CREATE TYPE {label}_ AS ENUM ({', '.join(map(repr, sorted(values)))})")
        types = [*(f"{name} BIGINT" for name in INSTANTS), "rating DOUBLE", *(f"{name} {name}_" for name in LABELS)]
        connection.execute(f"CREATE TABLE ticket ({', '.join(types)})")
        for rows in _some(store, f"SELECT {', '.join(names)} FROM ticket ORDER BY created_at"):
            frame = pandas.DataFrame(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)), dtype=object)
            _append(connection, "ticket", frame)
    connection.execute("CHECKPOINT")
    return DuckTickets(connection)


def copied_summary(database: Path, folder: Path) -> "DuckSummary":
    """The counts as they are, and the durations with a row for each bucket, of the groupings that are asked for."""
    connection = duckdb.connect(str(folder / "summary.duckdb"))
    some = "grouping IN ('', 'channel', 'intent')"
    with closing(sqlite3.connect(database)) as store:
        names = [row[1] for row in store.execute("PRAGMA table_info(kpi_day)")]
        types = [f"{name} {'VARCHAR' if name in ('grouping', 'first', 'second') else 'INT'}" for name in names]
        connection.execute(f"CREATE TABLE counts ({', '.join(types)})")
        for rows in _some(store, f"SELECT * FROM kpi_day WHERE {some} ORDER BY grouping, day"):
            _append(connection, "counts", pandas.DataFrame(rows, columns=names))
        connection.execute(
            "CREATE TABLE durations (timing VARCHAR, grouping VARCHAR, day INT, first VARCHAR, seconds INT, n INT)"
        )
        query = f"""SELECT timing, grouping, day, groups, figures, times FROM kpi_day_durations
            WHERE {some} AND timing IN ('person', 'bot', 'resolution') ORDER BY timing, grouping, day"""
        for rows in _some(store, query, _SHEETS_AT_ONCE):
            _append(connection, "durations", _buckets(rows))
    connection.execute("CHECKPOINT")
    return DuckSummary(connection)


class DuckTickets:
    """One scan of the tickets for all figures of a question; intents by a grouping of their own, which is quicker."""

    name = "DuckDB on the tickets"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def overview(self, asked: Asked) -> ByChannel:
        """Two queries."""
        query = f"SELECT '{TOTAL}', {_figures(asked)} FROM ticket WHERE {_touched(asked)}"
        self.connection.execute(_intents(asked, "intent")).fetchall()
        return _by_channel(self.connection.execute(query).fetchall())

    def by_channel(self, asked: Asked) -> ByChannel:
        """Two queries, for the channels and for all together."""
        self.connection.execute(_intents(asked, "GROUPING SETS ((intent), (channel, intent))")).fetchall()
        query = f"""SELECT coalesce(CAST(channel AS VARCHAR), '{TOTAL}'), {_figures(asked)} FROM ticket
            WHERE {_touched(asked)} GROUP BY GROUPING SETS ((), (channel))"""
        return _by_channel(self.connection.execute(query).fetchall())

    def weekly(self, asked: Asked) -> Weekly:
        """One query."""
        mondays = asked.mondays
        query = f"""SELECT intent, {_week(mondays)}, count(*), quantile_disc(resolved_at - created_at, 0.5) FROM ticket
            WHERE {INCLUDED} AND {RESOLVED} AND resolved_at >= {mondays[0]} AND resolved_at < {mondays[-1]}
            GROUP BY 1, 2"""
        rows = self.connection.execute(query).fetchall()
        return {(intent or "", week): (n, middle) for intent, week, n, middle in rows}


class DuckSummary:
    """Sums of the summary's rows; quantiles by running sums over its buckets."""

    name = "DuckDB on the same summary"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def overview(self, asked: Asked) -> ByChannel:
        """Three queries."""
        return self._figures(asked, "")

    def by_channel(self, asked: Asked) -> ByChannel:
        """The same of the channels and of all together."""
        return {**self._figures(asked, ""), **self._figures(asked, "channel")}

    def weekly(self, asked: Asked) -> Weekly:
        """One query."""
        first, end = _day(asked.first), _day(asked.end)
        query = _quantiles(
            "intent", f"(day - {first}) // 7", f"day >= {first} AND day < {end} AND timing = 'resolution'"
        )
        return {
            (intent, week): (n, middle) for intent, week, _, n, middle, _ in self.connection.execute(query).fetchall()
        }

    def _figures(self, asked: Asked, grouping: str) -> ByChannel:
        before, first, end = map(_day, (asked.before, asked.first, asked.end))
        days = f"day >= {before} AND day < {end}"
        names = (
            "rated", "satisfied", "resolved", "due", "due_resolved", "due_automated", "opened", "scored", "promoters",
            "detractors", "automated_resolution", "human_resolution", "inquiries", "inquiries_resolved",
        )  # fmt: skip
        periods = (f"day >= {first}", f"day < {first}")
        sums = ", ".join(f"sum({name}) FILTER ({period})" for period in periods for name in names)
        query = f"SELECT first, {sums} FROM counts WHERE grouping = '{grouping}' AND {days} GROUP BY 1"
        found = _by_channel(self.connection.execute(query).fetchall())
        self.connection.execute(_quantiles(grouping, f"day >= {first}", days)).fetchall()
        intents = f"SELECT first, sum(opened) FROM counts WHERE grouping = 'intent' AND {days} GROUP BY 1"
        self.connection.execute(intents).fetchall()
        return found


def _some(store: sqlite3.Connection, query: str, at_once: int = _ROWS_AT_ONCE) -> Iterator[list[Any]]:
    cursor = store.execute(query)
    while rows := cursor.fetchmany(at_once):
        yield rows


def _append(connection: duckdb.DuckDBPyConnection, table: str, frame: pandas.DataFrame) -> None:
    connection.register("frame", frame)
    connection.execute(f"INSERT INTO {table} SELECT * FROM frame")
    connection.unregister("frame")


def _buckets(rows: Sequence[Sequence[Any]]) -> pandas.DataFrame:
    """A row for each of the seconds that occur in a group on a day."""
    sheets = Sheets.of([(groups, figures, times) for *_, groups, figures, times in rows])
    sizes = sheets.figures["size"]
    of_sheet = {name: np.array([row[place] for row in rows]) for place, name in enumerate(_SHEET)}
    told = {name: np.repeat(column[sheets.sheet], sizes) for name, column in of_sheet.items()}
    firsts = np.array([group[0] if group else "" for group in sheets.groups])
    first = np.repeat(firsts[sheets.group], sizes)
    return pandas.DataFrame({**told, "first": first, "seconds": sheets.times["seconds"], "n": sheets.times["times"]})


def _figures(asked: Asked) -> str:
    before, start, end = asked.bounds
    return ", ".join(column for bounds in ((start, end), (before, start)) for column in _of_period(*bounds))


def _of_period(start: int, end: int) -> Sequence[str]:
    """The first six are `Counts`."""

    def within(at: str) -> str:
        return f"{at} >= {start} AND {at} < {end}"

    due = f"created_at >= {start - WEEK} AND created_at < {end - WEEK}"
    rated = within(RATED_AT)
    durations = (
        f"{function} FILTER ({condition} AND {within(at)})"
        for at, condition in TIMED.items()
        for function in (f"quantile_disc({at} - created_at, [0.5, 0.9])", f"avg({at} - created_at)")
    )
    return (
        f"count(*) FILTER ({RATED} AND {rated})",
        f"count(*) FILTER ({SATISFIED} AND {rated})",
        f"count(*) FILTER ({RESOLVED} AND {within('resolved_at')})",
        f"count(*) FILTER ({due})",
        f"count(*) FILTER ({due} AND {DUE_RESOLVED})",
        f"count(*) FILTER ({due} AND {DUE_AUTOMATED})",
        *durations,
        f"count(*) FILTER ({SCORED} AND {rated})",
        f"count(*) FILTER ({SCORED} AND rating >= 9 AND {rated})",
        f"count(*) FILTER ({SCORED} AND rating < 7 AND {rated})",
        f"count(*) FILTER ({within('created_at')})",
    )


def _intents(asked: Asked, by: str) -> str:
    before, start, end = asked.bounds
    periods = f"count(*) FILTER (created_at >= {start}), count(*) FILTER (created_at < {start})"
    columns = "channel, intent" if "channel" in by else "intent"
    return f"""SELECT {columns}, {periods} FROM ticket
        WHERE {INCLUDED} AND created_at >= {before} AND created_at < {end} GROUP BY {by}"""


def _touched(asked: Asked) -> str:
    """Tickets to which anything happened in either period."""
    before, _, end = asked.bounds
    instants = ("first_human_response_at", "first_automated_response_at", "resolved_at", "rated_at", "updated_at")
    happened = " OR ".join(f"{at} >= {before} AND {at} < {end}" for at in instants)
    return f"{INCLUDED} AND (created_at >= {before - WEEK} AND created_at < {end} OR {happened})"


def _week(mondays: Sequence[int]) -> str:
    """The number of the week of a resolution. Where the clocks have changed, all later Mondays are an hour off."""
    shifts = [monday - mondays[0] - place * WEEK for place, monday in enumerate(mondays)]
    since = [(mondays[k] - _SOME_HOURS, shifts[k]) for k in range(1, len(mondays)) if shifts[k] != shifts[k - 1]]
    cases = "".join(f"WHEN resolved_at >= {at} THEN {shift} " for at, shift in reversed(since))
    shift = f"CASE {cases}ELSE 0 END" if cases else "0"
    return f"(resolved_at - {mondays[0]} - {shift}) // {WEEK}"


def _quantiles(grouping: str, place: str, condition: str) -> str:
    """By value, place and timing: n, median and p90."""
    return f"""WITH bucket AS (SELECT first, {place} AS place, timing, seconds, sum(n) AS n FROM durations
            WHERE grouping = '{grouping}' AND {condition} GROUP BY ALL),
        reached AS (SELECT *, sum(n) OVER (PARTITION BY first, place, timing ORDER BY seconds) AS reached,
            sum(n) OVER (PARTITION BY first, place, timing) AS total FROM bucket)
        SELECT first, place, timing, any_value(total), min(seconds) FILTER (reached >= 0.5 * total),
            min(seconds) FILTER (reached >= 0.9 * total) FROM reached GROUP BY ALL"""


def _by_channel(rows: Sequence[Sequence[Any]]) -> ByChannel:
    return {row[0]: Counts(*(int(each or 0) for each in row[1:7])) for row in rows}


def _day(day: Any) -> int:
    return int(day.toordinal()) - 719_163  # days since 1970-01-01
