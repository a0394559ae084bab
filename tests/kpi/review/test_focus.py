"""The focus of a week: of the worked Monday figure by figure, and in which order steps come."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.messages.playbook import playbook
from kpi import catalogue
from kpi.opening_hours.hours import parse
from kpi.review.focus import Focus, Tried, focuses
from kpi.review.playbook import Playbook
from kpi.review.review import Review
from kpi.samples import Share
from tests.kpi.review.desk import THIS, Desk, costs, decide
from tests.kpi.review.focusing import open_review
from tests.kpi.review.test_worked_monday import USUAL, WITH_THE_BUG
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, at

REACHED_A_PERSON = 41


@pytest.fixture(scope="module")
def book() -> Playbook:
    return playbook(None)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """The worked Monday, on which a person has answered 41 of the 52 login bugs."""
    store = a_store(tmp_path_factory.mktemp("focus"))
    desk = Desk(store, USUAL).weeks(20, last=4)
    for ago, satisfied in ((3, 18), (2, 18), (1, 19)):
        desk.week(ago, satisfied=satisfied)
    desk.week(intents=WITH_THE_BUG, others=20, satisfied=17)
    _reach_a_person(desk)
    desk.done()
    costs(store, 180)
    decide(store, "hours", parse("mon-fri 9-17", BERLIN).to_json())
    with open_review(store) as review:
        yield review
    store.close()


def _reach_a_person(desk: Desk) -> None:
    """Bugs that only the bot answered change their intent with others that a person answered."""
    rows = [row for row in desk.tickets if row["created_at"] >= at("Mon 20 Jul 2026 00:00")]
    answered = [row for row in rows if row.get("first_human_response_at")]
    bugs = [row for row in rows if row["intent"] == "login bug" and not row.get("first_human_response_at")]
    others = [row for row in answered if row["intent"] != "login bug"]
    missing = REACHED_A_PERSON - sum(row["intent"] == "login bug" for row in answered)
    for bug, other in zip(bugs[:missing], others[:missing], strict=True):
        bug["intent"], other["intent"] = other["intent"], bug["intent"]


def tried(focus: Focus, weeks_ago: int, *, chosen: bool = False) -> Tried:
    monday = THIS - timedelta(weeks=weeks_ago)
    return Tried(focus.kpi.key, focus.step, focus.labels, monday, "cannot tell", chosen)


def steps(found: tuple[Focus, ...]) -> list[str]:
    return [each.step for each in found]


def test_the_focus_of_the_worked_monday(monday: Review, book: Playbook) -> None:
    focus = focuses(monday, book)[0]
    assert (focus.kpi, focus.step, focus.labels) == (
        catalogue.INTENT_DISTRIBUTION,
        "fix_at_the_source",
        {"intent": "login bug"},
    )
    assert focus.text == "Get “login bug” fixed at the source; put up a banner and send one macro for it today."
    assert focus.place == "“login bug”"
    assert focus.worth == "52 login bugs, 41 reached a person"
    assert focus.figure == "It worked if login bug is under 25 % on 3 August."
    assert focus.due == date(2026, 7, 27)
    assert focus.start == Share(52, 130)
    assert focus.why == (
        "The intent “login bug” has the largest gap: 40 % against 25 %; it is new, 52 against the usual 14 a week"
    )


def test_then_come_the_next_steps_and_then_the_next_weakest(monday: Review, book: Playbook) -> None:
    found = focuses(monday, book)
    assert [each.kpi.key for each in found] == ["intent_distribution"] * 5 + [
        "csat",
        "automation_rate",
        "first_response_time",
    ]
    assert steps(found)[:3] == ["fix_at_the_source", "one_owner_a_day", "read_ten"]
    assert found[1].why.startswith("Another step for the intent “login bug”")
    assert found[5].why.startswith("CSAT is short as well: 72 % against 80 %")


def test_what_shows_after_two_reviews_is_told_in_the_second(monday: Review, book: Playbook) -> None:
    automation = next(each for each in focuses(monday, book) if each.kpi == catalogue.AUTOMATION_RATE)
    assert automation.due == date(2026, 8, 3)
    assert automation.figure.endswith(" on 10 August.")


def test_a_goal_that_could_be_chance_is_set_higher(monday: Review, book: Playbook) -> None:
    """72 % are those of four weeks, and the next one has 25 ratings: 80 or 88 % of them could be chance."""
    csat = next(each for each in focuses(monday, book) if each.kpi == catalogue.CSAT)
    assert csat.start == Share(72, 100)
    assert csat.figure == "It worked if CSAT is at least 92 % on 3 August."


def test_a_step_is_not_named_again_within_eight_weeks(monday: Review, book: Playbook) -> None:
    first = focuses(monday, book)[0]
    again = focuses(monday, book, [tried(first, 1)])
    assert again[0].step == "one_owner_a_day"
    assert first.step not in steps(again)
    assert focuses(monday, book, [tried(first, 7)])[0].step == "one_owner_a_day"
    assert focuses(monday, book, [tried(first, 8)])[0] == first


def test_the_review_of_the_week_itself_and_later_ones_do_not_count(monday: Review, book: Playbook) -> None:
    """Whoever redoes it finds the same."""
    found = focuses(monday, book)
    assert focuses(monday, book, [tried(found[0], 0), tried(found[0], -1)]) == found


def test_a_step_for_another_place_was_not_tried_here(monday: Review, book: Playbook) -> None:
    first = focuses(monday, book)[0]
    elsewhere = Tried(first.kpi.key, first.step, {"intent": "refund"}, THIS - timedelta(weeks=1), None, False)
    assert focuses(monday, book, [elsewhere])[0] == first


def test_what_people_chose_is_offered_again_but_last(monday: Review, book: Playbook) -> None:
    found = focuses(monday, book)
    again = focuses(monday, book, [tried(found[0], 1, chosen=True)])
    assert again[0].step == "one_owner_a_day"
    assert again[-1] == found[0]


def test_where_all_steps_were_tried_the_next_weakest_comes_first(monday: Review, book: Playbook) -> None:
    done = [
        Tried("intent_distribution", step.key, {"intent": "login bug"}, THIS - timedelta(weeks=2), "worked", False)
        for step in book.steps(catalogue.INTENT_DISTRIBUTION)
    ]
    assert focuses(monday, book, done)[0].kpi == catalogue.CSAT


def test_eight_weeks_of_focuses_have_no_step_twice(monday: Review, book: Playbook) -> None:
    past: list[Tried] = []
    for ago in range(7, 0, -1):
        past.insert(0, tried(focuses(monday, book, past)[0], ago))
    assert len({(each.kpi, each.step, *each.labels.items()) for each in past}) == len(past)
