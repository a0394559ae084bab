"""Columns of which a team has decided that they are not kept: they are left out before anything is written."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kpi.ingest.columns.meaning import ColumnReading, Confidence

_WHY = "your team does not keep "
_CALLED = {"subject": "subjects", "assignee": "assignees"}
"""The setting that decides it, by meaning."""


def without(columns: Sequence[ColumnReading], not_kept: Collection[str]) -> list[ColumnReading]:
    """The same columns, but those of these meanings mean nothing, and say why."""
    return [
        replace(column, meaning=None, why=_WHY + _CALLED[column.meaning], confidence=Confidence.SURE)
        if column.meaning is not None and column.meaning in not_kept
        else column
        for column in columns
    ]


def remarks(columns: Sequence[ColumnReading]) -> Iterator[str]:
    """A sentence for each column that was left out."""
    for column in columns:
        if column.meaning is None and column.why.startswith(_WHY):
            yield f"“{column.header}” is left out: {column.why}."
