from pathlib import Path

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.servicenow import INCIDENTS
from tests.kpi.ingest.vendors.headers import headers_of


def test_the_list_of_incidents_is_recognised() -> None:
    headers = ["Number", "Opened", "Short description", "Caller", "Priority", "State", "Category", "Assignment group"]
    assert recognise(headers) is INCIDENTS


def test_real_files_are_recognised(real_data: Path) -> None:
    for file in (
        "uci_incidents_sample/incident_event_log_sample.csv",
        "uci_incidents_sample/incidents_flat.csv",
        "vendor_shapes/fivetran_servicenow/incident_data.csv",
        "vendor_shapes/fivetran_servicenow/task_data.csv",
    ):
        assert recognise(headers_of(real_data / file)) is INCIDENTS


def test_the_number_is_preferred_to_the_key_and_the_opening_to_the_record() -> None:
    assert INCIDENTS.ranks["number"] < INCIDENTS.ranks["sysid"]
    assert INCIDENTS.ranks["openedat"] < INCIDENTS.ranks["syscreatedon"]


def test_a_resolution_is_preferred_to_a_closing() -> None:
    assert INCIDENTS.ranks["resolvedat"] < INCIDENTS.ranks["closedat"]


def test_the_numbers_of_states() -> None:
    states = INCIDENTS.values["status"]
    assert [states[number] for number in "12367"] == ["new", "in progress", "on hold", "resolved", "closed"]


def test_durations_that_are_written_as_points_in_time_are_not_used() -> None:
    assert INCIDENTS.keys["calendarduration"] == (None, None)
    assert INCIDENTS.keys["businessduration"] == (None, None)
