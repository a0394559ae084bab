"""What one may want to ask after an answer: its buttons. None that leads nowhere, and none that leads back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot import buttons
from bot.commands.asking import bare
from kpi import period
from kpi.answering.readout import Readout
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.dimensions import CHANNEL, INTENT, Dimension
from kpi.grammar.terms import Terms
from kpi.labels import Labels
from kpi.period import Period
from kpi.question import Question
from kpi.state import State

PERIODS = (
    ("Last week", "last week"),
    ("Last month", "last month"),
    ("Last 30 days", "30d"),
    ("Last 90 days", "90d"),
    ("This month", "this month"),
    ("Last quarter", "last quarter"),
)


_RANKS: Mapping[State | None, int] = {State.SHORT: 0, State.PERHAPS_SHORT: 1}
_MOST_KPIS = 5  # beside the table, so that all of it stays on one screen


@dataclass(frozen=True)
class FollowUp:
    """A button: its `label`, a `name` that tells it from those beside it, and the `question` that it asks."""

    label: str
    name: str
    question: str


@dataclass(frozen=True)
class FollowUps:
    """What has buttons of its own, the `periods` of a menu, and the question whose answer can be shared, if any can."""

    asks: tuple[FollowUp, ...] = ()
    periods: tuple[FollowUp, ...] = ()
    share: str = ""

    @classmethod
    def that_fit(cls, asks: Iterable[FollowUp] = (), periods: Iterable[FollowUp] = (), share: str = "") -> "FollowUps":
        """Those that Slack has room for: a question that is too long for a button, or a menu, gets none."""
        periods = tuple(periods)
        return cls(
            asks=tuple(each for each in asks if buttons.fits_a_button(each.question)),
            periods=periods if all(buttons.fits_an_option(each.question) for each in periods) else (),
            share=share if buttons.fits_a_button(share) else "",
        )


def after_readout(readout: Readout, labels: Labels, today: date, *, can_share: bool) -> FollowUps:
    """After an answer; nothing where the KPI is not connected, and only other periods where there are no data."""
    question = readout.question
    if readout.reading is None or not readout.connected:
        return FollowUps()
    if not readout.reading.n:
        return FollowUps.that_fit(_newest(readout), _periods(question, today))
    told_apart = (
        FollowUp(f"By {dimension.name[0]}", dimension.key, replace(question, breakdown=dimension, series=None).text)
        for dimension in _drill_downs(question)
        if question.breakdown != dimension and labels.values(dimension)
    )
    return FollowUps.that_fit(
        asks=(*told_apart, _tickets(question), _explanation(question)),
        periods=_periods(question, today),
        share=question.text if can_share else "",
    )


def after_tickets(readout: Readout, today: date, *, can_share: bool) -> FollowUps:
    """After the conversations behind a number."""
    question = readout.question
    if readout.reading is None or not readout.connected:
        return FollowUps()
    if not readout.reading.n:
        return FollowUps.that_fit(_newest(readout, "tickets"), _periods(question, today, "tickets"))
    return FollowUps.that_fit(
        asks=(_number(question), _explanation(question)),
        periods=_periods(question, today, "tickets"),
        share=_tickets(question).question if can_share else "",
    )


def after_explanation(readout: Readout, today: date, *, can_share: bool) -> FollowUps:
    """After how a number was made."""
    question = readout.question
    if readout.reading is None or not readout.connected:
        return FollowUps()
    if not readout.reading.n:
        return FollowUps.that_fit(_newest(readout, "explain"), _periods(question, today, "explain"))
    return FollowUps.that_fit(
        asks=(_number(question), _tickets(question)), share=_explanation(question).question if can_share else ""
    )


def after_overview(readouts: Iterable[Readout], over: Period, today: date, *, can_share: bool) -> FollowUps:
    """After all KPIs: some of those that are connected, what misses its target first; and all over other periods."""
    connected = sorted((each for each in readouts if each.connected), key=lambda each: _RANKS.get(each.state, 2))
    asks = [FollowUp(each.kpi.title, each.kpi.key, each.question.text) for each in connected[:_MOST_KPIS]]
    periods = [FollowUp(label, words, f"overview {words}") for label, words in _others(over, today)]
    if not asks:
        return FollowUps()
    return FollowUps.that_fit(asks, periods, share=f"overview {over.text}" if can_share else "")


def _drill_downs(question: Question) -> Iterator[Dimension]:
    """What it can be told apart by; intents are shown by intent anyway."""
    if question.kpi.dimensions:
        yield CHANNEL
        if question.kpi != INTENT_DISTRIBUTION:
            yield INTENT


def _number(question: Question) -> FollowUp:
    return FollowUp("The number", "number", bare(question).text)


def _newest(readout: Readout, verb: str = "") -> Iterator[FollowUp]:
    if readout.newest is not None:
        yield FollowUp("The newest data", "newest", f"{verb} {readout.newest.text}".strip())


def _tickets(question: Question) -> FollowUp:
    return FollowUp("The tickets", "tickets", f"tickets {bare(question).text}")


def _explanation(question: Question) -> FollowUp:
    return FollowUp("How it was made", "explain", f"explain {bare(question).text}")


def _periods(question: Question, today: date, verb: str = "") -> Iterator[FollowUp]:
    """The same over other periods, counted from the day of the press."""
    terms = Terms(question.kpi, "", question.breakdown, question.filters, question.series)
    for label, words in _others(question.period, today):
        yield FollowUp(label, words, f"{verb} {replace(terms, period=words).text}".strip())


def _others(over: Period, today: date) -> Iterator[tuple[str, str]]:
    for label, words in PERIODS:
        other = period.parse(words, today, over.zone)
        if (other.first, other.end) != (over.first, over.end):
            yield label, words
