"""The review of 27 July 2026, figure by figure as the definitions work it out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kpi import catalogue
from kpi.catalogue import Kpi
from kpi.opening_hours.hours import parse
from kpi.review import wording
from kpi.review.review import Review
from kpi.review.review_json import to_json
from kpi.review.risen_intent import RisenIntent
from kpi.review.standing import Standing
from kpi.state import State
from tests.kpi.review.desk import Desk, Usual, costs, decide, reviewed
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, at

OTHERS = {"refund": 29, "delivery": 29, "invoice": 29, "password": 29}
WITH_THE_BUG = {"refund": 20, "delivery": 20, "invoice": 19, "password": 19, "login bug": 52}
USUAL = Usual({**OTHERS, "login bug": 14}, others=10, by_bot=56, by_person=62, reply=80, rated=25, satisfied=18)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """140 opened in each week before, of which the bot resolves 56, people 62; 18 or 19 of 25 are satisfied."""
    store = a_store(tmp_path_factory.mktemp("monday"))
    desk = Desk(store, USUAL)
    desk.weeks(20, last=4)
    for ago, satisfied in ((3, 18), (2, 18), (1, 19)):
        desk.week(ago, satisfied=satisfied)
    desk.week(
        intents={"refund": 20, "delivery": 20, "invoice": 19, "password": 19, "login bug": 52}, others=20, satisfied=17
    )
    _from_tuesday(desk)
    desk.done()
    costs(store, 180)
    decide(store, "hours", parse("mon-fri 9-17", BERLIN).to_json())
    yield reviewed(store)
    store.close()


def _from_tuesday(desk: Desk) -> None:
    """The bug of this week that came on Monday comes on Tuesday, but for three conversations."""
    first, end = at("Mon 20 Jul 2026 00:00"), at("Tue 21 Jul 2026 00:00")
    bugs = [row for row in desk.tickets if row["intent"] == "login bug" and first <= row["created_at"] < end]
    for row in bugs[3:]:
        row.update({name: value + 86_400 for name, value in row.items() if name.endswith("_at") and value})


def standing(review: Review, kpi: Kpi) -> Standing:
    return review.week.of(kpi)


def figures(found: Standing) -> tuple[float | None, int | None, State | None, float]:
    value = found.sample.value if found.sample else None
    return value, found.sample.n if found.sample else None, found.state, round(found.gap, 2)


def interval(found: Standing) -> tuple[float, float]:
    assert found.sample is not None
    assert found.sample.interval is not None
    low, high = found.sample.interval
    return round(low, 1), round(high, 1)


def test_intents_are_short_by_all_the_way_to_bad(monday: Review) -> None:
    found = standing(monday, catalogue.INTENT_DISTRIBUTION)
    assert figures(found) == (40.0, 130, State.SHORT, 1.0)
    assert interval(found) == (32.0, 48.6)


def test_csat_is_judged_on_four_weeks(monday: Review) -> None:
    found = standing(monday, catalogue.CSAT)
    assert found.readout.reading is not None
    assert (found.readout.reading.value, found.readout.reading.n) == (68.0, 25)
    assert figures(found) == (72.0, 100, State.SHORT, 0.8)
    assert interval(found) == (62.5, 79.9)


def test_automation_rate(monday: Review) -> None:
    found = standing(monday, catalogue.AUTOMATION_RATE)
    assert figures(found) == (40.0, 140, State.SHORT, 0.4)
    assert interval(found) == (32.3, 48.3)


def test_first_reply_by_a_person_is_timed_in_opening_hours(monday: Review) -> None:
    found = standing(monday, catalogue.FIRST_RESPONSE_TIME)
    assert found.row is not None
    assert (found.row.name, found.row.sample.value) == ("person", 80 * 60)
    assert (found.state, round(found.gap, 2)) == (State.SHORT, 0.21)


def test_resolution_rate_is_perhaps_short(monday: Review) -> None:
    found = standing(monday, catalogue.RESOLUTION_RATE)
    assert found.sample is not None
    assert found.sample.value == pytest.approx(100 * 118 / 140)
    assert (found.sample.n, found.state, round(found.gap, 2)) == (140, State.PERHAPS_SHORT, 0.05)
    assert interval(found) == (77.4, 89.4)


def test_self_service_is_not_connected_and_costs_are_as_usual(monday: Review) -> None:
    assert standing(monday, catalogue.SELF_SERVICE_RATE).why == "not connected"
    cost = standing(monday, catalogue.COST_PER_CONTACT)
    assert cost.sample is not None
    assert (cost.sample.value, cost.state) == (1260 / 150, State.ON_TARGET)


def test_the_ranking(monday: Review) -> None:
    assert [each.kpi.key for each in monday.ranking.candidates][:5] == [
        "intent_distribution",
        "csat",
        "automation_rate",
        "first_response_time",
        "resolution_rate",
    ]


def test_what_is_said(monday: Review) -> None:
    assert wording.headline(monday) == (
        "Login bug is the week: 52 of 130 conversations (40 %, limit 25 %; usually 14 a week), "
        "since Tuesday 21 July 2026."
    )
    assert wording.short_as_well(monday)[0] == (
        "CSAT is short as well: 72 % of 100 ratings over the last 4 weeks, against 80 %."
    )


def test_the_bug_is_new_and_known_by_its_day(monday: Review) -> None:
    held = monday.held_down_by
    assert isinstance(held, RisenIntent)
    assert (held.usual, held.monday, held.day) == (14, date(2026, 7, 20), date(2026, 7, 21))
    assert [move.standing.kpi.key for move in monday.moves] == ["intent_distribution"]
    assert monday.moves[0].bad


def test_as_json(monday: Review) -> None:
    said: dict[str, Any] = to_json(monday)
    csat = next(each for each in said["kpis"] if each["kpi"] == "csat")
    assert {name: csat[name] for name in ("value", "n", "target", "bad", "state", "why")} == {
        "value": 72.0,
        "n": 100,
        "target": 80.0,
        "bad": 70.0,
        "state": "short",
        "why": None,
    }
    assert csat["gap"] == pytest.approx(0.8)
    assert (said["week"], said["weakest"], said["moved_most"]["kpi"]) == (
        "2026-W30",
        "intent_distribution",
        "intent_distribution",
    )
    assert (said["focus"], said["verdict"]) == (None, None)
