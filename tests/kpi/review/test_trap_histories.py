"""Histories that a careless eye misreads, each with the one right answer: what is weakest, what moved, what holds the
weakest down, and what must not be read alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kpi.review import wording
from kpi.review.costly_intent import CostlyIntent
from kpi.review.decisions import Decisions, limit
from kpi.review.held_down_by import Segment
from kpi.review.review import Review
from kpi.review.risen_intent import RisenIntent
from kpi.review.weakest import How
from kpi.store import Store
from kpi.team.notes import Kind, note
from tests.kpi.review.desk import THIS, Desk, costs, reviewed
from tests.support.tickets import at, day, ticket


@dataclass(frozen=True)
class Findings:
    """What a review says; nothing, where nothing is said here."""

    weakest: str | None = None
    surely: bool = True
    moved: tuple[str, ...] = ()
    held_down_by: str | None = None
    conflicts: tuple[int, ...] = ()


NOTHING = Findings()


def found(review: Review) -> Findings:
    weakest = review.ranking.weakest
    return Findings(
        weakest.standing.kpi.key if weakest else None,
        weakest is None or weakest.how is not How.PERHAPS,
        tuple(f"{move.standing.kpi.key} {'worse' if move.bad else 'better'}" for move in review.moves),
        _held(review),
        tuple(each.number for each in review.found),
    )


def _held(review: Review) -> str | None:
    match review.held_down_by:
        case Segment(labels=labels):
            return " and ".join(label.value for label in labels)
        case CostlyIntent(intent=intent) | RisenIntent(intent=intent):
            return intent
    return None


PEOPLE: Mapping[str, Any] = {"by_bot": 0, "by_person": 125, "confirmed": 0}
"""A desk without a bot."""


def customers(monday: Any, number: int, satisfied: int, **labels: Any) -> list[dict[str, Any]]:
    """Who rate in the week of this Monday, of conversations that are alike otherwise."""
    opened = at("Mon 20 Jul 2026 08:00") - (THIS - monday).days * 86_400
    intents = ("refund", "delivery", "invoice", "password", "login bug")
    return [
        ticket(
            created_at=opened + 60 * place,
            first_human_response_at=opened + 60 * place + 1_200,
            resolved_at=opened + 60 * place + 7_200,
            rated_at=opened + 60 * place + 9_000,
            status="resolved",
            rating=5.0 if place < satisfied else 1.0,
            rating_scale="stars",
            **{"intent": intents[place % 5], **labels},
        )
        for place in range(number)
    ]


def test_tiny_samples_say_nothing(store: Store) -> None:
    """Nobody of nine is satisfied, who all came by chat: too few to be the weakest, to move, or to be why."""
    desk = Desk(store).weeks(14, rated=0, **PEOPLE).week(rated=0, **PEOPLE)
    desk.add(*customers(THIS, 9, 0, channel="chat")).done()
    assert found(reviewed(store)) == NOTHING


def test_a_mix_that_shifts_is_known_by_its_part(store: Store) -> None:
    """Simpson's paradox: by e-mail 95.6 % instead of 93.8 % are content, by phone 45 % instead of 40 %; but half of
    them call now, so of all it is 71.8 % instead of 90.6 %."""
    desk = Desk(store).weeks(14, rated=0, **PEOPLE).week(rated=0, **PEOPLE)
    for ago in range(14, 0, -1):
        monday = THIS - timedelta(weeks=ago)
        desk.add(*customers(monday, 160, 150, channel="email"), *customers(monday, 10, 4, channel="phone"))
    desk.add(*customers(THIS, 90, 86, channel="email"), *customers(THIS, 80, 36, channel="phone")).done()
    assert found(reviewed(store)) == Findings("csat", moved=("csat worse",), held_down_by="phone")


def test_outliers_move_no_median(store: Store) -> None:
    """One conversation is closed after a year, one is replied to after a month."""
    year = ticket(created_at="Wed 23 Jul 2025 10:00", resolved_at="Wed 22 Jul 2026 10:00", status="resolved")
    month = ticket(created_at="Mon 22 Jun 2026 10:00", first_human_response_at="Wed 22 Jul 2026 10:00", status="open")
    Desk(store).weeks(14).week().add(year, month).done()
    assert found(reviewed(store)) == NOTHING


def closed(number: int) -> Sequence[dict[str, Any]]:
    """Of half a year ago, closed in the week."""
    return [
        ticket(created_at=f"Wed 14 Jan 2026 10:{minute:02}", resolved_at="Wed 22 Jul 2026 10:00", status="resolved")
        for minute in range(number)
    ]


def test_a_backlog_that_is_cleaned_up_is_no_slower_week(store: Store) -> None:
    """Twenty conversations of half a year are closed: the mean is 24 days instead of 5 hours, the median 5 h 23 min."""
    Desk(store).weeks(14).week().add(*closed(20)).done()
    assert found(reviewed(store)) == NOTHING


def test_a_large_clean_up_is_said_to_be_one(store: Store) -> None:
    """Sixty are enough to make the median of the week longer than usual, but it is no move; and it is said why."""
    Desk(store).weeks(14).week().add(*closed(60)).done()
    review = reviewed(store)
    assert found(review) == Findings("resolution_time")
    assert "60 conversations older than 60 days were closed" in wording.held_down_by(review)


def test_without_a_bot_or_self_service_neither_is_weak(store: Store) -> None:
    Desk(store).weeks(14, **PEOPLE).week(**PEOPLE).done()
    assert found(reviewed(store)) == NOTHING


DOMINANT = {"refund": 60, "delivery": 20, "invoice": 20, "password": 16, "login bug": 14}


def test_a_dominant_intent_is_weak_until_it_is_accepted_as_normal(store: Store) -> None:
    Desk(store).weeks(14, intents=DOMINANT).week(intents=DOMINANT).done()
    assert found(reviewed(store)) == Findings("intent_distribution", held_down_by="refund")
    assert found(reviewed(store, decisions=Decisions(normal={"refund": limit(50)}))) == NOTHING


def test_a_new_bug_is_seen_beside_a_dominant_intent_that_is_normal(store: Store) -> None:
    Desk(store).weeks(14, intents=DOMINANT).week(intents={**DOMINANT, "login bug": 60}).done()
    review = reviewed(store, decisions=Decisions(normal={"refund": limit(50)}))
    assert found(review).weakest == "intent_distribution"
    assert found(review).held_down_by == "login bug"


def test_a_new_bug_is_the_week_and_the_move(store: Store) -> None:
    with_bug = {"refund": 30, "delivery": 30, "invoice": 30, "password": 26, "login bug": 70}
    Desk(store).weeks(14).week(intents=with_bug).done()
    assert found(reviewed(store)) == Findings(
        "intent_distribution", moved=("intent_distribution worse",), held_down_by="login bug"
    )


def drift(store: Store) -> None:
    """In each of twelve weeks two points fewer customers are content, and two points more is automated."""
    desk = Desk(store)
    for ago in range(30, -1, -1):
        weeks = min(ago, 12)
        desk.week(ago, rated=100, satisfied=72 + 2 * weeks, by_bot=108 - 3 * weeks)
    desk.done()


def test_a_drift_of_months_is_no_move_of_any_week_but_is_weak_and_told(store: Store) -> None:
    """From 96 % to 72 % satisfied: by four weeks against four it is told that customers get stuck."""
    drift(store)
    assert found(reviewed(store)) == Findings("csat", conflicts=(1,))
    assert found(reviewed(store, ago=13)) == NOTHING


def test_six_weeks_the_same_say_the_same_until_something_new_is_bad(store: Store) -> None:
    """Automation is the weakest for weeks, and nothing moves; then replies are slow, and later that is not new."""
    Desk(store).weeks(9, last=10).weeks(7, last=3, by_bot=30).weeks(2, last=1, by_bot=30, reply=100).done()
    automation = Findings("automation_rate")
    slow = Findings("first_response_time", moved=("first_response_time worse",))
    began = Findings("automation_rate", moved=("automation_rate worse",))
    assert found_in_turn(store, range(8, 0, -1)) == [began, *[automation] * 5, slow, automation]


def found_in_turn(store: Store, weeks: Iterable[int]) -> list[Findings]:
    """Of the weeks so long ago, each with what was found before."""
    reviews: list[Review] = []
    for ago in weeks:
        reviews.append(reviewed(store, ago, previous=[each.past for each in reversed(reviews)]))
    return [found(each) for each in reviews]


def test_an_incomplete_week_says_nothing(store: Store) -> None:
    desk = Desk(store, until="Fri 24 Jul 2026 12:00").weeks(14)
    desk.week(rated=100, satisfied=20, reply=400, solved=20, by_bot=10).done()
    assert found(reviewed(store)) == NOTHING


def test_after_an_incomplete_week_nothing_moves(store: Store) -> None:
    """The source has nothing of the days before its first conversation, which came on a Thursday."""
    desk = Desk(store).week(rated=80, satisfied=44)
    desk.add(*customers(THIS - timedelta(weeks=1), 60, 58, channel="email"))
    for row in desk.tickets[-60:]:
        row.update({name: value + 3 * 86_400 for name, value in row.items() if name.endswith("_at")})
    desk.done()
    assert found(reviewed(store)).moved == ()


def test_a_median_of_zero_is_compared_with_nothing(store: Store) -> None:
    """Most first replies took no time, and now take 40 minutes: no multiple of nothing, and within the hour."""
    Desk(store).weeks(14, reply=0).week(reply=40).done()
    assert found(reviewed(store)) == NOTHING


def test_a_newly_connected_source_is_no_move_but_what_is_weak(store: Store) -> None:
    """A shop whose customers are far less content, with data from this Wednesday on."""
    Desk(store).weeks(14, rated=80, satisfied=68).week(rated=80, satisfied=68).done()
    shop = Desk(store).add(*customers(THIS, 60, 12, channel="phone"))
    for row in shop.tickets:
        row.update({name: value + 2 * 86_400 for name, value in row.items() if name.endswith("_at")})
    shop.done("shop")
    assert found(reviewed(store)) == Findings("csat", held_down_by="shop")


HALF = {"refund": 14, "delivery": 14, "invoice": 14, "password": 13, "login bug": 10}


def holiday(store: Store, *, marked: bool) -> None:
    """The week before was half as long: as many costs for half as many conversations."""
    desk = Desk(store).weeks(14, last=2, rated=80, satisfied=56)
    desk.week(1, intents=HALF, others=5, by_bot=37, by_person=27, rated=40, satisfied=28)
    desk.week(rated=80, satisfied=56).done()
    costs(store, 180)
    if marked:
        with store.writing() as connection:
            note(connection, day("Tue 14 Jul 2026"), day("Wed 15 Jul 2026"), "feast", Kind.HOLIDAY, "test", 0)


def test_the_week_after_a_holiday_is_not_cheap_for_having_been_dear(store: Store) -> None:
    """Nothing is better than usual; only the holiday was dearer. Without the note nobody can know."""
    holiday(store, marked=True)
    assert found(reviewed(store)) == Findings("csat")


def test_a_holiday_that_nobody_marked_looks_like_a_fall_of_costs(store: Store) -> None:
    holiday(store, marked=False)
    assert found(reviewed(store)).conflicts == (3,)
