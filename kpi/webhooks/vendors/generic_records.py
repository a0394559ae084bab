"""Self-service inquiries and costs: {"type": "inquiry", …} and {"type": "cost", …} of the generic webhook."""

from datetime import date

from kpi.ingest.records.amounts import cents
from kpi.ingest.records.categories import CATEGORIES
from kpi.model import Outcome
from kpi.webhooks.reading import Node
from kpi.webhooks.told import CostTold, InquiryTold, Told
from kpi.webhooks.vendors.generic_tickets import refuse_others

INQUIRY = ("type", "id", "at", "outcome", "ticket", "as_of")
COST = ("type", "id", "as_of", "first_day", "last_day", "category", "amount", "per", "note")
MONTH, TOTAL = "month", "total"


def inquiry_told(item: Node) -> Told:
    """Somebody who looked for help by themselves: the same id again, as of later, says how it ended after all."""
    refuse_others(item, INQUIRY)
    outcome = item.text("outcome")
    if outcome not in set(Outcome):
        raise item.wrong("outcome", f"none of {', '.join(Outcome)}")
    at = item.instant("at")
    as_of = item.maybe_instant("as_of")
    told = InquiryTold(item.key("id"), at if as_of is None else as_of, at, outcome, item.maybe_ticket("ticket"))
    return Told(inquiries=[told])


def cost_told(item: Node) -> Told:
    """An amount a month or in all. The same id again, as of later, corrects it."""
    refuse_others(item, COST)
    first, last = _day(item, "first_day"), _day(item, "last_day") if item.maybe_text("last_day") else None
    if last is not None and last < first:
        raise item.wrong("last_day", "before first_day")
    per, category = item.text("per"), item.text("category")
    if per not in (MONTH, TOTAL):
        raise item.wrong("per", f"neither {MONTH} nor {TOTAL}")
    if category not in CATEGORIES:
        raise item.wrong("category", f"none of {', '.join(CATEGORIES)}")
    if last is None and per == TOTAL:
        raise item.wrong("last_day", "missing: an amount in all needs it")
    return Told(
        costs=[
            CostTold(
                entry=item.key("id"),
                as_of=item.instant("as_of"),
                first_day=first.isoformat(),
                last_day=None if last is None else last.isoformat(),
                category=category,
                cents=_cents(item),
                monthly=per == MONTH,
                note=item.maybe_text("note"),
            )
        ]
    )


def _day(item: Node, path: str) -> date:
    try:
        return date.fromisoformat(item.text(path))
    except ValueError as error:
        raise item.wrong(path, "no day that is written as 2026-07-01") from error


def _cents(item: Node) -> int:
    value = item.raw("amount")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise item.wrong("amount", "no amount")
    try:
        return cents(str(value), ".")
    except ValueError as error:
        raise item.wrong("amount", str(error)) from error
