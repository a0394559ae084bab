"""What a channel's reviews say from Monday to Monday, where CSAT stays at half and the bot resolves 36 % of all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi.catalogue import AUTOMATION_RATE, CSAT
from kpi.counting.days import Days
from kpi.dimensions import CHANNEL
from kpi.filters import Filter
from kpi.review.agenda import Agenda, Kind, conclude
from kpi.review.conversations import low_rated
from kpi.review.record import causes, foci, parked
from kpi.review.record.causes import Cause
from kpi.review.record.foci import Outcome
from kpi.review.verdict import How
from kpi.samples import Share
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import notes
from kpi.team.settings import TeamSettings
from tests.kpi.review.channel import Channel
from tests.kpi.review.desk import THIS, Desk, Usual
from tests.kpi.review.record.focus import focus
from tests.support.databases import a_copy, a_store, opened
from tests.support.tickets import BERLIN, at, day

POSTED = at("Mon 13 Jul 2026 09:00")


@pytest.fixture
def store(desk: str, tmp_path: Path) -> Store:
    """A copy of the desk's."""
    return opened(a_copy(desk, tmp_path))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = a_store(tmp_path_factory.mktemp("desk"))
    desk = Desk(store, Usual(by_bot=50)).weeks(9, last=3)
    for ago, satisfied in ((2, 20), (1, 22), (0, 23)):
        desk.week(ago, satisfied=satisfied)
    desk.done()
    catch_up(store, BERLIN)
    store.close()  # which writes all of it into the file
    return str(store.url)


def step(agenda: Agenda) -> str:
    assert agenda.focus is not None
    return agenda.focus.step


def test_the_first_review_of_a_channel_names_a_focus_and_says_nothing_of_another(store: Store) -> None:
    found = Channel(store, "C1").posts(2)
    assert (found.kind, found.last, found.verdict, found.continued, found.untaken) == (Kind.FIRST, None, None, 1, 0)
    assert found.focus is not None
    assert (found.focus.kpi, found.focus.due) == (CSAT, date(2026, 7, 13))
    assert [each.focus.step for each in Channel(store, "C1").focuses] == [found.focus.step]


def test_steps_come_in_order_as_long_as_nothing_is_gained(store: Store) -> None:
    """50 %, 55 %, 57.5 % of 40 ratings each."""
    channel = Channel(store, "C1")
    first, second, third = (channel.posts(ago) for ago in (2, 1, 0))
    assert [each.kind for each in (first, second, third)] == [Kind.FIRST, Kind.REVIEW, Kind.REVIEW]
    assert [each.verdict and each.verdict.how for each in (second, third)] == [How.CANNOT_TELL, How.CANNOT_TELL]
    assert [each.without_gain for each in (first, second, third)] == [0, 1, 2]
    assert [each.focus and each.focus.kpi for each in (first, second, third)] == [CSAT, CSAT, CSAT]
    assert len({step(each) for each in (first, second, third)}) == 3
    assert first.others[0].step == step(second)
    assert [each.outcome for each in channel.focuses] == [None, Outcome.CANNOT_TELL, Outcome.CANNOT_TELL]
    assert [each.ended for each in channel.focuses] == [None, THIS, date(2026, 7, 13)]


def test_a_review_that_is_redone_says_what_it_said(store: Store) -> None:
    channel = Channel(store, "C1")
    said = []
    for ago in (2, 1, 0):
        said.append(channel.looks(ago)[1])
        channel.posts(ago)
    assert [channel.looks(ago)[1] for ago in (2, 1, 0)] == said


def test_putting_it_on_record_twice_changes_nothing(store: Store) -> None:
    channel = Channel(store, "C1")
    channel.posts(2)
    found = channel.posts(1)
    before = channel.focuses
    with store.writing() as connection:
        conclude(connection, found, "C1", POSTED)
    assert channel.focuses == before


def test_too_early_the_same_focus_goes_on_with_an_early_sign(store: Store) -> None:
    """CSAT is parked, so that it is automation, which takes two reviews."""
    channel = Channel(store, "C1")
    with store.writing() as connection:
        parked.park(connection, "C1", CSAT, day("Mon 10 Aug 2026"), "new survey", "ann", POSTED)
    first, second, third = (channel.posts(ago) for ago in (2, 1, 0))
    assert first.focus is not None
    assert (first.focus.kpi, first.focus.due) == (AUTOMATION_RATE, THIS)
    assert (second.kind, second.continued, second.without_gain) == (Kind.CONTINUED, 2, 0)
    assert second.focus is not None
    assert (second.focus.step, second.focus.start) == (first.focus.step, first.focus.start)
    assert second.verdict is not None
    assert second.verdict.text == "Too early to tell: the review of 27 July 2026 will."
    assert second.verdict.early_sign == "Of 140 opened in the week the bot has answered 35.7 % so far."
    assert third.verdict is not None
    assert (third.verdict.how, third.without_gain, third.continued) == (How.CANNOT_TELL, 1, 1)
    assert [each.outcome for each in channel.focuses] == [None, Outcome.CANNOT_TELL]
    assert [each.said for each in third.parked.values()] == ["until 10 August 2026: new survey (ann)"]


def test_what_a_team_keeps_goes_on_though_nothing_was_gained(store: Store) -> None:
    channel = Channel(store, "C1")
    first = channel.posts(2)
    with store.writing() as connection:
        foci.keep(connection, "C1", "U0ANN")
    second, third = channel.posts(1), channel.posts(0)
    assert second.verdict is not None
    assert second.verdict.how is How.CANNOT_TELL
    assert (step(second), second.continued) == (step(first), 2)
    assert step(third) != step(first)


def test_what_a_team_keeps_goes_on_where_the_playbook_does_not_offer_it_any_more(store: Store) -> None:
    channel = Channel(store, "C1")
    posted = channel.posts(2)
    assert posted.focus is not None
    own = replace(posted.focus, step="our_own", text="Call every customer.")
    with store.writing() as connection:
        foci.save(connection, "C1", posted.monday, own, POSTED, chosen_by="U0ANN")
        foci.keep(connection, "C1", "U0ANN")
    kept = channel.posts(1).focus
    assert kept is not None
    assert (kept.step, kept.text, kept.why) == ("our_own", "Call every customer.", "It was kept in this channel.")
    assert (kept.start, kept.worth) == (Share(22, 40), "40 ratings, 18 not satisfied")
    assert (kept.due, kept.figure[-11:]) == (THIS, "on 27 July.")
    assert [each.focus.step for each in channel.focuses] == ["our_own", "our_own", posted.focus.step]


def test_what_somebody_chose_is_the_focus_and_the_one_that_the_next_review_judges(store: Store) -> None:
    channel = Channel(store, "C1")
    posted = channel.posts(2)
    chosen = posted.others[-1]
    with store.writing() as connection:
        foci.save(connection, "C1", posted.monday, chosen, POSTED + 3600, chosen_by="U0ANN")
    again, _ = channel.looks(2)
    assert step(again) == chosen.step
    assert step(posted) in [each.step for each in again.others]
    later, _ = channel.looks(1)
    assert later.last is not None
    assert (later.last.focus.step, later.last.chosen_by) == (chosen.step, "U0ANN")


def test_a_focus_that_nobody_takes_is_counted_until_somebody_does(store: Store) -> None:
    channel = Channel(store, "C1")
    assert channel.posts(2).untaken == 0
    assert channel.posts(1).untaken == 1
    assert channel.looks(0)[0].untaken == 2
    channel.takes("U0ANN", POSTED)
    assert channel.looks(0)[0].untaken == 0


def test_parking_the_kpi_of_a_focus_ends_it_without_a_verdict(store: Store) -> None:
    channel = Channel(store, "C1")
    channel.posts(2)
    with store.writing() as connection:
        parked.park(connection, "C1", CSAT, day("Mon 10 Aug 2026"), "", "ann", POSTED + 3600)
    found = channel.posts(1)
    assert (found.last, found.verdict) == (None, None)
    assert found.focus is not None
    assert found.focus.kpi == AUTOMATION_RATE
    assert found.review.week.of(CSAT).why == "parked"


def test_other_channels_and_other_parts_of_all_have_their_own(store: Store) -> None:
    Channel(store, "C1").posts(2)
    found, _ = Channel(store, "C2", [Filter(CHANNEL, "email", "email")]).looks(1)
    assert (found.kind, found.last) == (Kind.FIRST, None)
    assert found.review.week.filters != ()


def test_without_a_channel_it_is_a_review_with_a_focus_and_no_past(store: Store) -> None:
    Channel(store, "C1").posts(1)
    found, said = Channel(store, "").looks(0)
    assert (found.kind, found.last, found.verdict, found.restated) == (Kind.REVIEW, None, None, ())
    assert said["focus"]["kpi"] == "csat"
    assert {"kpi", "step", "where", "worth", "figure", "date"} <= said["focus"].keys()
    assert (said["verdict"], said["restated"], said["last_focus"]) == (None, [], None)


def test_causes_are_those_of_the_low_ratings_of_the_review_before(store: Store) -> None:
    days = Days(day("Mon 13 Jul 2026"), THIS, BERLIN)
    with store.writing() as connection:
        low = low_rated(connection, TeamSettings(BERLIN), days).conversations
        for each, cause in zip(low, (Cause.SLOW, Cause.TONE, Cause.SLOW), strict=False):
            causes.label(connection, each.source, each.external_id, cause, "ann", POSTED)
    assert len(low) == 18
    assert Channel(store, "C1").looks(0)[0].causes == {Cause.SLOW: 2, Cause.TONE: 1}
    assert Channel(store, "C1").looks(1)[0].causes == {}


def test_a_week_with_a_holiday_is_another_kind_of_review(store: Store) -> None:
    channel = Channel(store, "C1")
    channel.posts(1)
    with store.writing() as connection:
        notes.note(connection, day("Tue 21 Jul 2026"), day("Tue 21 Jul 2026"), "outage", "outage", "ann", 0)
    assert channel.looks(0)[0].kind is Kind.HOLIDAY
    assert channel.looks(1)[0].kind is Kind.FIRST


# ---- other kinds


def kind_of(store: Store, ago: int = 0) -> tuple[Kind, date | None]:
    Channel(store, "C1").posts(ago + 1)
    found = Channel(store, "C1").posts(ago)
    assert (found.focus, found.verdict, found.restated) == (None, None, ())
    return found.kind, found.data_until


def test_everything_on_target(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    Desk(store, Usual(satisfied=38)).weeks(10).week().done()
    assert kind_of(store) == (Kind.ON_TARGET, date(2026, 7, 27))
    store.close()


def test_what_a_team_keeps_goes_on_where_nothing_is_weak(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    Desk(store, Usual(satisfied=38)).weeks(3).week().done()
    channel = Channel(store, "C1")
    posted = channel.posts(1)
    everywhere = focus(labels={}, place="everywhere", due=THIS, start=Share(37, 40))
    with store.writing() as connection:
        foci.save(connection, "C1", posted.monday, everywhere, POSTED)
        foci.keep(connection, "C1", "U0ANN")
    found = channel.posts(0)
    assert (found.kind, found.focus and found.focus.start) == (Kind.ON_TARGET, Share(38, 40))
    store.close()


def test_nothing_connected(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    assert kind_of(store) == (Kind.NOT_CONNECTED, None)
    store.close()


def test_too_little_to_judge_anything(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    few = Usual(intents={"refund": 2}, others=0, by_bot=0, by_person=2, rated=1, satisfied=1)
    Desk(store, few).weeks(2).week().done()
    assert kind_of(store) == (Kind.NOT_ENOUGH, date(2026, 7, 27))
    store.close()


def test_data_that_end_before_the_week_does_are_stale_and_a_focus_waits_for_more(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    Desk(store, until="Tue 21 Jul 2026 12:00").weeks(8).week(1, satisfied=20).done()
    channel = Channel(store, "C1")
    first = channel.posts(1)
    found = channel.posts(0)
    assert first.focus is not None
    assert (found.kind, found.data_until) == (Kind.STALE, date(2026, 7, 21))
    assert (found.focus, found.verdict, found.untaken) == (None, None, 0)
    assert found.last is not None
    assert found.last.focus.step == first.focus.step
    assert [each.outcome for each in channel.focuses] == [None]
    store.close()
