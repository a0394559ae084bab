"""Alerts in plain sentences."""

from kpi import words
from kpi.alerts.outliers import FAR, Outlier
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME
from kpi.span import WEEKDAYS
from kpi.wording.count_words import of_so_many

_LONGEST_NAME = 40


def headline(outlier: Outlier, spelling: str, currency: str) -> str:
    """ "On Tuesday first replies by a person took 3 h 5 min of 12 first replies, usually 48 min on a Tuesday." """
    weekday = WEEKDAYS[outlier.day.weekday()]
    usual = words.amount(outlier.usual, outlier.kpi.unit, currency)
    said = of_so_many(outlier.sample, outlier.kpi, currency)
    if outlier.kpi == FIRST_RESPONSE_TIME:
        return f"On {weekday} first replies by a person took {said}, usually {usual} on a {weekday}."
    if outlier.kpi == CSAT:
        return f"On {weekday} CSAT was {said}, usually {usual} on a {weekday}."
    name, usually = words.shorten(spelling, _LONGEST_NAME), words.count(outlier.usual)
    opened = words.count(outlier.sample.value or 0)
    return f"On {weekday} {opened} conversations were about “{name}”, usually {usually} on a {weekday}."


def why(outlier: Outlier) -> str:
    """How far off that is, and what is known of it."""
    return (
        f"That is {outlier.z:.1f} times as far from its median as it usually is, by the {outlier.earlier} "
        f"{WEEKDAYS[outlier.day.weekday()]}s before; I speak up from {FAR:.0f} times on."
    )
