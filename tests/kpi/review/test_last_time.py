"""What the reviews before one mean for it: which focus went on, and how often it has been named."""

from datetime import date, timedelta

from kpi.review.last_time import LastTime
from kpi.review.record.foci import Outcome, StoredFocus
from tests.kpi.review.desk import THIS, week
from tests.kpi.review.record.focus import FOCUS

WEEK = timedelta(weeks=1)
MONDAY = THIS + WEEK
"""On which the review is due."""


def stored(number: int, weeks_ago: int, outcome: Outcome | None = None, ended: date | None = None) -> StoredFocus:
    """The usual focus, named so many weeks before the reviewed one."""
    monday = THIS - weeks_ago * WEEK
    return StoredFocus(number, "C1", monday, FOCUS, 0, None, None, None, None, outcome, ended, None)


def focus_on(day: date, *every: StoredFocus) -> StoredFocus | None:
    return LastTime(every, [], week(), day).focus


def test_what_was_parked_before_the_review_was_posted_does_not_go_on() -> None:
    """The review of the week of 20 July is posted on a Wednesday."""
    tuesday = MONDAY + timedelta(days=1)
    on_tuesday = stored(1, 1, Outcome.PARKED, tuesday)
    assert focus_on(tuesday + timedelta(days=1), on_tuesday) is None
    assert focus_on(MONDAY, on_tuesday) == on_tuesday


def test_a_run_that_was_over_before_the_next_began_is_not_counted() -> None:
    earlier = stored(1, 5, Outcome.CANNOT_TELL, THIS - 4 * WEEK)
    assert LastTime([stored(2, 1), earlier], [], week(), MONDAY).times(FOCUS) == 2


def test_a_run_that_went_on_is_counted_from_its_beginning() -> None:
    earlier = stored(1, 2, Outcome.CANNOT_TELL, THIS - WEEK)
    assert LastTime([stored(2, 1), earlier], [], week(), MONDAY).times(FOCUS) == 3
