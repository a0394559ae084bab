"""The focuses of a channel, on both databases."""

from datetime import date

from kpi.catalogue import NPS
from kpi.review.record import foci
from kpi.review.record.foci import Outcome
from kpi.samples import Durations
from kpi.store import Store
from tests.kpi.review.record.focus import FOCUS, MONDAY, WEEK, focus
from tests.support.tickets import at

HERE, ELSEWHERE = "C0HERE", "C0ELSEWHERE"
NOON = at("Mon 27 Jul 2026 12:00")


def test_a_focus_is_read_back_as_it_was_told(any_store: Store) -> None:
    with any_store.writing() as connection:
        saved = foci.save(connection, HERE, MONDAY, FOCUS, NOON)
    with any_store.reading() as connection:
        assert foci.current(connection, HERE) == saved
        assert foci.current(connection, ELSEWHERE) is None
    assert (saved.channel, saved.monday, saved.at, saved.owner, saved.outcome) == (HERE, MONDAY, NOON, None, None)
    assert saved.focus == focus(why="")


def test_durations_are_read_back_too(any_store: Store) -> None:
    started = Durations([60, 70, 80, 90, 100, 110, 4000])
    with any_store.writing() as connection:
        start = foci.save(connection, HERE, MONDAY, focus(start=started), NOON).focus.start
    assert (start.n, start.value, start.interval) == (7, 90, (60, 4000))


def test_who_takes_a_focus_on_owns_it_until_somebody_else_does(any_store: Store) -> None:
    with any_store.writing() as connection:
        assert foci.take(connection, HERE, "U0ANN", NOON) is None
        foci.save(connection, HERE, MONDAY, FOCUS, NOON)
        foci.save(connection, ELSEWHERE, MONDAY, FOCUS, NOON)
        taken = foci.take(connection, HERE, "U0ANN", NOON + 60)
        assert taken is not None
        assert (taken.owner, taken.taken_at) == ("U0ANN", NOON + 60)
        again = foci.take(connection, HERE, "U0BEN", NOON + 90)
        assert again is not None
        assert (again.id, again.owner, again.taken_at) == (taken.id, "U0BEN", NOON + 90)
        other = foci.current(connection, ELSEWHERE)
        assert other is not None
        assert other.owner is None


def test_a_focus_that_is_chosen_replaces_the_one_that_goes_on(any_store: Store) -> None:
    with any_store.writing() as connection:
        first = foci.save(connection, HERE, MONDAY, FOCUS, NOON)
        foci.save(connection, HERE, MONDAY, focus(kpi=NPS, step="ask_why"), NOON, chosen_by="U0ANN")
        chosen, replaced = foci.all_of(connection, HERE)
    assert (chosen.focus.step, chosen.chosen_by, chosen.outcome) == ("ask_why", "U0ANN", None)
    assert (replaced.id, replaced.outcome, replaced.ended) == (first.id, Outcome.REPLACED, date(2026, 7, 27))


def test_one_that_has_an_outcome_goes_on_no_longer(any_store: Store) -> None:
    with any_store.writing() as connection:
        saved = foci.save(connection, HERE, MONDAY, FOCUS, NOON)
        foci.end(connection, saved.id, Outcome.WORKED, "Since then it rose.", MONDAY + WEEK)
        assert foci.current(connection, HERE) is None
        ended = foci.all_of(connection, HERE)[0]
    assert (ended.outcome, ended.said, ended.ended) == (Outcome.WORKED, "Since then it rose.", MONDAY + WEEK)


def test_the_next_choice_knows_what_was_tried_and_what_people_wanted(any_store: Store) -> None:
    with any_store.writing() as connection:
        first = foci.save(connection, HERE, MONDAY, FOCUS, NOON)
        foci.end(connection, first.id, Outcome.CANNOT_TELL, "", MONDAY + WEEK)
        foci.save(connection, HERE, MONDAY + WEEK, focus(step="ask_why"), NOON)
        kept = foci.keep(connection, HERE, "U0ANN")
        second, earlier = foci.tried(connection, HERE)
    assert kept is not None
    assert (kept.kept_by, kept.chosen_by) == ("U0ANN", None)
    assert (second.step, second.monday, second.outcome, second.chosen) == ("ask_why", MONDAY + WEEK, None, True)
    assert (earlier.step, earlier.outcome, earlier.chosen) == ("label_the_causes", "cannot tell", False)
    assert earlier.labels == {"intent": "refund"}
