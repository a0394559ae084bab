"""Self-service inquiries counted by day."""

from datetime import date

import pytest

from kpi.ingest.records.inquiry_days import INQUIRY_DAYS
from tests.kpi.ingest.records.support import read

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Day,Resolved,Contacted,Abandoned\n2026-06-30,41,12,7", (41, 12, 7)),
        ('Day,Resolved,Contacted,Abandoned\n2026-06-30,"1,041",12.0,', (1_041, 12, 0)),
        ("Date,Inquiries,Resolved\n2026-06-30,60,41", (41, 0, 19)),
        ("Date,Inquiries,Resolved,Contacted\n2026-06-30,60,41,12", (41, 12, 7)),
        ("Date,Inquiries,Resolved,Abandoned\n2026-06-30,60,41,7", (41, 12, 7)),
        ("Date,Sessions,Resolved,Contacted,Abandoned\n2026-06-30,99,41,12,7", (41, 12, 7)),
        ("Day,Deflected,Tickets created\n2026-06-30,41,12", (41, 12, 0)),
    ],
)
def test_how_a_day_is_told(text: str, counts: tuple[int, int, int]) -> None:
    found = read(INQUIRY_DAYS, text)
    resolved, contacted, abandoned = counts
    assert found.rows == [{"day": DAY, "resolved": resolved, "contacted": contacted, "abandoned": abandoned}]
    assert not found.problems


def test_rows_of_one_day_are_added_up() -> None:
    found = read(INQUIRY_DAYS, "Day,Resolved,Contacted\n2026-06-30,1,2\n2026-06-29,5,5\n2026-06-30,10,20")
    assert [tuple(row.values()) for row in found.rows] == [(DAY, 11, 22, 0), (date(2026, 6, 29), 5, 5, 0)]
    assert found.folded == 1


def test_every_reason_for_which_a_row_is_not_counted() -> None:
    found = read(
        INQUIRY_DAYS,
        """Day,Inquiries,Resolved
2026-06-28,3,1
2026-06-29,3,1
2026-06-30,3,1
2026-07-02,3,1
Total,9,3
2026-06-27,-3,1
2026-06-26,3,4
2026-06-25,,
""",
    )
    assert len(found.rows) == 3
    assert sorted((problem.row, problem.column, problem.why) for problem in found.problems) == [
        (5, "Day", "in the future"),
        (6, "Day", "not a date that is written year first (2024-12-31 23:59)"),
        (7, "Inquiries", "not a number of inquiries"),
        (8, "Inquiries", "fewer than ended somehow"),
        (9, "Resolved", "no number of inquiries"),
    ]
    assert found.rejected.total() == 5


@pytest.mark.parametrize(
    "header", ["Date,Tickets,Resolved", "Ticket ID,Date,Resolved,Abandoned", "Day,Resolved", "Resolved,Contacted"]
)
def test_what_is_not_of_such_counts(header: str) -> None:
    assert INQUIRY_DAYS.recognise(header.split(",")) is None
