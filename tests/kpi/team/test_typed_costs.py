"""Costs as people type them."""

from datetime import date

import pytest

from kpi.grammar.errors import QuestionError
from kpi.team.costs import NewCost, said
from kpi.team.typed_costs import read

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("12,400 agents from 2026-01", "12,400 EUR a month for agents from 1 January 2026 until changed"),
        ("12,400 for agents since january", "12,400 EUR a month for agents from 1 January 2026 until changed"),
        (
            "12.400,50 EUR agents from 2026-01-15 until changed monthly",
            "12,400.50 EUR a month for agents from 15 January 2026 until changed",
        ),
        (
            "€ 12 400 salaries from 2026-01 to 2026-06-30 a month",
            "12,400 EUR a month for agents from 1 January 2026 to 30 June 2026 (salaries)",
        ),
        ("monthly 90 bot from 07/2026", "90 EUR a month for automation from 1 July 2026 until changed (bot)"),
        ('9 agents from "1 May 2026" to "5 May 2026"', "9 EUR in all for agents from 1 May 2026 to 5 May 2026"),
        ("350 training in 2026-03", "350 EUR in all for training in March 2026"),
        ("350 training on 3 March", "350 EUR in all for training on 3 March 2026"),
        ("350 training from 2026-03 in all", "350 EUR in all for training in March 2026"),
        ("350 training from 1 March to 20 March", "350 EUR in all for training from 1 March 2026 to 20 March 2026"),
        ("90 software in 2026-03 monthly", "90 EUR a month for software in March 2026"),
        (
            "1,200 Zendesk licence from 2026-01 to 2026-12 in all",
            "1,200 EUR in all for software in 2026 (Zendesk licence)",
        ),
        (
            "12,400 agents from 2026-01 --note Three people",
            "12,400 EUR a month for agents from 1 January 2026 until changed (Three people)",
        ),
        (
            "12,400 agents from 2026-01 —note “Three people, from Ghent”",  # as a phone writes it
            "12,400 EUR a month for agents from 1 January 2026 until changed (Three people, from Ghent)",
        ),
        (
            "12,400 agents from 2026-01 --note =1+1",
            "12,400 EUR a month for agents from 1 January 2026 until changed (=1+1)",
        ),
        (
            "12,400 agents from 2026-01 note = three people",
            "12,400 EUR a month for agents from 1 January 2026 until changed (three people)",
        ),
        ("1 other in 2027", "1 EUR in all for other in 2027"),
        ("0 agents from 2027-01", "0 EUR a month for agents from 1 January 2027 until changed"),
        (
            "100 R&amp;D tools from 2026-01",
            "100 EUR a month for software from 1 January 2026 until changed (R&D tools)",
        ),
    ],
)
def test_a_line_is_a_cost(line: str, meant: str) -> None:
    assert said(read(line, TODAY, "EUR"), "EUR") == meant


def test_an_amount_is_kept_in_hundredths() -> None:
    assert read("12.5 agents from 2026-01", TODAY, "EUR") == NewCost(date(2026, 1, 1), None, "agents", 1_250, True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "How much does it cost, and what is it for?"),
        ("from 2026-01", "How much does it cost, and what is it for?"),
        ("agents 12,400 from 2026-01", "“agents” is not an amount."),
        ("-5 agents from 2026-01", "“-5” is a negative amount."),
        ("99999999999999999 agents from 2026-01", "“99999999999999999” is too large an amount."),
        ("12,400 from 2026-01", "What is it for?"),
        ("12,400 unicorns from 2026-01", "I don't know what “unicorns” is."),
        ("12,400 agents", "From when?"),
        ("12,400 agents from someday", "“someday” is not a period."),
        ("12,400 agents from 1.3.2026", "is not a period as it is written here. Write 2026-03-01."),
        ("12,400 agents from 31 june", "June 2026 has 30 days"),
        ("12,400 agents from 2026-06 to 2026-01", "That ends before it begins."),
        ("12,400 agents from 2026-01 to 2026-06", "Is that an amount a month, or in all?"),
        ("12,400 agents from 2026-01 monthly in all", "Is that an amount a month, or in all?"),
        ("12,400 agents from 2026-01 until changed in all", "Is that an amount a month, or in all?"),
        ("12,400 agents from 2026-01 to 2026-06 until changed", "Has it a last day, or is it until changed?"),
        ("$12,400 agents from 2026-01", "Costs are kept in EUR, and that is an amount in USD."),
        ("12,400 agents from 2026-01 --note " + "x" * 201, "A note has at most 200 characters"),
    ],
)
def test_what_is_no_cost_is_refused_with_lines_that_work(line: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read(line, TODAY, "EUR")
    assert sentence in caught.value.sentence
    assert caught.value.lines
    for instead in caught.value.lines:
        assert instead.startswith("costs add ")
        assert read(instead.removeprefix("costs add "), TODAY, "EUR").cents >= 0


def test_a_sign_is_that_of_every_currency_that_has_it() -> None:
    assert read("$12 agents from 2026-01", TODAY, "CAD").cents == 1_200
    assert read("12 kr agents from 2026-01", TODAY, "SEK").cents == 1_200
    with pytest.raises(QuestionError):
        read("12 USD agents from 2026-01", TODAY, "CAD")
