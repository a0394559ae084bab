"""All that a review of a channel says, as values: what the numbers tell, what was tried before, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from kpi.filters import Filter
from kpi.period import Period
from kpi.review import restated as restating
from kpi.review import review_json
from kpi.review.conversations import low_rated_keys
from kpi.review.early_sign import early_sign
from kpi.review.focus import Focus, focuses, once_more
from kpi.review.last_time import LastTime, is_same
from kpi.review.playbook import Playbook
from kpi.review.record import foci
from kpi.review.record.causes import Cause, distribution
from kpi.review.record.decided import decisions
from kpi.review.record.foci import WITHOUT_GAIN, StoredFocus
from kpi.review.record.parked import Parked, parked
from kpi.review.record.told import told
from kpi.review.restated import Restated
from kpi.review.review import Review, review
from kpi.review.verdict import How, Verdict, verdict
from kpi.review.week import Week, earlier
from kpi.span import DAY, day_name
from kpi.store_facts import StoreFacts
from kpi.team import notes
from kpi.team.settings import TeamSettings

_WEEK = timedelta(weeks=1)


class Kind(StrEnum):
    """What kind of post it is."""

    REVIEW = "review"
    FIRST = "first"  # that the channel ever had
    CONTINUED = "continued"  # it is too early for a verdict, so the same focus goes on
    ON_TARGET = "on target"
    NOT_ENOUGH = "not enough"  # nothing can be judged
    NOT_CONNECTED = "not connected"
    STALE = "stale"  # the data do not reach the end of the week
    HOLIDAY = "holiday"  # a review of a week with a holiday or an outage in it

    @property
    def has_findings(self) -> bool:
        """Whether it says anything of the numbers, and names a focus where something is weak."""
        return self not in _WITHOUT_FINDINGS


_WITHOUT_FINDINGS = (Kind.NOT_CONNECTED, Kind.STALE, Kind.NOT_ENOUGH)


@dataclass(frozen=True)
class Agenda:
    """What a review says.

    `last` is the focus that went on up to this review, and `verdict` what became of it; where it goes on, it is the
    `focus` as well, which is named for the `continued`th time. Instead of the focus one of the `others` can be chosen.
    `without_gain` is how many verdicts in a row, with this one, found no gain for the KPI of the focus, and `untaken`
    how many reviews in a row, before this one, named a focus that nobody took on; 0 where this one has no findings.
    `causes` are those of the low ratings of the days reviewed before. `data_until` is the last day of which all data
    are there. `told` is what later reviews have to know.
    """

    kind: Kind
    review: Review
    last: StoredFocus | None
    verdict: Verdict | None
    focus: Focus | None
    others: tuple[Focus, ...]
    continued: int
    without_gain: int
    untaken: int
    restated: tuple[Restated, ...]
    parked: Mapping[str, Parked]
    causes: Mapping[Cause, int]
    data_until: date | None
    told: Mapping[str, Any]

    @property
    def monday(self) -> date:
        """Of the reviewed week, or of the last of the reviewed ones."""
        return self.review.week.period.end - _WEEK


def agenda(
    connection: Connection,
    team: TeamSettings,
    period: Period,
    now: datetime,
    playbook: Playbook,
    channel: str = "",
    filters: Sequence[Filter] = (),
) -> Agenda:
    """What the channel's review of a week, or of four, says at `now` (aware); the same for the same data and records.

    Without a channel there are no records: nothing was tried, told or parked.
    """
    on = _day(period, now)
    decided = decisions(connection, channel, on)
    found = review(StoreFacts(connection, team), period, now, filters, decided)
    before = told(connection, channel, period.end - _WEEK)
    last_time = LastTime(foci.all_of(connection, channel), before, period, on)
    lacking = _lacking(found)
    judged = _verdict(connection, last_time.focus, found) if lacking is None else None
    named = _named(found, playbook, last_time, judged) if lacking is None else ()
    focus = next(iter(named), None)
    again = restating.look_again(found, before, decided) if lacking is None else restating.NOTHING
    outcome = judged.how.outcome if judged else None
    return Agenda(
        kind=lacking or _kind(found, last_time if channel else None, judged),
        review=found,
        last=last_time.focus,
        verdict=judged,
        focus=focus,
        others=named[1:],
        continued=last_time.times(focus) if focus else 1,
        without_gain=last_time.without_gain(focus.kpi, outcome) if focus else 0,
        untaken=last_time.untaken if lacking is None else 0,
        restated=restating.restated(again),
        parked=parked(connection, channel, on),
        causes=_causes(connection, found),
        data_until=_data_until(found),
        told=restating.figures(found, again) if lacking is None else {},
    )


def conclude(connection: Connection, agenda: Agenda, channel: str, at: int) -> None:
    """Keep what became of the last focus, and the new one; `at` is in UTC seconds. For the transaction in which it
    becomes known that the agenda was posted. Done twice, it is as if done once."""
    every = foci.all_of(connection, channel)
    last, judged = agenda.last, agenda.verdict
    goes_on = any(last is not None and each.id == last.id and each.outcome is None for each in every)
    if last is not None and goes_on and judged is not None and judged.how.outcome is not None:
        foci.end(connection, last.id, judged.how.outcome, judged.text, agenda.monday)
    is_new = judged is None or judged.how is not How.TOO_EARLY
    if agenda.focus is not None and is_new and all(each.monday < agenda.monday for each in every):
        foci.save(connection, channel, agenda.monday, agenda.focus, at)


def figures(agenda: Agenda) -> dict[str, Any]:
    """What the post tells, as JSON: by it the next one finds out what was restated. Nothing without findings."""
    return dict(agenda.told)


def to_json(agenda: Agenda) -> dict[str, Any]:
    """In the shape that `kpibot review --json` promises."""
    return review_json.to_json(agenda.review, agenda.focus, agenda.verdict, agenda.restated) | {
        "kind": str(agenda.kind),
        "last_focus": review_json.stored_focus(agenda.last) if agenda.last else None,
        "others": [review_json.focus(each) for each in agenda.others],
        "continued": agenda.continued,
        "without_gain": agenda.without_gain,
        "parked": {key: {"until": each.until.isoformat(), "why": each.why} for key, each in agenda.parked.items()},
        "causes": {str(cause): number for cause, number in agenda.causes.items()},
        "data_until": agenda.data_until.isoformat() if agenda.data_until else None,
    }


# ---- what is there


def _lacking(review: Review) -> Kind | None:
    """Why it has no findings; None if it has."""
    week = review.week
    if all(source.complete_until is None for source in week.facts.sources):
        return Kind.NOT_CONNECTED
    if review.ranking.candidates:
        return None
    return Kind.STALE if _is_stale(review) else Kind.NOT_ENOUGH


def _is_stale(review: Review) -> bool:
    """Whether data are lacking for some of the days that are over."""
    until, period = _data_until(review), review.week.period
    over = period.first + timedelta(days=period.whole_days) if period.whole_days is not None else period.end
    return until is not None and until + DAY < over


def _data_until(review: Review) -> date | None:
    week = review.week
    ends = [each.readout.as_of for each in week.standings if each.readout.connected]
    known = [end for end in ends if end is not None]
    return datetime.fromtimestamp(min(known) - 1, week.period.zone).date() if known else None


def _kind(review: Review, last_time: LastTime | None, judged: Verdict | None) -> Kind:
    """Of a review with findings; there is no last time without a channel."""
    if last_time is not None and last_time.is_first:
        return Kind.FIRST
    if judged is not None and judged.how is How.TOO_EARLY:
        return Kind.CONTINUED
    if review.ranking.weakest is None:
        return Kind.ON_TARGET
    return Kind.HOLIDAY if _is_marked(review.week) else Kind.REVIEW


def _is_marked(week: Week) -> bool:
    period = week.period
    return any(
        each.kind is not notes.Kind.NOTE and each.first_day < period.end and period.first <= each.last_day
        for each in week.facts.notes
    )


def _day(period: Period, now: datetime) -> date:
    """The day of the review: of one that is redone later, the first on which it could be made."""
    today = now.astimezone(period.zone).date()
    return today if today < period.end + timedelta(days=period.days) else period.end


def _causes(connection: Connection, review: Review) -> Mapping[Cause, int]:
    """Of what was rated low in the days reviewed before: since then there was time to say why."""
    week = review.week
    days = earlier(week.period, 1).local_days
    return distribution(connection, low_rated_keys(connection, week.facts.team, days, week.filters))


# ---- the focus


def _verdict(connection: Connection, last: StoredFocus | None, review: Review) -> Verdict | None:
    if last is None:
        return None
    found = verdict(last, review)
    if found.how is not How.TOO_EARLY:
        return found
    return replace(found, early_sign=early_sign(connection, last.focus, review))


def _named(review: Review, playbook: Playbook, last_time: LastTime, judged: Verdict | None) -> tuple[Focus, ...]:
    """The focus of this review, and what can be chosen instead of it."""
    outcome = judged.how.outcome if judged else None
    found = focuses(review, playbook, last_time.tried(outcome))
    last = last_time.focus
    if last is not None and judged is not None and judged.how is How.TOO_EARLY:
        why = f"It goes on since the review of {day_name(last.monday + _WEEK)}: it is too early to tell."
        return replace(last.focus, why=why), *_without(found, last.focus)
    if last_time.named is not None:
        named = last_time.named.focus
        why = next((each.why for each in found if is_same(each, named)), "It was chosen in this channel.")
        return replace(named, why=why), *_without(found, named)
    if last is not None and last.kept_by is not None and outcome in WITHOUT_GAIN:
        kept = next((each for each in found if is_same(each, last.focus)), None) or once_more(review, last.focus)
        return (kept, *_without(found, kept)) if kept else found
    return found


def _without(found: Sequence[Focus], focus: Focus) -> list[Focus]:
    return [each for each in found if not is_same(each, focus)]
