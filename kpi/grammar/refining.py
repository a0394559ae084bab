"""What is said in a thread, as what it adds to the question that the thread is about: "only email", "last month"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi.catalogue import AUTOMATION_RATE, CSAT, FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, VOLUME
from kpi.dimensions import CHANNEL, TEAM, Dimension
from kpi.dimensions import INTENT as BY_INTENT
from kpi.filters import Filter, in_order, written
from kpi.grammar import list_words, metric, pointing
from kpi.grammar.errors import QuestionError
from kpi.grammar.known import Known
from kpi.grammar.misread import Misread
from kpi.grammar.reading import read
from kpi.grammar.terms import Terms
from kpi.grammar.thread_question import (
    EXPLAIN,
    INTENT,
    OVER_A_PERIOD,
    OVERVIEW,
    REVIEW,
    TICKETS,
    TOP,
    WITH_A_KPI,
    Context,
    of_intent,
    period_beside,
    read_context,
    verb_of,
)
from kpi.grammar.unread import Unread
from kpi.grammar.values import Values
from kpi.grammar.words import quoted
from kpi.labels import Labels

_OFFERED = (CSAT, FIRST_RESPONSE_TIME, AUTOMATION_RATE)
"""Where the thread is about all KPIs, and none is named."""


@dataclass(frozen=True)
class Refined:
    """A question as one would type it, with its verb, and the slips that were put right, as typed and as taken."""

    text: str
    corrected: tuple[tuple[str, str], ...] = ()


def refined(context: str, text: str, today: date, labels: Labels, said_on: date | None = None) -> Refined:
    """What the text asks in the thread of the question in `context`, which was said on another day perhaps.

    A whole question of its own stays as it is, and so does everything in a thread whose question is none any more. The
    verbs of both stand first. Raises QuestionError, whose lines are whole questions, for what makes no
    sense even in context.
    """
    about = read_context(context, said_on or today, labels)
    verb, rest = verb_of(text)
    if about is None or verb == REVIEW or (verb in OVER_A_PERIOD and period_beside(rest, today, labels) != ""):
        return Refined(text)
    if verb in (OVERVIEW, TOP):
        return Refined(f"{verb} {about.terms.period}".strip())
    if verb == INTENT and not rest:
        verb, rest = "", INTENT_DISTRIBUTION.name  # of no intent in particular: of all of them
    if verb == INTENT:
        return _another_intent(about, text, rest, today, labels)
    return _Reading(about, verb, rest, today, labels).refined()


class _Reading:
    """A text being understood in a context."""

    def __init__(self, about: Context, verb: str, rest: str, today: date, labels: Labels) -> None:
        self._about = about
        self._verb = verb
        said, self._wanted = list_words.taken(rest)
        self._pointing = pointing.taken(said, Known(labels))
        self._text = self._pointing.text
        self._today = today
        self._labels = labels

    def refined(self) -> Refined:
        """The question."""
        if _names_a_kpi(self._text, Known(self._labels)):
            return self._of_another(self._whole())
        if pointing.asks_why(self._text):
            raise QuestionError("I cannot say why. These show where it comes from.", *self._where_from())
        try:
            added = self._added()
        except QuestionError as error:
            if card := self._card():
                return card
            try:
                return self._of_another(read(self._text, self._today, self._labels))  # a KPI with a slip in its name
            except QuestionError:
                raise self._in_context(error) from error
        if not self._about.names_kpi:
            return self._without_a_kpi(added)
        if not (self._verb or self._wanted.says_something or self._pointing.whole or _says_something(added)):
            raise QuestionError(f"That adds nothing to “{self._about.terms.text}”.", *self._some_ways())
        return self._written(self._merged(added), added.corrected, number=bool(added.breakdown or added.series))

    def _whole(self) -> Terms:
        try:
            return read(self._text, self._today, self._labels)
        except QuestionError as error:
            raise self._in_context(error) from error

    def _added(self) -> Terms:
        """What the text says beside the KPI of the context; where it says something of its period, beside that too."""
        about = self._about.terms
        if period := pointing.earlier(self._text, about.period, self._today):
            return Terms(about.kpi, period)
        try:
            return read(f"{about.kpi.name} {self._text}", self._today, self._labels)
        except QuestionError as error:
            try:
                return read(f"{about.kpi.name} {about.period} {self._text}", self._today, self._labels)
            except QuestionError:
                raise error from None

    def _card(self) -> Refined | None:
        """In a thread about all intents, what names a single one asks for its card."""
        if self._about.terms.kpi != INTENT_DISTRIBUTION or self._verb or self._wanted.says_something:
            return None
        try:
            added = read(f"{VOLUME.name} {self._text}", self._today, self._labels)
        except QuestionError:
            return None
        terms = self._merged(added)
        card = "" if added.breakdown or added.series else _as_intent(terms)
        return Refined(card, added.corrected) if card else None

    def _of_another(self, whole: Terms) -> Refined:
        """A KPI by its name: over the period of the context, with its filters; with a period it is a question alone."""
        if whole.period:
            return Refined(self._as_typed())
        about = self._about.terms
        apart = BY_INTENT if whole.kpi == INTENT_DISTRIBUTION else whole.breakdown
        filters = _narrowed(self._kept(apart), whole.filters) if whole.kpi.dimensions else whole.filters
        merged = replace(whole, period=about.period, versus=whole.versus or about.versus, filters=filters)
        return self._written(merged, whole.corrected, number=True)

    def _as_typed(self) -> str:
        return " ".join(filter(None, (self._verb, self._text, self._wanted.text)))

    def _merged(self, added: Terms) -> Terms:
        about = self._about.terms
        if self._pointing.whole:
            about = replace(about, breakdown=None, series=None)
        narrowed = {each.dimension for each in added.filters}
        breakdown = added.breakdown or (None if about.breakdown in narrowed else about.breakdown)
        return replace(
            about,
            period=added.period or about.period,
            versus=added.versus or ("" if added.period else about.versus),
            breakdown=breakdown,
            filters=_narrowed(self._kept(added.breakdown), added.filters),
            series=added.series or about.series,
        )

    def _kept(self, apart: Dimension | None) -> Sequence[Filter]:
        """What narrows the context and still does, where the number is told apart so."""
        filters = () if self._pointing.whole else self._about.terms.filters
        left = [each for each in filters if each.dimension not in self._pointing.widened]
        return [each for each in left if not _is_alone(each, left, apart)]

    def _written(self, terms: Terms, corrected: Sequence[tuple[str, str]] = (), *, number: bool = False) -> Refined:
        """`number`: where no verb is said, it is the number that is asked for, whatever the thread is about."""
        verb, wanted = self._verb, self._wanted
        if not verb and wanted.says_something:
            verb = TICKETS
        elif not verb and not number:
            verb = self._about.verb
        if verb == TICKETS and self._about.verb == TICKETS and not wanted.order:
            wanted = replace(wanted, order=self._about.wanted.order)
        if verb == INTENT:
            return Refined(_as_intent(terms) or terms.text, tuple(corrected))
        parts = (verb if verb in WITH_A_KPI else "", terms.text, wanted.text if verb == TICKETS else "")
        return Refined(" ".join(filter(None, parts)), tuple(corrected))

    def _without_a_kpi(self, added: Terms) -> Refined:
        """In the thread of an overview: another period, or else it is asked of which KPI."""
        about = self._about
        only_a_period = added.period and replace(added, period="", corrected=()) == Terms(added.kpi)
        if only_a_period and not self._verb and not self._wanted.says_something:
            return Refined(f"{about.verb} {added.period}", added.corrected)
        if about.verb == TOP and (self._verb or self._wanted.says_something or _says_something(added)):
            return self._written(self._merged(added), added.corrected, number=True)
        merged = self._merged(added)
        lines = [self._written(replace(merged, kpi=kpi), number=True).text for kpi in _OFFERED]
        raise QuestionError("Of which metric?", *lines)

    def _in_context(self, error: QuestionError) -> QuestionError:
        """The same with lines that keep what the thread is about."""
        lines = [self._line(line) for line in error.lines]
        return QuestionError(error.sentence, *dict.fromkeys(lines or [self._about.terms.text]))

    def _line(self, line: str) -> str:
        terms, about = read(line, self._today, self._labels), self._about.terms
        if terms.kpi == about.kpi:
            return self._written(self._merged(terms), number=bool(terms.breakdown or terms.series)).text
        return self._of_another(terms).text if not terms.period else terms.text

    def _where_from(self) -> Sequence[str]:
        """What the number is made up of, by what it is not narrowed to yet, and its tickets."""
        if not self._about.names_kpi:
            return [f"{kpi.name} {self._about.terms.period} by intent".replace("  ", " ") for kpi in _OFFERED]
        about = self._about.terms
        if not about.kpi.dimensions:
            return [f"{EXPLAIN} {about.text}"]
        taken = {each.dimension for each in about.filters}
        ways = (CHANNEL, TEAM) if about.kpi == INTENT_DISTRIBUTION else (BY_INTENT, CHANNEL)
        apart = [replace(about, breakdown=way).text for way in ways if way not in taken]
        return [*apart, f"{TICKETS} {replace(about, breakdown=None, series=None).text}"]

    def _some_ways(self) -> Sequence[str]:
        about = self._about.terms
        return [about.text, f"{TICKETS} {replace(about, breakdown=None, series=None).text}"]


def _as_intent(terms: Terms) -> str:
    """The same for the verb; "" if it is about no single intent."""
    intents = [each for each in terms.filters if each.dimension.key == INTENT]
    if len(intents) != 1:
        return ""
    others = written(each for each in terms.filters if each not in intents)
    versus = f"vs {terms.versus}" if terms.versus else ""
    return " ".join(filter(None, (INTENT, quoted(intents[0].typed), terms.period, versus, *others)))


def _another_intent(about: Context, text: str, said: str, today: date, labels: Labels) -> Refined:
    """ "intent refund" over the period of the context, with its filters but the intent."""
    try:
        terms = of_intent(said, today, labels)
    except QuestionError:
        return Refined(text)  # the verb says best what it lacks
    if terms.period:
        return Refined(text)
    before = about.terms
    versus, filters = terms.versus or before.versus, _narrowed(before.filters, terms.filters)
    return Refined(_as_intent(replace(terms, period=before.period, versus=versus, filters=filters)), terms.corrected)


def _names_a_kpi(text: str, known: Known) -> bool:
    """By one of its names, as it is spelt. Several, or what is counted elsewhere but not here, name some too."""
    left = Unread(text)
    values = Values(left, known)
    try:
        list(values.named())
        list(values.beside())
    except Misread:
        return False
    try:
        return metric.take(left).kpi is not None
    except Misread:
        return True


def _says_something(added: Terms) -> bool:
    """Whether it is more than a KPI."""
    return bool(added.period or added.versus or added.breakdown or added.filters or added.series)


def _narrowed(before: Sequence[Filter], more: Sequence[Filter]) -> tuple[Filter, ...]:
    """What narrows a dimension takes the place of what narrowed it before."""
    named = {each.dimension for each in more}
    return in_order([*(each for each in before if each.dimension not in named), *more])


def _is_alone(each: Filter, filters: Sequence[Filter], breakdown: object) -> bool:
    """Whether it is the only value of what is told apart: then all of them are wanted."""
    return each.dimension == breakdown and sum(other.dimension == each.dimension for other in filters) == 1
