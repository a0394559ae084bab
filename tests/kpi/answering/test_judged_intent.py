"""Which intent is named where a week holds too little, so that more weeks are judged."""

from typing import Any

from kpi.store import Store
from tests.support.asking import Ask
from tests.support.tickets import add, at, ticket

MONDAY = at("Mon 20 Jul 2026 09:00")
WEEK = 7 * 24 * 3_600
OTHERS = {"c": 1, "d": 1, "e": 1}


def opened(weeks_ago: int, **intents: int) -> list[dict[str, Any]]:
    """So many of each intent."""
    instant = MONDAY - weeks_ago * WEEK
    return [ticket(created_at=instant, intent=intent) for intent, number in intents.items() for _ in range(number)]


def filled(store: Store, times: int) -> None:
    """Refunds are the most of the last week, and logins of all weeks before; each week holds 14 times so many."""
    rows = []
    for week in range(20):
        first, second = ("refund", "login") if week == 0 else ("login", "refund")
        others = {name: number * times for name, number in OTHERS.items()}
        rows += opened(week, **{first: 7 * times, second: 4 * times}, **others)
    add(store, "desk", *rows, fields=("created_at", "intent"), complete_until="Mon 27 Jul 2026 09:00")


def test_in_a_week_that_holds_too_little_the_largest_of_the_judged_weeks_is_named_and_compared(
    store: Store, ask: Ask
) -> None:
    filled(store, times=1)
    readout = ask("intents last week")
    assert readout.reading is not None
    assert readout.window is not None
    assert (readout.window.called, readout.window.sample.n) == ("last 4 weeks", 56)
    assert (readout.reading.named, readout.reading.sample.n) == ("login", 14)
    assert round(readout.reading.value or 0, 1) == 28.6, "4 of 14 last week"
    assert round(readout.window.sample.value or 0, 1) == 44.6, "25 of 56"
    assert readout.baseline is not None
    assert readout.baseline.sample.value == 50.0, "7 of 14 the week before"


def test_a_week_that_holds_enough_names_its_own_largest(store: Store, ask: Ask) -> None:
    filled(store, times=5)
    readout = ask("intents last week")
    assert readout.reading is not None
    assert (readout.reading.named, readout.window) == ("refund", None)
