"""Amounts of money, and the marks in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.records.amounts import AmountSurvey, cents, currency_in, written

EURO_SIGNS = ("€{}", "{} €", "EUR {}", "{}\u00a0EUR", "{}")


def read(*texts: str) -> list[int]:
    """A column of amounts."""
    survey = AmountSurvey()
    survey.observe(texts)
    return [cents(text, survey.decimal_mark()) for text in texts]


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("1,234.50", 123_450),
        ("1.234,50", 123_450),
        ("1 234,5", 123_450),
        ("1\u202f234,50", 123_450),
        ("CHF 1'200.-", 120_000),
        ("90,–", 9_000),
        ("€ 90", 9_000),
        ("US$ 5", 500),
        ("Fr. 90.50", 9_050),
        ("1200", 120_000),
        ("12,34,567.00", 123_456_700),
        ("1.234.567", 123_456_700),
        ("1.234", 123_400),
        ("1,23", 123),
        ("0.125", 13),
        (".50", 50),
        ("833.3333333333334", 83_333),
    ],
)
def test_an_amount_by_itself(text: str, hundredths: int) -> None:
    assert read(text) == [hundredths]


def test_three_digits_after_a_mark_are_what_the_rest_of_the_column_says() -> None:
    assert read("1.234", "5,50") == [123_400, 550]
    assert read("1.234", "5.50") == [123, 550]


def test_a_column_that_is_written_both_ways_is_refused() -> None:
    with pytest.raises(UserError, match="not written alike"):
        read("1.234,50", "1,234.50")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-90", "a negative amount"),
        ("90-", "a negative amount"),
        ("(90)", "a negative amount"),
        ("€ −90", "a negative amount"),
        ("much", "not an amount"),
        ("5 %", "not an amount"),
        ("1e5", "not an amount"),
        ("1.2.3", "not an amount with “.” before the cents"),
        ("9" * 5_000, "too large an amount"),
    ],
)
def test_what_cannot_be_a_cost(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(text)


@given(st.integers(0, 10**12), st.sampled_from([",", ".", "'", "\u00a0"]), st.sampled_from(EURO_SIGNS))
def test_an_amount_with_cents_is_read_however_it_is_written(amount: int, between: str, sign: str) -> None:
    mark = "," if between == "." else "."
    text = sign.format(f"{amount // 100:,}".replace(",", between) + f"{mark}{amount % 100:02}")
    assert read(text) == [amount]


@pytest.mark.parametrize(
    ("text", "currency"), [("€ 5", "EUR"), ("5 USD", "USD"), ("$5", "USD"), ("5 zł", "PLN"), ("5", "")]
)
def test_the_currency_of_an_amount(text: str, currency: str) -> None:
    amount = written(text)
    assert amount is not None
    assert amount.currency == currency


def test_the_currency_in_a_column_s_name() -> None:
    assert [currency_in(name) for name in ("Amount (EUR)", "Cost in £", "AMOUNT", "usd_cost")] == [
        "EUR",
        "GBP",
        "",
        "USD",
    ]
