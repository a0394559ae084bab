"""Self-service inquiries and costs to go with any tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert

from kpi.model import Cost, Import, Inquiry, InquiryDay, Outcome, Source, table
from kpi.store import Store
from tests.support.any_teams import Situation
from tests.support.any_tickets import DAY, LAST_DAY, start
from tests.support.tickets import COMPLETE_UNTIL, at, day

PORTAL = "help centre"
CATEGORIES = ("agents", "software", "automation")
_NOTHING: dict[str, Any] = {"fields": [], "rejected": {}}


@dataclass(frozen=True)
class Beside:
    """What there is beside tickets; instants and days are counted from the season's first day."""

    inquiries: Sequence[tuple[int, Outcome, str | None]]
    inquiry_days: Sequence[tuple[int, int, int, int]]
    costs: Sequence[tuple[int, int | None, str, int, bool]]


def beside() -> st.SearchStrategy[Beside]:
    """Nothing, or some inquiries (some of which led to a conversation), days of them, and costs."""
    instant = st.sampled_from([DAY * day + second for day in range(LAST_DAY) for second in (-1, 0, 1, 40_000)])
    linked = st.sampled_from((None, None, "0", "1", "99"))
    day, some = st.integers(0, LAST_DAY), st.integers(0, 4)
    ends = st.one_of(st.none(), st.integers(0, 40))
    cost = st.tuples(st.integers(-40, LAST_DAY), ends, st.sampled_from(CATEGORIES), some, st.booleans())
    return st.builds(
        Beside,
        st.lists(st.tuples(instant, st.sampled_from(tuple(Outcome)), linked), max_size=6),
        st.lists(st.tuples(day, some, some, some), max_size=3, unique_by=lambda each: each[0]),
        st.lists(cost, max_size=4),
    )


def clear(store: Store) -> None:
    """Nothing beside tickets any more."""
    with store.writing() as connection:
        for each in (Cost, Inquiry, InquiryDay, Import):
            connection.execute(delete(table(each)))


def put(store: Store, situation: Situation, other: Beside) -> None:
    """These; the situation's sources have to be filled in first."""
    source = {"name": PORTAL, "fields": [], "headers": [], "confirmed": {}}
    until = start(situation.season) + LAST_DAY * DAY
    told = {"source": PORTAL, "as_of": until, "origin": 1}
    origin = {"id": 1, "source": PORTAL, "file": "-", "format": "-", "kind": "inquiries", "started_at": 0, **_NOTHING}
    with store.writing() as connection:
        connection.execute(insert(table(Source)).values(**source, complete_until=until))
        connection.execute(insert(table(Import)).values(origin))
        rows: list[tuple[Table, list[dict[str, Any]]]] = [
            (table(Inquiry), _inquiries(situation, other, told)),
            (table(InquiryDay), _days(situation, other, told)),
            (table(Cost), [cost(situation.season, number, each) for number, each in enumerate(other.costs)]),
        ]
        for into, some in rows:
            if some:
                connection.execute(insert(into), some)


def _inquiries(situation: Situation, other: Beside, told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {**told, "external_id": str(n), "at": start(situation.season) + at, "outcome": outcome, "conversation": link}
        for n, (at, outcome, link) in enumerate(other.inquiries)
    ]


def _days(situation: Situation, other: Beside, told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **told,
            "day": situation.season + timedelta(day),
            "resolved": resolved,
            "contacted": contacted,
            "abandoned": abandoned,
        }
        for day, resolved, contacted, abandoned in other.inquiry_days
    ]


def cost(season: date, number: int, told: tuple[int, int | None, str, int, bool]) -> dict[str, Any]:
    """An entry; one that is not monthly has a last day or is of one day."""
    begins, lasts, category, euros, monthly = told
    first = season + timedelta(begins)
    return {
        "source": PORTAL,
        "entry": str(number),
        "as_of": 0,
        "origin": 1,
        "first_day": first,
        "last_day": None if lasts is None else first + timedelta(lasts),
        "category": category,
        "cents": 12_345 * euros,
        "monthly": monthly,
        "note": None,
    }


def portal(
    store: Store,
    *inquiries: tuple[str, Outcome, str | None],
    by_day: Sequence[tuple[str, int, int, int]] = (),
    costs: Sequence[dict[str, Any]] = (),
    told_at: str = COMPLETE_UNTIL,
) -> None:
    """A source of inquiries ("Tue 21 Jul 2026 09:00", how it ended, the conversation it led to), of days of them (how
    many were resolved, contacted and abandoned) and of costs, as it was at `told_at`."""
    source = {"name": PORTAL, "fields": [], "headers": [], "confirmed": {}}
    origin = {"id": 1, "source": PORTAL, "file": "-", "format": "-", "kind": "inquiries", "started_at": 0, **_NOTHING}
    told = {"source": PORTAL, "as_of": at(told_at), "origin": 1}
    rows: list[tuple[Table, list[dict[str, Any]]]] = [
        (table(Source), [{**source, "complete_until": at(told_at)}]),
        (table(Import), [origin]),
        (
            table(Inquiry),
            [
                {**told, "external_id": str(n), "at": at(when), "outcome": outcome, "conversation": led_to}
                for n, (when, outcome, led_to) in enumerate(inquiries)
            ],
        ),
        (
            table(InquiryDay),
            [
                {**told, "day": day(when), "resolved": good, "contacted": asked, "abandoned": gone}
                for when, good, asked, gone in by_day
            ],
        ),
        (table(Cost), [{**told, "entry": str(n), "note": None, **cost} for n, cost in enumerate(costs)]),
    ]
    with store.writing() as connection:
        for into, some in rows:
            if some:
                connection.execute(insert(into), some)


def spend(
    category: str, euros: float, first_day: str, last_day: str | None = None, *, monthly: bool = False
) -> dict[str, Any]:
    """A cost for `portal`: in all, or a month."""
    last = None if last_day is None else day(last_day)
    cents = round(100 * euros)
    return {"category": category, "cents": cents, "first_day": day(first_day), "last_day": last, "monthly": monthly}
