"""The conversations that were rated and did not satisfy."""

from dataclasses import replace

from kpi.answering.listings import Listed, Listing, listing
from kpi.catalogue import CSAT, NPS, Unit
from kpi.counting.counting import Counting
from kpi.counting.days import Days
from kpi.measures import Event, Measure


def _low_rated(counting: Counting, days: Days) -> Listed:
    rated, scored = (listing(kpi).list(counting, days) for kpi in (CSAT, NPS))
    satisfied, detractors = (counting.counted(each).mask for each in (Measure.SATISFIED, Measure.DETRACTORS))
    return replace(rated, mask=(rated.mask & ~satisfied) | (scored.mask & detractors))


LOW_RATED = Listing((Event.RATING, Event.SCORE), "lowest rated first", "Rating", _low_rated, Unit.POINTS)
"""Those that are not satisfied, and those that would not recommend the team (0 to 6 of 10)."""
