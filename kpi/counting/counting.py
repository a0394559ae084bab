"""What each conversation adds to which measure, and when: the definition of every measure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi.counting.days import Instants
from kpi.counting.rules import Mask, Rules
from kpi.measures import Measure, Timing
from kpi.opening_hours.clock import Clock

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """Those of `mask` count at the instants `at`, once or with their `weight`, and those of `again` once more."""

    mask: Mask
    at: Instants
    weight: npt.NDArray[np.float64] | None = None
    again: "Counted | None" = None


@dataclass(frozen=True)
class Timed:
    """Those of `mask` took so many `seconds`, up to the instants `at`."""

    mask: Mask
    at: Instants
    seconds: Seconds


class Counting:
    """Measures and timings of some conversations.

    `clock` runs in opening hours; `targets` are the seconds within which a person should first reply to each
    conversation, and `repeated` finds those that came back.
    """

    def __init__(self, rules: Rules, clock: Clock, targets: Seconds, repeated: Callable[[Rules], Mask]) -> None:
        self.rules = rules
        self._clock = clock
        self._targets = targets
        self._find_repeated = repeated

    def counted(self, measure: Measure) -> Counted:
        """Who counts in the measure, and when."""
        return _MEASURES[measure](self)

    def timed(self, timing: Timing) -> Timed:
        """Whose duration counts, and when."""
        return _TIMINGS[timing](self)

    # ---- first responses

    @cached_property
    def _replied(self) -> Timed:
        """First replies by a person, in seconds of opening hours."""
        rules = self.rules
        mask = rules.counts & rules.possible(rules.human)
        return Timed(mask, rules.human, self._elapsed(mask, rules.human))

    @cached_property
    def _while_closed(self) -> Mask:
        """Replied to by a person after the opening, but in no second of opening hours."""
        found: Mask = self._replied.mask & (self._replied.seconds == 0) & (self.rules.human > self.rules.opened)
        return found

    @cached_property
    def opened_in_hours(self) -> Mask:
        """Opened while the team was there."""
        opened, begun = self.rules.opened, self.rules.begun
        found = np.zeros(len(opened), dtype=np.bool_)
        found[begun] = self._clock.is_open(opened[begun].astype(np.int64))
        return found

    @cached_property
    def _target(self) -> tuple[Mask, Mask]:
        """For which conversations the time for a first reply ran out, and which had one by then.

        Left aside is what by then the bot had answered without handing over, and what was resolved without a person.
        """
        rules, deadline = self.rules, self._deadline
        human, bot = rules.human, rules.answered
        met = rules.possible(human) & (human <= deadline)
        by_bot = rules.possible(bot) & (bot <= deadline) & ~(rules.handed_over <= deadline)
        resolved = rules.resolved_standing & (rules.resolved <= deadline)
        impossible = ~np.isnan(human) & ~rules.possible(human)
        aside = by_bot | (resolved & ~met) | impossible
        due = rules.counts & rules.answering & (deadline <= rules.conversations.until) & ~aside
        return due, met

    @cached_property
    def _deadline(self) -> Instants:
        opened, begun = self.rules.opened, self.rules.begun
        found = np.full(len(opened), np.nan)
        found[begun] = self._clock.reached(opened[begun].astype(np.int64), self._targets[begun].astype(np.int64))
        return found

    def _elapsed(self, mask: Mask, end: Instants) -> Seconds:
        found = np.full(len(end), np.nan)
        opened = self.rules.opened[mask].astype(np.int64)
        found[mask] = self._clock.elapsed(opened, end[mask].astype(np.int64))
        return found

    def _calendar(self, mask: Mask, end: Instants) -> Timed:
        return Timed(mask, end, end - self.rules.opened)

    @property
    def first_reply(self) -> Timed:
        """First replies by a person, in seconds of opening hours, be it none because nobody had to be there yet."""
        return self._replied

    @property
    def replied(self) -> Counted:
        """First replies by a person, whenever that was."""
        return Counted(self._replied.mask, self._replied.at)

    @property
    def answered_while_closed(self) -> Counted:
        """First replies by a person that took no time, as nobody had to be there yet: they are in no median."""
        return Counted(self._while_closed, self.rules.human)

    def _person(self) -> Timed:
        return Timed(self._replied.mask & ~self._while_closed, self._replied.at, self._replied.seconds)

    def _person_after_hours(self) -> Timed:
        return self._calendar(self._replied.mask & ~self.opened_in_hours, self.rules.human)

    def _bot(self) -> Timed:
        return self._calendar(self.rules.counts & self.rules.possible(self.rules.automated), self.rules.automated)

    def _anyone(self) -> Timed:
        return self._calendar(self.rules.counts & self.rules.possible(self.rules.anyone), self.rules.anyone)

    def _resolution(self) -> Timed:
        return self._calendar(self.rules.counts & self.rules.resolved_standing, self.rules.resolved)

    # ---- the first 7 days

    def _due(self, *masks: Mask) -> Counted:
        mask = self.rules.had_its_days
        for each in masks:
            mask = mask & each
        return Counted(mask, self.rules.due)

    @cached_property
    def _automated(self) -> Mask:
        return self.rules.resolved_by_due & self.rules.automated_by(self.rules.due)

    @cached_property
    def _by_person(self) -> Mask:
        return self.rules.resolved_by_due & self.rules.by_person(self.rules.due)

    def _confirmed(self) -> Counted:
        rules = self.rules
        rated = rules.rated_well & rules.possible_rating(rules.rated) & (rules.rated <= rules.due)
        return self._due(self._automated, rated)

    # ---- ratings

    def _rated(self, mask: Mask, weight: npt.NDArray[np.float64] | None = None) -> Counted:
        rules = self.rules
        return Counted(mask & rules.counts_if_rated & rules.possible_rating(rules.rated), rules.rated, weight)

    # ---- what stands open

    def _known(self, mask: Mask, at: Instants, again: Counted | None = None) -> Counted:
        """Those to whom it happened, as far as the source reaches."""
        return Counted(mask & (at <= self.rules.conversations.until), at, again=again)

    def _entered(self) -> Counted:
        rules = self.rules
        return Counted(rules.enters, rules.opened, again=self._known(rules.enters, rules.entered_again))

    @cached_property
    def _old(self) -> Mask:
        return self.rules.enters & (self.rules.due <= self.rules.conversations.until)

    def _old_entered(self) -> Counted:
        again = self._known(self._old, np.maximum(self.rules.entered_again, self.rules.due))
        return Counted(self._old, self.rules.due, again=again)

    def _waiting_entered(self) -> Counted:
        rules = self.rules
        return Counted(rules.waits, rules.opened, again=self._known(rules.waits, rules.waits_again))

    def _waiting_left(self) -> Counted:
        rules = self.rules
        return self._known(rules.waits, rules.attended, self._known(rules.waits, rules.attended_again))

    @cached_property
    def _beside_bot(self) -> tuple[Instants, Instants]:
        """Since when each waits though the bot has answered, and since when again; NaN for those that do not."""
        rules = self.rules
        bot = np.where(~np.isnan(rules.answered) & ~rules.possible(rules.answered), rules.opened, rules.answered)
        first = np.where(rules.waits & ~(rules.attended <= bot), bot, np.nan)
        again = np.where(rules.waits, np.maximum(rules.waits_again, bot), np.nan)
        return first, np.where(rules.attended_again <= again, np.nan, again)

    def _waiting_bot_entered(self) -> Counted:
        first, again = self._beside_bot
        return self._known(self.rules.waits, first, self._known(self.rules.waits, again))

    def _waiting_bot_left(self) -> Counted:
        first, again = self._beside_bot
        left_again = self._known(~np.isnan(again), self.rules.attended_again)
        return self._known(~np.isnan(first), self.rules.attended, left_again)


def _opened(counting: Counting, mask: Mask | None = None) -> Counted:
    rules = counting.rules
    return Counted(rules.counts if mask is None else rules.counts & mask, rules.opened)


def _resolved(counting: Counting, mask: Mask) -> Counted:
    return Counted(counting.rules.counts & counting.rules.resolved_standing & mask, counting.rules.resolved)


def _happened(counting: Counting, at: Instants) -> Counted:
    return Counted(counting.rules.counts & counting.rules.possible(at), at)


def _otherwise(counting: Counting) -> Counted:
    rules = counting.rules
    neither = ~counting._automated & ~counting._by_person
    return counting._due(rules.author_known, rules.resolved_by_due, neither)


def _resolved_by_now(counting: Counting) -> Counted:
    return counting._due(counting.rules.resolved_standing | counting.rules.resolved_untimed)


def _proxies(counting: Counting) -> Counted:
    return counting._rated(counting.rules.for_csat & np.isnan(counting.rules.conversations.at("rated_at")))


def _nps(counting: Counting, low: float, high: float) -> Counted:
    rating = counting.rules.conversations.rating
    return counting._rated(counting.rules.for_nps & (rating >= low) & (rating <= high))


_MEASURES: Mapping[Measure, Callable[[Counting], Counted]] = {
    Measure.OPENED: _opened,
    Measure.KNOWN_REQUESTER: lambda c: _opened(c, c.rules.known_requester),
    Measure.REPEATED: lambda c: _opened(c, c._find_repeated(c.rules)),
    Measure.ANSWERED_WHILE_CLOSED: lambda c: c.answered_while_closed,
    Measure.ANSWERED_BY_BOT: lambda c: _happened(c, c.rules.answered),
    Measure.TARGET_DUE: lambda c: Counted(c._target[0], c._deadline),
    Measure.TARGET_MET: lambda c: Counted(c._target[0] & c._target[1], c._deadline),
    Measure.RESOLVED: lambda c: _resolved(c, c.rules.counts),
    Measure.RESOLVED_ONCE: lambda c: _happened(c, c.rules.resolved),
    Measure.AUTOMATED_RESOLUTION: lambda c: _resolved(c, c.rules.automated_by(c.rules.resolved)),
    Measure.HUMAN_RESOLUTION: lambda c: _resolved(c, c.rules.by_person(c.rules.resolved)),
    Measure.DUE: lambda c: c._due(),
    Measure.DUE_RESOLVED: lambda c: c._due(c.rules.resolved_by_due),
    Measure.DUE_RESOLVED_BY_NOW: _resolved_by_now,
    Measure.DUE_AUTHOR_KNOWN: lambda c: c._due(c.rules.author_known),
    Measure.DUE_AUTOMATED: lambda c: c._due(c._automated),
    Measure.DUE_CONFIRMED: lambda c: c._confirmed(),
    Measure.DUE_PERSON: lambda c: c._due(c._by_person),
    Measure.DUE_OTHERWISE: _otherwise,
    Measure.REOPENED: lambda c: _happened(c, c.rules.conversations.at("reopened_at")),
    Measure.HANDED_OVER: lambda c: _happened(c, c.rules.handed_over),
    Measure.RATED: lambda c: c._rated(c.rules.for_csat),
    Measure.SATISFIED: lambda c: c._rated(c.rules.for_csat & c.rules.rated_well),
    Measure.RATED_IN_STARS: lambda c: c._rated(c.rules.in_stars),
    Measure.STARS: lambda c: c._rated(c.rules.in_stars, c.rules.conversations.rating),
    Measure.RATED_BY_PROXY: _proxies,
    Measure.SCORED: lambda c: _nps(c, 0, 10),
    Measure.PROMOTERS: lambda c: _nps(c, 9, 10),
    Measure.DETRACTORS: lambda c: _nps(c, 0, 6),
    Measure.ENTERED: lambda c: c._entered(),
    Measure.LEFT: lambda c: c._known(c.rules.enters, c.rules.left),
    Measure.OLD_ENTERED: lambda c: c._old_entered(),
    Measure.OLD_LEFT: lambda c: c._known(c._old, np.maximum(c.rules.left, c.rules.due)),
    Measure.WAITING_ENTERED: lambda c: c._waiting_entered(),
    Measure.WAITING_LEFT: lambda c: c._waiting_left(),
    Measure.WAITING_BOT_ENTERED: lambda c: c._waiting_bot_entered(),
    Measure.WAITING_BOT_LEFT: lambda c: c._waiting_bot_left(),
}
_TIMINGS: Mapping[Timing, Callable[[Counting], Timed]] = {
    Timing.PERSON: Counting._person,
    Timing.PERSON_AFTER_HOURS: Counting._person_after_hours,
    Timing.BOT: Counting._bot,
    Timing.ANYONE: Counting._anyone,
    Timing.RESOLUTION: Counting._resolution,
}
