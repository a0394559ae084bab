"""Somebody mentions the bot in a channel or a thread, or writes to it directly."""

import pytest

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person, call
from tests.support.waiting import wait_until

WORSE = "CSAT: 69.8 %, down 13.3 points"
JUNE = "CSAT: 86 %"


def of_the_bot(person: Person, channel: str = "support") -> list[str]:
    """What the bot has said there."""
    return [message.plain for message in person.sees(channel) if message.author == "kpibot"]


def test_a_mention_is_answered_in_its_thread_for_all_to_see(ada: Person, ben: Person) -> None:
    said = ada.types("@kpibot csat last week")
    answer = ada.hears(said)
    assert (answer.thread_ts, answer.ephemeral) == (said.ts, False)
    assert answer.plain.startswith(WORSE)
    assert ben.waits_for(WORSE).ts == answer.ts


def test_a_mention_inside_a_thread_is_answered_in_that_thread(ada: Person, ben: Person) -> None:
    root = ben.types("What happened to CSAT?")
    said = ada.types("@kpibot csat last week please", thread=root)
    answer = ada.hears(said)
    assert (said.thread_ts, answer.thread_ts) == (root.ts, root.ts)
    assert answer.plain.startswith(WORSE)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("how was csat last month?", "csat 2026-06"),
        ("tickets csat last month", "tickets csat 2026-06"),
        ("how was csat made last month?", "explain csat 2026-06"),
    ],
)
def test_a_posted_answer_carries_its_question_in_absolute_terms(ada: Person, typed: str, question: str) -> None:
    answer = ada.asks(f"@kpibot {typed}")
    assert answer.metadata == {"event_type": "kpibot_readout", "event_payload": {"v": 1, "question": question}}
    assert f"`@kpibot {question}`" in answer.plain


def test_what_answers_no_question_carries_none(ada: Person) -> None:
    assert ada.asks("@kpibot help").metadata is None


def test_a_mention_alone_gives_the_overview(ada: Person) -> None:
    assert ada.asks("@kpibot").plain.startswith("Support KPIs")


def test_a_mention_with_a_slip_is_told_what_to_type_there(ada: Person) -> None:
    assert "@kpibot csat" in ada.asks("@kpibot czats last week").plain


def test_a_direct_message_is_answered_below_it(ada: Person, ben: Person) -> None:
    answer = ada.asks("csat last week", ada.direct)
    assert (answer.thread_ts, answer.ephemeral) == (None, False)
    assert answer.plain.startswith(WORSE)
    assert of_the_bot(ben, ben.direct) == []


def test_a_direct_message_in_a_thread_is_answered_in_it(ada: Person) -> None:
    root = ada.asks("csat last week", ada.direct)
    assert ada.asks("csat last month", ada.direct, thread=root).thread_ts == root.ts


@pytest.mark.parametrize("text", ["@kpibot csat last week", "kpibot, csat last week", " /kpi csat last week"])
def test_in_a_direct_message_one_may_address_the_bot_or_not(ada: Person, text: str) -> None:
    assert ada.asks(text, ada.direct).plain.startswith(WORSE)


def test_who_says_hello_is_greeted(ada: Person) -> None:
    assert "Ask me, for example: `csat last week`" in ada.asks("hello", ada.direct).plain


def test_a_command_in_a_direct_message_is_answered_there(ada: Person) -> None:
    ada.types("/kpi csat last week", ada.direct)
    assert ada.waits_for(WORSE, ada.direct).ephemeral


def test_an_edited_mention_changes_the_answer_instead_of_adding_one(ada: Person) -> None:
    said = ada.types("@kpibot csat last week")
    answer = ada.hears(said)
    ada.edits(said, "@kpibot csat last month")
    assert ada.waits_for(JUNE).ts == answer.ts
    assert len(of_the_bot(ada)) == 1


def test_an_edited_direct_message_changes_the_answer_too(ada: Person) -> None:
    said = ada.types("csat last week", ada.direct)
    answer = ada.hears(said)
    ada.edits(said, "csat last month")
    changed = ada.waits_for(JUNE, ada.direct)
    assert (changed.ts, changed.metadata) == (
        answer.ts,
        {"event_type": "kpibot_readout", "event_payload": {"v": 1, "question": "csat 2026-06"}},
    )


def test_a_mention_that_is_added_later_is_answered(ada: Person) -> None:
    said = ada.types("csat last week")
    ada.edits(said, "@kpibot csat last week")
    assert ada.hears(said).plain.startswith(WORSE)


def test_an_edited_question_whose_answer_is_gone_is_answered_anew(slack: LocalSlack, ada: Person) -> None:
    said = ada.types("@kpibot csat last week")
    ada.hears(said)
    call(slack, "faults", {"fail": {"method": "chat.update", "error": "message_not_found"}})
    ada.edits(said, "@kpibot csat last month")
    assert ada.waits_for(JUNE).thread_ts == said.ts
    assert len(of_the_bot(ada)) == 2


def test_a_question_that_is_deleted_leaves_the_bot_answering(ada: Person) -> None:
    said = ada.types("csat last week", ada.direct)
    ada.hears(said)
    ada.deletes(said)
    assert ada.asks("csat last month", ada.direct).plain.startswith(JUNE)


def test_an_event_that_slack_repeats_is_answered_once(slack: LocalSlack, ada: Person) -> None:
    call(slack, "faults", {"repeat_events": True})
    ada.asks("@kpibot csat last week")
    # Answers in one channel come in the order of the questions, so a second answer would have come before this one.
    assert "What you can ask" in ada.asks("@kpibot help").plain
    assert len(of_the_bot(ada)) == 2


def test_what_bots_say_is_not_answered(ada: Person) -> None:
    ada.asks("csat last week", ada.direct)
    ada.asks("help", ada.direct)
    assert len(of_the_bot(ada, ada.direct)) == 2


def test_messages_to_others_are_not_answered(ada: Person) -> None:
    ada.types("csat last week, anyone?")
    ada.types("@ben csat last week")
    ada.asks("@kpibot help")
    assert len(of_the_bot(ada)) == 1


@pytest.mark.parametrize("lost", ["drop_connections", "refresh_connections"])
def test_after_a_connection_is_lost_the_bot_comes_back(slack: LocalSlack, ada: Person, lost: str) -> None:
    call(slack, lost, {})
    wait_until(lambda: call(slack, f"state?person={ada.id}")["bot_is_connected"])
    assert ada.asks("@kpibot csat last week").plain.startswith(WORSE)
