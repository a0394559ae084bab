"""The post of a review, of whatever kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import buttons
from bot.messages import review_words
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.messages.review_chart import ReviewChart
from bot.messages.review_conversations import Listed
from bot.messages.review_rows import review_rows
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.dimensions import INTENT
from kpi.question import Question
from kpi.review import wording
from kpi.review.agenda import Agenda, Kind
from kpi.review.curve import curve
from kpi.review.review import Review


@dataclass(frozen=True)
class ReviewPost:
    """A review for a channel. `opening` is what one has to know first, and `posts` how many in a row, with this one,
    could only say that there are no new data, if that is all it says. A `test` has no buttons that change anything."""

    messages: Messages
    agenda: Agenda
    channel: str
    opening: list[str]
    posts: int
    test: bool

    def message(self, lists: Sequence[Sequence[Listed]]) -> Message:
        """With the first table of each of the lists."""
        match self.agenda.kind:
            case Kind.NOT_CONNECTED:
                return self._without(review_words.not_connected())
            case Kind.STALE:
                return self._without(review_words.stale(self.agenda, self.posts))
        agenda = self.agenda
        return self.messages.render(
            "review_post.j2",
            agenda=agenda,
            told=review_words,
            words=wording,
            opening=self.opening,
            rows=review_rows(agenda.review),
            shown=chart_of(agenda.review),
            lists=[tables[0] for tables in lists if tables],
            button_value="" if self.test else buttons.review_value(self.channel, agenda.monday),
            look=look_into(agenda),
        )

    def _without(self, said: list[str]) -> Message:
        """Without findings."""
        title = review_words.title(self.agenda)
        return self.messages.render("review_without.j2", title=title, opening=self.opening, said=said)


def chart_of(review: Review) -> ReviewChart | None:
    """The weakest over the weeks; None where nothing is weak, or too few weeks hold data."""
    weakest = review.ranking.weakest
    return ReviewChart.of(curve(review, weakest.standing), weakest.standing) if weakest else None


def look_into(agenda: Agenda) -> str:
    """The question of the button: the KPI of the focus by intent, or what customers write about where intents do not
    tell it apart."""
    week = agenda.review.week
    kpi = agenda.focus.kpi if agenda.focus else INTENT_DISTRIBUTION
    if kpi != INTENT_DISTRIBUTION and kpi.dimensions:
        return Question(kpi, week.period, breakdown=INTENT, filters=week.filters).text
    return Question(INTENT_DISTRIBUTION, week.period, filters=week.filters).text
