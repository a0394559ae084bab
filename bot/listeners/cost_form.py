"""What somebody has filled into the modal *Add a cost*, and what is wrong with it, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bot.listeners.submitting import FormError
from kpi.errors import UserError
from kpi.ingest.columns.values import plain_line
from kpi.ingest.records.categories import CATEGORIES
from kpi.team.costs import NewCost
from kpi.team.money import hundredths
from kpi.team.typed_costs import LONGEST_NOTE

AMOUNT, CATEGORY, SPREAD, FIRST, LAST, NOTE = "amount", "category", "spread", "first_day", "last_day", "note"
MONTHLY, IN_ALL = "monthly", "in_all"
AGAIN = "Nothing was entered. Try again with `/kpi costs`."
T = TypeVar("T")


@dataclass(frozen=True)
class CostForm:
    """As Slack hands it over: texts, "" where nothing was filled in. Days are as in 2026-07-21."""

    amount: str
    category: str
    spread: str
    first_day: str
    last_day: str
    note: str

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> "CostForm":
        """From a view's `state`: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
        values = state.get("values", {})
        return cls(*(_value(values.get(name, {}).get("value", {})) for name in cls.__annotations__))

    def cost(self, currency: str) -> NewCost:
        """The cost; FormError."""
        problems: dict[str, str] = {}
        cents = _or_problem(problems, AMOUNT, lambda: hundredths(self.amount, currency))
        first = _or_problem(problems, FIRST, lambda: _day(self.first_day))
        last = _or_problem(problems, LAST, lambda: _day(self.last_day) if self.last_day else None)
        if self.category not in CATEGORIES:
            problems[CATEGORY] = "Choose what it is for."
        if self.spread == IN_ALL and not self.last_day:
            problems[LAST] = "An amount in all needs a last day."
        if first and last and last < first:
            problems[LAST] = "That is before the first day."
        note = plain_line(self.note)
        if len(note) > LONGEST_NOTE:
            problems[NOTE] = f"A note has at most {LONGEST_NOTE} characters, and this one has {len(note)}."
        if problems or cents is None or first is None:
            raise FormError(problems, AGAIN)
        return NewCost(first, last, self.category, cents, self.spread != IN_ALL, note or None)


def _value(entry: Mapping[str, Any]) -> str:
    chosen = entry.get("selected_option") or {}
    return str(chosen.get("value") or entry.get("selected_date") or entry.get("value") or "")


def _or_problem(problems: dict[str, str], field: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except UserError as error:
        problems[field] = error.sentence
        return None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("Choose a day.") from None
