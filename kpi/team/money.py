"""Money in the team's one currency: which there are, and amounts in words and as people type them."""

from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.ingest.records.amounts import AmountSurvey, cents, written

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
"""The codes of ISO 4217 that are in use."""

_SHARED_SIGNS = {"¥": {"JPY", "CNY"}, "kr": {"SEK", "NOK", "DKK", "ISK"}}
_DOLLARS = frozenset(code for code in CURRENCIES if code.endswith("D"))


def money(hundredths: float, currency: str) -> str:
    """ "12,400 EUR", "4.50 EUR": with two decimals, or none where they are 0."""
    whole = round(hundredths)
    said = f"{whole // 100:,}" if whole % 100 == 0 else f"{whole // 100:,}.{whole % 100:02d}"
    return f"{said} {currency}"


def hundredths(text: str, currency: str, *lines: str) -> int:
    """What an amount is, as people type it: "12,400", "€ 12.400,50". Three digits after a mark are thousands.

    QuestionError, with these lines to type instead, for what is no amount, and for one in another currency.
    """
    amount = written(text)
    if amount is None:
        raise QuestionError(f"“{plain_line(text)}” is not an amount.", *lines)
    if not _is_in(amount.currency, currency, text):
        raise QuestionError(f"Costs are kept in {currency}, and that is an amount in {amount.currency}.", *lines)
    survey = AmountSurvey()
    survey.observe([text])
    try:
        return cents(text, survey.decimal_mark())
    except ValueError as error:
        raise QuestionError(f"“{plain_line(text)}” is {error}.", *lines) from None


def _is_in(said: str, currency: str, text: str) -> bool:
    """A sign may be that of several currencies, as $ is."""
    if said == "USD" and "USD" not in text.upper():
        return currency in _DOLLARS
    return said in ("", currency) or currency in _SHARED_SIGNS.get(said, ())
