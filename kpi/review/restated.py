"""What late data have changed in weeks whose reviews were posted: values as they were told, and as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kpi.catalogue import Kpi, Unit
from kpi.filters import written
from kpi.review.decisions import Decisions
from kpi.review.record.told import Told
from kpi.review.review import Review, period_of
from kpi.review.standing import Standing
from kpi.review.week import Week, prepare, read
from kpi.span import Span
from kpi.state import State
from kpi.wording import change_words, state_words

_POINTS, _SHARE = 0.5, 0.02
"""A value has moved by half a point at least; durations and money by 2 %."""

_ROUNDING = 1e-9
_WEEK = timedelta(weeks=1)
_BACK = 4
"""So many weeks that were told are looked at again, the newest."""

Figures = Mapping[str, Any]
"""Of one week, by KPI: the `value`, and the `state`, None where it has none."""


@dataclass(frozen=True)
class Restated:
    """A KPI's value and state in some weeks, as they were told and as they are now; None for no data, and where nothing
    is judged."""

    kpi: Kpi
    weeks: Span
    old: float | None
    new: float | None
    old_state: State | None
    new_state: State | None
    text: str


@dataclass(frozen=True)
class Again:
    """Weeks that were told, by their Mondays: what was told of each, and how it stands now."""

    told: Mapping[date, Figures]
    now: Mapping[date, Week]


NOTHING = Again({}, {})


def look_again(review: Review, told: Sequence[Told], decisions: Decisions) -> Again:
    """At the weeks of which the newest of the earlier posts has told something: its own, and those before. At none, if
    it was about other conversations, or about another number of weeks."""
    week, weeks = review.week, review.week.period.days // _WEEK.days
    newest = next((each for each in told if each.figures), None)
    if newest is None or newest.weeks != weeks or newest.figures["filters"] != written(week.filters):
        return NOTHING
    known = {date.fromisoformat(monday): figures for monday, figures in newest.figures["of"].items()}
    periods = {monday: period_of(monday, weeks, week.period.zone) for monday in sorted(known)[-_BACK:]}
    prepare(week.facts, list(periods.values()))
    now = {monday: read(week.facts, period, week.now, week.filters, decisions) for monday, period in periods.items()}
    return Again(known, now)


def restated(again: Again) -> tuple[Restated, ...]:
    """What differs by so much that it is worth saying, the oldest week first."""
    return tuple(
        found
        for monday, week in again.now.items()
        for standing in week.standings
        if (found := _restated(standing, week.period.span, again.told[monday].get(standing.kpi.key))) is not None
    )


def figures(review: Review, again: Again) -> dict[str, Any]:
    """What a post tells as JSON: of its own week, and of those that were looked at again, so that nothing is told to
    be restated twice. What moved by too little to be told stays as it was told: it may move on."""
    weeks = {**again.now, review.week.period.end - _WEEK: review.week}
    kept = {
        monday.isoformat(): _figures(weeks[monday], again.told.get(monday, {})) for monday in sorted(weeks)[-_BACK:]
    }
    return {"filters": written(review.week.filters), "of": kept}


def _figures(week: Week, told: Figures) -> dict[str, Any]:
    return {each.kpi.key: _figure(each, week, told.get(each.kpi.key)) for each in week.standings}


def _figure(standing: Standing, week: Week, told: Figures | None) -> Figures:
    if told is not None and _restated(standing, week.period.span, told) is None:
        return told
    return {"value": _value(standing), "state": str(standing.state) if standing.state else None}


def _value(standing: Standing) -> float | None:
    """Of the week; of first replies the person's."""
    reading = standing.readout.reading
    return reading.value if reading is not None and standing.readout.connected else None


def _restated(standing: Standing, weeks: Span, told: Figures | None) -> Restated | None:
    if told is None:
        return None
    old, new = told["value"], _value(standing)
    was, state = State(told["state"]) if told["state"] else None, standing.state
    moved = _has_moved(standing.kpi.unit, old, new)
    if not moved and was is state:
        return None
    said = f"{standing.kpi.title} of {weeks.dates}: {_moved(standing, old, new, moved=moved)}"
    if was is not state:
        said += f" ({state_words.reached(was)} → {state_words.reached(state)})"
    return Restated(standing.kpi, weeks, old, new, was, state, said)


def _moved(standing: Standing, old: float | None, new: float | None, *, moved: bool) -> str:
    """ "71 % → 74 %"; only the value where it is the same."""
    unit, currency = standing.kpi.unit, standing.readout.currency
    before, now = ("no data" if each is None else change_words.value(each, unit, currency) for each in (old, new))
    return f"{before} → {now}" if moved else now


def _has_moved(unit: Unit, old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is not new
    least = _SHARE * abs(old) if unit in (Unit.SECONDS, Unit.MONEY) else _POINTS
    return old != new and abs(new - old) >= least - _ROUNDING
