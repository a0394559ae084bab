"""Costs, self-service inquiries and searches, from a file into the store."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlmodel import SQLModel

from kpi.errors import UserError
from kpi.ingest.merging.merge import Counts
from kpi.ingest.records import KINDS
from kpi.model import Cost, Inquiry, InquiryDay, Search, Source, table
from kpi.store import Store
from tests.kpi.ingest.conftest import BERLIN, NOW, WriteFile, imported, tickets


def rows(store: Store, model: type[SQLModel], *columns: str) -> list[tuple[Any, ...]]:
    record = table(model)
    with store.reading() as connection:
        found = connection.execute(select(*(record.c[name] for name in columns)).order_by(*record.primary_key))
        return [tuple(row) for row in found]


def berlin(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_the_example_of_each_kind_can_be_imported_as_it_is(store: Store, write: WriteFile, kind: Any) -> None:
    lines = kind.example.splitlines()
    report = imported(store, write(lines), source=None)
    assert (report.plan.kind, report.counts, report.problem_count) == (kind.key, Counts(added=len(lines) - 1), 0)
    assert imported(store, write(lines), source=None).counts == Counts(unchanged=len(lines) - 1)
    assert tickets(store) == {}


def test_costs_a_month_and_in_all(store: Store, write: WriteFile) -> None:
    lines = [
        "First day,Last day,Amount (EUR),Per,Category,Note",
        "2026-01-01,until changed,9000.00,month,agents,Three people",
        '2026-01-01,2026-12-31,"1,200.50",total,software,Licence',
        "2026-03,,350,total,training,",
    ]
    report = imported(store, write(lines, "costs.csv"))
    assert report.plan.remarks[0] == "It holds costs."
    assert rows(store, Cost, "first_day", "last_day", "category", "cents", "monthly", "note") == [
        (date(2026, 1, 1), date(2026, 12, 31), "software", 120_050, False, "Licence"),
        (date(2026, 1, 1), None, "agents", 900_000, True, "Three people"),
        (date(2026, 3, 1), date(2026, 3, 31), "training", 35_000, False, None),
    ]


def test_costs_from_a_workbook_with_a_comma_for_the_cents(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Costs", 0)
    sheet.append(["From", "Until", "Monthly cost", "Category"])
    sheet.append([datetime(2026, 1, 1), datetime(2026, 6, 30), "1.234,50 €", "software"])
    book.save(tmp_path / "costs.xlsx")
    imported(store, tmp_path / "costs.xlsx")
    assert rows(store, Cost, "first_day", "last_day", "cents", "monthly") == [
        (date(2026, 1, 1), date(2026, 6, 30), 123_450, True)
    ]


def test_a_cost_that_cannot_be_one_is_left_out_and_told(store: Store, write: WriteFile) -> None:
    lines = ["First day,Amount per month,Category", "2026-01-01,-5,agents", "2026-02-01,7,agents", ",3,agents"]
    report = imported(store, write(lines, "costs.csv"))
    assert report.rejected == {"a negative amount": 1, "no first day": 1}
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "Amount per month"), (4, "First day")]
    assert rows(store, Cost, "cents") == [(700,)]


def test_inquiries_and_the_tickets_that_came_of_them(store: Store, write: WriteFile) -> None:
    lines = [
        "Inquiry ID,Time,Outcome,Ticket ID",
        "q1,2026-06-01 09:12,Deflected,",
        "q2,2026-06-01 09:40,Ticket created,48213.0",
        "q3,2026-06-01 10:03,exit,",
        "q4,2026-06-01 10:04,puzzled,",
    ]
    report = imported(store, write(lines, "inquiries.csv"))
    assert rows(store, Inquiry, "external_id", "at", "outcome", "conversation") == [
        ("q1", berlin("2026-06-01 09:12"), "resolved", None),
        ("q2", berlin("2026-06-01 09:40"), "contacted", "48213"),
        ("q3", berlin("2026-06-01 10:03"), "abandoned", None),
    ]
    assert (sum(report.rejected.values()), [problem.value for problem in report.problems]) == (1, ["puzzled"])


def test_inquiries_counted_by_day(store: Store, write: WriteFile) -> None:
    lines = ["Date,Resolved,Contacted,Abandoned", "13/06/2026,41,12,7", "14/06/2026,38,15,4", "14/06/2026,1,1,1"]
    imported(store, write(lines, "days.csv"))
    assert rows(store, InquiryDay, "day", "resolved", "contacted", "abandoned") == [
        (date(2026, 6, 13), 41, 12, 7),
        (date(2026, 6, 14), 39, 16, 5),
    ]


def test_searches_tell_nobody(store: Store, write: WriteFile, tmp_path: Path) -> None:
    lines = [
        "Day,Query,Searches,Results",
        "2026-06-01,Cancel  subscription,14,0",
        "2026-06-01,cancel subscription,2,0",
        "2026-06-01,zaphod@betelgeuse.example,1,0",
        "2026-06-01,call +49 170 1234567,1,0",
        "2026-06-01,found it,3,12",
    ]
    imported(store, write(lines, "searches.csv"))
    assert rows(store, Search, "query", "searches") == [
        ("[e-mail]", 1),
        ("call [number]", 1),
        ("cancel subscription", 16),
    ]
    store.close()
    assert all(b"zaphod" not in file.read_bytes() for file in tmp_path.glob("kpibot.db*"))


def test_a_later_file_replaces_what_an_earlier_one_said(store: Store, write: WriteFile) -> None:
    header = "Day,Resolved,Contacted,Abandoned"
    imported(store, write([header, "2026-06-01,41,12,7"], "a.csv"), now=NOW)
    imported(store, write([header, "2026-06-01,50,10,0"], "b.csv"), now=NOW + 60)
    assert imported(store, write([header, "2026-06-01,41,12,7"], "c.csv"), now=NOW).counts == Counts(unchanged=1)
    assert rows(store, InquiryDay, "resolved", "contacted", "abandoned") == [(50, 10, 0)]


def test_what_is_no_ticket_gives_its_source_neither_fields_nor_completeness(store: Store, write: WriteFile) -> None:
    imported(store, write(KINDS["costs"].example.splitlines()), source=None)
    assert rows(store, Source, "name", "fields", "complete_until") == [("costs", [], None)]


def test_who_says_what_a_column_tells_of_tickets_has_tickets(store: Store, write: WriteFile) -> None:
    """Without a word from anybody, these are searches."""
    lines = ["Day,Query,Count", "2026-06-01,a-1,1", "2026-06-02,a-2,1"]
    path = write(lines, "export.csv")
    assert imported(store, path, source=None).plan.kind == "searches"
    imported(store, path, mapping={"Query": "external_id", "Day": "created_at"})
    assert list(tickets(store)) == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["First day,Amount (EUR),Category", "2026-01-01,1.234,agents"], "per month or in all"),
        (["Category,Amount per month", "agents,5"], "does not say from when"),
        (["First day,Amount per month,Category", "2026-01-01,€ 5,agents", "2026-02-01,$ 5,agents"], "one currency"),
        (["Query,Searches", "refund,3"], "on which day"),
    ],
)
def test_what_cannot_be_told_is_refused(store: Store, write: WriteFile, lines: list[str], why: str) -> None:
    with pytest.raises(UserError, match=why) as refusal:
        imported(store, write(lines), source=None, accept=True)
    assert refusal.value.hint
    assert rows(store, Source, "name") == []
