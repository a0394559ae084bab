"""A review's way into a channel, and what its owner hears of it: in a local Slack, with a clock that is set by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.playground.server import LocalSlack
from bot.refusals import LostError
from kpi.errors import UserError
from kpi.review.agenda import Kind
from kpi.schedule import posts, schedules
from kpi.schedule.cadence import WEEK
from kpi.schedule.posts import LEASE, State
from kpi.store import Store
from kpi.summary.marks import mark
from tests.support.local_slack import Person, call
from tests.support.reviewing import DAY, HOUR, MINUTE, SUPPORT, THREAD, Clock, PlainComposer, Process, scheduled
from tests.support.tickets import day, moment

MADE = moment("Tue 14 Jul 2026 12:00")
MONDAY = day("Mon 13 Jul 2026")
NINE = moment("Mon 20 Jul 2026 09:00")
AGAIN = timedelta(seconds=LEASE) + MINUTE


@pytest.fixture
def clock() -> Clock:
    return Clock(NINE)


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock.seconds) as slack:
        yield slack


@pytest.fixture
def ada(slack: LocalSlack, store: Store) -> Person:
    """The owner of the reviews in #support."""
    ada = Person(slack, "Ada")
    scheduled(store, ada.id, MADE)
    return ada


@pytest.fixture
def bot(slack: LocalSlack, store: Store, clock: Clock, ada: Person) -> Process:  # noqa: ARG001
    return Process(store, slack.api_url, slack.bot_token, clock)


def hears(ada: Person) -> list[str]:
    """What the owner is told alone."""
    return [message.plain for message in ada.sees(ada.direct)]


def reads(ada: Person) -> list[str]:
    """The reviews in the channel, without their threads."""
    return [each.plain for each in ada.sees() if each.metadata and each.thread_ts in (None, each.ts)]


def looks(bot: Process, clock: Clock, *moments: datetime) -> None:
    for at in moments:
        clock.now = at
        assert bot.looks()


def post(store: Store) -> posts.Post:
    with store.reading() as connection:
        found = posts.of(connection, SUPPORT, MONDAY)
    assert found is not None
    return found


def pause_of(store: Store) -> str | None:
    with store.reading() as connection:
        schedule = schedules.of(connection, SUPPORT)
    assert schedule is not None
    return schedule.paused


def test_a_review_comes_with_its_thread_and_carries_what_it_is_about(bot: Process, ada: Person, store: Store) -> None:
    bot.looks()
    root, *thread = ada.sees()
    carried = {"v": 1, "key": f"{SUPPORT}/2026-07-13", "question": "review 2026-W29"}
    assert root.metadata == {"event_type": "kpibot_review", "event_payload": carried}
    assert [each.thread_ts for each in thread] == [root.ts] * THREAD
    assert [each.metadata and each.metadata["event_payload"]["part"] for each in thread] == [1, 2]
    known = post(store)
    assert (known.ts, known.kind, known.figures) == (root.ts, "review", {"monday": "2026-07-13"})
    assert hears(ada) == []
    assert bot.counted == ["posted"]


def test_one_that_is_late_says_so(bot: Process, clock: Clock, ada: Person) -> None:
    looks(bot, clock, NINE + 5 * HOUR)
    assert reads(ada) == [f"{SUPPORT}: 1 × 2026-07-13 (late)"]


def test_of_what_was_missed_by_more_than_a_day_the_owner_is_told_once(bot: Process, clock: Clock, ada: Person) -> None:
    looks(bot, clock, NINE + WEEK + 2 * DAY, NINE + WEEK + 2 * DAY + HOUR)
    assert reads(ada) == []
    (told,) = hears(ada)
    assert "I have not posted reviews in <#C0SUPPORT1>." in told
    assert "13–19 July 2026, 20–26 July 2026" in told
    assert "`/kpi review 2026-W30`" in told


def test_data_that_are_still_to_be_counted_are_waited_for_a_while(
    bot: Process, clock: Clock, ada: Person, store: Store
) -> None:
    with store.writing() as connection:
        mark(connection, {20_000})
    looks(bot, clock, NINE, NINE + 9 * MINUTE)
    assert (reads(ada), bot.recounted) == ([], 2)
    looks(bot, clock, NINE + 10 * MINUTE)
    assert len(reads(ada)) == 1


def test_what_has_changed_since_it_was_due_is_not_waited_for(
    slack: LocalSlack, clock: Clock, ada: Person, store: Store
) -> None:
    bot = Process(store, slack.api_url, slack.bot_token, clock, is_counted=lambda until: until <= NINE)
    with store.writing() as connection:
        mark(connection, {20_000})
    looks(bot, clock, NINE)
    assert (len(reads(ada)), bot.recounted) == (1, 0)


def test_reviews_of_an_archived_channel_rest_and_the_owner_is_told_once(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    call(slack, "archive", {"channel": SUPPORT})
    looks(bot, clock, NINE, NINE + AGAIN, NINE + WEEK)
    (told,) = hears(ada)
    assert "The reviews of <#C0SUPPORT1> rest: the channel is archived." in told
    assert pause_of(store) == "the channel is archived"


def test_so_do_those_of_a_channel_from_which_the_bot_was_removed_until_it_is_back(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    call(slack, "kick", {"person": ada.id, "channel": SUPPORT})
    looks(bot, clock, NINE, NINE + AGAIN)
    (told,) = hears(ada)
    assert "rest: I am not in that channel any more." in told
    call(slack, "invite", {"person": ada.id, "channel": SUPPORT})
    with store.writing() as connection:
        schedules.resume(connection, SUPPORT, "Ada", int((NINE + HOUR).timestamp()))
    looks(bot, clock, NINE + HOUR)
    assert len(reads(ada)) == 1


def test_after_three_posts_without_new_data_reviews_rest(
    slack: LocalSlack, store: Store, clock: Clock, ada: Person
) -> None:
    bot = Process(store, slack.api_url, slack.bot_token, clock, PlainComposer(Kind.STALE))
    looks(bot, clock, *(NINE + number * WEEK for number in range(5)))
    assert len(reads(ada)) == 3
    (told,) = hears(ada)
    assert "rest: 3 in a row had no new data." in told
    assert "Bring a fresh export (`/kpi import`, or `kpibot import FILE` where kpibot runs)" in told
    assert pause_of(store) == "no new data came in"


def test_where_nothing_was_ever_connected_the_owner_is_told_so(
    slack: LocalSlack, store: Store, clock: Clock, ada: Person
) -> None:
    bot = Process(store, slack.api_url, slack.bot_token, clock, PlainComposer(Kind.NOT_CONNECTED))
    looks(bot, clock, *(NINE + number * WEEK for number in range(4)))
    (told,) = hears(ada)
    assert "rest: nothing is connected yet." in told
    assert "new data" not in told


def test_a_review_with_data_begins_to_count_anew(slack: LocalSlack, store: Store, clock: Clock, ada: Person) -> None:
    bot = Process(store, slack.api_url, slack.bot_token, clock, PlainComposer(Kind.STALE))
    looks(bot, clock, NINE, NINE + WEEK)
    bot.composer.kind = Kind.REVIEW
    looks(bot, clock, NINE + 2 * WEEK)
    bot.composer.kind = Kind.NOT_CONNECTED
    looks(bot, clock, NINE + 3 * WEEK, NINE + 4 * WEEK)
    assert (pause_of(store), hears(ada)) == (None, [])


def test_a_focus_that_nobody_took_twice_in_a_row_is_told_to_the_owner_once(
    bot: Process, clock: Clock, ada: Person
) -> None:
    for untaken in (0, 1, 2, 3):
        bot.composer.untaken = untaken
        looks(bot, clock, NINE + untaken * WEEK)
    (told,) = hears(ada)
    assert "Nobody has taken on the focus of the last two reviews in <#C0SUPPORT1>." in told


def lost(slack: LocalSlack, bot: Process, *scopes: str) -> None:
    """The answer to a post got lost, and the token has not got these scopes any more."""
    call(slack, "faults", {"break": {"method": "chat.postMessage", "status": 504}, "missing_scopes": list(scopes)})
    bot.looks()


def test_what_may_be_there_and_cannot_be_looked_for_is_not_posted_and_the_owner_asked_once(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    lost(slack, bot, "channels:history")
    looks(bot, clock, NINE + AGAIN, NINE + 2 * AGAIN, NINE + 3 * AGAIN)
    (told,) = hears(ada)
    assert "Is the review of 13–19 July 2026 in <#C0SUPPORT1>?" in told
    assert "`missing_scope`" in told
    assert (reads(ada), post(store).state) == ([], State.UNSURE)


def test_a_connection_that_breaks_in_between_does_not_have_the_owner_asked_again(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person
) -> None:
    lost(slack, bot, "channels:history")
    looks(bot, clock, NINE + AGAIN)
    bot.composer.trouble = LostError()
    looks(bot, clock, NINE + 2 * AGAIN, NINE + 3 * AGAIN)
    assert len(hears(ada)) == 1
    assert set(bot.counted) == {"failed"}


def test_when_the_owner_says_that_it_is_not_there_it_is_posted(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    lost(slack, bot, "channels:history")
    looks(bot, clock, NINE + AGAIN)
    with store.writing() as connection:
        posts.want(connection, SUPPORT, MONDAY, 1, NINE + 3 * AGAIN)
    looks(bot, clock, NINE + 3 * AGAIN)
    assert len(reads(ada)) == 1


def test_when_the_channel_can_be_read_again_it_is_looked_for(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person
) -> None:
    lost(slack, bot, "channels:history")
    looks(bot, clock, NINE + AGAIN)
    call(slack, "faults", {"missing_scopes": []})
    looks(bot, clock, NINE + 3 * AGAIN)
    assert len(reads(ada)) == 1


def test_what_was_never_sent_is_posted_without_a_look(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person
) -> None:
    call(slack, "faults", {"missing_scopes": ["channels:history"]})
    bot.composer.trouble = UserError("The team “Tier 2” is gone.", "Change it with `/kpi schedule`.")
    looks(bot, clock, NINE, NINE + AGAIN)
    assert len(reads(ada)) == 1


def test_what_somebody_can_mend_is_told_to_the_owner_and_tried_again(bot: Process, clock: Clock, ada: Person) -> None:
    bot.composer.trouble = UserError("The team “Tier 2” is gone.", "Change it with `/kpi schedule`.")
    looks(bot, clock, NINE)
    (told,) = hears(ada)
    assert "I cannot post the review of 13–19 July 2026 in <#C0SUPPORT1>." in told
    assert "The team “Tier 2” is gone. Change it with `/kpi schedule`." in told
    looks(bot, clock, NINE + AGAIN)
    assert len(reads(ada)) == 1


def test_a_bug_is_told_to_the_owner_by_the_id_that_the_log_has_it_as(bot: Process, ada: Person) -> None:
    bot.composer.trouble = ZeroDivisionError("division by zero")
    bot.looks()
    (told,) = hears(ada)
    assert "something broke on my side." in told
    assert reads(ada) == []


def test_a_thread_that_may_be_there_is_not_posted_twice(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    bot.client.dies = ("after", "chat.postMessage", 2)
    assert not bot.looks()
    call(slack, "faults", {"missing_scopes": ["channels:history"]})
    another = Process(store, slack.api_url, slack.bot_token, clock)
    looks(another, clock, NINE + AGAIN, NINE + 3 * AGAIN)
    assert len(ada.sees()) == 2
    (told,) = hears(ada)
    assert "Some of the thread below the review of 13–19 July 2026 in <#C0SUPPORT1> may be missing." in told


def test_below_a_review_that_somebody_has_deleted_nothing_is_posted(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    bot.client.dies = ("before", "chat.postMessage", 2)
    assert not bot.looks()
    (root,) = ada.sees()
    bot.client.chat_delete(channel=SUPPORT, ts=root.ts)
    looks(Process(store, slack.api_url, slack.bot_token, clock), clock, NINE + AGAIN)
    assert (ada.sees(), post(store).is_over) == ([], True)


def test_a_review_far_back_in_a_busy_channel_is_found(
    bot: Process, clock: Clock, slack: LocalSlack, ada: Person, store: Store
) -> None:
    bot.client.dies = ("after", "chat.postMessage", 1)
    assert not bot.looks()
    for number in range(205):  # more than a page
        bot.client.chat_postMessage(channel=SUPPORT, text=f"message {number}")
    looks(Process(store, slack.api_url, slack.bot_token, clock), clock, NINE + AGAIN)
    assert len(reads(ada)) == 1


def test_a_bot_that_is_stopped_leaves_the_rest_to_the_next_at_once(
    slack: LocalSlack, store: Store, clock: Clock, ada: Person
) -> None:
    stopping = Process(store, slack.api_url, slack.bot_token, clock, stopping=lambda: len(ada.sees()) > 1)
    stopping.looks()
    assert len(ada.sees()) == 2
    Process(store, slack.api_url, slack.bot_token, clock).looks()
    assert len(ada.sees()) == 1 + THREAD
