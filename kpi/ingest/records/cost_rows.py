"""Rows of a table of costs → costs, once it is known how the table is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.values import is_nothing, label
from kpi.ingest.records.amounts import cents
from kpi.ingest.records.categories import OTHER, category_of
from kpi.ingest.records.cells import Rejected, Rows
from kpi.ingest.records.days import NOT_READABLE, local_days
from kpi.ingest.records.months import last_of_month, month

AMOUNTS: Mapping[str, bool | None] = {"monthly_amount": True, "total_amount": False, "amount": None}
"""By role, whether an amount is one a month; None if the column's name does not say."""

_MONTHLY = ("month", "monthly", "per month", "a month", "each month", "every month", "recurring", "yes", "true")
_IN_ALL = ("total", "in total", "in all", "once", "one-off", "one off", "one-time", "one time", "single", "no", "false")
_PER = {**dict.fromkeys(_MONTHLY, True), **dict.fromkeys(_IN_ALL, False)}
_OPEN_END = frozenset(("until changed", "open", "open end", "open-ended", "ongoing", "current", "present"))
_A_MONTH = timedelta(days=31)


class _Days(NamedTuple):
    """What was written for a day: a day twice, or the first and the last of a month."""

    first: date
    last: date


def is_no_date(text: str) -> bool:
    """Whether a text in a column of days is nothing, a month, or says that there is no last day."""
    return is_nothing(text) or text.casefold() in _OPEN_END or month(text) is not None


@dataclass(frozen=True)
class CostReader:
    """Reads batches of the table called `name`; `dates` has the readers of its columns of days by role."""

    name: str
    decimal_mark: str
    dates: Mapping[str, DateReader]
    zone: ZoneInfo

    def read(self, rows: Rows) -> list[dict[str, Any]]:
        """The costs by the columns of their model, with an `id` or None where that has an entry.

        Raises UserError if nothing tells whether an amount is one a month or in all, and no column is there for it.
        """
        firsts, lasts = self._days(rows, "first_day"), self._days(rows, "last_day")
        costs = []
        for place in rows.kept():
            cost = self._cost(rows, place, firsts[place], lasts[place])
            if isinstance(cost, Rejected):
                rows.reject(cost.role, [place], cost.why)
            else:
                costs.append(cost)
        return costs

    def _days(self, rows: Rows, role: str) -> list[_Days | None]:
        texts = [text.strip() for text in rows.texts(role)]
        days: list[date | None] = [None] * len(texts)
        if role in self.dates:
            reader = self.dates[role]
            instants, unreadable = reader.column(["" if is_no_date(text) else text for text in texts])
            rows.reject(role, unreadable, NOT_READABLE.format(reader.format.value))
            days = local_days(instants, self.zone)
        months = [month(text) for text in texts]
        return [
            _Days(first, last_of_month(first)) if first else _Days(day, day) if day else None
            for first, day in zip(months, days, strict=True)
        ]

    def _cost(self, rows: Rows, place: int, first: _Days | None, last: _Days | None) -> dict[str, Any] | Rejected:
        if first is None:
            return Rejected("first_day", "no first day")
        if last is not None and last.last < first.first:
            return Rejected("last_day", "before the first day")
        role = next((role for role in AMOUNTS if not is_nothing(rows.text(role, place))), None)
        if role is None:
            return Rejected("amount", "no amount")
        try:
            amount = cents(rows.text(role, place), self.decimal_mark)
        except ValueError as error:
            return Rejected(role, str(error))
        monthly = self._is_monthly(rows, place, AMOUNTS[role], first, last)
        if isinstance(monthly, Rejected):
            return monthly
        category, written = _category(rows, place)
        return {
            "id": label(rows.text("id", place)),
            "first_day": first.first,
            "last_day": last.last if last else None if monthly else first.last,
            "category": category,
            "cents": amount,
            "monthly": monthly,
            "note": label(rows.text("note", place)) or written,
        }

    def _is_monthly(
        self, rows: Rows, place: int, named: bool | None, first: _Days, last: _Days | None
    ) -> bool | Rejected:
        said = rows.text("per", place)
        if not is_nothing(said):
            if said.casefold() not in _PER:
                return Rejected("per", "neither “month” nor “total”")
            named = _PER[said.casefold()]
        if rows.text("last_day", place).casefold() in _OPEN_END:
            return True if named is not False else Rejected("last_day", "an amount in all needs a last day")
        if named is not None:
            return named
        end = last.last if last else first.last if first.last > first.first else None
        if end is not None and end - first.first < _A_MONTH:
            return False  # For a month or less nobody says an amount per month.
        if rows.has("per"):
            return Rejected("per", "does not say whether the amount is per month or in all")
        raise UserError(
            f"Row {rows.number(place)} of {self.name} does not say whether its amount is per month or in all.",
            "Name the column “Amount per month” or “Total amount”, or add a column “Per” with month or total.",
        )


def _category(rows: Rows, place: int) -> tuple[str, str | None]:
    """The category, and how it was written if that says more."""
    written = label(rows.text("category", place))
    if written is None:
        if rows.has("category"):
            rows.complain("category", place, "no category: counted as other")
        return OTHER, None
    category = category_of(written)
    if category is None:
        rows.complain("category", place, "not a category that is known: counted as other")
    return category or OTHER, None if written.casefold() == category else written
