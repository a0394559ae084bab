"""Costs: what tables say of them, and what they leave open."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.planning.questions import UnsureError
from kpi.ingest.records.costs import COSTS
from tests.kpi.ingest.records.support import read, read_table, table

JULY, END_OF_JULY = date(2026, 7, 1), date(2026, 7, 31)


def only(text: str, **options: Any) -> dict[str, Any]:
    """The one cost in a text without problems."""
    found = read(COSTS, text, **options)
    assert not found.problems
    (row,) = found.rows
    return row


def test_an_amount_per_month_until_changed() -> None:
    cost = only('First day,Last day,Amount,Per,Category,Note\n2026-07-01,until changed,"9,000.50",month,agents,Three')
    assert cost == {
        "entry": "2026-07-01 to until changed, agents, Three",
        "first_day": JULY,
        "last_day": None,
        "category": "agents",
        "cents": 900_050,
        "monthly": True,
        "note": "Three",
    }


def test_an_amount_in_all_from_a_first_to_a_last_day() -> None:
    cost = only("From,To,Total amount,Category\n2026-07-01,2026-12-31,1200,software")
    assert (cost["first_day"], cost["last_day"]) == (JULY, date(2026, 12, 31))
    assert (cost["cents"], cost["monthly"]) == (120_000, False)


@pytest.mark.parametrize("written", ["2026-07", "07/2026", "July 2026", "Jul-26"])
def test_an_amount_for_a_month_lasts_to_its_end(written: str) -> None:
    cost = only(f"Month,Cost,Category\n{written},90,software")
    assert (cost["first_day"], cost["last_day"], cost["monthly"]) == (JULY, END_OF_JULY, False)


def test_an_amount_per_month_from_a_month_on_lasts_until_changed() -> None:
    cost = only("Month,Amount per month,Category\nJuly 2026,90,software")
    assert (cost["first_day"], cost["last_day"], cost["monthly"]) == (JULY, None, True)


def test_a_last_month_ends_with_its_last_day() -> None:
    assert only("From,To,Total amount,Category\n2026-05,2026-07,90,software")["last_day"] == END_OF_JULY


def test_a_single_sum_on_one_day_is_of_that_day() -> None:
    cost = only("Date,Amount,Per,Category\n2026-07-01,350,once,training")
    assert (cost["last_day"], cost["monthly"]) == (JULY, False)


@pytest.mark.parametrize(
    "row", ["2026-01-01,2026-12-31,1200,software", "2026-01-01,,1200,software", "2026-01,2026-12,1200,software"]
)
def test_an_amount_that_may_be_per_month_or_in_all_is_not_guessed_at(row: str) -> None:
    with pytest.raises(UserError, match=r"Row 2 of .* per month or in all"):
        read(COSTS, f"From,To,Amount,Category\n{row}")


def test_where_a_column_says_it_a_row_that_does_not_is_left_out() -> None:
    found = read(COSTS, "From,Amount,Per,Category\n2026-07-01,10,,software\n2026-07-01,20,yearly,software")
    assert not found.rows
    assert [problem.why for problem in found.problems] == [
        "does not say whether the amount is per month or in all",
        "neither “month” nor “total”",
    ]


def test_an_amount_without_an_end_is_one_per_month() -> None:
    assert only("From,To,Amount,Category\n2026-07-01,until changed,90,software")["monthly"] is True


def test_a_total_without_an_end_is_refused() -> None:
    found = read(COSTS, "From,To,Total amount,Category\n2026-07-01,until changed,90,software")
    assert [problem.why for problem in found.problems] == ["an amount in all needs a last day"]


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("Salaries", "agents"),
        ("Zendesk license", "software"),
        ("SaaS", "software"),
        ("office rent", "facilities"),
        ("AI agents", "automation"),
        ("Chatbot", "automation"),
        ("Agent training", "training"),
        ("Team lead", "management"),
    ],
)
def test_a_category_is_known_by_its_words(written: str, category: str) -> None:
    cost = only(f"Month,Cost,Category\n2026-07,90,{written}")
    assert (cost["category"], cost["note"]) == (category, written)


def test_a_category_that_is_not_known_counts_as_other_and_is_said() -> None:
    found = read(COSTS, "Month,Cost,Category\n2026-07,90,Fruit\n2026-07,80,")
    assert [row["category"] for row in found.rows] == ["other", "other"]
    assert [(problem.row, problem.value, problem.why) for problem in found.problems] == [
        (2, "Fruit", "not a category that is known: counted as other"),
        (3, "", "no category: counted as other"),
    ]


def test_every_reason_for_which_a_row_is_no_cost() -> None:
    found = read(
        COSTS,
        """From,To,Total amount,Category
2026-07-01,2026-07-31,100,software
2026-07-02,2026-07-31,100,software
2026-07-03,2026-07-31,100,software
2026-07-04,2026-07-31,-90,software
2026-07-04,2026-07-31,(90),software
2026-07-05,2026-07-31,,software
2026-07-06,2026-07-31,much,software
2026-07-07,2026-06-30,100,software
Total,,300,
,,300
""",
    )
    assert [row["cents"] for row in found.rows] == [10_000] * 3
    assert [(problem.row, problem.column, problem.why) for problem in found.problems] == [
        (5, "Total amount", "a negative amount"),
        (6, "Total amount", "a negative amount"),
        (7, None, "no amount"),
        (8, "Total amount", "not an amount"),
        (9, "To", "before the first day"),
        (10, "From", "not a date that is written year first (2024-12-31 23:59)"),
        (11, None, "3 cells where the header has 4"),
    ]
    assert found.rejected.total() == 7


def test_costs_that_are_to_come_are_costs() -> None:
    assert only("From,To,Total amount,Category\n2027-01-01,2027-12-31,90,software")["first_day"].year == 2027


def test_days_are_read_as_all_of_a_column_says() -> None:
    found = read(COSTS, "From,Amount per month,Category\n03/07/2026,1,bot\n25/07/2026,2,bot\n04/07/2026,3,bot")
    assert [row["first_day"].day for row in found.rows] == [3, 25, 4]


def test_where_no_day_tells_it_the_order_of_day_and_month_is_asked() -> None:
    text = "From,Amount per month,Category\n03/04/2026,1,bot"
    with pytest.raises(UnsureError, match="day first or month first"):
        read(COSTS, text)
    assert only(text, day_first=True)["first_day"] == date(2026, 4, 3)
    assert only(text, day_first=False)["first_day"] == date(2026, 3, 4)


def test_thousands_are_those_of_the_whole_column() -> None:
    found = read(COSTS, 'Month,Cost,Category\n2026-05,"1.234",bot\n2026-06,"90,50",bot\n2026-07,"1.200,00",bot')
    assert sorted(row["cents"] for row in found.rows) == [9_050, 120_000, 123_400]


def test_a_spreadsheet_writes_its_numbers_with_a_point() -> None:
    found = read_table(COSTS, table("Month,Cost,Category\n2026-07,833.333,bot", format="xlsx"))
    assert [row["cents"] for row in found.rows] == [83_333]


@pytest.mark.parametrize(
    "text",
    [
        "Month,Cost,Category\n2026-06,€ 90,bot\n2026-07,$ 90,bot",
        "Month,Cost (EUR),Category\n2026-07,90 USD,bot",
        "Month,Cost,Currency,Category\n2026-06,90,eur,bot\n2026-07,90,GBP,bot",
    ],
)
def test_amounts_in_two_currencies_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="kept in one currency"):
        read(COSTS, text)


def test_the_sign_and_the_code_of_a_currency_are_one() -> None:
    found = read(COSTS, "Month,Cost (EUR),Currency,Category\n2026-06,€ 90,EUR,bot\n2026-07,90 EUR,€,bot")
    assert [row["cents"] for row in found.rows] == [9_000, 9_000]


def test_costs_without_a_first_day_are_refused() -> None:
    with pytest.raises(UserError, match="from when"):
        read(COSTS, "Category,Amount\nbot,90")


def test_costs_that_are_alike_get_the_same_entries_in_any_order() -> None:
    rows = ["2026-07,10,bot,", "2026-07,20,bot,", "2026-07,20,bot,", "2026-07,20,bot,Spare"]
    found = {
        frozenset(
            (row["entry"], row["cents"]) for row in read(COSTS, "\n".join(["Month,Cost,Category,Note", *order])).rows
        )
        for order in permutations(rows)
    }
    month, written = "2026-07-01 to 2026-07-31, automation", "bot"
    assert found == {
        frozenset(
            {
                (f"{month}, {written}", 1_000),
                (f"{month}, {written} (2)", 2_000),
                (f"{month}, {written} (3)", 2_000),
                (f"{month}, Spare", 2_000),
            }
        )
    }


def test_an_id_of_its_own_is_a_cost_s_entry_and_said_twice_it_is_one_cost() -> None:
    rows = "17,2026-07,10,bot\n17,2026-07,10,bot\n17,2026-07,20,software\n18,2026-07,10,bot"
    found = read(COSTS, f"Invoice number,Month,Cost,Category\n{rows}")
    assert sorted((row["entry"], row["cents"]) for row in found.rows) == [
        ("17", 1_000),
        ("17 (2)", 2_000),
        ("18", 1_000),
    ]
    assert found.folded == 1


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["bot", "rent", "?"])), min_size=1, max_size=30))
def test_every_cost_has_an_entry_of_its_own_and_no_cent_is_lost(costs: list[tuple[int, str]]) -> None:
    lines = [f"2026-07,{cents // 100}.{cents % 100:02},{category}" for cents, category in costs]
    found = read(COSTS, "\n".join(["Month,Cost,Category", *lines]))
    assert len({row["entry"] for row in found.rows}) == len(costs)
    assert sum(row["cents"] for row in found.rows) == sum(cents for cents, _ in costs)


@pytest.mark.parametrize(
    "header",
    [
        "Ticket ID,Created at,Category,Amount",
        "ID,Created at,Status,Subject,Category,Cost",
        "Month,Category,Number of tickets",
        "Day,Total",
        "Category,Note",
    ],
)
def test_what_is_not_of_costs(header: str) -> None:
    assert COSTS.recognise(header.split(",")) is None
