"""How one looks further into a number: told apart, one part of it, over time, beside another period, and back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import buttons
from bot.commands.asking import bare
from kpi.answering import series
from kpi.answering.readout import Readout
from kpi.catalogue import ARRIVALS, INTENT_DISTRIBUTION
from kpi.dimensions import ARRIVED, CHANNEL, INTENT, LANGUAGE, PRIORITY, SOURCE, TEAM, Dimension
from kpi.errors import UserError
from kpi.filters import Filter, in_order
from kpi.grammar.terms import Terms
from kpi.grammar.words import quoted
from kpi.labels import Labels
from kpi.period import Grain, Period
from kpi.periods.versus import compared
from kpi.question import Question
from kpi.span import Span
from kpi.words import shorten

OFFERED: Sequence[Dimension] = (CHANNEL, INTENT, TEAM, PRIORITY, LANGUAGE, SOURCE, ARRIVED)
"""What anybody may tell apart by, what is asked for most first."""

A_YEAR_EARLIER = "a year earlier"
_MOST_BUTTONS = 3
_LABEL = 70  # characters of a menu's option, of which Slack takes 75
_LONGEST_BY_WEEK = 400  # days
_A_WEEK = 7
_FOUR_WEEKS = 4


@dataclass(frozen=True)
class FollowUp:
    """A button: its `label`, a `name` that tells it from those beside it, and the `question` that it asks."""

    label: str
    name: str
    question: str


@dataclass(frozen=True)
class Menu:
    """A menu: what stands in it until somebody chooses, its `name`, and what can be chosen.

    `without` is the question of the first of `missing` choices that Slack has no room for, to be typed.
    """

    placeholder: str
    name: str
    asks: tuple[FollowUp, ...]
    missing: int = 0
    without: str = ""

    @classmethod
    def that_fits(cls, placeholder: str, name: str, asks: Iterable[FollowUp]) -> "Menu":
        """With the choices that Slack has room for."""
        every = tuple(asks)
        fits = tuple(each for each in every if buttons.fits_an_option(each.question))
        left_out = [each for each in every if each not in fits]
        return cls(placeholder, name, fits, len(left_out), left_out[0].question if left_out else "")


def with_values(labels: Labels, *, has_hours: bool) -> list[Dimension]:
    """What conversations of this store can be told apart by: of what has a single source, not by that."""
    fewest = {SOURCE: 2}
    known = [each for each in OFFERED if each != ARRIVED and len(labels.values(each)) >= fewest.get(each, 1)]
    return [*known, *([ARRIVED] if has_hours else [])]


def apart(question: Question, known: Sequence[Dimension]) -> list[FollowUp]:
    """By each dimension that is known, but for the one by which it is told apart, and those of which it holds one value
    only; intents are shown by intent anyway."""
    return [
        FollowUp(f"By {each.name[0]}", each.key, replace(question, breakdown=each, series=None).text)
        for each in known
        if question.kpi.dimensions and each != question.breakdown and not _is_one(question, each)
    ]


def buttons_and_menu(ways: Sequence[FollowUp], beside: int = _MOST_BUTTONS) -> tuple[Sequence[FollowUp], list[Menu]]:
    """So many of the ways to tell apart as buttons; a menu for the rest, as soon as there are more of them."""
    if len(ways) <= beside:
        return ways, []
    shown, rest = ways[: beside - 1], ways[beside - 1 :]
    named = [
        FollowUp(shorten(each.label.removeprefix("By "), _LABEL).capitalize(), each.name, each.question)
        for each in rest
    ]
    return shown, [Menu.that_fits("By …", "apart", named)]


def parts(readout: Readout) -> Iterator[Menu]:
    """Of a number told apart, each part alone; of intents each intent's card."""
    question, told_apart = readout.question, readout.breakdown
    if told_apart is not None:
        by = told_apart.dimension
        asks = [
            FollowUp(
                shorten(part.spelling, _LABEL),
                f"part{place}",
                _only(question, Filter(by, part.value or "", part.spelling)).text,
            )
            for place, part in enumerate(told_apart.segments)
        ]
        yield Menu.that_fits(f"Only one {by.name[0]} …", "part", asks if len(asks) > 1 else ())
    elif readout.distribution is not None:
        yield intents(question, [(each.spelling, each.intent) for each in readout.distribution.intents])


def intents(question: Question, found: Iterable[tuple[str, str]]) -> Menu:
    """The cards of intents, each as it is spelt and as it is stored, over what the question is about."""
    asks = [
        FollowUp(shorten(spelling, _LABEL), f"intent{place}", card_line(question, spelling))
        for place, (spelling, _) in enumerate(found)
    ]
    return Menu.that_fits("Look into an intent …", "intent", asks)


def card_line(question: Question, spelling: str) -> str:
    """What asks for an intent's card over the period, and with the filters, of a question about a KPI."""
    return as_card(replace(bare(question), kpi=INTENT_DISTRIBUTION).text, spelling)


def as_card(line: str, spelling: str) -> str:
    """What asks for an intent's card, of a line that asks for all of them."""
    return f"intent {quoted(spelling)} {line.removeprefix(INTENT_DISTRIBUTION.name).strip()}".strip()


def over_time(readout: Readout, today: date) -> Iterator[FollowUp]:
    """By week, or by month where there would be many weeks, if that is not what is shown."""
    question = readout.question
    told_apart = readout.breakdown is not None
    is_shown = bool(readout.series) and readout.distribution is None and question.kpi != ARRIVALS and not told_apart
    if question.series is not None or is_shown:
        return
    grain = Grain.WEEK if question.period.days <= _LONGEST_BY_WEEK else Grain.MONTH
    if question.period.grain is Grain.ALL:
        grain = Grain.MONTH
    if (
        1 < len(series.stretches(question.period, grain, today)) <= series.MOST_POINTS
        or question.period.grain is Grain.ALL
    ):
        label = "By week" if grain is Grain.WEEK else "By month"
        yield FollowUp(label, "series", replace(question, series=grain).text)


def beside(question: Question, today: date, since: date | None) -> list[FollowUp]:
    """The same beside another period, of those that are not before the first data, on the day `since`."""
    found = [FollowUp("The period before", "before", replace(question, versus=None).text)] if question.versus else []
    for label, name, words in _earlier(question.period):
        other = _span(question.period, words, today)
        if other is None or since is None or other.first < since or other == _shown(question):
            continue
        terms = Terms(question.kpi, question.period.text, question.breakdown, question.filters, question.series, words)
        found.append(FollowUp(label, name, terms.text))
    return found


def compare_menu(question: Question, today: date, since: date | None) -> Iterator[Menu]:
    """What it can be compared with; none if that is nothing."""
    if asks := beside(question, today, since):
        yield Menu.that_fits("Compare with …", "beside", asks)


def back(question: Question) -> Iterator[FollowUp]:
    """To the number itself, and out of what it is narrowed to."""
    if question.breakdown is not None or question.series is not None:
        label = "All intents" if question.kpi == INTENT_DISTRIBUTION else "The number"
        yield FollowUp(label, "number", bare(question).text)
    if question.filters:
        yield FollowUp("Without the filter", "all", replace(question, filters=()).text)


def _only(question: Question, part: Filter) -> Question:
    others = [each for each in question.filters if each.dimension != part.dimension]
    return replace(question, breakdown=None, filters=in_order([*others, part]))


def _is_one(question: Question, dimension: Dimension) -> bool:
    """Whether it is narrowed to one value of it, or always told apart by it."""
    if dimension == INTENT and question.kpi == INTENT_DISTRIBUTION:
        return True
    return sum(each.dimension == dimension for each in question.filters) == 1


def _earlier(period: Period) -> Iterator[tuple[str, str, str]]:
    if period.grain is Grain.ALL or period.whole_days == 0:
        return
    if period.days == _A_WEEK and not period.unfinished:
        first, end = (day - _FOUR_WEEKS * (period.end - period.first) for day in (period.first, period.end))
        yield "The same days four weeks earlier", "weeks", Span(first, end, period.grain).text
    yield "The same a year earlier", "year", A_YEAR_EARLIER


def _span(period: Period, words: str, today: date) -> Span | None:
    """The days that are compared; None where they cannot be."""
    try:
        return compared(period.text, words, today)[1]
    except UserError:
        return None


def _shown(question: Question) -> Span | None:
    other = question.versus
    return (other.of or other.span) if other is not None else None
