"""In the thread of an answer a few words are enough: whoever mentions the bot there is understood in context."""

import time
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_at_work
from tests.support.local_slack import Person, SeenMessage, call

READOUT = "kpibot_readout"


def question(answer: SeenMessage) -> str:
    """What the answer says that it answers, as it carries it."""
    assert answer.metadata is not None, answer.plain
    return str(answer.metadata["event_payload"]["question"])


def waits_for_answer(person: Person, asks: str) -> SeenMessage:
    """The answer that carries this question."""
    give_up_at = time.monotonic() + 10
    while True:
        for message in person.sees():
            if message.metadata and message.metadata["event_payload"].get("question") == asks:
                return message
        assert time.monotonic() < give_up_at, f"Nothing answers {asks!r}"
        time.sleep(0.02)


def posted(slack: LocalSlack, event: str | None, payload: dict[str, Any], blocks: list[Any] | None = None) -> str:
    """What the bot itself posted in #support, long ago."""
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    metadata = {"event_type": event, "event_payload": payload} if event else None
    sent = client.chat_postMessage(
        channel="support", text="An old one", blocks=blocks, metadata=metadata
    )  # fmt: skip
    return str(sent["ts"])


def old(person: Person, ts: str) -> SeenMessage:
    return next(message for message in person.sees() if message.ts == ts)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("by channel", "csat 2026-W30 by channel"),
        ("only email", "csat 2026-W30 channel:email"),
        ("last month", "csat 2026-06"),
        ("vs june", "csat 2026-W30 vs 2026-06"),
        ("weekly", "csat 2026-W30 weekly"),
        ("tickets", "tickets csat 2026-W30"),
        ("explain", "explain csat 2026-W30"),
        ("frt", "frt 2026-W30"),
        ("ttr last quarter", "ttr 2026-Q2"),
        ("overview", "overview 2026-W30"),
        ("review", "review 2026-W30"),
    ],
)
def test_a_few_words_in_the_thread_of_an_answer_ask_a_whole_question(
    ada: Person, ben: Person, said: str, asks: str
) -> None:
    root = ada.asks("@kpibot csat last week")
    answer = ben.asks(f"@kpibot {said}", thread=root)
    assert answer.thread_ts == root.thread_ts
    assert question(answer) == asks
    assert f"`@kpibot {asks}`" in answer.plain or asks.startswith(("overview", "review")), "readers see what it is"


def test_in_the_thread_of_a_shared_answer_they_do_too(ada: Person, ben: Person) -> None:
    ada.types("/kpi csat last week channel:email")
    ada.presses(ada.waits_for("CSAT"), "Share to channel")
    shared = ben.waits_for("Shared by")
    assert question(ben.asks("@kpibot last month", thread=shared)) == "csat 2026-06 channel:email"


def test_in_direct_messages_nobody_is_mentioned(ada: Person) -> None:
    root = ada.asks("csat last week", ada.direct)
    assert question(ada.asks("by channel", ada.direct, thread=root)) == "csat 2026-W30 by channel"
    said = ada.types("how was frt last week?", ada.direct)
    ada.hears(said)
    narrowed = ada.asks("only email", ada.direct, thread=said)
    assert question(narrowed) == "frt 2026-W30 channel:email"
    last = ada.asks("last month", ada.direct, thread=said)
    assert question(last) == "frt 2026-06", "the thread is about its first message"


def test_a_direct_message_outside_of_a_thread_has_no_context(ada: Person) -> None:
    ada.asks("csat last week", ada.direct)
    assert ada.asks("by channel", ada.direct).metadata is None


def test_a_slip_is_put_right_and_named(ada: Person) -> None:
    root = ada.asks("@kpibot csat last week")
    answer = ada.asks("@kpibot channel:emial", thread=root)
    assert question(answer) == "csat 2026-W30 channel:email"
    assert "“emial” taken as email" in answer.plain
    assert question(ada.asks("@kpibot ticktes", thread=root)) == "tickets csat 2026-W30"


def test_what_makes_no_sense_even_there_is_refused_with_lines_that_work(ada: Person) -> None:
    root = ada.asks("@kpibot csat last week channel:email")
    refused = ada.asks("@kpibot by flavour", thread=root)
    assert "`@kpibot csat 2026-W30 by channel`" in refused.plain
    ada.presses(refused, "csat 2026-W30 by channel")
    assert waits_for_answer(ada, "csat 2026-W30 by channel").thread_ts == root.thread_ts


def test_without_a_filter_of_that_kind_it_says_so(ada: Person) -> None:
    root = ada.asks("@kpibot csat last week")
    assert "not leave some out" in ada.asks("@kpibot without email", thread=root).plain


@pytest.mark.parametrize("said", ["thanks", "help", "hello"])
def test_what_is_no_question_stays_none(ada: Person, said: str) -> None:
    root = ada.asks("@kpibot csat last week")
    assert ada.asks(f"@kpibot {said}", thread=root).metadata is None


def test_in_the_thread_of_a_review_a_metric_is_asked_over_its_week(slack: LocalSlack, ada: Person) -> None:
    root = old(ada, posted(slack, "kpibot_review", {"v": 1, "key": "C1 2026-W29", "question": "review 2026-W29"}))
    assert question(ada.asks("@kpibot csat", thread=root)) == "csat 2026-W29"
    refused = ada.asks("@kpibot by channel", thread=root).plain
    assert "Of which metric?" in refused
    assert "`@kpibot csat 2026-W29 by channel`" in refused


def test_in_a_thread_about_something_else_there_is_no_context(ada: Person, ben: Person) -> None:
    root = ben.types("Who broke the login?")
    assert "Which metric?" in ada.asks("@kpibot by channel", thread=root).plain
    assert question(ada.asks("@kpibot csat last week", thread=root)) == "csat 2026-W30"
    assert "Which metric?" in ada.asks("@kpibot by channel", thread=root).plain


def test_an_edited_mention_is_understood_in_context_too(ada: Person) -> None:
    root = ada.asks("@kpibot csat last week")
    said = ada.types("@kpibot by chanl, would you", thread=root)
    first = ada.hears(said)
    ada.edits(said, "@kpibot by team")
    assert question(ada.waits_until_changed(first)) == "csat 2026-W30 by team"


def test_after_a_restart_an_old_thread_is_understood_as_before(history: str) -> None:
    with LocalSlack() as slack:
        ada = Person(slack, "Ada")
        with bot_at_work(slack, history):
            root = ada.asks("@kpibot csat last week")
            direct = ada.asks("frt last week", ada.direct)
        with bot_at_work(slack, history):
            assert question(ada.asks("@kpibot only email", thread=root)) == "csat 2026-W30 channel:email"
            assert question(ada.asks("last month", ada.direct, thread=direct)) == "frt 2026-06"
            ada.presses(root, "By channel")
            assert waits_for_answer(ada, "csat 2026-W30 by channel").thread_ts == root.thread_ts


@pytest.mark.parametrize(
    "payload", [{"v": 2, "question": "csat 2026-W30"}, {"v": 1, "metric": "csat"}, {"question": "csat 2026-W30"}]
)
def test_of_another_version_it_says_so_only_where_it_matters(
    slack: LocalSlack, ada: Person, payload: dict[str, Any]
) -> None:
    root = old(ada, posted(slack, READOUT, payload))
    answer = ada.asks("@kpibot csat last week", thread=root)
    assert question(answer) == "csat 2026-W30"
    assert "another version" not in answer.plain
    assert "another version of kpibot" in ada.asks("@kpibot by channel", thread=root).plain


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('{"v":1,"question":"csat 2026-W30"}', "CSAT: 69.8 %"),
        ('{"v":7,"question":"csat 2026-W30"}', "This button is from another version of kpibot."),
        ("csat", "This button is from another version of kpibot."),
    ],
)
def test_a_button_of_another_version_works_or_says_why_not(
    slack: LocalSlack, ada: Person, value: str, words: str
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Ask"}, "action_id": "ask:old", "value": value}
    root = old(ada, posted(slack, None, {}, [{"type": "actions", "elements": [button]}]))
    ada.presses(root, "Ask")
    assert ada.waits_for(words)


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "thread_not_found", "not_allowed_token_type"])
def test_where_slack_does_not_show_the_thread_the_words_are_taken_by_themselves(
    slack: LocalSlack, ada: Person, error: str
) -> None:
    root = ada.asks("@kpibot csat last week")
    call(slack, "faults", {"fail": {"method": "conversations.replies", "error": error, "times": 2}})
    assert question(ada.asks("@kpibot csat last month", thread=root)) == "csat 2026-06"
    assert "I cannot read what this thread is about." in ada.asks("@kpibot by channel", thread=root).plain
    assert question(ada.asks("@kpibot by channel", thread=root)) == "csat 2026-W30 by channel", "as soon as it can"


def test_ten_people_at_once_in_one_thread_get_their_own_answers(slack: LocalSlack, ada: Person, ben: Person) -> None:
    root = ada.asks("@kpibot csat last week")
    said = [
        "by channel",
        "only email",
        "last month",
        "tickets",
        "explain",
        "frt",
        "ttr",
        "vs june",
        "weekly",
        "by team",
    ]
    people = [person.id for person in slack.people]
    for number, words in enumerate(said):
        asker = people[number % len(people)]
        where = {"channel": "support", "thread_ts": root.thread_ts, "text": f"@kpibot {words}"}
        call(slack, "say", {"person": asker, **where, "wait": False})
    give_up_at = time.monotonic() + 30
    while len(answers := [each for each in ben.sees() if each.author == "kpibot" and each.ts > root.ts]) < len(said):
        assert time.monotonic() < give_up_at, [each.plain for each in answers]
        time.sleep(0.05)
    assert {each.thread_ts for each in answers} == {root.thread_ts}
    assert sorted(map(question, answers)) == sorted([
        "csat 2026-W30 by channel", "csat 2026-W30 channel:email", "csat 2026-06", "tickets csat 2026-W30",
        "explain csat 2026-W30", "frt 2026-W30", "ttr 2026-W30", "csat 2026-W30 vs 2026-06", "csat 2026-W30 weekly",
        "csat 2026-W30 by team",
    ])  # fmt: skip
