"""A small export of each help desk, as it writes one, read to the end: every instant and label checked by hand."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kpi.store import Store
from tests.kpi.ingest.conftest import BERLIN, WriteFile, imported, tickets


def berlin(text: str) -> int:
    """A wall time in June 2026 in Berlin: “1 09:00”."""
    day, time = text.split()
    return int(datetime.fromisoformat(f"2026-06-{int(day):02}T{time}").replace(tzinfo=BERLIN).timestamp())


def utc(text: str) -> int:
    """The same on the clocks of UTC."""
    return berlin(text) + 7_200


def column(store: Store, name: str) -> list[Any]:
    return [row[name] for row in tickets(store).values()]


def from_vendor(store: Store, path: Path, vendor: str, **options: Any) -> None:
    """Import it without naming a source: it is the vendor's."""
    report = imported(store, path, **{"source": None, **options})
    assert (report.plan.vendor, report.plan.source, report.rejected) == (vendor, vendor, {})


ZENDESK_HEADER = (
    "Summation column,Id,Requester,Requester id,Requester domain,Assignee,Group,Subject,Tags,Status,Priority,Via,"
    "Ticket type,Created at,Updated at,Initially assigned at,Solved at,Resolution time,Satisfaction Score,"
    "Group stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
    "Topic [list]"
)
ZENDESK_ROWS = [
    [
        "1", "101", "Ann", "7", "a.example", "Bob", "Tier 1", "Help", "x y", "Solved", "High", "Mail", "Question",
        "13-06-2026 09:00", "15-06-2026 10:00", "13-06-2026 09:01", "15-06-2026 10:00", "49", "Good with comment",
        "1", "0", "2", "90", "15", "Login",
    ],
    [
        "1", "102", "Ann", "7", "a.example", "", "Tier 1", 'Say "hi"', "", "Open", "", "Web form", "Question",
        "14-06-2026 09:00", "14-06-2026 09:00", "", "", "", "Not Offered", "1", "0", "0", "", "", "login",
    ],
    [
        "1", "103", "Cy", "8", "b.example", "", "Tier 2", "Buy now", "", "Deleted", "Low", "Mail", "",
        "15-06-2026 09:00", "15-06-2026 09:30", "", "", "", "Offered", "1", "0", "0", "", "", "",
    ],
]  # fmt: skip


def test_zendesks_csv_is_in_the_accounts_clock_and_counts_minutes(store: Store, table_file: WriteFile) -> None:
    from_vendor(store, table_file(ZENDESK_HEADER, *ZENDESK_ROWS), "zendesk")
    assert list(tickets(store)) == ["101", "102", "103"]
    assert column(store, "created_at") == [berlin("13 09:00"), berlin("14 09:00"), berlin("15 09:00")]
    assert column(store, "resolved_at") == [berlin("15 10:00"), None, None]
    assert column(store, "first_response_at") == [berlin("13 10:30"), None, None]
    assert column(store, "as_of") == [berlin("15 10:00"), berlin("14 09:00"), berlin("15 09:30")]
    assert list(zip(column(store, "status"), column(store, "excluded"), strict=True)) == [
        ("resolved", None),
        ("open", None),
        (None, "deleted"),
    ]
    assert list(zip(column(store, "rating"), column(store, "rating_scale"), strict=True)) == [
        (1, "faces"),
        (None, None),
        (None, None),
    ]
    assert column(store, "intent") == ["login", "login", None]
    assert column(store, "channel") == ["mail", "web form", "mail"]
    assert column(store, "team") == ["tier 1", "tier 1", "tier 2"]
    assert column(store, "subject") == ["Help", 'Say "hi"', "Buy now"]


def zendesk_line(number: int, status: str, score: str, comments: list[dict[str, Any]]) -> str:
    ticket = {
        "id": number, "url": f"https://a.example/api/{number}.json", "external_id": None, "via": {"channel": "email"},
        "created_at": "2026-06-01T07:00:00Z", "updated_at": "2026-06-05T07:00:00Z", "subject": "Help",
        "raw_subject": "Help", "status": status, "priority": "normal", "brand_id": 1, "has_incidents": False,
        "is_public": True, "submitter_id": 5, "satisfaction_rating": {"score": score}, "comments": comments,
    }  # fmt: skip
    return json.dumps(ticket)


def comment(at: str, role: str, public: bool = True) -> dict[str, Any]:
    return {"created_at": at, "public": public, "author": {"role": role}, "body": "my own words"}


def test_zendesks_json_tells_first_replies_by_its_public_comments(store: Store, write: WriteFile) -> None:
    first = [
        comment("2026-06-01T07:00:00Z", "end-user"),
        comment("2026-06-01T07:05:00Z", "agent", public=False),
        comment("2026-06-01T08:00:00Z", "agent"),
    ]
    second = [comment("2026-06-01T07:00:00Z", "end-user"), comment("2026-06-01T07:30:00Z", "agent", public=False)]
    lines = [zendesk_line(1, "solved", "good", first), zendesk_line(2, "hold", "offered", second)]
    from_vendor(store, write(lines, "tickets.json"), "zendesk")
    assert column(store, "created_at") == [utc("1 07:00")] * 2
    assert column(store, "first_human_response_at") == [utc("1 08:00"), None]
    assert column(store, "status") == ["resolved", "open"]
    assert column(store, "rating") == [1, None]
    assert column(store, "channel") == ["email", "email"]
    assert column(store, "url") == [None, None]


def test_no_words_of_a_message_are_stored(store: Store, write: WriteFile, tmp_path: Path) -> None:
    line = zendesk_line(1, "solved", "good", [comment("2026-06-01T07:00:00Z", "end-user")])
    imported(store, write([line, line], "tickets.json"))
    store.close()
    assert all(b"my own words" not in file.read_bytes() for file in tmp_path.glob("kpibot.db*"))


FRESHDESK_HEADER = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),"
    "Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,"
    "Association type,Every response status,Full name,Title,Email"
)
FRESHDESK_ROWS = [
    [
        "1", "Help", "Closed", "Urgent", "Email", "Refund", "Bob", "Billing", "2026-06-01 09:00:00",
        "2026-06-09 09:00:00", "2026-06-02 09:00:00", "2026-06-04 09:00:00", "2026-06-04 09:00:00",
        "2026-06-01 09:30:00", "00:10:00", "-00:30:00", "24:00:00", "1", "1", "Within SLA", "Within SLA", "",
        "Extremely Happy", "", "", "Ann", "Dr", "a@a.example",
    ],
    [
        "2", "We write first", "Pending", "Low", "Outbound Email", "", "Bob", "Billing", "2026-06-01 10:00:00",
        "2026-06-09 09:00:00", "", "", "2026-06-01 10:00:00", "", "", "", "", "1", "0", "", "", "", "", "", "",
        "Ann", "", "a@a.example",
    ],
]  # fmt: skip


def the_two_of_freshdesk(store: Store) -> None:
    """The second was begun by the team: when its customer first wrote is not in the file."""
    assert list(tickets(store)) == ["1", "2"]
    assert column(store, "created_at") == [berlin("1 09:00"), None]
    assert column(store, "resolved_at") == [berlin("2 09:00"), None]
    assert column(store, "first_response_at") == [berlin("1 09:30"), None]
    assert column(store, "status") == ["resolved", "open"]
    assert column(store, "rating") == [1, None]
    assert column(store, "channel") == ["email", "outbound email"]
    assert column(store, "team") == ["billing", "billing"]
    assert column(store, "priority") == ["urgent", "low"]
    assert column(store, "subject") == ["Help", "We write first"]


def test_freshdesks_csv(store: Store, table_file: WriteFile) -> None:
    from_vendor(store, table_file(FRESHDESK_HEADER, *FRESHDESK_ROWS), "freshdesk")
    the_two_of_freshdesk(store)


def test_freshdesks_workbook(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Tickets", 0)
    for row in (FRESHDESK_HEADER.split(","), *FRESHDESK_ROWS):
        sheet.append([datetime.fromisoformat(cell) if cell.startswith("2026-") else cell or None for cell in row])
    book.save(tmp_path / "tickets.xlsx")
    from_vendor(store, tmp_path / "tickets.xlsx", "freshdesk")
    the_two_of_freshdesk(store)


def freshdesk_ticket(number: int, **cells: Any) -> dict[str, Any]:
    stats = {"first_responded_at": "2026-06-01T08:00:00Z", "resolved_at": None, "closed_at": None, "reopened_at": None}
    return {
        "id": number, "created_at": "2026-06-01T07:00:00Z", "updated_at": "2026-06-02T07:00:00Z", "status": 2,
        "priority": 1, "source": 1, "spam": False, "fr_escalated": False, "is_escalated": False, "responder_id": 9,
        "fr_due_by": "2026-06-09T07:00:00Z", "email_config_id": None, "subject": "Help", "type": "Refund",
        **cells, "stats": stats | cells.get("stats", {}),
    }  # fmt: skip


def test_freshdesks_numbers_are_words(store: Store, write: WriteFile) -> None:
    found = [
        freshdesk_ticket(1, status=5, priority=4, stats={"resolved_at": "2026-06-02T07:00:00Z"}),
        freshdesk_ticket(2, status=3, source=10, stats={"first_responded_at": None}),
        freshdesk_ticket(3, status=2, source=7, spam=True),
        freshdesk_ticket(4, status=4, stats={"resolved_at": "2026-06-02T07:00:00Z"}),
    ]
    from_vendor(store, write(json.dumps(found).encode(), "tickets.json"), "freshdesk")
    assert column(store, "status") == ["resolved", "open", "open", "resolved"]
    assert column(store, "excluded") == [None, None, "spam", None]
    assert column(store, "priority") == ["urgent", "low", "low", "low"]
    assert column(store, "channel") == ["email", "outbound email", "chat", "email"]
    assert column(store, "created_at") == [utc("1 07:00"), None, utc("1 07:00"), utc("1 07:00")]
    assert column(store, "first_response_at") == [utc("1 08:00"), None, utc("1 08:00"), utc("1 08:00")]
    assert column(store, "resolved_at") == [utc("2 07:00"), None, None, utc("2 07:00")]


def test_freshdesks_ratings_are_hundreds(store: Store, write: WriteFile) -> None:
    ratings = [
        {
            "id": number, "survey_id": 1, "user_id": 5, "agent_id": 9, "group_id": 1, "feedback": "!",
            "ticket_id": ticket, "ratings": {"default_question": value}, "created_at": "2026-06-03T07:00:00Z",
            "updated_at": "2026-06-03T07:00:00Z",
        }
        for number, ticket, value in [(70, 1, 103), (71, 2, 100), (72, 3, -102)]
    ]  # fmt: skip
    from_vendor(store, write(json.dumps(ratings).encode(), "ratings.json"), "freshdesk")
    assert list(tickets(store)) == ["1", "2", "3"]
    assert (column(store, "rating"), set(column(store, "rating_scale"))) == ([1, 0, -1], {"faces"})
    assert set(column(store, "rated_at")) == {utc("3 07:00")}
    assert set(column(store, "created_at")) == {None}


def part(at: int, author: str, kind: str = "comment", body: str | None = "words") -> dict[str, Any]:
    return {"type": "conversation_part", "part_type": kind, "body": body, "created_at": at, "author": {"type": author}}


def intercom_conversation(number: str, delivered_as: str, parts: list[dict[str, Any]], **cells: Any) -> dict[str, Any]:
    opened = utc("1 07:00")
    return {
        "type": "conversation", "id": number, "created_at": opened, "updated_at": opened + 90_000, "state": "open",
        "waiting_since": None, "snoozed_until": None, "admin_assignee_id": 1, "team_assignee_id": None, "title": None,
        "priority": "not_priority", "ai_agent_participated": True, "contacts": {"contacts": [{"id": "c"}]},
        "source": {"type": "conversation", "delivered_as": delivered_as, "author": {"type": "user"}, "subject": ""},
        "statistics": None, "conversation_rating": None, "first_contact_reply": {"created_at": opened},
        "conversation_parts": {"conversation_parts": parts}, **cells,
    }  # fmt: skip


def test_intercoms_bots_and_assignments_with_words(store: Store, write: WriteFile) -> None:
    """An assignment with a body is a reply, one without is none; unix seconds need no zone."""
    opened = utc("1 07:00")
    answered = [
        part(opened + 10, "bot"),
        part(opened + 60, "bot", "assignment", None),
        part(opened + 300, "admin", "assignment"),
        part(opened + 900, "admin", "close", None),
    ]
    noted = [part(opened + 30, "admin", "note"), part(opened + 40, "admin", "assignment", None)]
    rated = {
        "state": "closed",
        "conversation_rating": {"rating": 5, "created_at": opened + 1_000, "remark": "nice"},
        "statistics": {"last_close_at": opened + 900},
    }
    conversations = [
        intercom_conversation("9001", "customer_initiated", answered, **rated),
        intercom_conversation("9002", "customer_initiated", noted, state="snoozed"),
    ]
    content = json.dumps({"type": "conversation.list", "conversations": conversations}).encode()
    from_vendor(store, write(content, "conversations.json"), "intercom")
    assert column(store, "created_at") == [opened, opened]
    assert column(store, "first_automated_response_at") == [opened + 10, None]
    assert column(store, "first_human_response_at") == [opened + 300, None]
    assert column(store, "resolved_at") == [opened + 900, None]
    assert column(store, "status") == ["resolved", "open"]
    assert (column(store, "rating"), column(store, "rating_scale")) == ([5, None], ["stars", None])
    assert column(store, "rated_at") == [opened + 1_000, None]
    assert column(store, "channel") == ["conversation", "conversation"]


FRONT = (
    "Message ID,Segment ID,Conversation ID,Ticket IDs,Segment,Direction,Status,Inbox,Message date,Autoreply,"
    "Reaction time,Total reply time,Handle time,Response time,Attributed to,Assignee,Author,Contact name,"
    "Contact handle,Tags,First response,Business hours,Subject,Segment start,Segment end,Segment closed"
)


def front_row(message: str, conversation: str, direction: str, at: str, autoreply: str = "No") -> list[str]:
    empty = [""] * 4
    who = ["Bob", "Bob", "Bob", "Ann", "a@a.example", "vip", "Yes", "Yes", "Help", at, at, "Yes"]
    return [message, "s1", conversation, "", "1", direction, "Archived", "Support", at, autoreply, *empty, *who]


def test_fronts_messages_become_conversations(store: Store, table_file: WriteFile) -> None:
    rows = [
        front_row("m4", "c1", "Outbound", "2026-06-01 11:00:00"),
        front_row("m1", "c1", "Inbound", "2026-06-01 09:00:00"),
        front_row("m2", "c1", "Outbound", "2026-06-01 09:00:05", autoreply="Yes"),
        front_row("m3", "c1", "Outbound", "2026-06-01 10:00:00"),
        front_row("m5", "c2", "Outbound", "2026-06-01 12:00:00"),
        front_row("m6", "c2", "Inbound", "2026-06-01 13:00:00"),
    ]
    from_vendor(store, table_file(FRONT, *rows), "front")
    assert list(tickets(store)) == ["c1", "c2"]
    assert column(store, "created_at") == [berlin("1 09:00"), berlin("1 13:00")]
    assert column(store, "first_automated_response_at") == [None, None]
    assert column(store, "acknowledged_at") == [berlin("1 09:00") + 5, None]
    assert column(store, "first_human_response_at") == [berlin("1 10:00"), None]
    assert column(store, "resolved_at") == [None, None]
    assert column(store, "team") == ["support", "support"]
    assert len(set(column(store, "requester"))) == 1
    assert None not in column(store, "requester")


INTERCOM_CONVERSATIONS = "id,created_at,updated_at,state,source_delivered_as,waiting_since,snoozed_until,assignee_type"
INTERCOM_PARTS = (
    "id,conversation_id,created_at,part_type,author_type,body,assigned_to_type,assigned_to_id,notified_at,"
    "conversation_updated_at"
)


def part_row(
    number: int, conversation: str, at: str, kind: str, author: str, body: str = "", to: str = ""
) -> list[str]:
    return [str(number), conversation, f"2026-06-01 {at}:00", kind, author, body, to, "1" if to else "", "", ""]


@pytest.mark.parametrize("conversations_first", [True, False])
def test_intercoms_parts_tell_hand_overs_and_replies(
    store: Store, table_file: WriteFile, conversations_first: bool
) -> None:
    opened = [
        [number, "2026-06-01 09:00:00", "2026-06-01 12:00:00", "open", "customer_initiated", "", "", "admin"]
        for number in ("1", "2", "3")
    ]
    parts = [
        part_row(11, "1", "09:01", "comment", "bot", "Try this"),
        part_row(12, "1", "09:05", "assignment", "bot", to="team"),
        part_row(13, "1", "09:20", "assignment", "admin", "Let me see", to="admin"),
        part_row(21, "2", "09:02", "assignment", "bot", to="team"),
        part_row(31, "3", "09:01", "comment", "bot", "Try this"),
        part_row(32, "3", "09:06", "assignment", "bot", to="bot"),
    ]
    files = [
        table_file(INTERCOM_CONVERSATIONS, *opened, name="conversations.csv"),
        table_file(INTERCOM_PARTS, *parts, name="parts.csv"),
    ]
    for path in files if conversations_first else reversed(files):
        from_vendor(store, path, "intercom")
    assert column(store, "first_automated_response_at") == [berlin("1 09:01"), None, berlin("1 09:01")]
    assert column(store, "first_human_response_at") == [berlin("1 09:20"), None, None]
    assert column(store, "handed_over_at") == [berlin("1 09:05"), None, None]


def test_hubspots_labels_and_a_ticket_closed_before_it_was_opened(store: Store, write: WriteFile) -> None:
    header = (
        "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Close date,First agent email response date,Priority,"
        "Source,Category,Ticket owner,Last modified date"
    )
    rows = (
        "11,Help,Support,Closed,2026-06-01 09:00,2026-06-02 09:00,2026-06-01 09:45,High,Email,Refund,Bob,"
        "2026-06-02 09:00",
        "12,Old,Support,Waiting on contact,2026-06-03 09:00,2026-06-01 09:00,,Low,Form,,Bob,2026-06-03 09:00",
    )
    report = imported(store, write([header, *rows]), source=None)
    assert report.plan.vendor == "hubspot"
    assert column(store, "created_at") == [berlin("1 09:00"), berlin("3 09:00")]
    assert column(store, "first_human_response_at") == [berlin("1 09:45"), None]
    assert column(store, "status") == ["resolved", "open"]
    assert column(store, "channel") == ["email", "form"]
    assert column(store, "intent") == ["refund", None]
    assert [(problem.row, problem.column) for problem in report.problems] == [(3, "Close date")]


def test_servicenows_list_of_incidents(store: Store, write: WriteFile) -> None:
    lines = [
        "Number,Opened,Short description,Caller,Priority,State,Category,Assignment group,Assigned to,Updated,"
        "Updated by,Resolved,Channel",
        "INC0001,2026-06-01 09:00:00,Printer,Ann,1 - Critical,Closed,Hardware,Desk,Bob,2026-06-03 09:00:00,bob,"
        "2026-06-02 09:00:00,Phone",
        "INC0002,2026-06-01 10:00:00,Mail,Ann,4 - Low,On Hold,Software,Desk,Bob,2026-06-02 09:00:00,bob,,Email",
    ]
    from_vendor(store, write(lines), "servicenow")
    assert list(tickets(store)) == ["INC0001", "INC0002"]
    assert column(store, "created_at") == [berlin("1 09:00"), berlin("1 10:00")]
    assert column(store, "resolved_at") == [berlin("2 09:00"), None]
    assert column(store, "status") == ["resolved", "open"]
    assert column(store, "team") == ["desk", "desk"]
    assert column(store, "channel") == ["phone", "email"]
    assert column(store, "intent") == ["hardware", "software"]


@pytest.mark.parametrize("states", [("New", "In Progress", "Resolved", "Closed"), ("1", "2", "6", "7")])
def test_servicenows_log_of_updates(store: Store, write: WriteFile, states: tuple[str, ...]) -> None:
    """The state first left New at eleven, and the incident was first resolved at twelve."""
    header = "number,incident_state,sys_created_by,opened_at,sys_updated_at,sys_mod_count,reassignment_count,priority"
    rows = [
        f"INC1,{state},x,2026-06-01 09:00,2026-06-01 {10 + hour}:00,{hour},0,3 - Moderate"
        for hour, state in enumerate(states)
    ]
    other = f"INC2,{states[0]},x,2026-06-01 09:30,2026-06-01 09:30,0,0,4 - Low"
    report = imported(store, write([header, *reversed(rows), other]), source=None)
    assert report.plan.vendor == "servicenow"
    assert any("holds no replies" in remark for remark in report.plan.remarks)
    assert column(store, "created_at") == [berlin("1 09:00"), berlin("1 09:30")]
    assert column(store, "first_response_at") == [berlin("1 11:00"), None]
    assert column(store, "resolved_at") == [berlin("1 12:00"), None]
    assert column(store, "status") == ["resolved", "open"]


def test_chatwoots_ratings_with_the_period_below_them(store: Store, write: WriteFile) -> None:
    lines = [
        "Agent name,Rating,Feedback,Contact name,Contact email,Contact phone number,Link to the conversation,"
        "Recorded at",
        "Bob,5,Nice,Ann,a@a.example,,https://desk.example/app/accounts/1/conversations/41,2026-06-01 09:00:00",
        "Bob,2,,Cy,,,https://desk.example/app/accounts/1/conversations/42,2026-06-02 09:00:00",
        "",
        "Reporting period 2026-06-01 to 2026-06-07",
    ]
    from_vendor(store, write(lines), "chatwoot")
    assert list(tickets(store)) == ["41", "42"]
    assert (column(store, "rating"), column(store, "rating_scale")) == ([5, 2], ["stars", "stars"])
    assert column(store, "rated_at") == [berlin("1 09:00"), berlin("2 09:00")]


def test_threads_of_no_known_help_desk(store: Store, write: WriteFile) -> None:
    threads = [
        {
            "conversation_id": number,
            "messages": [{"from": author, "sent_at": f"2026-06-01T{at}:00Z"} for author, at in messages],
        }
        for number, messages in {
            "a": [("customer", "07:00"), ("bot", "07:01"), ("agent", "08:00")],
            "b": [("agent", "06:00"), ("customer", "07:00")],
        }.items()
    ]
    imported(store, write(json.dumps(threads).encode(), "threads.json"))
    assert column(store, "created_at") == [utc("1 07:00"), utc("1 07:00")]
    assert column(store, "first_automated_response_at") == [utc("1 07:01"), None]
    assert column(store, "first_human_response_at") == [utc("1 08:00"), None]
