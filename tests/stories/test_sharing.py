"""Somebody shares an answer with the channel."""

import pytest

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person, SeenMessage, call

SHARE = "Share to channel"
JOIN = "Join #random and share"


def answer_to(person: Person, channel: str = "support") -> SeenMessage:
    """The answer that this person alone sees."""
    person.types("/kpi csat last week", channel)
    return person.waits_for("CSAT: ", channel)


def test_everybody_sees_a_shared_answer_and_who_shared_it(ada: Person, ben: Person) -> None:
    answer = answer_to(ada)
    ada.presses(answer, SHARE)
    shared = ben.waits_for("Shared by")
    assert not shared.ephemeral
    assert f"Shared by <@{ada.id}>" in shared.plain
    assert shared.plain.splitlines()[0] == answer.plain.splitlines()[0]
    assert SHARE not in shared.buttons


def test_the_shared_answer_takes_the_place_of_the_private_one(ada: Person) -> None:
    answer = answer_to(ada)
    ada.presses(answer, SHARE)
    ada.waits_for("Shared by")
    ada.waits_until_gone(answer)
    assert [message.ephemeral for message in ada.sees()] == [False]


def test_a_shared_answer_carries_its_question_in_absolute_terms(ada: Person, ben: Person) -> None:
    ada.presses(answer_to(ada), SHARE)
    shared = ben.waits_for("Shared by")
    assert shared.metadata == {"event_type": "kpibot_readout", "event_payload": {"v": 1, "question": "csat 2026-W30"}}


def test_two_quick_presses_share_once(slack: LocalSlack, ada: Person, ben: Person) -> None:
    answer = answer_to(ada)
    call(slack, "faults", {"slow": {"method": "chat.postMessage", "seconds": 0.3}})
    for _ in range(3):
        ada.presses(answer, SHARE)
    ada.waits_until_gone(answer)
    ada.asks("@kpibot help")  # comes after whatever else is on its way in this channel
    assert sum("Shared by" in message.plain for message in ben.sees()) == 1


def test_two_people_share_their_own_answers(ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        person.presses(answer_to(person), SHARE)
        person.waits_for(f"Shared by <@{person.id}>")


def test_where_the_bot_is_no_member_it_offers_to_join_and_shares(ada: Person, ben: Person) -> None:
    answer = answer_to(ada, "random")
    ada.presses(answer, SHARE)
    offer = ada.waits_for("I am not in #random yet.", "random")
    assert offer.ephemeral
    assert answer.ts in {message.ts for message in ada.sees("random")}, "the answer is still there to be read"
    assert ben.sees("random") == []
    ada.presses(offer, JOIN)
    assert not ben.waits_for("Shared by", "random").ephemeral
    ada.waits_until_gone(offer)


def test_two_quick_presses_join_and_share_once(ada: Person, ben: Person) -> None:
    ada.presses(answer_to(ada, "random"), SHARE)
    offer = ada.waits_for("I am not in #random yet.", "random")
    for _ in range(3):
        ada.presses(offer, JOIN)
    ada.waits_until_gone(offer)
    ada.asks("@kpibot help", "random")
    assert sum("Shared by" in message.plain for message in ben.sees("random")) == 1


def test_once_invited_it_shares(ada: Person, ben: Person) -> None:
    answer = answer_to(ada, "random")
    ada.presses(answer, SHARE)
    ada.waits_for("I am not in #random yet.", "random")
    ada.types("/invite @kpibot", channel="random")
    ada.presses(answer, SHARE)
    assert not ben.waits_for("Shared by", channel="random").ephemeral


def test_in_a_private_channel_it_asks_to_be_invited(ada: Person) -> None:
    ada.presses(answer_to(ada, "leadership"), SHARE)
    refusal = ada.waits_for("I cannot see this conversation.", "leadership")
    assert refusal.ephemeral
    assert "/invite @kpibot" in refusal.plain


def test_without_the_scope_to_join_it_says_which_is_missing(slack: LocalSlack, ada: Person) -> None:
    ada.presses(answer_to(ada, "random"), SHARE)
    offer = ada.waits_for("I am not in #random yet.", "random")
    call(slack, "faults", {"missing_scopes": ["channels:join"]})
    ada.presses(offer, JOIN)
    assert "`channels:join`" in ada.waits_for("I lack a permission for this.", "random").plain


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("is_archived", "This channel is archived."),
        ("restricted_action", "This workspace does not let me post here."),
        ("ekm_access_denied", "Your workspace's admins have suspended messages here."),
    ],
)
def test_a_refusal_is_told_to_the_presser_who_may_try_again(
    slack: LocalSlack, ada: Person, ben: Person, code: str, words: str
) -> None:
    answer = answer_to(ada)
    call(slack, "faults", {"fail": {"method": "chat.postMessage", "error": code}})
    ada.presses(answer, SHARE)
    assert ada.waits_for(words).ephemeral
    assert ben.sees() == []
    ada.presses(answer, SHARE)
    ben.waits_for("Shared by")


def test_an_answer_without_data_has_nothing_to_share(ada: Person) -> None:
    ada.types("/kpi csat 2020")
    assert SHARE not in ada.waits_for("no data").buttons
