"""Days that are far outside of their usual range, and days that only look so."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from kpi.alerts.outliers import Outlier, is_known, outliers
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.notes import Kind, note
from kpi.team.settings import TeamSettings
from tests.support.tickets import BERLIN, add, at, day, ticket

TUESDAY = day("Tue 21 Jul 2026")
FIELDS = ("created_at", "first_human_response_at", "status", "rating", "rating_scale", "rated_at", "intent")
WEEKS = range(1, 13)


def opened(on: date, number: int, **cells: Any) -> list[dict[str, Any]]:
    """Conversations of a day, opened from ten in the morning on, one a minute."""
    start = at(f"{on:%a %d %b %Y} 10:00")
    return [ticket(created_at=start + 60 * each, status="open", **cells) for each in range(number)]


def replied(on: date, minutes: Iterable[int]) -> list[dict[str, Any]]:
    """Conversations of a day that a person answered after so many minutes each."""
    rows = opened(on, len(list(minutes)))
    for row, after in zip(rows, minutes, strict=True):
        row["first_human_response_at"] = row["created_at"] + 60 * after
    return rows


def rated(on: date, number: int, satisfied: int) -> list[dict[str, Any]]:
    """Conversations of a day that were rated on it."""
    rows = opened(on, number)
    for place, row in enumerate(rows):
        stars = 5 if place < satisfied else 1
        row.update(rating=stars, rating_scale="stars", rated_at=row["created_at"] + 600)
    return rows


def about(on: date, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Conversations of a day by intent."""
    return [row for intent, number in numbers.items() for row in opened(on, number, intent=intent)]


def tuesdays(weeks: Iterable[int] = WEEKS) -> list[date]:
    return [TUESDAY - timedelta(weeks=each) for each in weeks]


def found(store: Store, *tickets: dict[str, Any], until: str = "Wed 22 Jul 2026 09:00") -> tuple[Outlier, ...]:
    add(store, "desk", *tickets, fields=FIELDS, complete_until=until)
    with store.reading() as connection:
        return outliers(StoreFacts(connection, TeamSettings(BERLIN)), TUESDAY)


USUAL_REPLIES = (20, 25, 30, 35, 38, 40, 42, 45, 50, 60, 70, 90)


def usual_replies(weeks: Iterable[int] = WEEKS) -> list[dict[str, Any]]:
    return [row for each in tuesdays(weeks) for row in replied(each, USUAL_REPLIES)]


def test_replies_that_take_hours_instead_of_minutes_are_told(store: Store) -> None:
    (slow,) = found(store, *usual_replies(), *replied(TUESDAY, [180 + each for each in range(12)]))
    assert (slow.kpi, slow.subject, slow.earlier) == (FIRST_RESPONSE_TIME, "first_response_time", 12)
    assert slow.usual == 40 * 60
    assert slow.sample.value == 185 * 60
    # All Tuesdays before were alike, so the smallest change worth saying, 10 %, is what the distance is measured by.
    assert slow.z == pytest.approx((math.log1p(185 * 60) - math.log1p(40 * 60)) / math.log(1.1), rel=0.01)


def test_replies_that_are_far_faster_than_usual_are_no_alarm(store: Store) -> None:
    assert found(store, *usual_replies(), *replied(TUESDAY, range(1, 13))) == ()


def test_a_day_with_a_few_replies_says_nothing(store: Store) -> None:
    assert found(store, *usual_replies(), *replied(TUESDAY, [180] * 9)) == ()


def test_a_weekday_that_is_always_slow_is_usual_on_that_weekday(store: Store) -> None:
    slow = [row for each in tuesdays() for row in replied(each, [3 * minutes for minutes in USUAL_REPLIES])]
    fast = [row for each in tuesdays() for row in replied(each - timedelta(days=1), USUAL_REPLIES)]
    assert found(store, *slow, *fast, *replied(TUESDAY, [3 * minutes for minutes in USUAL_REPLIES])) == ()


@pytest.mark.parametrize(("weeks", "is_told"), [(5, False), (6, True)])
def test_five_weeks_are_too_few_to_know_what_is_usual_and_six_are_enough(
    store: Store, weeks: int, is_told: bool
) -> None:
    slow = replied(TUESDAY, [180] * 12)
    told = found(store, *usual_replies(range(1, weeks + 1)), *slow)
    assert [each.earlier for each in told] == ([6] if is_told else [])


@pytest.mark.parametrize(("satisfied", "is_told"), [(11, False), (10, True)])
def test_csat_is_told_when_it_falls_by_four_times_what_so_few_ratings_scatter(
    store: Store, satisfied: int, is_told: bool
) -> None:
    """Usually 85 %, of which 20 ratings scatter by 100 √(0.85 · 0.15 ÷ 20) = 8.0 points: 55 % is 3.8 times as far off,
    and 50 % is 4.4 times."""
    usual = [row for each in tuesdays() for row in rated(each, 20, 17)]
    told = found(store, *usual, *rated(TUESDAY, 20, satisfied))
    assert [each.kpi for each in told] == ([CSAT] if is_told else [])


@pytest.mark.parametrize(("number", "is_told"), [(14, False), (15, True)])
def test_an_intent_is_told_from_the_number_on_that_chance_does_not_explain(
    store: Store, number: int, is_told: bool
) -> None:
    """Usually 3: 2 √15.375 - 2 √3.375 = 4.2, and 2 √14.375 - 2 √3.375 = 3.9."""
    usual = [row for each in tuesdays() for row in about(each, {"login bug": 3, "refund": 20})]
    told = found(store, *usual, *about(TUESDAY, {"login bug": number, "refund": 20}))
    assert [(each.kpi, each.subject, each.usual) for each in told] == (
        [(INTENT_DISTRIBUTION, "intent:login bug", 3)] if is_told else []
    )


def test_an_intent_that_never_was_is_told_against_none(store: Store) -> None:
    usual = [row for each in tuesdays() for row in about(each, {"refund": 20})]
    (new,) = found(store, *usual, *about(TUESDAY, {"refund": 20, "login bug": 12}))
    assert (new.intent, new.usual) == ("login bug", 0)


def test_what_says_nothing_is_no_intent(store: Store) -> None:
    usual = [row for each in tuesdays() for row in about(each, {"other": 3})]
    assert found(store, *usual, *about(TUESDAY, {"other": 60})) == ()


def test_marked_weeks_tell_nothing_of_what_is_usual(store: Store) -> None:
    outage = [row for each in tuesdays(range(1, 7)) for row in replied(each, [600] * 12)]
    with store.writing() as connection:
        for each in tuesdays(range(1, 7)):
            note(connection, each, each, "no mail", Kind.OUTAGE, "Ada", 0)
    (slow,) = found(store, *outage, *usual_replies(range(7, 13)), *replied(TUESDAY, [180] * 12))
    assert (slow.earlier, slow.usual) == (6, 40 * 60)


def test_a_day_that_is_marked_itself_is_no_surprise(store: Store) -> None:
    with store.writing() as connection:
        note(connection, TUESDAY, TUESDAY, "release broke mail", Kind.OUTAGE, "Ada", 0)
    assert found(store, *usual_replies(), *replied(TUESDAY, [180] * 12)) == ()


def test_a_plain_note_on_the_day_keeps_nothing_back(store: Store) -> None:
    with store.writing() as connection:
        note(connection, TUESDAY, TUESDAY, "release 4.2", Kind.NOTE, "Ada", 0)
    assert found(store, *usual_replies(), *replied(TUESDAY, [180] * 12))


def test_a_day_whose_data_are_not_complete_is_neither_known_nor_told(store: Store) -> None:
    slow = replied(TUESDAY, [180] * 12)
    assert found(store, *usual_replies(), *slow, until="Tue 21 Jul 2026 23:00") == ()
    with store.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(BERLIN))
        assert not is_known(facts, TUESDAY)
        assert is_known(facts, TUESDAY - timedelta(days=1))


def test_the_furthest_is_told_first(store: Store) -> None:
    usual = [row for each in tuesdays() for row in about(each, {"login bug": 3, "refund": 20})]
    told = found(store, *usual, *about(TUESDAY, {"login bug": 20, "refund": 70}))
    assert [each.intent for each in told] == ["refund", "login bug"]
