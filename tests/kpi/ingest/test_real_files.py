"""Real exports, against figures that were computed from the files by other means."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi.ingest.columns.dates import DateFormat
from kpi.store import Store
from tests.kpi.ingest.conftest import NOW, imported

UTC = ZoneInfo("UTC")


def expected(folder: Path) -> dict[str, Any]:
    overall: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["overall"]
    return overall


def minutes(store: Store, field: str) -> tuple[int, Any]:
    """How many tickets have the instant, and its mean distance from the opening."""
    query = f"SELECT count({field}), avg({field} - created_at) / 60.0 FROM ticket WHERE {field} >= created_at"
    with store.reading() as connection:
        n, mean = connection.exec_driver_sql(query).one()
    return n, pytest.approx(mean, abs=1e-4)


def shares(store: Store, field: str) -> dict[str, int]:
    with store.reading() as connection:
        return dict(connection.exec_driver_sql(f"SELECT {field}, count(*) FROM ticket GROUP BY 1").all())


def test_a_year_of_a_citys_requests(store: Store, real_data: Path) -> None:
    folder = real_data / "boston311_2022"
    report = imported(store, folder / "requests.csv", zone=UTC)
    figures = expected(folder)
    assert report.rows == 4_035
    assert report.to_json()["tickets"] == {"added": 4_031, "updated": 0, "unchanged": 4}
    assert (report.rejected, report.problem_count) == ({}, 0)
    assert minutes(store, "resolved_at") == (figures["resolved"], figures["resolution_min"]["mean"])
    assert shares(store, "status") == {"open": 553, "resolved": 3_478}
    assert shares(store, "intent")["Animal Found"] == 309
    assert shares(store, "team")["INFO"] == 3_461
    assert report.cannot_feed.keys() == {"csat", "first_response_time"}


def test_the_same_requests_on_local_clocks_differ_by_the_summer_time_alone(store: Store, real_data: Path) -> None:
    folder = real_data / "boston311_2022"
    imported(store, folder / "requests.csv", zone=ZoneInfo("America/New_York"))
    n, mean = minutes(store, "resolved_at")
    assert n == 3_478
    assert mean == pytest.approx(expected(folder)["resolution_min"]["mean"], rel=1e-4)


def test_incidents_with_days_before_months(store: Store, real_data: Path) -> None:
    folder = real_data / "uci_incidents_sample"
    report = imported(store, folder / "incidents_flat.csv", zone=UTC)
    figures = expected(folder)
    assert report.to_json()["tickets"] == {"added": 600, "updated": 0, "unchanged": 0}
    assert {column.format for column in report.dates.values()} == {DateFormat.DAY_FIRST}
    assert report.dates.keys() == {"Opened", "First response", "Resolved"}
    assert minutes(store, "resolved_at") == (figures["resolved"], figures["resolution_min"]["mean"])
    assert minutes(store, "first_response_at") == (figures["frt_min"]["n"], figures["frt_min"]["mean"])
    assert shares(store, "channel") == {"Email": 9, "IVR": 2, "Phone": 557, "Self service": 32}


def test_an_event_log_folds_into_the_last_state_of_each_ticket(store: Store, real_data: Path) -> None:
    folder = real_data / "uci_incidents_sample"
    report = imported(store, folder / "incident_event_log_sample.csv", zone=UTC)
    figures = expected(folder)
    assert report.counts.added == figures["tickets"]
    assert sum(report.to_json()["tickets"].values()) == report.rows
    assert minutes(store, "resolved_at") == (figures["resolved"], figures["resolution_min"]["mean"])


@pytest.mark.parametrize("name", ["a_utf8_comma.csv", "b_bom_semicolon_crlf.csv", "j_epoch_seconds.csv"])
def test_three_hundred_requests_are_the_same_however_they_are_written(store: Store, real_data: Path, name: str) -> None:
    folder = real_data / "format_variants"
    report = imported(store, folder / name, zone=ZoneInfo("America/New_York"), now=NOW)
    n, mean = minutes(store, "resolved_at")
    assert report.counts.added == 300
    assert n == expected(folder)["resolved"]
    assert mean == pytest.approx(expected(folder)["resolution_min"]["mean"], rel=1e-3)
