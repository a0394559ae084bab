"""What it changes that a cost is entered or removed, in words."""

from dataclasses import dataclass, replace
from datetime import date

from bot.commands.deciding import as_typed
from kpi.span import DAY, day_name
from kpi.team import costs
from kpi.team.costs import Entry, Ledger
from kpi.team.money import money
from kpi.words import sentence


@dataclass(frozen=True)
class CostChange:
    """`effect` says what support costs now and before, `said` what the cost is, and `ends` which others end on another
    day now. `again` is the line that enters it.
    """

    number: int
    effect: str
    said: str
    ends: tuple[str, ...]
    again: str

    @classmethod
    def of(cls, entry: Entry, before: Ledger, now: Ledger, currency: str) -> "CostChange":
        """`entry` is in one of the two ledgers."""
        return cls(
            number=costs.number(entry),
            effect=_effect(entry, before, now, currency),
            said=costs.said(entry, currency),
            ends=tuple(_new_ends(before, now, currency)),
            again=_again(entry),
        )


def _effect(entry: Entry, before: Ledger, now: Ledger, currency: str) -> str:
    """ "From 1 July 2026, support costs 14,200 EUR a month (it was 12,400 EUR)." """
    if entry.monthly:
        lead, per = f"From {day_name(entry.first_day)}", " a month"
        was, is_ = (_a_month(ledger, entry.first_day) for ledger in (before, now))
    else:
        last = entry.last_day or entry.first_day
        lead, per = sentence(costs.when(entry.first_day, last)), ""
        was, is_ = (float(ledger.spent(entry.first_day, last + DAY).cents) for ledger in (before, now))
    earlier = f"it was {money(was, currency)}" if was else "nothing was entered before"
    costing = (
        f"support costs {money(is_, currency)}{per}" if is_ else f"nothing is entered{per and ' as a monthly cost'}"
    )
    return f"{lead}, {costing} ({earlier})."


def _a_month(ledger: Ledger, day: date) -> float:
    """What all monthly costs of the day are together, in hundredths."""
    ends = ((each, ledger.ends[each.source, each.key]) for each in ledger.entries if each.monthly)
    return sum(each.cents for each, end in ends if each.first_day <= day and (end is None or day <= end))


def _new_ends(before: Ledger, now: Ledger, currency: str) -> list[str]:
    said = []
    for entry in before.entries:
        key = entry.source, entry.key
        end = now.ends.get(key, before.ends[key])
        if end != before.ends[key]:
            until = "goes on until changed" if end is None else f"ends on {day_name(end)}"
            said.append(f"What was {costs.said(replace(entry, note=None), currency)} {until}.")
    return said


def _again(entry: Entry) -> str:
    amount = money(entry.cents, "").strip()
    until = "until changed" if entry.last_day is None else f"to {entry.last_day}"
    note = f" --note {as_typed(entry.note)}" if entry.note else ""
    return (
        f"costs add {amount} {entry.category} from {entry.first_day} {until} "
        f"{'monthly' if entry.monthly else 'in all'}{note}"
    )
