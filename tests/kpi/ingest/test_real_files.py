"""Real exports, against figures that were computed from the files by other means."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi.errors import UserError
from kpi.ingest.columns.date_formats import DateFormat
from kpi.ingest.planning.questions import UnsureError
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.report import Report
from kpi.store import Store
from tests.kpi.ingest.conftest import imported, tickets

UTC = ZoneInfo("UTC")
BOSTON = ZoneInfo("America/New_York")


def expected(folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return figures


def counts(figures: dict[str, Any], *path: str) -> dict[str, int]:
    """How often each label occurs, those that differ in case or spaces only taken together."""
    for name in path:
        figures = figures[name]
    folded: Counter[str] = Counter()
    for label, found in figures.items():
        folded[" ".join(label.split()).casefold()] += found["n"] if isinstance(found, dict) else found
    return dict(folded)


def minutes(store: Store, field: str) -> dict[str, float]:
    """How many tickets have the instant, and how far it is from the opening, as `expected.json` says it."""
    query = f"SELECT {field} - created_at FROM ticket WHERE {field} >= created_at ORDER BY 1"
    with store.reading() as connection:
        seconds = [row[0] for row in connection.exec_driver_sql(query)]
    middle = len(seconds) // 2
    median = seconds[middle] if len(seconds) % 2 else (seconds[middle - 1] + seconds[middle]) / 2
    return {"n": len(seconds), "mean": sum(seconds) / len(seconds) / 60, "median": median / 60, "max": seconds[-1] / 60}


def told(figures: dict[str, Any]) -> Any:
    return pytest.approx({name: figures[name] for name in ("n", "mean", "median", "max")}, abs=1e-4)


def shares(store: Store, field: str) -> dict[str | None, int]:
    with store.reading() as connection:
        return {
            row[0]: row[1] for row in connection.exec_driver_sql(f"SELECT {field}, count(*) FROM ticket GROUP BY 1")
        }


def formats(report: Report) -> dict[str, DateFormat]:
    assert isinstance(report.plan, TicketPlan)
    return {header: column.format for header, column in report.plan.dates.items()}


def test_a_year_of_a_citys_requests(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "boston311_2022")
    report = imported(store, real_data / "boston311_2022" / "requests.csv", zone=UTC)
    assert report.rows == figures["rows_in_file"]
    assert report.to_json()["tickets"] == {"added": 4_031, "updated": 0, "unchanged": figures["duplicate_rows_removed"]}
    assert (report.rejected, report.problem_count) == ({}, 0)
    assert minutes(store, "resolved_at") == told(figures["overall"]["resolution_min"])
    assert shares(store, "status") == {"open": 553, "resolved": figures["overall"]["resolved"]}
    assert shares(store, "intent") == counts(figures, "category")
    assert shares(store, "channel") == counts(figures, "channel")
    assert set(report.plan.cannot_feed) == {"csat", "first_response_time", "automation_rate", "nps"}


def test_the_same_requests_on_local_clocks(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "boston311_2022")
    imported(store, real_data / "boston311_2022" / "requests.csv", zone=BOSTON)
    found = minutes(store, "resolved_at")
    assert found["n"] == figures["overall"]["resolved"]
    assert found["mean"] == pytest.approx(figures["overall"]["resolution_min"]["mean"], rel=1e-4)


def test_incidents_with_days_before_months(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "uci_incidents_sample")
    report = imported(store, real_data / "uci_incidents_sample" / "incidents_flat.csv", zone=UTC)
    assert report.to_json()["tickets"] == {"added": 600, "updated": 0, "unchanged": 0}
    assert formats(report) == dict.fromkeys(("Opened", "First response", "Resolved"), DateFormat.DAY_FIRST)
    assert minutes(store, "resolved_at") == told(figures["overall"]["resolution_min"])
    assert minutes(store, "first_response_at") == told(figures["overall"]["frt_min"])
    assert shares(store, "channel") == counts(figures, "channel")
    assert shares(store, "priority") == counts(figures, "priority")


def test_an_event_log_tells_the_same_as_the_flat_file(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "uci_incidents_sample")
    report = imported(store, real_data / "uci_incidents_sample" / "incident_event_log_sample.csv", zone=UTC)
    assert (report.rows, report.counts.added) == (figures["event_rows"], figures["overall"]["tickets"])
    assert sum(report.to_json()["tickets"].values()) == report.rows
    assert minutes(store, "first_response_at") == told(figures["overall"]["frt_min"])
    assert minutes(store, "resolved_at") == told(figures["overall"]["resolution_min"])


def test_complaints_without_numbers_or_times(store: Store, real_data: Path) -> None:
    """Two of its columns are guesses, and without ticket numbers each row is a ticket."""
    figures, path = expected(real_data / "cfpb_complaints"), real_data / "cfpb_complaints" / "complaints.csv"
    with pytest.raises(UnsureError, match="3 things have to be known"):
        imported(store, path, zone=UTC)
    report = imported(store, path, zone=UTC, accept=True)
    assert report.counts.added == figures["overall"]["tickets"]
    assert minutes(store, "first_response_at") == told(figures["overall"]["frt_min"])
    assert shares(store, "status")["resolved"] == figures["overall"]["resolved"]
    assert shares(store, "channel") == counts(figures, "channel")
    early = [problem for problem in report.problems if problem.why == "before the ticket was opened"]
    assert len(early) == figures["overall"]["frt_min"]["n_negative_excluded"]


def test_months_before_days_in_twelve_hours(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "nyc311_elevator_sample")
    report = imported(store, real_data / "nyc311_elevator_sample" / "nyc311_elevator.csv", zone=UTC)
    assert report.counts.added == figures["overall"]["tickets"]
    assert set(formats(report).values()) == {DateFormat.MONTH_FIRST}
    assert minutes(store, "resolved_at") == told(figures["overall"]["resolution_min"])
    assert shares(store, "status")["resolved"] == figures["overall"]["resolved"]


def test_threads_of_messages(store: Store, real_data: Path) -> None:
    figures = expected(real_data / "ibm_care_threads")
    report = imported(store, real_data / "ibm_care_threads" / "threads.json", zone=UTC)
    assert report.counts.added == figures["conversations"]
    assert minutes(store, "first_human_response_at") == told(figures["overall"]["frt_min"])


@pytest.mark.parametrize("name", ["banking77_train.csv", "bitext_train.csv"])
def test_training_data_are_no_tickets(store: Store, real_data: Path, name: str) -> None:
    with pytest.raises(UserError, match="no column that tells a ticket number"):
        imported(store, real_data / "intents" / name, accept=True)


VARIANTS = (
    "a_utf8_comma.csv", "b_bom_semicolon_crlf.csv", "c_cp1252_semicolon_quoted.csv", "d_utf16_tab.txt", "e_array.json",
    "f_lines.ndjson", "g_wrapped.json", "h_real_dates.xlsx", "i_title_rows_second_sheet.xlsx", "j_epoch_seconds.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_three_hundred_requests_however_they_are_written(store: Store, real_data: Path, name: str) -> None:
    figures = expected(real_data / "format_variants")
    report = imported(store, real_data / "format_variants" / name, zone=UTC)
    assert report.counts.added == figures["overall"]["tickets"]
    assert minutes(store, "resolved_at") == told(figures["overall"]["resolution_min"])
    assert shares(store, "channel") == counts(figures, "channel")
    assert shares(store, "intent") == counts(figures, "category")


def test_the_variants_are_the_same_to_the_last_field(real_data: Path, store: Store) -> None:
    """In UTC, as the variant in unix time has the others' wall times for those of UTC."""
    folder = real_data / "format_variants"
    for name in VARIANTS:
        imported(store, folder / name, zone=UTC, source=name)
    by_file: dict[str, dict[str, Any]] = {name: {} for name in VARIANTS}
    beside = {"source", "origin", "others"}
    with store.reading() as connection:
        for row in connection.exec_driver_sql("SELECT * FROM ticket").mappings():
            by_file[row["source"]][row["external_id"]] = {key: row[key] for key in row if key not in beside}
    assert all(by_file[name] == by_file[VARIANTS[0]] for name in VARIANTS)
    assert tickets(store).keys() == by_file[VARIANTS[0]].keys()


CONNECTORS = {
    "fivetran_zendesk/ticket_data.csv": ("zendesk", 10),
    "fivetran_intercom/conversation_history_data.csv": ("intercom", 2),
    "fivetran_hubspot/ticket_data.csv": ("hubspot", 25),
    "fivetran_jira/issue.csv": ("jira", 4),
    "fivetran_servicenow/incident_data.csv": ("servicenow", 1),
    "freshdesk_api/all_tickets.json": ("freshdesk", 1),
    "freshdesk_api/search_tickets.json": ("freshdesk", 1),
    "freshdesk_api/ticket_1.json": ("freshdesk", 1),
}


@pytest.mark.parametrize(("name", "told"), CONNECTORS.items())
def test_what_help_desks_and_connectors_give(store: Store, real_data: Path, name: str, told: tuple[str, int]) -> None:
    report = imported(store, real_data / "vendor_shapes" / name, source=None)
    assert (report.plan.vendor, report.plan.source, len(tickets(store))) == (told[0], told[0], told[1])
    assert all(row["created_at"] for row in tickets(store).values())


NO_TICKETS = [
    "fivetran_jira/priority.csv",
    "fivetran_zendesk/ticket_tag_data.csv",
    "fivetran_zendesk/schedule_data.csv",
]


@pytest.mark.parametrize("name", NO_TICKETS)
def test_a_connectors_other_tables_are_refused(store: Store, real_data: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"tells nothing of its tickets|several rows for a ticket"):
        imported(store, real_data / "vendor_shapes" / name, accept=True)
