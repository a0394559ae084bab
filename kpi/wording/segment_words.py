"""A number told apart, in words."""

from kpi import words
from kpi.answering.breakdown import Breakdown, Segment
from kpi.catalogue import Kpi
from kpi.wording import change_words
from kpi.wording.count_words import many, of_so_many, one_or_many

_LONGEST_NAME = 40


def said(part: Segment, kpi: Kpi, currency: str = "") -> str:
    """ "email: 82 % of 120 ratings, 48 % of all; up 3 points (within noise)" """
    name = words.shorten(part.spelling, _LONGEST_NAME)
    if part.sample.value is None:
        return f"{name}: no data"
    counted = of_so_many(part.sample, kpi, currency)
    share = words.percent(100 * part.share)
    return f"{name}: {counted}, {share} of all; {changed(part, kpi, currency)}"


def changed(part: Segment, kpi: Kpi, currency: str = "") -> str:
    """ "up 3 points (within noise)"; or why it is not compared: "no data in the period before" """
    return change_words.moved(part.change, part.sample, kpi, currency)


def held(breakdown: Breakdown, kpi: Kpi) -> str:
    """How much of the total is listed: "these 5 rows hold all 120 ratings", "these 20 rows hold 95 % of …"."""
    listed, total = len(breakdown.segments), breakdown.total
    these = "this" if listed == 1 else f"these {words.count(listed)}"
    holds = "holds" if listed == 1 else "hold"
    name = one_or_many(listed, ("row", "rows"))
    if not breakdown.rest:
        return f"{these} {name} {holds} all {many(total, kpi.counts)}"
    share = words.percent(100 * (total - breakdown.rest_n) / total)
    return f"{these} {name} {holds} {share} of {many(total, kpi.counts)}; {rest(breakdown, kpi)}"


def rest(breakdown: Breakdown, kpi: Kpi) -> str | None:
    """What the listed segments are without: "5 more channels hold 37 ratings"; None if they are all."""
    if not breakdown.rest:
        return None
    more = f"{words.count(breakdown.rest)} more {one_or_many(breakdown.rest, breakdown.dimension.name)}"
    return f"{more} {'holds' if breakdown.rest == 1 else 'hold'} {many(breakdown.rest_n, kpi.counts)}"
