"""The ranking of a review's KPIs in words: what each is, against what, and how far from it."""

from dataclasses import dataclass

from kpi import words
from kpi.review import wording
from kpi.review.review import Review
from kpi.review.standing import Standing
from kpi.wording import state_words

_DIGITS = 2
_LESS = "of the two costs only the one that is further from its usual is ranked"


@dataclass(frozen=True)
class RankingRow:
    """One KPI; its `value` says on how many it rests. `place` is None where it is not judged, and `why` says why; texts
    are "" where there is nothing."""

    place: int | None
    kpi: str
    value: str
    wanted: str
    bad: str
    gap: str
    state: str
    why: str


def ranking_rows(review: Review) -> list[RankingRow]:
    """The candidates, the weakest first, and then those that are not judged."""
    ranked = [_row(each, place) for place, each in enumerate(review.ranking.candidates, start=1)]
    kpis = {each.kpi.key for each in review.ranking.candidates}
    return ranked + [_row(each, None) for each in review.week.standings if each.kpi.key not in kpis]


def _row(standing: Standing, place: int | None) -> RankingRow:
    sample, against, kpi = standing.sample, standing.against, standing.kpi
    currency = standing.readout.currency
    has_value = sample is not None and sample.value is not None
    return RankingRow(
        place=place,
        kpi=words.sentence(wording.named(standing)),
        value=wording.against(standing).partition(", against")[0].partition(", usually")[0] if has_value else "",
        wanted=_wanted(standing),
        bad=words.amount(against.bad, kpi.unit, currency) if against and against.bad is not None else "",
        gap=f"{standing.gap:.{_DIGITS}f}" if place is not None else "",
        state=state_words.reached(standing.state) if place is not None else "not judged",
        why=standing.why or ("" if place is not None else _LESS),
    )


def _wanted(standing: Standing) -> str:
    """ "target: 80 % or more", "usually 5.37 EUR"; "" where nothing is known to judge by."""
    against, kpi, currency = standing.against, standing.kpi, standing.readout.currency
    if against is None:
        return ""
    if standing.readout.target:
        return f"target: {state_words.wanted(kpi, against, currency)}"
    return f"usually {words.amount(against.value, kpi.unit, currency)}"
