"""Each help desk that is known is written about."""

from kpi.ingest import vendors as files
from kpi.webhooks import vendors as webhooks
from tests.docs.pages import ROOT, text


def test_each_export_is_named_where_files_are_explained() -> None:
    page = text(ROOT / "docs" / "import.md")
    assert [each.title for each in files.VENDORS if each.title not in page] == []


def test_each_help_desk_that_sends_has_a_line_and_says_how_to_connect_it() -> None:
    page = text(ROOT / "docs" / "webhooks.md")
    assert [each.key for each in webhooks.VENDORS if f"kpibot sources add {each.key}`" not in page] == []
