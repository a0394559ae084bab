"""What can be seen already where it is too early for a verdict: how the conversations stand that were opened since."""

from datetime import timedelta

import numpy as np
from sqlalchemy import Connection

from kpi import sources, words
from kpi.catalogue import AUTOMATION_RATE, RESOLUTION_RATE, SELF_SERVICE_RATE, Kpi
from kpi.counting.counter import Counter
from kpi.counting.days import Days
from kpi.counting.rules import Mask, Rules
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import DIMENSIONS
from kpi.filters import Filter
from kpi.measures import Event, Measure
from kpi.review.focus import Focus
from kpi.review.review import Review
from kpi.samples import Share

_WEEK = timedelta(weeks=1)
_INQUIRIES = (Measure.INQUIRIES, Measure.INQUIRIES_RESOLVED)


def early_sign(connection: Connection, focus: Focus, review: Review) -> str:
    """ "Of 150 opened in the week the bot has answered 46 % so far.", of the last week reviewed.

    "" for a KPI of which a week tells all, and where nothing was opened.
    """
    kpi, week = focus.kpi, review.week
    period = week.period
    days = Days(period.end - _WEEK, period.end, period.zone)
    if kpi == SELF_SERVICE_RATE:
        return _inquiries(review, days)
    if kpi not in (AUTOMATION_RATE, RESOLUTION_RATE):
        return ""
    place = (Filter(each, focus.labels[each.key], "") for each in DIMENSIONS if each.key in focus.labels)
    filters = (*week.filters, *place)
    around = Surroundings.of(sources.read(connection), week.facts.team)
    found = _share(Counter.of(connection, around, days, (Event.OPENING,), (), filters), kpi)
    if found.value is None:
        return ""
    where = f" ({focus.place})" if focus.labels else ""
    opened, share = f"Of {words.count(found.n)} opened in the week{where}", words.percent(found.value)
    if kpi == AUTOMATION_RATE:
        return f"{opened} the bot has answered {share} so far."
    return f"{opened} {share} are resolved so far."


def _share(counter: Counter, kpi: Kpi) -> Share:
    """Of those that were opened on these days."""
    rules = counter.counting.rules
    opened = counter.counting.counted(Measure.OPENED)
    grouped, _ = counter.grouped(())
    day = counter.days.index(opened.at)
    counts = opened.mask & (day >= 0) & (day < counter.days.number) & (grouped.group >= 0)
    if kpi == AUTOMATION_RATE:
        counts = counts & rules.author_known
    return Share(int((counts & _reached(rules, kpi)).sum()), int(counts.sum()))


def _reached(rules: Rules, kpi: Kpi) -> Mask:
    """What is to become of them."""
    if kpi == AUTOMATION_RATE:
        return rules.happened_by(rules.answered, np.full(len(rules.opened), np.inf))
    return rules.resolved_standing | rules.resolved_untimed


def _inquiries(review: Review, days: Days) -> str:
    tally = review.week.facts.tallies(_INQUIRIES, [days])[()][0]
    found = Share(tally[Measure.INQUIRIES_RESOLVED], tally[Measure.INQUIRIES])
    if found.value is None:
        return ""
    return f"Of {words.count(found.n)} self-service inquiries in the week {words.percent(found.value)} were resolved."
