"""Amounts of money as tables write them, and by which mark a column of them sets off its decimals."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from kpi.errors import UserError
from kpi.ingest.columns.values import is_nothing

LARGEST_CENTS = 10**15

_SIGNS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "kč": "CZK", "fr": "CHF",
    "$": "USD", "us$": "USD", "dollars": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "r$": "BRL",
    "¥": "¥", "kr": "kr",  # Each the sign of several.
}  # fmt: skip
_CODES = (
    "aed", "aud", "bgn", "brl", "cad", "chf", "cny", "czk", "dkk", "eur", "gbp", "hkd", "huf", "ils", "inr", "jpy",
    "krw", "mxn", "nok", "nzd", "php", "pln", "ron", "sar", "sek", "sgd", "thb", "try", "uah", "usd", "zar",
)  # fmt: skip
CURRENCY_WORDS = frozenset({*_CODES, *_SIGNS})
"""What a column's name may say of its currency, in lower case."""

_CODE = re.compile(r"[A-Z]{3}")
_BETWEEN_DIGITS = re.compile(r"[\s'’]+")  # \s: no-break spaces as well.
_NO_CENTS = re.compile(r"[.,][-–—]+(?=\D*$)")  # As in “90,–”.
_PARTS = re.compile(r"([^\d,−-]*?)([−-]?)([^\d,−-]*?)(\d[\d.,]*|[.,]\d+)([^\d,−-]*)([−-]?)", re.ASCII)
_OTHER = {".": ",", ",": "."}
# By the mark before the decimals. Groups of two are India's.
_DIGITS = {
    mark: re.compile(
        rf"(\d+|[1-9]\d{{0,2}}({re.escape(between)}\d{{2,3}})*{re.escape(between)}\d{{3}})({re.escape(mark)}\d*)?"
        rf"|{re.escape(mark)}\d+",
        re.ASCII,
    )
    for mark, between in _OTHER.items()
}


class Written(NamedTuple):
    """An amount taken apart: its digits and the marks between them; its currency's code, else sign, or ""."""

    digits: str
    currency: str
    is_negative: bool


@lru_cache(4_096)
def written(text: str) -> Written | None:
    """None for what is no amount."""
    plain = _NO_CENTS.sub("", _BETWEEN_DIGITS.sub("", text))
    in_brackets = plain.startswith("(") and plain.endswith(")")
    match = _PARTS.fullmatch(plain[1:-1] if in_brackets else plain)
    if match is None:
        return None
    before, minus, between, digits, after, last_minus = match.groups()
    currency = currency_of(before + between + after)
    return None if currency is None else Written(digits, currency, in_brackets or bool(minus or last_minus))


def currency_of(text: str) -> str | None:
    """A currency by its sign or code, "" for no text, None for any other."""
    sign = text.strip().rstrip(".")
    return sign if not sign or _CODE.fullmatch(sign) else _SIGNS.get(sign.casefold())


def currency_in(header: str) -> str:
    """The currency that a column's name mentions, as “Amount (EUR)” does, or ""."""
    words = (word.casefold() for word in re.findall(r"[^\W_]+|[€£₹$¥]", header))
    return next((_SIGNS.get(word, word.upper()) for word in words if word in CURRENCY_WORDS), "")


class AmountSurvey:
    """Finds the decimal mark of a column of amounts, from all of them, and their currencies.

    `typed` are columns of a file that knows numbers from texts: such files write numbers with a point.
    """

    def __init__(self, typed: bool = False) -> None:
        self.currencies: set[str] = set()
        self._typed = typed
        self._certain: dict[str, str] = {}
        self._likely: dict[str, str] = {}

    def observe(self, texts: Iterable[str]) -> None:
        """Take some values into account."""
        for text in set(texts):
            amount = None if is_nothing(text.strip()) else written(text)
            if amount is None:
                continue
            if amount.currency:
                self.currencies.add(amount.currency)
            possible = [mark for mark, pattern in _DIGITS.items() if pattern.fullmatch(amount.digits)]
            if len(possible) == 1:
                self._certain.setdefault(possible[0], text.strip())
            elif possible and not amount.digits.isdecimal():
                between = "." if "." in amount.digits else ","
                self._likely.setdefault(_OTHER[between], text.strip())

    def decimal_mark(self) -> str:
        """“.” or “,”. Where no value tells, three digits after a mark are thousands.

        Raises UserError if the values contradict each other.
        """
        told = self._certain or ({} if self._typed else self._likely)
        if len(told) < 2:
            return next(iter(told), ".")
        first, second = sorted(told.values())
        raise UserError(
            f"Which mark stands before the cents? “{first}” and “{second}” are not written alike.",
            "Write all amounts like 1234.50, and import the file again.",
        )


def cents(text: str, decimal_mark: str) -> int:
    """Whole hundredths, rounded half up. Raises ValueError, with the reason in words, for what cannot be a cost."""
    amount = written(text)
    if amount is None:
        raise ValueError("not an amount")
    if not _DIGITS[decimal_mark].fullmatch(amount.digits):
        raise ValueError(f"not an amount with “{decimal_mark}” before the cents")
    if amount.is_negative:
        raise ValueError("a negative amount")
    plain = amount.digits.replace(_OTHER[decimal_mark], "").replace(decimal_mark, ".")
    hundredths = int((Decimal(plain) * 100).to_integral_value(ROUND_HALF_UP))
    if hundredths > LARGEST_CENTS:
        raise ValueError("too large an amount")
    return hundredths
