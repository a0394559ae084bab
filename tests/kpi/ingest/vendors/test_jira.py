from pathlib import Path

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.jira import ISSUES
from tests.kpi.ingest.vendors.headers import headers_of


def test_its_export_is_recognised() -> None:
    assert recognise(["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Created"]) is ISSUES


def test_a_copy_of_its_api_is_recognised(real_data: Path) -> None:
    assert recognise(headers_of(real_data / "vendor_shapes" / "fivetran_jira" / "issue.csv")) is ISSUES


def test_the_key_is_preferred_to_the_number() -> None:
    assert ISSUES.ranks["issuekey"] < ISSUES.ranks["issueid"]
    assert ISSUES.ranks["key"] < ISSUES.ranks["id"]


def test_how_an_issue_was_resolved_is_not_when() -> None:
    assert ISSUES.keys["resolution"] == (None, None)
    assert ISSUES.keys["resolved"] == ("resolved_at", None)


def test_the_category_of_a_status_is_preferred_to_what_a_team_calls_it() -> None:
    assert ISSUES.ranks["statuscategory"] < ISSUES.ranks["status"]
    assert ISSUES.keys["statuscategorychanged"] == (None, None)


def test_promises_with_pauses_are_no_durations() -> None:
    assert ISSUES.keys["customfieldtimetofirstresponse"] == (None, None)
    assert ISSUES.keys["customfieldtimetoresolution"] == (None, None)


def test_its_dates_are_written_day_first() -> None:
    assert ISSUES.day_first
