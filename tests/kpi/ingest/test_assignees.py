"""Who conversations are assigned to is kept only where the team wants it."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kpi.ingest.columns.names import PERSONAL
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.recognition import recognise
from kpi.ingest.history.undo import undo
from kpi.ingest.importing import import_file
from kpi.ingest.vendors import (
    chatwoot,
    freshdesk,
    front,
    hubspot,
    intercom,
    jira,
    servicenow,
    vendor,
    zendesk,
)
from kpi.model import Label, table
from kpi.store import Store
from tests.kpi.ingest.conftest import NOW, imported, said, tickets

KEPT: dict[str, Any] = {"not_kept": frozenset()}
ROWS = ("ID,Opened,Assigned to,Team", "1,2026-06-01 09:00,Ada  Lovelace,Tier 1", "2,2026-06-01 10:00,ada lovelace,")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text("\n".join([*ROWS, "3,2026-06-01 11:00,Bo,Tier 1", "4,2026-06-01 12:00,-,Tier 2"]) + "\n")
    return path


def assignees(store: Store) -> list[Any]:
    return [ticket["assignee"] for ticket in tickets(store).values()]


def spelt(store: Store) -> dict[str, str]:
    label = table(Label)
    with store.reading() as connection:
        query = select(label.c.folded, label.c.spelling).where(label.c.field == "assignee")
        return {row.folded: row.spelling for row in connection.execute(query)}


def meanings(headers: Sequence[str], of: vendor.Vendor | None = None, value: str = "Ada") -> dict[str, str | None]:
    profiles = [Profile.of([value, "Bo", value])] * len(headers)
    return {column.header: column.meaning for column in recognise(headers, profiles, of)}


@pytest.mark.parametrize(
    ("of", "header"),
    [
        (zendesk.TICKETS, "Assignee"),
        (zendesk.TICKETS, "assignee.name"),
        (freshdesk.TICKETS, "Agent"),
        (freshdesk.TICKETS, "responder_name"),
        (front.MESSAGES, "Assignee"),
        (hubspot.TICKETS, "Ticket owner"),
        (hubspot.TICKETS, "properties.hubspot_owner_id"),
        (intercom.CONVERSATIONS, "admin_assignee_id"),
        (jira.ISSUES, "Assignee"),
        (jira.ISSUES, "fields.assignee.displayName"),
        (servicenow.INCIDENTS, "Assigned to"),
        (chatwoot.CSAT, "Agent Name"),
        *((None, name) for name in ("Assignee", "assigned_to", "Agent name", "OWNER", "Zugewiesen an", "Bearbeiter")),
    ],
)
def test_each_help_desk_has_a_name_for_it(of: vendor.Vendor | None, header: str) -> None:
    assert meanings([header], of) == {header: "assignee"}


def test_a_name_is_taken_rather_than_a_number() -> None:
    found = meanings(["assignee_id", "Assignee"], zendesk.TICKETS)
    assert found == {"assignee_id": None, "Assignee": "assignee"}


@pytest.mark.parametrize(
    "header", ["Agent email", "Assignee ID", "Opened by", "Author", "Agent interactions", "Owner phone", "Closed by"]
)
def test_what_else_is_told_of_people_is_not_it(header: str) -> None:
    assert meanings([header]) == {header: None}


def test_it_takes_nothing_from_columns_that_mean_something_else() -> None:
    headers = ["Agent", "Assignment group", "Author type", "Assigned team", "Requester"]
    found = meanings(headers, value="7")
    assert found == {
        "Agent": "assignee", "Assignment group": "team", "Author type": "author", "Assigned team": None,
        "Requester": None,
    }  # fmt: skip


def test_it_is_left_out_where_a_team_has_decided_nothing_and_that_is_said(store: Store, export: Path) -> None:
    report = imported(store, export)
    assert assignees(store) == [None] * 4
    assert spelt(store) == {}
    column = next(column for column in report.plan.columns if column.header == "Assigned to")
    assert (column.meaning, column.why) == (None, "your team does not keep assignees")
    assert "“Assigned to” is left out: your team does not keep assignees." in report.plan.remarks
    assert "assignee" not in report.plan.fields
    assert PERSONAL not in report.plan.remarks


def test_it_is_left_out_even_if_somebody_names_the_column(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("ID,Opened,Handler\n1,2026-06-01 09:00,Ada\n")
    imported(store, path, mapping={"Handler": "assignee"})
    assert assignees(store) == [None]


def test_it_is_a_label_like_any_other_where_it_is_kept(store: Store, export: Path) -> None:
    imported(store, export, **KEPT)
    assert assignees(store) == ["ada lovelace", "ada lovelace", "bo", None]
    assert spelt(store) == {"ada lovelace": "Ada Lovelace", "bo": "Bo"}


def test_the_same_file_again_tells_it_once_it_is_kept_and_undoing_that_takes_it_back(
    store: Store, export: Path
) -> None:
    imported(store, export)
    again = imported(store, export, **KEPT)
    assert (again.counts.updated, again.counts.added) == (3, 0)
    assert assignees(store) == ["ada lovelace", "ada lovelace", "bo", None]
    undo(store, again.number, NOW)
    assert assignees(store) == [None] * 4
    assert spelt(store) == {}


def test_the_last_who_had_it_counts_whatever_the_order_of_files(store: Store, tmp_path: Path) -> None:
    for name, day, who in (("b", "3", "Bo"), ("a", "2", "Ada")):
        path = tmp_path / f"{name}.csv"
        rows = [["ID", "Opened", "Updated at", "Agent"], ["1", "2026-06-01 09:00", f"2026-06-0{day} 09:00", who]]
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
        import_file(store, path, said(**KEPT))
    assert assignees(store) == ["bo"]


def test_nobody_is_no_assignee_at_intercom(store: Store, tmp_path: Path) -> None:
    header = "id,created_at,state,source_delivered_as,waiting_since,snoozed_until,assignee_type,admin_assignee_id"
    path = tmp_path / "conversations.csv"
    path.write_text(f"{header}\n1,1780300000,open,,,,,0\n2,1780300000,open,,,,,4711\n")
    imported(store, path, source=None, **KEPT)
    assert assignees(store) == [None, "4711"]
