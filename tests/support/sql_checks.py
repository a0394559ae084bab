"""Each KPI once more, as one plain statement over the raw tickets in SQLite's language.

Each gives a value and n for what happened from `:start` up to `:end` (UTC seconds), on the calendar clock.
"""

import sqlite3

BASE = """
WITH told AS (
    SELECT t.*, s.complete_until AS until,
        COALESCE(t.created_at >= s.authors_since, 1) AS told_since,
        s.fields LIKE '%"first_human_response_at"%' AS names_people,
        s.fields LIKE '%"first_automated_response_at"%' AS names_bot,
        s.fields LIKE '%"first_response_at"%' AS names_first,
        s.fields LIKE '%"status"%' OR s.fields LIKE '%"resolved_at"%' AS tells_end
    FROM ticket t JOIN source s ON s.name = t.source
    WHERE t.excluded IS NULL AND s.complete_until IS NOT NULL
        AND (t.created_at IS NULL OR t.created_at <= s.complete_until)
),
person AS (
    SELECT *,
        CASE WHEN names_people AND told_since THEN first_human_response_at
            WHEN (first_automated_response_at IS NULL OR first_response_at < first_automated_response_at)
                AND (acknowledged_at IS NULL OR first_response_at < acknowledged_at)
            THEN MIN(COALESCE(first_response_at, first_human_response_at),
                COALESCE(first_human_response_at, first_response_at))
            ELSE first_human_response_at END AS human,
        CASE WHEN handed_over_at >= first_automated_response_at THEN handed_over_at END AS handed,
        (names_people OR names_bot) AND told_since AS says_who,
        names_people OR (names_first AND NOT names_bot) AS silence_known,
        reopened_at BETWEEN created_at AND until AND reopened_at > resolved_at AS again
    FROM told
),
c AS (
    SELECT *,
        created_at + 604800 AS due,
        status = 'resolved' OR (status IS NULL AND NOT COALESCE(again, 0)) AS stands,
        resolved_at BETWEEN created_at AND until AS resolution_possible,
        COALESCE(human BETWEEN created_at AND until, 0) AS human_possible,
        COALESCE(rated_at, CASE WHEN resolved_at >= COALESCE(created_at, resolved_at) AND resolved_at <= until
            THEN resolved_at END, updated_at) AS rated
    FROM person
),
d AS (
    SELECT *,
        COALESCE(stands, 0) AND COALESCE(resolution_possible, 0) AS solved,
        COALESCE(stands, 0) AND (COALESCE(status = 'resolved', 0) OR resolved_at IS NOT NULL)
            AND NOT COALESCE(resolution_possible, 0) AS solved_some_time
    FROM c
),
e AS (
    SELECT *,
        solved_some_time OR (
            COALESCE(resolution_possible AND resolved_at <= due, 0)
            AND CASE status WHEN 'resolved' THEN 1
                WHEN 'open' THEN COALESCE(again AND reopened_at > due, 0)
                ELSE NOT COALESCE(again AND reopened_at <= due, 0) END
        ) AS solved_in_time,
        created_at IS NOT NULL AND tells_end AND due <= until AND due >= :start AND due < :end AS is_due
    FROM d
)
"""

_MEDIAN = """,
lasts AS (SELECT seconds, ROW_NUMBER() OVER (ORDER BY seconds) AS place, COUNT(*) OVER () AS n FROM durations)
SELECT MAX(CASE WHEN place = (n + 1) / 2 THEN seconds END), COUNT(*) FROM lasts
"""

# By whom it was resolved up to a moment. What happened at an impossible instant had happened by any moment.
_BY_MOMENT = """
    says_who
    AND (first_automated_response_at <= {moment} OR first_automated_response_at > until)
    AND NOT COALESCE(human <= {moment} OR human > until, 0)
    AND NOT COALESCE(handed <= {moment} OR handed > until, 0)
"""
_RATED = """rating IS NOT NULL AND rated >= COALESCE(created_at, rated) AND rated <= until
    AND rated >= :start AND rated < :end"""
_SOLVED = "FROM e WHERE solved AND resolved_at >= :start AND resolved_at < :end"
_OPENED = "FROM e WHERE created_at >= :start AND created_at < :end"

_PER_HUNDRED = "SELECT 100.0 * SUM(COALESCE({hits}, 0)) / COUNT(*), COUNT(*) "
_OF_OTHERS = "SELECT 100.0 * (SELECT COUNT(*) {hits}) / NULLIF((SELECT COUNT(*) {n}), 0), (SELECT COUNT(*) {n})"

# How something stood at the last instant of the period, or where its source's data end.
_AT_THE_END = """,
f AS (SELECT *, MIN(:end - 1, until) AS moment FROM e WHERE created_at IS NOT NULL AND tells_end),
open AS (
    SELECT * FROM f WHERE created_at <= moment AND NOT solved_some_time AND NOT (
        COALESCE(resolution_possible AND resolved_at <= moment, 0)
        AND CASE status WHEN 'resolved' THEN 1
            WHEN 'open' THEN COALESCE(again AND reopened_at > moment, 0)
            ELSE NOT COALESCE(again AND reopened_at <= moment, 0) END
    )
)
"""

STATEMENTS = {
    "first_response_time": ", durations AS (SELECT human - created_at AS seconds FROM e WHERE human_possible"
    " AND human >= :start AND human < :end)" + _MEDIAN,
    "resolution_time": ", durations AS (SELECT resolved_at - created_at AS seconds " + _SOLVED + ")" + _MEDIAN,
    "resolution_rate": _PER_HUNDRED.format(hits="solved_in_time") + "FROM e WHERE is_due",
    "automation_rate": _PER_HUNDRED.format(hits=f"solved_in_time AND {_BY_MOMENT.format(moment='due')}")
    + "FROM e WHERE is_due AND says_who",
    "csat": _PER_HUNDRED.format(hits="rating >= CASE rating_scale WHEN 'stars' THEN 4 ELSE 1 END")
    + f"FROM e WHERE rating_scale IN ('stars', 'faces') AND {_RATED}",
    "nps": "SELECT 100.0 * SUM((rating >= 9) - (rating <= 6)) / COUNT(*), COUNT(*) "
    f"FROM e WHERE rating_scale = '0 to 10' AND {_RATED}",
    "intent_distribution": ", known AS (SELECT COALESCE(given_intent, intent) AS about, COUNT(*) AS n "
    + _OPENED
    + " AND about NOT IN ('other', 'general', 'misc', 'question') GROUP BY about)"
    " SELECT 100.0 * MAX(n) / SUM(n), SUM(n) FROM known",
    "volume": "SELECT COUNT(*), COUNT(*) " + _OPENED,
    "backlog": _AT_THE_END + "SELECT COUNT(*), COUNT(*) FROM open",
    "waiting": _AT_THE_END + "SELECT COUNT(*), COUNT(*) FROM open WHERE silence_known"
    " AND NOT COALESCE(human <= moment OR human > until, 0)",
    "reopen_rate": _OF_OTHERS.format(
        hits="FROM e WHERE reopened_at BETWEEN created_at AND until AND reopened_at >= :start AND reopened_at < :end",
        n="FROM e WHERE resolution_possible AND resolved_at >= :start AND resolved_at < :end",
    ),
    "handover_rate": _OF_OTHERS.format(
        hits="FROM e WHERE handed BETWEEN created_at AND until AND handed >= :start AND handed < :end",
        n="FROM e WHERE first_automated_response_at BETWEEN created_at AND until"
        " AND first_automated_response_at >= :start AND first_automated_response_at < :end",
    ),
    "repeat_rate": _PER_HUNDRED.format(
        hits="EXISTS (SELECT 1 FROM e AS other WHERE other.solved AND other.requester = e.requester"
        " AND (other.source, other.external_id) != (e.source, e.external_id)"
        " AND e.created_at - other.resolved_at BETWEEN 0 AND 259200)"
    )
    + _OPENED
    + " AND requester IS NOT NULL",
    "throughput": _OF_OTHERS.format(hits=_SOLVED, n=_OPENED),
}
"""By the KPI's key. Costs and self-service are sums over other tables, checked by hand and by the oracle."""


TABLES = ("ticket", "source")
"""Those that they read."""


def ask(tickets: sqlite3.Connection, kpi: str, start: int, end: int) -> tuple[float | None, int]:
    """Value and n."""
    value, n = tickets.execute(BASE + STATEMENTS[kpi], {"start": start, "end": end}).fetchone()
    return value, n or 0
