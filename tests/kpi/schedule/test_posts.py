"""Who may post: one at a time, for as long as the lease lasts. In a file and on a server."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kpi.schedule import posts
from kpi.schedule.posts import LEASE, Claim, ClaimLostError, Post, State
from kpi.store import Store
from tests.support.tickets import day, moment

CHANNEL, MONDAY = "C1", day("Mon 13 Jul 2026")
NOW = moment("Mon 20 Jul 2026 09:00")
RUN_OUT = NOW + timedelta(seconds=LEASE)


def claimed(store: Store, now: datetime = NOW) -> Claim | None:
    with store.writing() as connection:
        return posts.claim(connection, CHANNEL, MONDAY, 1, int(NOW.timestamp()), now)


def known(store: Store) -> Post:
    with store.reading() as connection:
        post = posts.of(connection, CHANNEL, MONDAY)
    assert post is not None
    return post


def does(store: Store, change: Any, claim: Claim, *more: Any) -> Any:
    with store.writing() as connection:
        return change(connection, claim, *more)


def taken(store: Store, now: datetime = NOW) -> Claim:
    claim = claimed(store, now)
    assert claim is not None
    return claim


def test_one_claims_a_post_until_the_lease_has_run_out(any_store: Store) -> None:
    taken(any_store)
    assert claimed(any_store, RUN_OUT - timedelta(seconds=1)) is None
    assert claimed(any_store, RUN_OUT) is not None


def test_whoever_has_lost_the_claim_can_change_nothing_any_more(any_store: Store) -> None:
    slow = taken(any_store)
    taken(any_store, RUN_OUT)
    for change, more in (
        (posts.renew, (RUN_OUT,)),
        (posts.sending, (RUN_OUT,)),
        (posts.not_taken, ()),
        (posts.posted, ("1.000001", "review", {}, RUN_OUT)),
        (posts.finished, ()),
        (posts.skipped, ("",)),
        (posts.unsure, ("",)),
        (posts.failed, ("",)),
        (posts.passing, ("",)),
        (posts.let_go, ()),
    ):
        with pytest.raises(ClaimLostError):
            does(any_store, change, slow, *more)
    assert known(any_store).state is State.CLAIMED


def test_a_claim_that_is_renewed_lasts_longer(any_store: Store) -> None:
    claim = taken(any_store)
    does(any_store, posts.renew, claim, RUN_OUT)
    assert claimed(any_store, RUN_OUT + timedelta(seconds=LEASE - 1)) is None


def test_a_claim_that_is_let_go_can_be_had_at_once(any_store: Store) -> None:
    does(any_store, posts.let_go, taken(any_store))
    assert claimed(any_store) is not None


def test_it_is_known_how_often_something_was_sent_that_slack_did_not_refuse(any_store: Store) -> None:
    claim = taken(any_store)
    does(any_store, posts.sending, claim, NOW)
    does(any_store, posts.not_taken, claim)
    does(any_store, posts.sending, claim, NOW)
    assert taken(any_store, RUN_OUT).post.attempts == 1


def test_what_is_posted_with_all_of_its_thread_is_never_claimed_again(any_store: Store) -> None:
    claim = taken(any_store)
    does(any_store, posts.posted, claim, "1.000001", "review", {"csat": 72}, NOW)
    does(any_store, posts.finished, taken(any_store, RUN_OUT))  # the rest of the thread was still to come
    assert claimed(any_store, RUN_OUT + timedelta(days=9)) is None
    post = known(any_store)
    assert (post.state, post.ts, post.kind, post.figures) == (State.POSTED, "1.000001", "review", {"csat": 72})


def test_trouble_is_news_only_once(any_store: Store) -> None:
    assert does(any_store, posts.failed, taken(any_store), "The channel is full.")
    assert not does(any_store, posts.failed, taken(any_store, RUN_OUT), "The channel is full.")


def test_trouble_that_passes_by_itself_does_not_make_the_same_trouble_news_again(any_store: Store) -> None:
    assert does(any_store, posts.unsure, taken(any_store), "missing_scope")
    does(any_store, posts.passing, taken(any_store, RUN_OUT), "Slack broke off.")
    third = RUN_OUT + timedelta(seconds=LEASE)
    assert not does(any_store, posts.unsure, taken(any_store, third), "missing_scope")


def test_trouble_that_passes_is_known_where_no_other_is(any_store: Store) -> None:
    does(any_store, posts.passing, taken(any_store), "Slack broke off.")
    assert known(any_store).why == "Slack broke off."


def test_who_says_that_a_doubtful_post_is_not_there_has_it_posted_without_a_look(any_store: Store) -> None:
    claim = taken(any_store)
    does(any_store, posts.sending, claim, NOW)
    does(any_store, posts.unsure, claim, "missing_scope")
    soon = NOW + timedelta(minutes=1)
    with any_store.writing() as connection:
        assert posts.want(connection, CHANNEL, MONDAY, 1, soon) is None
    post = taken(any_store, soon).post
    assert (post.state, post.attempts) == (State.WANTED, 0)


def test_what_is_just_on_its_way_need_not_be_wanted(any_store: Store) -> None:
    taken(any_store)
    with any_store.writing() as connection:
        assert posts.want(connection, CHANNEL, MONDAY, 1, NOW) is not None
    assert known(any_store).state is State.CLAIMED


def test_what_was_skipped_can_still_be_wanted(any_store: Store) -> None:
    does(any_store, posts.skipped, taken(any_store), "")
    assert claimed(any_store, RUN_OUT) is None
    with any_store.writing() as connection:
        assert posts.want(connection, CHANNEL, MONDAY, 1, RUN_OUT) is None
    assert claimed(any_store, RUN_OUT) is not None
