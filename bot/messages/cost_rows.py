"""The ledger of costs as rows of a table, as many as Slack has room for, and what stands beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.messages.mrkdwn import shorten
from bot.messages.rows import ROOM_BESIDE_A_MENU, fitting
from kpi.span import Grain, containing
from kpi.team import costs
from kpi.team.costs import Entry, Ledger
from kpi.team.money import money
from kpi.words import joined

MOST_ROWS = 50
MOST_TO_REMOVE = 40
"""Of those entered by hand: the menu and the table have to fit into one message."""


@dataclass(frozen=True)
class CostRow:
    """One cost, in words; `amount` is what `said` says, for sorting. `number` is "" for what was imported."""

    category: str
    amount: float
    said: str
    first: str
    until: str
    note: str
    entered: str
    number: str


@dataclass(frozen=True)
class CostRows:
    """The rows of the latest of `total` costs, and those of the `by_hand` that can be chosen to be removed: each number
    with a name for it.

    `month` is what the month so called has cost, by category; `uncovered` names the days without a cost since the first
    one, "" if there are none.
    """

    rows: list[CostRow]
    total: int
    by_hand: int
    removable: list[tuple[int, str]]
    month: str
    spent: str
    by_category: str
    uncovered: str

    @classmethod
    def of(cls, ledger: Ledger, today: date, currency: str, moment: Callable[[int], str]) -> "CostRows":
        """`moment` says an instant in words."""
        newest = sorted(ledger.entries, key=lambda each: each.first_day, reverse=True)[:MOST_ROWS]
        rows = (_row(each, ledger.ends[each.source, each.key], currency, moment) for each in newest)
        month = containing(today, Grain.MONTH)
        spent = ledger.spent(month.first, month.end)
        shares = sorted(spent.by_category.items(), key=lambda each: -each[1])
        since = min((each.first_day for each in ledger.entries), default=month.first)
        gaps = ledger.spent(min(since, month.first), month.end).uncovered
        return cls(
            rows=fitting(rows, ROOM_BESIDE_A_MENU),
            total=len(ledger.entries),
            by_hand=len(ledger.by_hand),
            removable=[_choice(each, currency) for each in ledger.by_hand[::-1][:MOST_TO_REMOVE]],
            month=month.name,
            spent=money(float(spent.cents), currency),
            by_category=joined([f"{name} {money(float(cents), currency)}" for name, cents in shares], "and"),
            uncovered=costs.uncovered(gaps),
        )


def _row(entry: Entry, last_day: date | None, currency: str, moment: Callable[[int], str]) -> CostRow:
    by_hand = entry.origin is None
    return CostRow(
        category=entry.category,
        amount=entry.cents / 100,
        said=f"{money(entry.cents, currency)} {_per(entry)}",
        first=str(entry.first_day),
        until=_until(entry, last_day),
        note=entry.note or "",
        entered=f"{entry.who}, {moment(entry.at)}" if by_hand else f"import {entry.origin}",
        number=entry.key if by_hand else "",
    )


def _until(entry: Entry, last_day: date | None) -> str:
    if last_day is None:
        return "until changed"
    return f"{last_day} (changed)" if entry.last_day is None and entry.monthly else str(last_day)


def _choice(entry: Entry, currency: str) -> tuple[int, str]:
    said = f"{entry.key}: {money(entry.cents, currency)} {_per(entry)}, {entry.category}, from {entry.first_day}"
    return costs.number(entry), shorten(f"{said} ({entry.note})" if entry.note else said, 75)


def _per(entry: Entry) -> str:
    return "a month" if entry.monthly else "in all"
