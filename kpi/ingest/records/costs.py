"""What support costs: an amount a month or in all, for a category, from a first day on."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.records.amounts import CURRENCY_WORDS, AmountSurvey, currency_in, currency_of
from kpi.ingest.records.cells import Cells
from kpi.ingest.records.cost_rows import AMOUNTS, CostReader, is_no_date
from kpi.ingest.records.days import date_readers
from kpi.ingest.records.record_kind import RecordBatch, RecordKind
from kpi.ingest.records.roles import Names, roles_of, tell_of_tickets
from kpi.ingest.tables.table import Table
from kpi.model import Cost

_EXAMPLE = """\
First day,Last day,Amount,Per,Category,Note
2026-01-01,until changed,9000.00,month,agents,Three people
2026-01-01,2026-12-31,1200.00,total,software,Help desk licence
2026-03,,350.00,total,training,
2026-01-01,until changed,90.00,month,automation,Bot
"""
_NAMES: Names = {
    "first_day": (
        "first day", "from", "start", "start date", "starts", "starts on", "valid from", "effective from", "since",
        "period start", "begin", "day", "date", "month", "billing month", "period", "booking date", "invoice date",
    ),
    "last_day": (
        "last day", "to", "until", "end", "end date", "ends", "ends on", "valid to", "valid until", "through",
        "period end",
    ),
    "monthly_amount": (
        "amount per month", "monthly amount", "cost per month", "monthly cost", "monthly costs", "price per month",
        "monthly price", "monthly fee", "per month",
    ),
    "total_amount": ("total amount", "amount in all", "amount in total", "total cost", "total costs", "total price"),
    "amount": ("amount", "cost", "costs", "price", "expense", "expenses", "spend", "fee"),
    "per": ("per", "frequency", "recurrence", "monthly", "recurring", "billing cycle", "billing period"),
    "category": ("category", "cost category", "cost type", "expense category", "type", "kind", "for"),
    "currency": ("currency", "currency code"),
    "note": ("note", "notes", "description", "comment", "memo", "item", "what", "vendor", "supplier", "title"),
    "id": ("id", "entry", "entry id", "cost id", "expense id", "invoice id", "invoice number", "number", "reference"),
}  # fmt: skip

_BEFOREHAND = 10 * 366 * 86_400
"""Seconds. Costs may be known before their time: a day that is to come is nothing odd."""


def _recognise(headers: Sequence[str]) -> Mapping[str, str] | None:
    """An amount, and what it is for or from when, in a file that says nothing of tickets."""
    roles = roles_of(headers, _NAMES, ignoring=CURRENCY_WORDS)
    found = set(roles.values())
    if found.isdisjoint(AMOUNTS) or found.isdisjoint({"category", "first_day"}) or tell_of_tickets(headers, roles):
        return None
    return roles


def _read(
    table: Table, roles: Mapping[str, str], *, zone: ZoneInfo, now: int, day_first: bool | None = None
) -> Iterator[RecordBatch]:
    """All costs are in memory at once: they are few, and those that are alike are told apart by their amounts."""
    cells = Cells(table, roles)
    if "first_day" not in cells.headers:
        raise UserError(f"{table.name} does not say from when its costs are.", "Add a column “First day” to it.")
    mark = _decimal_mark(cells)
    dates = date_readers(
        cells, ("first_day", "last_day"), zone=zone, now=now + _BEFOREHAND, day_first=day_first, aside=is_no_date
    )
    reader = CostReader(table.name, mark, dates, zone)
    parts = [rows.batch(reader.read(rows)) for rows in cells.batches()]
    told = [cost for part in parts for cost in part.rows]
    costs = _with_entries(told)
    problems = [problem for part in parts for problem in part.problems]
    rejected = sum((part.rejected for part in parts), Counter[str]())
    return iter([RecordBatch(costs, problems, rejected, folded=len(told) - len(costs))])


def _with_entries(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The costs with an entry in place of their id. Rows that say all the same under the same id are one cost.

    Costs that are alike but for their amounts are numbered from the least to the largest, wherever they stand.
    """
    costs: list[dict[str, Any]] = []
    previous: dict[str, Any] | None = None
    times: Counter[str] = Counter()
    for cost in sorted(told, key=lambda cost: (cost["cents"], *map(str, cost.values()))):
        if cost["id"] is None or cost != previous:
            alike = cost["id"] or _in_words(cost)
            times[alike] += 1
            entry = alike if times[alike] == 1 else f"{alike} ({times[alike]})"
            costs.append({"entry": entry, **{name: value for name, value in cost.items() if name != "id"}})
        previous = cost
    return costs


def _in_words(cost: Mapping[str, Any]) -> str:
    parts = (f"{cost['first_day']} to {cost['last_day'] or 'until changed'}", cost["category"], cost["note"])
    return ", ".join(part for part in parts if part)


def _decimal_mark(cells: Cells) -> str:
    """Raises UserError if the amounts are not all written alike, or in more than one currency."""
    survey = AmountSurvey(typed=cells.table.format != "csv")
    currencies = {currency_in(header) for role, header in cells.headers.items() if role in AMOUNTS}
    for rows in cells.batches():
        for role in AMOUNTS:
            survey.observe(rows.texts(role))
        codes = {text.strip().upper() for text in rows.texts("currency")}
        currencies |= {currency_of(code) or code for code in codes if not is_nothing(code)}
    several = sorted((currencies | survey.currencies) - {""})
    if len(several) > 1:
        raise UserError(
            f"{cells.table.name} has amounts in {several[0]} and in {several[1]}, and costs are kept in one currency.",
            "Write all amounts in the same currency, and import the file again.",
        )
    return survey.decimal_mark()


COSTS = RecordKind("costs", "costs", Cost, _EXAMPLE, _recognise, _read)
