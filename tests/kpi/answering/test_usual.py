"""What is usual, where single weeks hold enough and where they do not."""

from kpi.store import Store
from tests.support.asking import Ask, desk, rated

MONDAYS = ("Wed 27 May 2026", "Wed 3 Jun 2026", "Wed 10 Jun 2026", "Wed 17 Jun 2026", "Wed 24 Jun 2026")
LATER = ("Wed 1 Jul 2026", "Wed 8 Jul 2026", "Wed 15 Jul 2026")
WEEKS = MONDAYS + LATER
"""A day in each of the 8 weeks before that of 20 July."""


def filled(store: Store, *stars_of_weeks: tuple[int, ...]) -> None:
    ratings = [rated(f"{day} 12:00", *stars) for day, stars in zip(WEEKS, stars_of_weeks, strict=True)]
    desk(store, *rated("Wed 22 Jul 2026 12:00", *[5] * 40), *(each for week in ratings for each in week))


def test_of_weeks_that_hold_enough_it_is_the_median_which_one_of_them_has_had(store: Store, ask: Ask) -> None:
    # 4 of 10 once, 5 of 10 twice, 8 of 10 once; the others hold too few. The second of four is 50 %.
    enough = [(5,) * good + (1,) * (10 - good) for good in (4, 8, 5, 5)]
    filled(store, *enough, (5,), (5,), (5,), (5,))
    usual = ask("csat last week").usual
    assert usual is not None
    assert (usual.value, usual.weeks, usual.as_one) == (50.0, 4, False)


def test_of_weeks_that_hold_too_little_it_is_the_value_of_all_8_together(store: Store, ask: Ask) -> None:
    # 8 weeks of 5 ratings, 3 of them satisfied: 24 of 40.
    filled(store, *[(5, 4, 5, 1, 2)] * 8)
    usual = ask("csat last week").usual
    assert usual is not None
    assert (round(usual.value, 9), usual.weeks, usual.as_one) == (60.0, 8, True)


def test_of_weeks_that_hold_next_to_nothing_nothing_is_usual(store: Store, ask: Ask) -> None:
    filled(store, *[(5,)] * 8)
    assert ask("csat last week").usual is None
