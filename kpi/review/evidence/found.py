"""All the evidence that there is for a KPI in a place."""

from collections.abc import Callable

from kpi.review.evidence.answers import answers
from kpi.review.evidence.hours import hours
from kpi.review.evidence.intents import busiest_intents, intent
from kpi.review.evidence.money import money
from kpi.review.evidence.queue import queue
from kpi.review.evidence.subject import Found, Subject
from kpi.review.evidence.values import values

__all__ = ["Found", "Subject", "gather"]

_ALL: tuple[Callable[[Subject], Found], ...] = (values, intent, busiest_intents, answers, hours, queue, money)


def gather(subject: Subject) -> Found:
    """By what was counted in the week, or in the weeks that are judged in its place."""
    return sum((each(subject) for each in _ALL), Found())
