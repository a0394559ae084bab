"""What columns mean: by name, as far as their values agree."""

from collections.abc import Sequence

import pytest

from kpi.ingest.columns.meaning import INSTANTS, MEANINGS, ColumnReading, Confidence
from kpi.ingest.columns.names import NAMES, distinct
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.recognition import recognise
from kpi.ingest.vendors import recognise as recognise_vendor
from kpi.ingest.vendors.vendor import header_key
from kpi.model import Ticket

SAMPLE_TEAM = (
    "Ticket ID,Created at,Updated at,Status,Channel,Topic,Team,Assignee,Priority,Language,Subject,Requester,"
    "First bot reply at,First agent reply at,Handed over at,Solved at,Reopened at,Satisfaction rating,Rated at,URL"
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

DAY, LATER = "2026-06-01 09:00", "2026-06-02 09:00"


def read(**columns: Sequence[str]) -> dict[str, ColumnReading]:
    """Columns by name, with their values; underscores for spaces."""
    return reading([name.replace("_", " ") for name in columns], list(columns.values()))


def reading(
    header: Sequence[str], values: Sequence[Sequence[str]] | None = None, said: dict[str, str | None] | None = None
) -> dict[str, ColumnReading]:
    headers = distinct(header)
    profiles = [Profile.of(texts) for texts in (values or [[]] * len(headers))]
    return {column.header: column for column in recognise(headers, profiles, recognise_vendor(header), said)}


def meanings(header: str) -> dict[str, str]:
    return {name: column.meaning for name, column in reading(header.split(",")).items() if column.meaning}


def test_the_sample_teams_export_is_used_whole() -> None:
    columns = reading(SAMPLE_TEAM.split(","))
    assert {name for name, column in columns.items() if column.meaning is None} == set()
    assert columns["Topic"].meaning == "intent"


def test_zendesks_columns() -> None:
    assert meanings(ZENDESK) == {
        "Id": "external_id", "Group": "team", "Subject": "subject", "Status": "status", "Priority": "priority",
        "Via": "channel", "Created at": "created_at", "Updated at": "updated_at", "Solved at": "resolved_at",
        "Satisfaction Score": "rating", "Topic [list]": "intent", "First reply time in minutes": "first_response_time",
        "Requester id": "requester", "Assignee": "assignee",
    }  # fmt: skip


def test_freshdesks_columns() -> None:
    assert meanings(FRESHDESK) == {
        "Ticket ID": "external_id", "Subject": "subject", "Status": "status", "Priority": "priority",
        "Source": "channel", "Type": "intent", "Group": "team", "Created time": "created_at",
        "Resolved time": "resolved_at", "Last update time": "updated_at",
        "Initial response time": "first_response_at", "Survey results": "rating", "Contact ID": "requester",
        "Agent": "assignee",
    }  # fmt: skip


def test_servicenows_columns() -> None:
    assert meanings(SERVICENOW) == {
        "number": "external_id", "incident_state": "status", "opened_at": "created_at", "sys_updated_at": "updated_at",
        "contact_type": "channel", "category": "intent", "priority": "priority", "assignment_group": "team",
        "resolved_at": "resolved_at", "assigned_to": "assignee",
    }  # fmt: skip


def test_the_better_of_two_names_wins_and_the_other_says_so() -> None:
    columns = read(Id=["1"], Created=[DAY], Closed=[LATER], Resolved=[LATER])
    assert columns["Resolved"].meaning == "resolved_at"
    assert columns["Closed"] == ColumnReading("Closed", None, "“Resolved” already tells this")


def test_a_better_name_without_values_leaves_it_to_the_other() -> None:
    columns = read(Id=["1"], Created=[DAY], Closed=[LATER], Resolved=[""])
    assert (columns["Closed"].meaning, columns["Resolved"].meaning) == ("resolved_at", None)


def test_a_better_name_with_other_values_leaves_it_to_the_other() -> None:
    columns = read(Id=["1"], Created=[DAY], Resolved=["by phone"], Closed=[LATER])
    assert columns["Closed"].meaning == "resolved_at"
    assert "in no date format" in columns["Resolved"].why


@pytest.mark.parametrize(
    "name", ["Created at", "created_at", "CREATED  AT", "CreatedAt", " created-at ", "Created at [txt]"]
)
def test_case_and_punctuation_of_a_name_do_not_matter(name: str) -> None:
    assert next(iter(reading([name]).values())).meaning == "created_at"


@pytest.mark.parametrize(
    "name", ["Requester name", "Agent e-mail", "Opened by", "Full name", "Description", "Remarks by caller"]
)
def test_what_may_tell_who_somebody_is_is_not_kept(name: str) -> None:
    column = reading(["Id", "Created", name])[name]
    assert (column.meaning, column.why) == (None, "not kept: it may tell who somebody is or what they wrote")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Requester ID", "4711"),
        ("customer.id", "c0ffee-12"),
        ("Customer e-mail", "ann@a.example"),
        ("Contact", "Ann <ann@a.example>"),
        ("Caller", "Caller 2403"),
        ("Kundennummer", "K-1"),
        ("Email", "ann@a.example"),
    ],
)
def test_names_of_who_asked(name: str, value: str) -> None:
    column = reading(["Id", "Created", name], [["1"], [DAY], [value]])[name]
    assert (column.meaning, column.why) == ("requester", "by its name; kept as a hash that names nobody")


def test_who_asked_is_told_by_a_number_rather_than_an_address_and_by_no_name() -> None:
    columns = read(Id=["1"], Requester=["Ann Lee"], Requester_email=["a@a.example"], Requester_id=["7"])
    assert [name for name, column in columns.items() if column.meaning == "requester"] == ["Requester id"]
    columns = read(Id=["1"], Requester=["Ann Lee"], Requester_email=["a@a.example"], Requester_id=["1.03E+13"])
    assert columns["Requester email"].meaning == "requester"
    assert columns["Requester id"].why == "its numbers were rounded by a spreadsheet"
    column = read(Id=["1"], Created=[DAY], Requester=["Ann Lee"])["Requester"]
    assert (column.meaning, column.why[:9]) == (None, "not kept:")


@pytest.mark.parametrize("name", ["Assignee ID", "Agent email", "Owner email", "Author ID", "Submitter ID", "User ID"])
def test_who_answers_or_writes_is_not_who_asked(name: str) -> None:
    assert reading(["Id", "Created", name], [["1"], [DAY], ["7"]])[name].meaning is None


@pytest.mark.parametrize(
    "name",
    ["NPS", "nps_score", "Net Promoter Score", "How likely are you to recommend us to a friend or colleague?"],
)
def test_a_column_is_nps_if_its_name_says_so(name: str) -> None:
    column = reading(["Id", "Created", name], [["1", "2"], [DAY] * 2, ["4", "10"]])[name]
    assert (column.meaning, column.confidence) == ("nps", Confidence.SURE)


@pytest.mark.parametrize(("name", "value"), [("NPS comment", "9"), ("NPS", "Promoter"), ("NPS", "42"), ("Score", "9")])
def test_what_is_no_nps(name: str, value: str) -> None:
    assert reading(["Id", "Created", name], [["1"], [DAY], [value]])[name].meaning is None


def test_of_satisfaction_and_nps_satisfaction_is_read() -> None:
    columns = read(Id=["1"], Created=[DAY], NPS=["9"], NPS_date=[LATER], CSAT=["5"])
    assert (columns["CSAT"].meaning, columns["NPS"].meaning) == ("rating", None)
    assert columns["NPS"].why == "a ticket keeps one rating, and “CSAT” is read as that"
    assert columns["NPS date"].why == "it is about another rating than the one that is read"


@pytest.mark.parametrize("said", [{"NPS": "nps"}, {"CSAT": None}])
def test_nps_is_read_instead_of_satisfaction_if_a_person_says_so(said: dict[str, str | None]) -> None:
    columns = reading(["Id", "CSAT", "NPS", "NPS date"], [["1"], ["5"], ["9"], [LATER]], said)
    assert [column.meaning for column in columns.values()] == ["external_id", None, "nps", "rated_at"]


def test_nps_is_read_where_satisfaction_is_empty() -> None:
    columns = read(Id=["1", "2"], CSAT=["", "-"], NPS=["9", "3"])
    assert (columns["CSAT"].meaning, columns["NPS"].meaning) == (None, "nps")


def test_a_duration_named_like_a_point_in_time_and_the_reverse() -> None:
    columns = read(Id=["1"], Created=[DAY], Resolved_at=["26:30:00"], First_response_time=[LATER])
    assert columns["Resolved at"].meaning == "resolution_time"
    assert columns["First response time"].meaning == "first_response_at"
    assert "but its values are" in columns["Resolved at"].why


def test_a_point_in_time_is_preferred_to_a_duration() -> None:
    columns = read(Id=["1"], Created=[DAY], Resolution_time=["26:30:00"], Resolved_at=[LATER])
    assert columns["Resolved at"].meaning == "resolved_at"
    assert columns["Resolution time"].why == "“Resolved at” already tells this"


def test_a_duration_is_used_where_the_points_in_time_are_missing() -> None:
    columns = read(Id=["1"], Created=[DAY], Resolution_time=["26:30:00"], Resolved_at=[""])
    assert columns["Resolution time"].meaning == "resolution_time"


def test_business_hours_are_no_calendar_time() -> None:
    column = reading(["Id", "First reply time in minutes within business hours"], [["1", "2"], ["5", "6"]])
    assert "business hours" in column["First reply time in minutes within business hours"].why


def test_a_state_of_the_country_is_no_status() -> None:
    columns = read(
        Id=["1", "2"], Created=[DAY, DAY], State=["CA", "NY"], Company_response=["Closed with relief", "In progress"]
    )
    assert columns["State"].meaning is None
    assert columns["Company response"].meaning == "status"
    assert columns["Company response"].confidence is Confidence.GUESS


def test_columns_without_telling_names_are_guessed_by_their_values() -> None:
    columns = read(
        A=["17", "18", "19"], B=[DAY, LATER, DAY], C=["Solved", "Open", "Open"], D=["Email", "Phone", "Chat"]
    )
    assert [columns[name].meaning for name in "ABCD"] == ["external_id", "created_at", "status", "channel"]
    assert [columns[name].confidence for name in "ABC"] == [Confidence.GUESS] * 3


def test_a_word_of_a_name_is_a_guess() -> None:
    columns = read(Id=["1"], Date_received=[DAY], Date_sent_to_company=[LATER])
    assert columns["Date sent to company"].meaning == "first_response_at"
    assert columns["Date sent to company"].confidence is Confidence.GUESS


@pytest.mark.parametrize("name", ["SLA due date", "Expected resolution date", "Last viewed on"])
def test_what_is_to_happen_is_no_event(name: str) -> None:
    assert reading(["Id", "Created", name], [["1"], [DAY], [LATER]])[name].meaning is None


def test_what_a_person_said_comes_first() -> None:
    said: dict[str, str | None] = {"Created": None, "Opened": "created_at", "Took": "resolution_time:minutes"}
    columns = reading(["Id", "Created", "Opened", "Took"], [["1"], [DAY], [DAY], ["5"]], said)
    assert [column.meaning for column in columns.values()] == ["external_id", None, "created_at", "resolution_time"]
    assert columns["Took"].unit == "MINUTES"


def test_columns_without_a_name_or_with_one_that_is_there_already_are_told_apart() -> None:
    columns = list(reading(["Id", "Created", "Status", "Status", ""]).values())
    assert [column.header for column in columns[3:]] == ["Status (column 4)", "(column 5)"]
    assert columns[4].why == "it has no name, and its values do not tell what it is"


def test_a_vendors_numbers_are_statuses_only_for_that_vendor() -> None:
    header = ["id", "created_at", "status", "fr_escalated", "fr_due_by", "email_config_id", "is_escalated"]
    values = [["1", "2"], [DAY, DAY], ["2", "5"], *[[""] * 2] * 4]
    assert reading(header, values)["status"].meaning == "status"
    assert reading(header[:3], values[:3])["status"].meaning is None


def test_a_time_of_day_needs_its_date() -> None:
    columns = read(Id=["1"], Closed=[LATER], Time_opened=["9:05"])
    assert (columns["Time opened"].meaning, columns["Time opened"].why) == (
        None,
        "no column has the date that belongs to it",
    )


def test_every_name_is_for_one_meaning_only() -> None:
    keys = [header_key(name) for names in NAMES.values() for name in names]
    assert NAMES.keys() <= MEANINGS
    assert sorted(keys) == sorted(set(keys))
    of_messages_alone = {"acknowledged_at"}
    assert set(INSTANTS) | of_messages_alone == {name for name in Ticket.model_fields if name.endswith("_at")}
