"""Somebody shares an answer with the channel."""

from tests.support.local_slack import Person

SHARE = "Share to channel"


def test_everybody_sees_a_shared_answer_and_who_shared_it(ada: Person, ben: Person) -> None:
    answer = ada.types("/kpi csat last week")
    ada.presses(answer, SHARE)
    shared = ben.waits_for("Shared by")
    assert not shared.ephemeral
    assert f"Shared by <@{ada.id}>" in shared.plain
    assert shared.plain.splitlines()[0] == answer.plain.splitlines()[0]
    assert shared.buttons == []


def test_the_shared_answer_takes_the_place_of_the_private_one(ada: Person) -> None:
    ada.presses(ada.types("/kpi csat"), SHARE)
    ada.waits_for("Shared by")
    assert [message.ephemeral for message in ada.sees()] == [False]


def test_a_shared_answer_carries_its_question_in_absolute_terms(ada: Person, ben: Person) -> None:
    ada.presses(ada.types("/kpi csat last week"), SHARE)
    shared = ben.waits_for("Shared by")
    assert shared.metadata == {"event_type": "kpibot_readout", "event_payload": {"question": "csat 2026-W30"}}


def test_where_the_bot_is_no_member_it_says_how_to_invite_it(ada: Person, ben: Person) -> None:
    answer = ada.types("/kpi csat", channel="random")
    ada.presses(answer, SHARE)
    refusal = ada.waits_for("I am not in this channel yet.", channel="random")
    assert refusal.ephemeral
    assert "/invite @kpibot" in refusal.plain
    assert answer.ts in {message.ts for message in ada.sees("random")}, "the answer is still there to be shared"
    assert ben.sees("random") == []


def test_once_invited_it_shares(ada: Person, ben: Person) -> None:
    answer = ada.types("/kpi csat", channel="random")
    ada.types("/invite @kpibot", channel="random")
    ada.presses(answer, SHARE)
    assert not ben.waits_for("Shared by", channel="random").ephemeral


def test_an_answer_without_data_has_nothing_to_share(ada: Person) -> None:
    assert ada.types("/kpi csat 2020").buttons == []
