from pathlib import Path

import pytest

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.intercom import CONVERSATIONS, PARTS
from tests.kpi.ingest.vendors.headers import headers_of


def test_conversations_of_its_api_are_recognised() -> None:
    keys = ["id", "created_at", "state", "source.delivered_as", "statistics.first_contact_reply_at", "waiting_since"]
    assert recognise([*keys, "conversation_rating.rating"]) is CONVERSATIONS


def test_copies_of_its_api_are_recognised(real_data: Path) -> None:
    folder = real_data / "vendor_shapes" / "fivetran_intercom"
    assert recognise(headers_of(folder / "conversation_history_data.csv")) is CONVERSATIONS
    assert recognise(headers_of(folder / "conversation_part_history_data.csv")) is PARTS


def test_a_conversation_is_opened_when_the_customer_first_writes() -> None:
    for column in ("statisticsfirstcontactreplyat", "firstcontactreplycreatedat"):
        assert CONVERSATIONS.keys[column] == ("created_at", None)
        assert CONVERSATIONS.ranks[column] < CONVERSATIONS.ranks["createdat"]


def test_what_a_bot_or_a_campaign_began_was_not_begun_by_the_customer() -> None:
    began = CONVERSATIONS.agent_started["source.delivered_as"]
    assert {"admin_initiated", "operator_initiated"} <= began
    assert "customer_initiated" not in began


def test_an_admins_first_reply_is_a_persons() -> None:
    assert CONVERSATIONS.keys["statisticsfirstadminreplyat"] == ("first_human_response_at", None)


def test_the_last_closing_counts_and_not_the_first() -> None:
    assert CONVERSATIONS.keys["statisticslastcloseat"] == ("resolved_at", None)
    assert CONVERSATIONS.keys["statisticsfirstcloseat"] == (None, None)


@pytest.mark.parametrize("column", [key for key in CONVERSATIONS.keys if "timeto" in key or "handlingtime" in key])
def test_durations_without_closed_hours_are_not_used(column: str) -> None:
    assert CONVERSATIONS.keys[column] == (None, None)


def test_the_rating_is_the_conversations_and_not_the_ai_agents() -> None:
    assert CONVERSATIONS.keys["conversationratingrating"] == ("rating", None)
    assert CONVERSATIONS.keys["aiagentrating"] == (None, None)


def test_parts_are_messages_of_their_conversation() -> None:
    assert PARTS.keys["conversationid"] == ("external_id", None)
    assert PARTS.keys["id"] == ("event_id", None)
    assert PARTS.keys["createdat"] == ("event_at", None)


def test_its_lists_of_parts_lack_the_opening() -> None:
    assert CONVERSATIONS.opening_apart
