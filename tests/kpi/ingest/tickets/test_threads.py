import json
import statistics
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.tickets.threads import Thread, looks_like_thread, read_thread


def at(minute: int) -> int:
    """A moment on 3 March 2025, minutes after 12:00 UTC."""
    return int(datetime(2025, 3, 3, 12, tzinfo=UTC).timestamp()) + minute * 60


def iso(minute: int) -> str:
    return datetime.fromtimestamp(at(minute), UTC).isoformat()


def read(messages: list[dict[str, Any]], opened_at: int | None = None) -> Thread:
    thread = read_thread(json.dumps(messages), opened_at)
    assert thread is not None
    return thread


def says(role: str, minute: int, **more: Any) -> dict[str, Any]:
    return {"role": role, "at": iso(minute), **more}


def test_the_first_reply_by_a_person_and_by_a_bot_after_the_customers_first_message() -> None:
    thread = read([says("client", 0), says("bot", 1), says("agent", 30), says("client", 40), says("agent", 50)])
    assert thread == Thread(at(0), at(30), at(1), at(50), authors_known=True)


def test_the_order_of_messages_does_not_matter() -> None:
    thread = read([says("agent", 30), says("bot", 1), says("client", 40), says("client", 0)])
    assert thread == Thread(at(0), at(30), at(1), at(40), authors_known=True)


def test_what_the_team_wrote_before_the_customer_is_no_reply() -> None:
    thread = read([says("agent", 0), says("client", 10), says("agent", 25)])
    assert thread.opened_at == at(10)
    assert thread.first_human_response_at == at(25)


def test_a_conversation_that_no_customer_answered_was_never_opened() -> None:
    thread = read([says("agent", 0), says("bot", 5)])
    assert thread == Thread(None, None, None, at(5), authors_known=True)


@pytest.mark.parametrize("role", ["customer", "end-user", "End User", "visitor", "lead", "requester", "inbound"])
def test_words_for_customers(role: str) -> None:
    assert read([says(role, 0)]).opened_at == at(0)


@pytest.mark.parametrize("role", ["agent", "admin", "teammate", "Staff", "human", "outbound", "operator"])
def test_words_for_people(role: str) -> None:
    assert read([says("customer", 0), says(role, 5)]).first_human_response_at == at(5)


@pytest.mark.parametrize("role", ["bot", "agent_bot", "assistant", "workflow", "AI"])
def test_words_for_machines(role: str) -> None:
    thread = read([says("customer", 0), says(role, 5)])
    assert (thread.first_automated_response_at, thread.acknowledged_at) == (at(5), None)
    assert thread.first_human_response_at is None


@pytest.mark.parametrize("role", ["autoresponder", "rule", "trigger"])
def test_words_for_machines_that_confirm_receipt(role: str) -> None:
    thread = read([says("customer", 0), says(role, 5), says("bot", 6)])
    assert (thread.first_automated_response_at, thread.acknowledged_at) == (at(6), at(5))
    assert thread.first_human_response_at is None


def test_what_the_system_notes_is_no_reply() -> None:
    thread = read([says("customer", 0), says("system", 1), says("agent", 9)])
    assert thread == Thread(at(0), at(9), None, at(9), authors_known=True)


def test_a_name_does_not_tell_who_wrote() -> None:
    thread = read([says("customer", 0), {"author": "Ana Lima", "at": iso(5), "body": "Hello"}])
    assert thread.first_human_response_at is None
    assert not thread.authors_known


@pytest.mark.parametrize(
    "note",
    [
        {"private": True},
        {"private": "true"},
        {"public": False},
        {"internal": 1},
        {"part_type": "note"},
        {"part_type": "note_and_reopen"},
        {"type": "note"},
        {"content_type": "input_csat"},
    ],
)
def test_what_customers_do_not_see_is_no_reply(note: dict[str, Any]) -> None:
    thread = read([says("customer", 0), says("agent", 5, body="For us", **note), says("agent", 20)])
    assert thread.first_human_response_at == at(20)


@pytest.mark.parametrize(
    "name", ["at", "created_at", "createdAt", "created", "timestamp", "date", "sent_at", "created_datetime"]
)
def test_names_for_the_time(name: str) -> None:
    assert read([{"role": "customer", name: iso(3)}]).opened_at == at(3)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-03T12:00:00Z",
        "2025-03-03T12:00:00.123456",
        "2025-03-03T13:00:00+01:00",
        "2025-03-03 12:00:00 UTC",
        "2025-03-03 12:00:00",
        at(0),
        at(0) + 0.5,
        at(0) * 1000,
        str(at(0)),
        str(at(0) * 1000),
    ],
)
def test_one_moment_in_many_ways(written: object) -> None:
    assert read([{"role": "customer", "at": written}]).opened_at == at(0)


def test_intercoms_reply_may_be_an_assignment_with_a_text() -> None:
    def part(minute: int, kind: str, author: dict[str, Any], body: str | None) -> dict[str, Any]:
        return {
            "type": "conversation_part",
            "part_type": kind,
            "body": body,
            "created_at": at(minute),
            "author": author,
            "attachments": [],
        }

    admin = {"type": "admin", "id": "1", "name": "A"}
    parts = [
        part(1, "comment", {"type": "bot"}, "<p>One moment</p>"),
        part(2, "comment", {**admin, "from_ai_agent": True}, "<p>Try this</p>"),
        part(3, "assignment", admin, None),
        part(4, "note", admin, "For us"),
        part(5, "assignment", admin, "<p>Hello</p>"),
        part(6, "comment", {"type": "user"}, "<p>Thanks</p>"),
    ]
    assert read(parts, opened_at=at(0)) == Thread(at(0), at(5), at(1), at(6), authors_known=True)
    wrapped = {"type": "conversation_part.list", "conversation_parts": parts, "total_count": 6}
    assert read_thread(json.dumps(wrapped), at(0)) == read(parts, at(0))


def test_the_opening_that_a_list_lacks_counts_only_if_it_is_the_first() -> None:
    messages = [says("agent", 5), says("customer", 10), says("agent", 15)]
    assert read(messages, opened_at=at(0)).first_human_response_at == at(5)
    assert read(messages, opened_at=at(12)).opened_at == at(10)


def test_zendesks_comments() -> None:
    comments = [
        {"id": 1, "created_at": iso(0), "public": True, "author": {"role": "end-user"}, "body": "Help"},
        {
            "id": 2,
            "created_at": iso(1),
            "public": True,
            "author": {"role": "agent"},
            "body": "We got it",
            "via": {"channel": "rule"},
        },
        {"id": 3, "created_at": iso(2), "public": False, "author": {"role": "agent"}, "body": "For us"},
        {"id": 4, "created_at": iso(9), "public": True, "author": {"role": "admin"}, "body": "Try this"},
    ]
    assert read(comments) == Thread(at(0), at(9), None, at(9), authors_known=True, acknowledged_at=at(1))


def test_zendesks_comments_with_numbers_for_authors_tell_nobody() -> None:
    assert not read([{"author_id": 1, "created_at": iso(0), "public": True, "body": "Help"}]).authors_known


def test_freshdesks_conversations_say_whether_they_came_in() -> None:
    conversations = [
        {"incoming": False, "private": True, "user_id": 1, "source": 2, "body": "For us", "created_at": iso(1)},
        {"incoming": False, "private": False, "user_id": 1, "source": 0, "body": "Hello", "created_at": iso(4)},
        {"incoming": True, "private": False, "user_id": 2, "source": 0, "body": "Thanks", "created_at": iso(8)},
    ]
    assert read(conversations, opened_at=at(0)) == Thread(at(0), at(4), None, at(8), authors_known=True)


def test_chatwoots_users_are_its_agents() -> None:
    messages = [
        {"message_type": 0, "content": "Hi", "created_at": at(0), "sender": {"type": "contact"}, "private": False},
        {"message_type": 3, "content": "Hello!", "created_at": at(1), "content_type": "text"},
        {"message_type": 2, "content": "Assigned to A", "created_at": at(2)},
        {"message_type": "outgoing", "content": "Hi", "created_at": at(6), "sender": {"type": "user"}},
        {"message_type": "outgoing", "content": "Hi", "created_at": at(7), "sender": {"type": "agent_bot"}},
        {"message_type": 3, "content": "Please rate", "content_type": "input_csat", "created_at": at(9)},
    ]
    assert read(messages) == Thread(at(0), at(6), at(7), at(9), authors_known=True, acknowledged_at=at(1))


def test_help_scouts_users_are_its_agents() -> None:
    threads = [
        {"type": "customer", "createdBy": {"type": "customer"}, "createdAt": iso(0), "body": "Help"},
        {"type": "lineitem", "createdBy": {"type": "user"}, "createdAt": iso(1), "action": {"text": "Assigned"}},
        {"type": "note", "createdBy": {"type": "user"}, "createdAt": iso(2), "body": "For us"},
        {"type": "message", "createdBy": {"type": "user"}, "createdAt": iso(3), "body": "Hello"},
    ]
    assert read(threads) == Thread(at(0), at(3), None, at(3), authors_known=True)


def test_an_autoreply_by_the_team_is_the_bots_and_one_by_a_customer_is_not() -> None:
    thread = read([says("customer", 0, autoreply=True), says("agent", 1, autoreply=True), says("agent", 4)])
    assert thread == Thread(at(0), at(4), None, at(4), authors_known=True, acknowledged_at=at(1))


def assigned(minute: int, to: str) -> dict[str, Any]:
    """An assignment, as Intercom lists it."""
    return {
        "part_type": "assignment",
        "body": None,
        "created_at": at(minute),
        "author": {"type": "bot"},
        "assigned_to": {"type": to, "id": "1"},
    }


def test_an_assignment_to_the_team_after_a_bots_answer_is_a_hand_over() -> None:
    thread = read([says("user", 0), assigned(1, "team"), says("bot", 2), assigned(3, "bot"), assigned(4, "team")])
    assert (thread.handed_over_at, thread.first_human_response_at) == (at(4), None)


def test_an_assignment_after_a_mere_confirmation_of_receipt_is_no_hand_over() -> None:
    thread = read([says("user", 0), says("agent", 1, autoreply=True), assigned(4, "admin")])
    assert (thread.first_automated_response_at, thread.acknowledged_at) == (None, at(1))
    assert thread.handed_over_at is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "[]",
        "{}",
        "[1, 2]",
        "[[]]",
        "null",
        "Hello [there]",
        "[not json",
        '[{"id": 1, "value": "x"}]',
        '[{"role": "agent", "at": "yesterday"}]',
        '[{"role": "agent", "at": NaN}]',
        '[{"role": "agent", "at": 1' + "0" * 400 + "}]",
        '[{"status": "open", "created_at": "2025-03-03T12:00:00Z"}]',
        "[" * 100_000,
    ],
)
def test_what_is_no_list_of_messages(text: str) -> None:
    assert read_thread(text) is None


def test_the_share_of_cells_that_hold_messages() -> None:
    thread = json.dumps([says("customer", 0)])
    assert looks_like_thread([thread, "", "[]", "null", thread]) == 1
    assert looks_like_thread([thread, "refund"]) == 0.5
    assert looks_like_thread(["", "[]"]) == 0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["at", "role", "body", "message_type", "author", "private", "part_type", "via"]), inner
            )
        ),
    )
)
def test_no_json_is_too_odd(value: object) -> None:
    read_thread(json.dumps([value]))
    read_thread(json.dumps({"messages": value}))


def test_the_conversations_of_a_support_team_on_twitter(real_data: Path) -> None:
    folder = real_data / "ibm_care_threads"
    conversations = json.loads((folder / "threads.json").read_text())
    expected = json.loads((folder / "expected.json").read_text())["overall"]["frt_min"]
    threads = [read(conversation["messages"]) for conversation in conversations]
    assert len(threads) == 1025
    assert all(thread.authors_known for thread in threads)
    minutes = [
        (thread.first_human_response_at - thread.opened_at) / 60
        for thread in threads
        if thread.opened_at is not None and thread.first_human_response_at is not None
    ]
    assert len(minutes) == expected["n"] == 89
    assert statistics.mean(minutes) == pytest.approx(expected["mean"], abs=1e-4)
    assert statistics.median(minutes) == pytest.approx(expected["median"], abs=1e-4)
