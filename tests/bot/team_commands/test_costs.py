"""`kpibot costs`, run as people run it."""

import getpass
from datetime import UTC, datetime

import pytest

from tests.bot.conftest import Kpibot

WHO = f"terminal ({getpass.getuser()})"
THIS_MONTH = f"{datetime.now(UTC):%Y-%m}"


def test_what_is_added_is_listed_with_who_and_when(kpibot: Kpibot) -> None:
    added = kpibot.does("costs", "add", "12,400", "agents", "from", "2026-01", "--note", "Three people").out
    cost = "12,400 EUR a month for agents from 1 January 2026 until changed (Three people)"
    assert added == f"Cost 1 is entered: {cost}.\n"
    listed = kpibot.does("costs", "list").said
    assert "12,400 EUR a month" in listed
    assert WHO in listed
    assert listed == kpibot.does("costs").said


@pytest.mark.parametrize("note", ["=1+1", "= three people", "from Ghent until changed", 'the "old" team'])
def test_a_note_is_kept_as_it_is(kpibot: Kpibot, note: str) -> None:
    added = kpibot.does("costs", "add", "350", "training", "in", "2026-03", "--note", note).out
    assert added == f"Cost 1 is entered: 350 EUR in all for training in March 2026 ({note}).\n"


def test_a_cost_can_be_typed_in_one_piece(kpibot: Kpibot) -> None:
    kpibot.does("costs", "add", '350 training in 2026-03 --note "Two days"')
    assert "training (Two days)" in kpibot.does("costs").said


def test_the_next_amount_says_what_it_ends_and_its_removal_what_goes_on(kpibot: Kpibot) -> None:
    kpibot.does("costs", "add", "12,400", "agents", "from", "2026-01")
    second = kpibot.does("costs", "add", "13,000", "agents", "from", "2026-06").out.splitlines()
    before = "12,400 EUR a month for agents from 1 January 2026 until changed"
    assert second[1:] == [f"So what was {before} ends on 31 May 2026."]
    third = kpibot.does("costs", "remove", "2").out.splitlines()
    assert third[1:] == [f"So what was {before} goes on."]


def test_the_list_says_what_this_month_comes_to_and_which_days_have_nothing(kpibot: Kpibot) -> None:
    assert "kpibot costs add 12,400 agents from" in kpibot.does("costs").out
    kpibot.does("costs", "add", "100", "training", "on", f"{THIS_MONTH}-10")
    said = kpibot.does("costs").said
    assert ": 100 EUR. No costs are entered for 1–9 " in said


def test_imported_costs_are_listed_and_have_no_number(kpibot: Kpibot) -> None:
    ledger = kpibot.folder / "costs.csv"
    ledger.write_text(kpibot.does("import", "--example", "costs").out, encoding="utf-8")
    kpibot.does("import", ledger, "--yes")
    listed = kpibot.does("costs").said
    assert listed.count("import 1") == 4
    assert "No cost was entered by hand" in kpibot.refuses("costs", "remove", "1")


def test_what_cannot_be_entered_is_told_with_lines_that_work(kpibot: Kpibot) -> None:
    sentence, *lines = kpibot.refuses("costs", "add", "12,400", "agents").splitlines()
    assert sentence == "From when?"
    for line in lines:
        command = line.removeprefix("Try: kpibot ")
        assert command != line
        kpibot.does(*command.split())
    assert "There is no cost number 9" in kpibot.refuses("costs", "remove", "9")
