"""A focus as a review names it, for what keeps it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kpi.catalogue import CSAT
from kpi.review.focus import Focus
from kpi.samples import Share

MONDAY = date(2026, 7, 20)
WEEK = timedelta(weeks=1)

FOCUS = Focus(
    kpi=CSAT,
    step="label_the_causes",
    labels={"intent": "refund"},
    text="Read all low-rated conversations about “refund” together.",
    place="“refund”",
    worth="40 ratings, 20 not satisfied",
    figure="It worked if CSAT of “refund” is at least 73 % on 3 August.",
    due=MONDAY + WEEK,
    start=Share(20, 40),
    why="CSAT has the largest gap: 50 % against 80 %",
)


def focus(**other: Any) -> Focus:
    """One that is as usual, but for what is said."""
    return replace(FOCUS, **other)
