"""The tables that docs/scaling.md spreads over servers can be spread so."""

import re

import pytest
from sqlalchemy import Table, UniqueConstraint
from sqlmodel import SQLModel

import kpi.model
import kpi.summary.tables  # noqa: F401 - and these
from tests.docs.pages import ROOT, text

PAGE = text(ROOT / "docs" / "scaling.md")
SPREAD = dict(re.findall(r"create_distributed_table\('(\w+)', '(\w+)'", PAGE))
EVERYWHERE = set(re.findall(r"create_reference_table\('(\w+)'\)", PAGE))
TABLES = SQLModel.metadata.tables
WITH_A_ROW_A_CONVERSATION_OR_DAY = {"external_id", "day"}
FEW_ROWS = {"alert", "dirty_day", "inquiry_day", "search"}


def keys(table: Table) -> list[set[str]]:
    """Its primary key and all others that are unique, by the names of their columns."""
    unique = [each.columns for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexed = [each.columns for each in table.indexes if each.unique]
    return [{column.name for column in columns} for columns in (table.primary_key.columns, *unique, *indexed)]


@pytest.mark.parametrize("name", SPREAD)
def test_each_key_of_a_spread_table_has_its_column(name: str) -> None:
    assert all(SPREAD[name] in key for key in keys(TABLES[name]))


@pytest.mark.parametrize("name", SPREAD)
def test_a_spread_table_refers_to_what_every_node_has(name: str) -> None:
    assert {key.column.table.name for key in TABLES[name].foreign_keys} <= EVERYWHERE


def test_what_every_node_has_refers_to_nothing_else() -> None:
    assert {key.column.table.name for name in EVERYWHERE for key in TABLES[name].foreign_keys} <= EVERYWHERE


def test_every_table_that_grows_with_the_tickets_is_spread() -> None:
    grow = {
        name
        for name, table in TABLES.items()
        if WITH_A_ROW_A_CONVERSATION_OR_DAY & set(table.primary_key.columns.keys())
    }
    assert grow - FEW_ROWS <= SPREAD.keys()


@pytest.mark.parametrize(
    ("row", "section"),
    [
        ("all KPIs, 7 days against 7", "Overview: all KPIs, 7 days against 7"),
        ("all KPIs by channel, 90 days against 90", "All KPIs that have channels, 90 days against 90, by channel"),
        ("resolution time, 52 weeks × 40 intents", "Resolution time, 52 weeks × 40 intents"),
    ],
)
def test_its_figures_are_those_that_were_measured(row: str, section: str) -> None:
    """After `make bench`, take the figures over from docs/benchmarks.md."""
    measured = text(ROOT / "docs" / "benchmarks.md").partition(f"### {section}\n")[2].partition("###")[0]
    figures = re.findall(r"^\| [\d,]+ \| ([\d.]+) \|", measured, re.MULTILINE)
    assert f"| {row} | " + " | ".join(f"{float(each):.0f} ms" for each in figures) + " |" in PAGE
