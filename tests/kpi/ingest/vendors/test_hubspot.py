from pathlib import Path

import pytest

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.hubspot import TICKETS
from tests.kpi.ingest.vendors.headers import headers_of


def test_its_export_in_english_is_recognised() -> None:
    assert recognise(["Ticket ID", "Ticket name", "Pipeline", "Ticket status", "Create date", "Priority"]) is TICKETS


def test_its_api_is_recognised() -> None:
    properties = ["createdate", "closed_date", "hs_pipeline", "hs_pipeline_stage", "subject"]
    assert recognise(["id", *(f"properties.{name}" for name in properties), "archived"]) is TICKETS


def test_a_copy_of_its_api_is_recognised(real_data: Path) -> None:
    headers = headers_of(real_data / "vendor_shapes" / "fivetran_hubspot" / "ticket_data.csv")
    assert recognise(headers) is TICKETS


@pytest.mark.parametrize("prefix", ["", "property", "properties"])
def test_a_property_means_the_same_under_each_of_its_names(prefix: str) -> None:
    assert TICKETS.keys[f"{prefix}createdate"] == ("created_at", None)
    assert TICKETS.keys[f"{prefix}firstagentreplydate"] == ("first_human_response_at", None)
    assert TICKETS.keys[f"{prefix}closeddate"] == ("resolved_at", None)
    assert TICKETS.keys[f"{prefix}content"] == (None, None)


def test_deleted_tickets_say_so() -> None:
    assert TICKETS.keys["isdeleted"] == ("deleted", None)


def test_the_stages_of_the_pipeline_that_hubspot_makes() -> None:
    assert TICKETS.values["status"]["1"] == "new"
    assert TICKETS.values["status"]["4"] == "closed"
    assert "7970058" not in TICKETS.values["status"]
