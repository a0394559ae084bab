import pytest

from kpi.errors import UserError
from kpi.ingest.columns import SYNONYMS, ColumnReading, read_columns
from kpi.ingest.layout import INSTANTS
from kpi.model import Ticket

SAMPLE_TEAM = (
    "Ticket ID,Created at,Updated at,Status,Channel,Topic,Team,Priority,Language,Subject,Requester,First bot reply at,"
    "First agent reply at,Handed over at,Solved at,Reopened at,Satisfaction rating,Rated at,URL"
)
ZENDESK = (
    "Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,"
    "Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,"
    "Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Reopens,Replies,"
    "First reply time in minutes,First reply time in minutes within business hours,Topic [list]"
)
FRESHDESK = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),"
    "Agent interactions,Survey results,Full name,Email,Contact ID"
)
SERVICENOW = (
    "number,incident_state,opened_by,opened_at,sys_created_at,sys_updated_at,contact_type,category,subcategory,priority,"
    "assignment_group,assigned_to,resolved_at,closed_at"
)


def read(header: str) -> dict[str, ColumnReading]:
    return {column.header: column for column in read_columns("tickets.csv", header.split(","))}


def fields(header: str) -> dict[str, str]:
    return {name: column.field for name, column in read(header).items() if column.field}


def test_the_sample_teams_export_is_used_whole_but_for_the_person() -> None:
    columns = read(SAMPLE_TEAM)
    assert {name for name, column in columns.items() if column.field is None} == {"Requester"}
    assert columns["Requester"].why.startswith("not kept")
    assert columns["Topic"].field == "intent"
    assert columns["First bot reply at"].field == "first_automated_response_at"
    assert columns["First agent reply at"].field == "first_human_response_at"


def test_zendesks_columns() -> None:
    assert fields(ZENDESK) == {
        "Id": "external_id", "Group": "team", "Subject": "subject", "Status": "status", "Priority": "priority",
        "Via": "channel", "Created at": "created_at", "Updated at": "updated_at", "Solved at": "resolved_at",
        "Satisfaction Score": "rating", "Topic [list]": "intent",
    }  # fmt: skip


def test_freshdesks_columns() -> None:
    assert fields(FRESHDESK) == {
        "Ticket ID": "external_id", "Subject": "subject", "Status": "status", "Priority": "priority",
        "Source": "channel", "Type": "intent", "Group": "team", "Created time": "created_at",
        "Resolved time": "resolved_at", "Last update time": "updated_at",
        "Initial response time": "first_response_at", "Survey results": "rating",
    }  # fmt: skip


def test_servicenows_columns() -> None:
    assert fields(SERVICENOW) == {
        "number": "external_id", "incident_state": "status", "opened_at": "created_at", "sys_updated_at": "updated_at",
        "contact_type": "channel", "category": "intent", "priority": "priority", "assignment_group": "team",
        "resolved_at": "resolved_at",
    }  # fmt: skip


def test_the_better_of_two_names_wins_and_the_other_says_so() -> None:
    columns = read("Id,Created,Closed,Resolved")
    assert columns["Resolved"].field == "resolved_at"
    assert columns["Closed"] == ColumnReading("Closed", None, "“Resolved” already tells this")


@pytest.mark.parametrize("name", ["Created at", "created_at", "CREATED  AT", "CreatedAt", " created-at "])
def test_case_and_punctuation_of_a_name_do_not_matter(name: str) -> None:
    assert read_columns("tickets.csv", ["Id", name])[1].field == "created_at"


@pytest.mark.parametrize("name", ["Requester", "Customer e-mail", "Assignee", "Full name", "Description", "Comments"])
def test_what_may_tell_who_somebody_is_is_not_kept(name: str) -> None:
    column = read_columns("tickets.csv", ["Id", "Created", name])[2]
    assert (column.field, column.why) == (None, "not kept: it may tell who somebody is or what they wrote")


@pytest.mark.parametrize("name", ["First reply time in minutes", "Resolution time", "First response time (in hrs)"])
def test_durations_are_not_read(name: str) -> None:
    column = read_columns("tickets.csv", ["Id", "Created", name])[2]
    assert column.field is None
    assert "duration" in column.why


def test_columns_without_a_name_or_with_one_that_is_there_already_are_told_apart() -> None:
    columns = read_columns("tickets.csv", ["Id", "Created", "Status", "Status", ""])
    assert [column.header for column in columns[3:]] == ["Status (column 4)", "(column 5)"]
    assert [column.why for column in columns[3:]] == ["“Status” already tells this", "it has no name"]


def test_without_ticket_numbers_a_file_is_refused_with_its_headers_and_the_names_to_use() -> None:
    with pytest.raises(UserError) as refusal:
        read("Day,Created,Tickets")
    assert "tickets.csv has no column that tells a ticket number" in refusal.value.sentence
    assert "Day, Created, Tickets" in refusal.value.sentence
    assert "Ticket ID" in refusal.value.hint


def test_without_opening_dates_a_file_is_refused() -> None:
    with pytest.raises(UserError, match="has no column that tells when the tickets were opened"):
        read("Id,Status")


def test_every_name_is_for_a_field_of_the_store_and_for_one_only() -> None:
    keys = [name.replace(" ", "") for names in SYNONYMS.values() for name in names]
    assert SYNONYMS.keys() <= Ticket.model_fields.keys()
    assert len(keys) == len(set(keys))
    assert set(INSTANTS) == {name for name in Ticket.model_fields if name.endswith("_at")}
