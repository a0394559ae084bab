"""Which conversations count, which of their instants are possible, and how they stand at a moment.

Every comparison with an instant that never happened (NaN) is false.
"""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi.counting.conversations import OPEN, RESOLVED, SCALES, WINDOW, Conversations
from kpi.counting.days import Instants
from kpi.model import RatingScale

Mask = npt.NDArray[np.bool_]
"""Whether something is so, for each conversation."""

_STARS, _FACES, _PROMOTER, _OFF_SCALE = (
    SCALES.index(scale) for scale in (RatingScale.STARS, RatingScale.FACES, RatingScale.PROMOTER, RatingScale.OFF_SCALE)
)


class Rules:
    """The rules, applied to some conversations."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations
        self._at = conversations.at

    # ---- what counts, and what is possible

    @cached_property
    def opened(self) -> Instants:
        """When each was opened."""
        return self._at("created_at")

    @cached_property
    def included(self) -> Mask:
        """Not spam, deleted, merged or a test."""
        return self.conversations.excluded < 0

    @cached_property
    def begun(self) -> Mask:
        """Opened, since 1970 and not in the future."""
        return (self.opened >= 0) & (self.opened <= self.conversations.until)

    @cached_property
    def counts(self) -> Mask:
        """Both."""
        return self.included & self.begun

    def possible(self, at: Instants) -> Mask:
        """Not before the opening, and not in what was the future when the data was handed over."""
        return (at >= self.opened) & (at <= self.conversations.until)

    @cached_property
    def known_requester(self) -> Mask:
        """Who asked is told."""
        return np.array([each is not None for each in self.conversations.requesters], dtype=np.bool_)

    # ---- first responses

    @cached_property
    def human(self) -> Instants:
        """The first reply by a person. Where nobody says by whom it was: the first reply, if it is not the bot's."""
        first, bot, person = self._at("first_response_at"), self.automated, self._at("first_human_response_at")
        not_the_bots = np.where(np.isnan(bot) | (first < bot), first, np.nan)
        named = self._of_source("names_people") & self._since_authors_are_told
        return np.where(named, person, np.fmin(not_the_bots, person))

    @cached_property
    def automated(self) -> Instants:
        """The first reply by the bot, be it an acknowledgement of receipt."""
        return np.fmin(self.answered, self._at("acknowledged_at"))

    @cached_property
    def answered(self) -> Instants:
        """The first reply by the bot that is more than an acknowledgement of receipt."""
        return self._at("first_automated_response_at")

    @cached_property
    def anyone(self) -> Instants:
        """The first reply by whomever."""
        first = np.fmin(self._at("first_response_at"), self._at("first_human_response_at"))
        return np.fmin(first, self.automated)

    @cached_property
    def handed_over(self) -> Instants:
        """When it was assigned to a person or team after an automated answer."""
        at = self._at("handed_over_at")
        return np.where(at >= self.answered, at, np.nan)

    # ---- resolution

    @cached_property
    def resolved(self) -> Instants:
        """When it was last resolved."""
        return self._at("resolved_at")

    @cached_property
    def opened_again(self) -> Mask:
        """After that."""
        at = self._at("reopened_at")
        return self.possible(at) & (at > self.resolved)

    @cached_property
    def stands(self) -> Mask:
        """The last resolution still holds. Where nobody says how a conversation stands, a reopening after it tells."""
        told = self.conversations.status
        found: Mask = (told == RESOLVED) | ((told != OPEN) & ~self.opened_again)
        return found

    @cached_property
    def resolved_standing(self) -> Mask:
        """Resolved at an instant that is known and possible, and still so."""
        return self.stands & self.possible(self.resolved)

    @cached_property
    def resolved_untimed(self) -> Mask:
        """Resolved, nobody knows when: that it happened stands, though its instant is missing or impossible."""
        unknown = (self.conversations.status == RESOLVED) | ~np.isnan(self.resolved)
        found: Mask = self.stands & unknown & ~self.possible(self.resolved)
        return found

    # ---- its first 7 days

    @cached_property
    def due(self) -> Instants:
        """When it has had its 7 days."""
        return self.opened + WINDOW

    @cached_property
    def had_its_days(self) -> Mask:
        """It counts, and what became of it by then is known."""
        return self.counts & self.following & (self.due <= self.conversations.until)

    @cached_property
    def resolved_by_due(self) -> Mask:
        """How it stood then: what happened later changes nothing."""
        told, reopened = self.conversations.status, self._at("reopened_at")
        in_time = self.possible(self.resolved) & (self.resolved <= self.due)
        reopened_in_time = self.opened_again & (reopened <= self.due)
        still = np.select(
            [told == RESOLVED, told == OPEN],
            [np.ones_like(in_time), self.opened_again & ~reopened_in_time],
            default=~reopened_in_time,
        )
        return (in_time & still) | self.resolved_untimed

    def happened_by(self, at: Instants, moment: Instants) -> Mask:
        """Up to the moment. What happened at an impossible instant happened all the same: nobody knows when."""
        return (at <= moment) | (~np.isnan(at) & ~self.possible(at))

    def automated_by(self, moment: Instants) -> Mask:
        """Answered by the bot up to the moment, without a person's reply or a hand-over."""
        alone = ~self.by_person(moment) & ~self.happened_by(self.handed_over, moment)
        return self.author_known & self.happened_by(self.answered, moment) & alone

    def by_person(self, moment: Instants) -> Mask:
        """Replied to by a person up to the moment."""
        return self.author_known & self.happened_by(self.human, moment)

    @cached_property
    def author_known(self) -> Mask:
        """It is told whether people or the bot replied."""
        return self._of_source("says_who_answered") & self._since_authors_are_told

    # ---- ratings

    @cached_property
    def rated(self) -> Instants:
        """When it was rated; where nobody says, when it was resolved, else when it was last updated."""
        resolved = np.where(self.possible_rating(self.resolved), self.resolved, np.nan)
        known = np.where(np.isnan(self._at("rated_at")), resolved, self._at("rated_at"))
        return np.where(np.isnan(known), self._at("updated_at"), known)

    def possible_rating(self, at: Instants) -> Mask:
        """As `possible`, also where nobody told when the conversation was opened."""
        return ~(at < self.opened) & (at <= self.conversations.until)

    @cached_property
    def counts_if_rated(self) -> Mask:
        """A rating is dated by itself: it counts even where nobody has told yet when the conversation was opened."""
        unopened = np.isnan(self.opened) & ~np.isnan(self.conversations.until)
        return self.included & (self.begun | unopened)

    @cached_property
    def is_rating(self) -> Mask:
        """There is a rating, and it is on its scale."""
        scale = self.conversations.scale
        found: Mask = (scale >= 0) & (scale != _OFF_SCALE) & ~np.isnan(self.conversations.rating)
        return found

    @cached_property
    def off_scale(self) -> Mask:
        """There is a rating, but it makes no sense."""
        found: Mask = self.conversations.scale == _OFF_SCALE
        return found

    @cached_property
    def in_stars(self) -> Mask:
        """Rated from 1 to 5."""
        found: Mask = self.is_rating & (self.conversations.scale == _STARS)
        return found

    @cached_property
    def for_csat(self) -> Mask:
        """Rated in stars, or as good, neutral or bad."""
        found: Mask = self.in_stars | (self.is_rating & (self.conversations.scale == _FACES))
        return found

    @cached_property
    def for_nps(self) -> Mask:
        """Rated from 0 to 10."""
        found: Mask = self.is_rating & (self.conversations.scale == _PROMOTER)
        return found

    @cached_property
    def rated_well(self) -> Mask:
        """4 or 5 stars, good, or 9 or 10 of 10."""
        rating = self.conversations.rating
        faces = self.for_csat & ~self.in_stars & (rating == 1)
        found: Mask = (self.in_stars & (rating >= 4)) | faces | (self.for_nps & (rating >= 9))
        return found

    # ---- what waits

    @cached_property
    def enters(self) -> Mask:
        """It stands open from its opening on, as far as its source can tell."""
        return self.counts & self.following & ~self.resolved_untimed

    @cached_property
    def left(self) -> Instants:
        """When it ceased to be open, be it that it was opened again; NaN if it never did."""
        return np.where(self.possible(self.resolved) & (self.stands | self.opened_again), self.resolved, np.nan)

    @cached_property
    def entered_again(self) -> Instants:
        """When it was open again after that, and still is."""
        again = ~np.isnan(self.left) & self.opened_again & ~self.stands
        return np.where(again, self._at("reopened_at"), np.nan)

    def is_open(self, moment: Instants) -> Mask:
        """It stands open at the moment."""
        return self.enters & (self.opened <= moment) & (~(self.left <= moment) | (self.entered_again <= moment))

    @cached_property
    def waits(self) -> Mask:
        """It waits for a person from its opening on. A reply at an impossible instant was one all the same."""
        replied_some_time = ~np.isnan(self.human) & ~self.possible(self.human)
        return self.enters & self._of_source("answering") & ~replied_some_time

    @cached_property
    def replied(self) -> Instants:
        """When a person first replied, if that is possible."""
        return np.where(self.possible(self.human), self.human, np.nan)

    @cached_property
    def attended(self) -> Instants:
        """When it first ceased to wait for a person: at the reply, or at a resolution without one."""
        return np.fmin(self.replied, self.left)

    @cached_property
    def waits_again(self) -> Instants:
        """When it waits again after a resolution without a reply."""
        return np.where(self.replied <= self.entered_again, np.nan, self.entered_again)

    @cached_property
    def attended_again(self) -> Instants:
        """When a person then replied."""
        return np.where(self.replied > self.waits_again, self.replied, np.nan)

    def is_waiting(self, moment: Instants) -> Mask:
        """It stands open at the moment, and no person has ever replied."""
        return self.waits & self.is_open(moment) & ~(self.replied <= moment)

    @cached_property
    def following(self) -> Mask:
        """Of a source that says whether a conversation is still open."""
        return self._of_source("following")

    @cached_property
    def answering(self) -> Mask:
        """Of a source in which a missing reply by a person means that there was none."""
        return self._of_source("answering")

    @cached_property
    def _since_authors_are_told(self) -> Mask:
        found: Mask = ~(self.opened < self.conversations.traits.authors_since[self.conversations.source])
        return found

    def _of_source(self, trait: str) -> Mask:
        of_each: Mask = getattr(self.conversations.traits, trait)
        return of_each[self.conversations.source]
