"""What support costs: the ledger of all entries, imported or by hand, and how entries come and go by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, delete, insert, select

from kpi.grammar.errors import QuestionError
from kpi.model import BY_HAND, Cost, Source, table
from kpi.span import DAY, day_name
from kpi.team.days import by_name, in_words
from kpi.team.history import Kept, keep, kept_of
from kpi.team.money import money
from kpi.team.spending import Entry, Spent, spent, with_ends
from kpi.words import listed

__all__ = ["BY_HAND", "Entry", "Ledger", "NewCost", "Spent", "add", "number", "remove", "said", "spent"]

_SUBJECT = "cost"
_UNTIL_CHANGED = "until changed"

_cost = table(Cost)
_source = table(Source)


@dataclass(frozen=True)
class NewCost:
    """A cost to be entered, as `Entry` explains."""

    first_day: date
    last_day: date | None
    category: str
    cents: int
    monthly: bool
    note: str | None = None


@dataclass(frozen=True)
class Ledger:
    """All costs, by their first days."""

    entries: tuple[Entry, ...]

    @classmethod
    def read(cls, connection: Connection) -> "Ledger":
        """That of the store."""
        authors = {kept.key: kept.who for kept in kept_of(connection, _SUBJECT) if kept.new is not None}
        known = (
            replace(each, who=authors.get(_key(each.key))) if each.origin is None else each
            for each in entries(connection)
        )
        return cls(tuple(sorted(known, key=lambda each: (each.first_day, each.category, each.source, each.key))))

    @property
    def by_hand(self) -> tuple[Entry, ...]:
        """Those that were entered by hand, by number."""
        return tuple(sorted((each for each in self.entries if each.source == BY_HAND), key=number))

    @cached_property
    def ends(self) -> Mapping[tuple[str, str], date | None]:
        """The last day of each entry by source and key, or the one before it was changed; None if it goes on."""
        ends = {(each.source, each.key): end for each, end in with_ends(self.entries)}
        return {key: None if end == date.max else end - DAY for key, end in ends.items()}

    def spent(self, first: date, end: date) -> Spent:
        """What the days from `first` up to, and without, `end` have cost."""
        return spent(self.entries, first, end)


def entries(connection: Connection) -> tuple[Entry, ...]:
    """All of the store, without who entered them."""
    names = ("source", "entry", "first_day", "last_day", "category", "cents", "monthly", "note", "as_of", "origin")
    return tuple(Entry(*row) for row in connection.execute(select(*(_cost.c[name] for name in names))))


def number(entry: Entry) -> int:
    """Of an entry by hand: what it can be removed by."""
    return int(entry.key)


def add(connection: Connection, cost: NewCost, who: str, at: int, currency: str) -> Entry:
    """Enter a cost; QuestionError for one that is there already, just as it is."""
    ledger = Ledger.read(connection)
    same = next((each for each in ledger.by_hand if _cost_of(each) == cost), None)
    if same is not None:
        line = f"costs remove {number(same)}"
        raise QuestionError(f"That cost is there already, as number {number(same)}. Another needs a note.", line)
    _ensure_source(connection)
    key = str(1 + max((int(kept.key.split()[1]) for kept in kept_of(connection, _SUBJECT)), default=0))
    entry = Entry(BY_HAND, key, **vars(cost), at=at, who=who)
    row = {**vars(cost), "source": BY_HAND, "entry": key, "as_of": at, "origin": None}
    connection.execute(insert(_cost).values(row))
    keep(connection, Kept(_key(key), at, who, None, said(cost, currency)))
    return entry


def remove(connection: Connection, which: int, who: str, at: int, currency: str) -> Entry:
    """Take an entry by hand out again; QuestionError if there is none of this number."""
    ledger = Ledger.read(connection)
    entry = next((each for each in ledger.by_hand if number(each) == which), None)
    if entry is None:
        raise QuestionError(_no_such(which, ledger), "costs list")
    connection.execute(delete(_cost).where(_cost.c.source == BY_HAND, _cost.c.entry == entry.key))
    keep(connection, Kept(_key(entry.key), at, who, said(_cost_of(entry), currency), None))
    return entry


def said(cost: NewCost | Entry, currency: str) -> str:
    """ "12,400 EUR a month for agents from 1 January 2026 until changed (three people)" """
    note = f" ({cost.note})" if cost.note else ""
    per = "a month" if cost.monthly else "in all"
    return f"{money(cost.cents, currency)} {per} for {cost.category} {when(cost.first_day, cost.last_day)}{note}"


def when(first_day: date, last_day: date | None) -> str:
    """ "from 1 January 2026 until changed", "in June 2026", "on 3 June 2026", "from 5 June to 4 July 2026" """
    if last_day is None:
        return f"from {day_name(first_day)} {_UNTIL_CHANGED}"
    if first_day == last_day:
        return f"on {day_name(first_day)}"
    if named := by_name(first_day, last_day):
        return f"in {named}"
    return f"from {day_name(first_day)} to {day_name(last_day)}"


def uncovered(gaps: Iterable[tuple[date, date]]) -> str:
    """ "20–24 July 2026 and August 2026"; of many the first few."""
    return listed([in_words(first, last) for first, last in gaps])


def _no_such(which: int, ledger: Ledger) -> str:
    if not ledger.by_hand:
        imported = " What was imported is taken back with its import." if ledger.entries else ""
        return f"No cost was entered by hand, so there is no number {which}.{imported}"
    return f"There is no cost number {which} among those entered by hand."


def _cost_of(entry: Entry) -> NewCost:
    return NewCost(entry.first_day, entry.last_day, entry.category, entry.cents, entry.monthly, entry.note)


def _key(entry: str) -> str:
    return f"{_SUBJECT} {entry}"


def _ensure_source(connection: Connection) -> None:
    if connection.scalar(select(_source.c.name).where(_source.c.name == BY_HAND)) is None:
        row = {"name": BY_HAND, "fields": [], "headers": [], "confirmed": {}}
        connection.execute(insert(_source).values(row))
