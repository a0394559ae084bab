"""What became of a focus, in hand-made weeks: usually 34 of 40 ratings are satisfied, and the bot answers 75 of 140."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kpi.catalogue import AUTOMATION_RATE, COST_PER_CONTACT, CSAT, FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, NPS
from kpi.review.early_sign import early_sign
from kpi.review.record.foci import StoredFocus
from kpi.review.review import Review, period_of
from kpi.review.review import review as reviewing
from kpi.review.verdict import How, verdict
from kpi.samples import Balance, Durations, Ratio, Share
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.settings import TeamSettings
from tests.kpi.review.desk import NOW, THIS, Desk, costs, reviewed, week
from tests.kpi.review.record.focus import focus
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, moment

WEEK = timedelta(weeks=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = a_store(tmp_path_factory.mktemp("verdict"))
    Desk(store).weeks(7).week().done()
    costs(store, 140)
    yield store
    store.close()


@pytest.fixture(scope="module")
def review(store: Store) -> Iterator[Review]:
    """It reads on while verdicts are told."""
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        yield reviewing(facts, week(), moment(NOW), previous=[])


def stored(due: date = THIS, weeks: int = 1, **other: Any) -> StoredFocus:
    """A focus that a review of so many weeks has named, on CSAT everywhere, but for what is said."""
    usual: dict[str, Any] = {"labels": {}, "place": "everywhere", "due": due}
    named = focus(**usual | other)
    monday = due - named.kpi.lag * weeks * WEEK
    return StoredFocus(1, "C0HERE", monday, named, 0, None, None, None, None, None, None, None)


def test_what_is_significantly_better_has_worked(review: Review) -> None:
    found = verdict(stored(start=Share(20, 40)), review)
    assert (found.how, found.needed, found.early_sign) == (How.WORKED, "", "")
    assert found.text == "Since then CSAT rose from 50 % of 40 ratings to 85 % of 40: worked."


def test_what_is_significantly_worse_got_worse(review: Review) -> None:
    found = verdict(stored(start=Share(120, 120)), review)
    assert found.how is How.WORSE
    assert found.text == "Since then CSAT fell from 100 % of 120 ratings to 85 % of 40: got worse."


def test_what_may_be_chance_cannot_be_told_and_it_says_what_it_would_have_taken(review: Review) -> None:
    """36 of 40 against 72 of 100 has p = 0.022, 35 of 40 has 0.051."""
    found = verdict(stored(start=Share(72, 100)), review)
    assert found.how is How.CANNOT_TELL
    assert found.text == (
        "Since then CSAT went from 72 % of 100 ratings to 85 % of 40: cannot tell, for that may be chance."
    )
    assert found.needed == (
        "With 40 ratings, 90 % or more would have been more than chance explains. "
        "A change as small as this one would have taken about 62 ratings."
    )


def test_a_start_of_a_few_ratings_tells_nothing_however_low(review: Review) -> None:
    found = verdict(stored(start=Share(0, 9)), review)
    assert found.how is How.CANNOT_TELL
    assert found.needed == "It takes at least 10 ratings; there were 9 at the start."


def test_without_any_data_since_then_nothing_can_be_told(review: Review) -> None:
    found = verdict(stored(kpi=NPS, start=Balance(10, 5, 30)), review)
    assert (found.how, found.text) == (How.CANNOT_TELL, "Since then there are no data of NPS: cannot tell.")


def test_faster_first_replies_by_a_person_have_worked(review: Review) -> None:
    """65 of them, with a median of 40 minutes."""
    start = Durations([80 * 60 * (0.5 + place / 60) for place in range(1, 61)])
    found = verdict(stored(kpi=FIRST_RESPONSE_TIME, start=start), review)
    assert found.how is How.WORKED
    assert found.text.startswith(
        "Since then first reply by a person fell from median 1 h 20 min of 60 first replies to"
    )


def test_a_step_for_the_bot_is_measured_by_the_bot(review: Review) -> None:
    """75 of its first replies, with a median of a minute."""
    start = Durations([10 + place for place in range(1, 61)])
    found = verdict(stored(kpi=FIRST_RESPONSE_TIME, step="bot_answer_at_once", start=start), review)
    assert found.how is How.WORSE
    assert found.text.startswith("Since then first reply by the bot rose from median 40 s of 60 first replies to")


def test_an_intent_is_followed_by_its_name(review: Review) -> None:
    """Login bug has 14 of 130; the largest has 30."""
    bug = stored(kpi=INTENT_DISTRIBUTION, labels={"intent": "login bug"}, place="“login bug”", start=Share(52, 130))
    assert verdict(bug, review).text == (
        "Since then the share of “login bug” fell from 40 % of 130 conversations with an intent "
        "to 10.8 % of 130: worked."
    )


def test_in_a_part_of_all_only_that_part_counts(review: Review) -> None:
    part = stored(labels={"channel": "email"}, place="“email”", start=Share(5, 40))
    assert verdict(part, review).text.startswith("Since then CSAT of “email” rose from 12.5 % of 40 ratings to ")
    gone = stored(labels={"channel": "fax"}, place="“fax”", start=Share(5, 40))
    assert verdict(gone, review).text == "Since then there are no data of CSAT of “fax”: cannot tell."


def test_costs_are_told_by_their_usual_change(review: Review) -> None:
    """7 EUR for each contact, week after week."""
    found = [verdict(stored(kpi=COST_PER_CONTACT, start=Ratio(spent, 100)), review) for spent in (980, 840)]
    assert [each.how for each in found] == [How.WORKED, How.CANNOT_TELL]
    assert found[1].needed == "6.31 EUR or less would have been more than its usual change."


def test_until_the_review_that_tells_it_is_too_early(review: Review) -> None:
    found = verdict(stored(due=THIS + WEEK, start=Share(20, 40)), review, "Of 140 opened …")
    assert (found.how, found.needed, found.early_sign) == (How.TOO_EARLY, "", "Of 140 opened …")
    assert found.text == "Too early to tell: the review of 3 August 2026 will."


def test_a_review_that_comes_later_looks_at_all_weeks_from_the_one_that_was_to_tell(review: Review) -> None:
    found = verdict(stored(due=THIS - WEEK, start=Share(20, 40)), review)
    assert found.text == "Since then CSAT rose from 50 % of 40 ratings to 85 % of 80: worked."


def test_a_review_of_four_weeks_compares_these(store: Store) -> None:
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        review = reviewing(facts, period_of(THIS, 4, BERLIN), moment(NOW), previous=[])
        found = verdict(stored(weeks=4, start=Share(80, 160)), review)
        of_a_week = verdict(stored(start=Share(20, 40)), review)
    assert found.text == "Since then CSAT rose from 50 % of 160 ratings to 85 % of 160: worked."
    # Three of the four weeks were before the one that a review of a single week had named it for.
    assert of_a_week.text == "Since then CSAT rose from 50 % of 40 ratings to 85 % of 40: worked."


def test_a_focus_of_four_weeks_is_measured_on_four_by_a_review_of_one_as_well(review: Review) -> None:
    found = verdict(stored(weeks=4, start=Share(80, 160)), review)
    assert found.text == "Since then CSAT rose from 50 % of 160 ratings to 85 % of 160: worked."


@pytest.mark.parametrize(
    ("start", "said"), [(Share(34, 40), "85 % of 40 ratings"), (Share(17, 20), "85 % of 20 ratings, then 85 % of 40")]
)
def test_what_is_the_same_has_stayed(review: Review, start: Share, said: str) -> None:
    found = verdict(stored(start=start), review)
    assert found.text == f"Since then CSAT stayed at {said}: cannot tell, for that may be chance."


def test_an_early_sign_is_how_those_stand_that_were_opened_in_the_week(store: Store, review: Review) -> None:
    with store.reading() as connection:
        everywhere = early_sign(connection, stored(kpi=AUTOMATION_RATE).focus, review)
        phone = early_sign(
            connection, stored(kpi=AUTOMATION_RATE, labels={"channel": "phone"}, place="“phone”").focus, review
        )
        none = early_sign(connection, stored(kpi=CSAT).focus, review)
    assert everywhere == "Of 140 opened in the week the bot has answered 53.6 % so far."
    assert phone.startswith("Of 28 opened in the week (“phone”) the bot has answered ")
    assert none == ""


def test_while_data_are_lacking_the_verdict_waits(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = a_store(tmp_path_factory.mktemp("lacking"))
    Desk(store, until="Fri 24 Jul 2026 12:00").weeks(2).week().done()
    review = reviewed(store)
    found = verdict(stored(start=Share(20, 40)), review)
    assert (found.how, found.text) == (How.TOO_EARLY, "Too early to tell: the data do not reach the end of the week.")
    with store.reading() as connection:  # but not for ever
        review = reviewing(StoreFacts(connection, TeamSettings(BERLIN)), week(), moment(NOW), previous=[])
        found = verdict(stored(due=THIS - 2 * WEEK, start=Share(20, 40)), review)
    assert (found.how, found.text) == (How.CANNOT_TELL, "Since then there are no complete data of CSAT: cannot tell.")
    assert found.needed == ""
    store.close()


def test_nothing_is_ever_said_to_be_because_of_a_focus(review: Review) -> None:
    """Only that it came after."""
    said = [verdict(stored(start=start), review).text for start in (Share(20, 40), Share(120, 120), Share(72, 100))]
    assert all(each.startswith("Since then ") and "because" not in each for each in said)
