"""Slack refuses something, or fails, while a person waits: the person hears of it, or the log does."""

import pytest

from bot.memory import Memory
from bot.playground.server import LocalSlack
from tests.stories.conftest import MONDAY_MORNING, bot_in_slack
from tests.support.databases import opened
from tests.support.local_slack import Person, call
from tests.support.waiting import wait_until

CSAT = "CSAT: "


def fail(slack: LocalSlack, method: str, error: str, times: int = 1) -> None:
    call(slack, "faults", {"fail": {"method": method, "error": error, "times": times}})


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("restricted_action", "This workspace does not let me post here."),
        ("restricted_action_read_only_channel", "Only some people may post in this channel."),
        ("restricted_action_thread_locked", "This thread is locked."),
        ("thread_not_found", "This thread is no longer there."),
        ("is_archived", "This channel is archived."),
        ("ekm_access_denied", "Your workspace's admins have suspended messages here."),
    ],
)
def test_what_keeps_a_mention_from_being_answered_is_whispered(
    slack: LocalSlack, ada: Person, ben: Person, code: str, words: str
) -> None:
    fail(slack, "chat.postMessage", code)
    ada.types("@kpibot csat last week")
    told = ada.waits_for(words)
    assert told.ephemeral
    assert words not in " ".join(message.plain for message in ben.sees())


def test_where_nothing_can_be_whispered_it_is_said_directly(slack: LocalSlack, ada: Person) -> None:
    fail(slack, "chat.postMessage", "is_archived")
    fail(slack, "chat.postEphemeral", "is_archived")
    ada.types("@kpibot csat last week")
    ada.waits_for("This channel is archived.", ada.direct)


def test_what_cannot_be_told_to_anybody_is_logged_with_an_id(
    slack: LocalSlack, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    fail(slack, "*", "token_revoked", times=3)
    ada.types("@kpibot csat last week")
    wait_until(lambda: "could not be told to anybody" in caplog.text, "nothing is logged")
    assert "My token has been revoked." in caplog.text
    call(slack, "faults", {"clear": True})
    assert ada.asks("@kpibot csat last week").plain.startswith(CSAT), "and the bot goes on answering"


def test_without_its_token_the_bot_can_still_say_so_to_who_typed(slack: LocalSlack, ada: Person, ben: Person) -> None:
    ada.types("/kpi csat")
    answer = ada.waits_for(CSAT)
    fail(slack, "chat.postMessage", "token_revoked")
    ada.presses(answer, "Share to channel")
    assert "Ask whoever runs kpibot" in ada.waits_for("My token has been revoked.").plain
    assert ben.sees() == []


def test_when_slack_says_slow_down_the_answer_comes_later_and_once(slack: LocalSlack, ada: Person) -> None:
    call(slack, "faults", {"rate_limit": {"method": "chat.postMessage", "retry_after": 1, "times": 1}})
    assert ada.asks("@kpibot csat last week").plain.startswith(CSAT)
    ada.asks("@kpibot help")
    assert sum(message.plain.startswith(CSAT) for message in ada.sees()) == 1


def test_a_busy_channel_keeps_no_other_waiting(slack: LocalSlack, ada: Person, ben: Person) -> None:
    call(slack, "faults", {"slow": {"method": "chat.postMessage", "seconds": 4}})
    ada.types("@kpibot csat last week")
    wait_until(lambda: not call(slack, "faults", {})["faults"]["pending"], "the channel's answer never met the delay")
    ben.asks("csat last week", ben.direct)
    assert not any(message.author == "kpibot" for message in ada.sees()), "it is still waiting"
    ada.waits_for(CSAT)


def test_a_lost_scope_is_named(history: str) -> None:
    with bot_in_slack(history) as slack:
        call(slack, "faults", {"missing_scopes": ["chat:write"]})
        ada = Person(slack, "Ada")
        ada.types("/kpi csat")
        ada.presses(ada.waits_for(CSAT), "Share to channel")
        assert "the scope `chat:write`" in ada.waits_for("I lack a permission for this.").plain


def test_without_the_scope_that_tells_guests_from_members_nobody_is_answered(history: str) -> None:
    with bot_in_slack(history) as slack:
        call(slack, "faults", {"missing_scopes": ["users:read"]})
        ada = Person(slack, "Ada")
        assert "the scope `users:read`" in ada.types("/kpi csat").plain
        ada.types("@kpibot csat")
        assert ada.waits_for("the scope `users:read`").ephemeral
        call(slack, "faults", {"clear": True})
        ada.types("/kpi csat")
        ada.waits_for(CSAT)


def test_a_workspace_without_the_new_blocks_gets_text(own_history: str) -> None:
    memory = Memory(opened(own_history), lambda: MONDAY_MORNING)
    with bot_in_slack(own_history) as slack:
        call(slack, "faults", {"refuse_new_blocks": True})
        ada = Person(slack, "Ada")
        ada.types("/kpi csat last week by channel")
        answer = ada.waits_for("web form")
        assert not {"data_table", "data_visualization"} & {block["type"] for block in answer.blocks}
        assert refused_blocks(slack) == 1
        # It is remembered once the answer is there, and an answer to a mention does not wait for that.
        wait_until(lambda: bool(memory.refused()), "what this workspace refuses is not remembered")
        ada.asks("@kpibot csat last week by channel")
        assert refused_blocks(slack) == 1, "that this workspace refuses tables is remembered"
    with bot_in_slack(own_history) as slack:
        call(slack, "faults", {"refuse_new_blocks": True})
        answer = Person(slack, "Ada").types("/kpi csat last week by channel")
        assert "web form" in answer.plain, "also after a restart"
        assert answer.ephemeral
        assert refused_blocks(slack) == 0


def test_a_workspace_that_begins_to_refuse_tables_gets_text_at_once(own_history: str) -> None:
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        ada.types("/kpi csat last week by channel")
        assert "data_table" in [block["type"] for block in ada.waits_for("web form").blocks]
        call(slack, "faults", {"refuse_new_blocks": True})
        ada.types("/kpi csat last week by team")
        answer = ada.waits_for("by team")
    assert "data_table" not in [block["type"] for block in answer.blocks]


def test_tables_come_after_the_acknowledgement_and_text_within(own_history: str) -> None:
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        ada.types("/kpi csat last week by channel")
        ada.waits_for("web form")
        ada.types("/kpi help")
        traffic = call(slack, "traffic")["traffic"]
    assert [bool(each["answer"]) for each in traffic if each["name"] == "/kpi"] == [False, True]
    assert [each["kind"] for each in traffic].count("response_url") == 1


def test_an_answer_that_takes_too_long_for_the_acknowledgement_comes_after_it(history: str) -> None:
    with bot_in_slack(history) as slack:
        call(slack, "faults", {"slow": {"method": "users.info", "seconds": 2.5}})
        ada = Person(slack, "Ada", deadline=10)
        ada.types("/kpi csat last week")
        assert ada.waits_for(CSAT).ephemeral


def refused_blocks(slack: LocalSlack) -> int:
    """How often Slack has refused blocks."""
    return sum("invalid_blocks" in str(each["answer"]) for each in call(slack, "traffic")["traffic"])
