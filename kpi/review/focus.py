"""The focus of the week: one thing to do about the weakest KPI, and what else there would be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpi.catalogue import FIRST_RESPONSE_TIME, Kpi
from kpi.review import focus_wording
from kpi.review.evidence import (
    BOT_STEP,
    Evidence,
    Found,
    Place,
    Subject,
    everywhere,
    gather,
    is_of_bot,
    labels_of,
    place_of,
    sample_of,
)
from kpi.review.goal import goal
from kpi.review.held_down_by import Segment, held_down_by
from kpi.review.playbook import Playbook, Step
from kpi.review.review import Review
from kpi.review.standing import Standing
from kpi.samples import Sample
from kpi.state import State

__all__ = ["BOT_STEP", "Focus", "Tried", "focuses", "once_more", "sample_of"]

NOT_AGAIN_WITHIN = timedelta(weeks=8)
"""A step is not named again for so long, where it is for the same KPI and place."""

_STEPS, _NEXT = 5, 3  # that are offered for the weakest, and KPIs beside it
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Tried:
    """A focus that was named in the review of the week of `monday`, and what became of it; `chosen` if a person chose
    it instead of another."""

    kpi: str
    step: str
    labels: Mapping[str, str]
    monday: date
    outcome: str | None
    chosen: bool


@dataclass(frozen=True)
class Focus:
    """One thing to do.

    `labels` are the values, as stored, of the dimensions that say where; none is everywhere. All else that people read
    is plain text without markup: the `text` says what to do, `place` where, `worth` what it is about in numbers,
    `figure` by what one will see that it worked, `why` why it stands where it does. The review of the week that begins
    on `due` tells, against the sample `start`; later ones measure it by `sample_of`.
    """

    kpi: Kpi
    step: str
    labels: Mapping[str, str]
    text: str
    place: str
    worth: str
    figure: str
    due: date
    start: Sample
    why: str


def focuses(review: Review, playbook: Playbook, tried: Sequence[Tried] = ()) -> tuple[Focus, ...]:
    """The recommended one first, then the others in their order; none where nothing is weak.

    The steps for the weakest KPI come in the playbook's order, then the first one for each of the next weakest. None is
    there that was tried in the last 8 weeks; but what people had chosen themselves comes last.
    """
    weakest = review.ranking.weakest
    if weakest is None:
        return ()
    recent = _recent(review, tried)
    found = list(_Planner(review, playbook, weakest.standing, recent, first=True).plan())[:_STEPS]
    for standing in _next_weakest(review, weakest.standing):
        found += list(_Planner(review, playbook, standing, recent).plan())[:1]
    fresh, again = ([each for each in found if _was_chosen(each, recent) is chosen] for chosen in (False, True))
    return (*fresh, *again)


def once_more(review: Review, focus: Focus) -> Focus | None:
    """An earlier focus that begins anew with this review: what it starts from, what it is about in numbers and by what
    one will see that it worked are those of now. None where there is nothing to measure it by."""
    facts, standing = review.week.facts, review.week.of(focus.kpi)
    start = sample_of(focus.kpi, focus.step, focus.labels, facts, standing.days)
    if start.value is None:
        return None
    subject = Subject(review, standing, Place(labels_of(focus.labels, facts), start))
    due = due_of(review, focus.kpi)
    # Of first replies those by people may be judged now, while the step is for the bot: then no value can be named.
    is_judged = focus.kpi != FIRST_RESPONSE_TIME or is_of_bot(standing) == focus.step.startswith(BOT_STEP)
    aim = goal(standing, start, _expected(subject)) if is_judged else None
    return replace(
        focus,
        worth=focus_wording.worth(subject, (), Found()),
        figure=focus_wording.figure(subject, aim, due + _WEEK),
        due=due,
        start=start,
        why="It was kept in this channel.",
    )


def _expected(subject: Subject) -> int:
    """How many the review that tells will count, which looks at as many days as this one, if as many come as now."""
    return round(subject.place.sample.n * subject.review.week.period.days / subject.days.number)


def _recent(review: Review, tried: Sequence[Tried]) -> list[Tried]:
    """Those of the reviews before this one."""
    monday = monday_of(review)
    return [each for each in tried if monday - NOT_AGAIN_WITHIN < each.monday < monday]


def monday_of(review: Review) -> date:
    """Of the reviewed week, or of the last one of several."""
    return review.week.period.end - _WEEK


def due_of(review: Review, kpi: Kpi) -> date:
    """The Monday of the week whose review will tell: as many reviews later as it takes the KPI to show a change."""
    period = review.week.period
    return monday_of(review) + kpi.lag * (period.end - period.first)


def _next_weakest(review: Review, weakest: Standing) -> list[Standing]:
    weak = (each for each in review.ranking.candidates if each.state in (State.SHORT, State.PERHAPS_SHORT))
    return [each for each in weak if each.kpi != weakest.kpi][:_NEXT]


def _is_same(tried: Tried, kpi: Kpi, step: str, labels: Mapping[str, str]) -> bool:
    return (tried.kpi, tried.step, dict(tried.labels)) == (kpi.key, step, dict(labels))


def _was_chosen(focus: Focus, recent: Sequence[Tried]) -> bool:
    return any(_is_same(each, focus.kpi, focus.step, focus.labels) for each in recent)


class _Planner:
    """What there is to do about one KPI."""

    def __init__(
        self, review: Review, playbook: Playbook, standing: Standing, recent: Sequence[Tried], *, first: bool = False
    ) -> None:
        self._review = review
        self._steps = playbook.steps(standing.kpi)
        self._standing = standing
        self._recent = recent
        self._first = first
        held = review.held_down_by if first else held_down_by(review.week, standing)
        sample = standing.sample
        self._places = [] if sample is None else [place_of(standing, held, sample), everywhere(sample)]
        self._sides: dict[int, tuple[Subject, Found]] = {}

    def plan(self) -> Iterator[Focus]:
        """In the playbook's order: where it is held down, and everywhere once all of that was tried."""
        if not self._places:
            return
        found = list(self._of(0))
        if not found and isinstance(self._places[0].holds, Segment):
            found = list(self._of(1))
        yield from found

    def _of(self, place: int) -> Iterator[Focus]:
        first = self._first
        for step in self._steps:
            subject, known = self._side(1 if self._is_for_all(step) else place)
            if not (step.evidence <= known.kinds and step.figures <= known.figures.keys()):
                continue
            labels = subject.place.values
            if any(_is_same(each, self._standing.kpi, step.key, labels) and not each.chosen for each in self._recent):
                continue
            yield self._focus(step, subject, known, is_first=first)
            first = False

    def _is_for_all(self, step: Step) -> bool:
        """What keeps customers from asking helps all who wait; of costs the intent is what it is about anyway."""
        return Evidence.LEVER in step.evidence and self._standing.kpi.dimensions

    def _side(self, place: int) -> tuple[Subject, Found]:
        if place not in self._sides:
            subject = Subject(self._review, self._standing, self._places[place])
            self._sides[place] = subject, gather(subject)
        return self._sides[place]

    def _focus(self, step: Step, subject: Subject, known: Found, *, is_first: bool) -> Focus:
        kpi, start = self._standing.kpi, subject.place.sample
        due = due_of(self._review, kpi)
        return Focus(
            kpi=kpi,
            step=step.key,
            labels=subject.place.values,
            text=step.filled(known.figures),
            place=focus_wording.place(subject, step.evidence, known),
            worth=focus_wording.worth(subject, step.evidence, known),
            figure=focus_wording.figure(subject, goal(self._standing, start, _expected(subject)), due + _WEEK),
            due=due,
            start=start,
            why=focus_wording.why(subject, step.evidence, known, is_first=is_first, is_weakest=self._first),
        )
