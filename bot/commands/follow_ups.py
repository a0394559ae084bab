"""What one may want to ask after an answer: its buttons. None that leads nowhere, and none that leads back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import buttons
from bot.commands import drill_downs
from bot.commands.asking import bare
from bot.commands.drill_downs import FollowUp, Menu
from kpi import period
from kpi.answering.readout import Readout
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.dimensions import Dimension
from kpi.grammar.terms import Terms
from kpi.period import Period
from kpi.question import Question
from kpi.state import State

__all__ = [
    "PERIODS",
    "FollowUp",
    "FollowUps",
    "after_explanation",
    "after_overview",
    "after_readout",
    "after_tickets",
    "other_periods",
]

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
class FollowUps:
    """What has buttons of its own, the `periods` of a menu, and the question whose answer can be shared, if any can.

    `menus` are those beside the periods, none of them empty, and `report` is the question of the card that can be
    copied as a bug report.
    """

    asks: tuple[FollowUp, ...] = ()
    periods: tuple[FollowUp, ...] = ()
    share: str = ""
    menus: tuple[Menu, ...] = ()
    report: str = ""

    @classmethod
    def that_fit(
        cls,
        asks: Iterable[FollowUp] = (),
        periods: Iterable[FollowUp] = (),
        share: str = "",
        menus: Iterable[Menu] = (),
        report: str = "",
    ) -> "FollowUps":
        """Those that Slack has room for: a question that is too long for a button, or a menu, gets none."""
        periods = tuple(periods)
        return cls(
            asks=tuple(each for each in asks if buttons.fits_a_button(each.question)),
            periods=periods if all(buttons.fits_an_option(each.question) for each in periods) else (),
            share=share if buttons.fits_a_button(share) else "",
            menus=tuple(each for each in menus if each.asks or each.missing),
            report=report if buttons.fits_a_button(report) else "",
        )

    @property
    def choosable(self) -> tuple[Menu, ...]:
        """The menus from which anything can be chosen."""
        return tuple(each for each in self.menus if each.asks)

    @property
    def missing(self) -> int:
        """How many choices have no room in their menus."""
        return sum(each.missing for each in self.menus)

    @property
    def to_type(self) -> str:
        """What to type for the first of the choices that are missing; "" if none is."""
        return next((each.without for each in self.menus if each.without), "")


@dataclass(frozen=True)
class Around:
    """What there is beside an answer: today, what conversations can be told apart by, and the first day with data."""

    today: date
    dimensions: Sequence[Dimension]
    since: date | None


def after_readout(readout: Readout, around: Around, *, can_share: bool) -> FollowUps:
    """After an answer; nothing where the KPI is not connected, and only other periods where there are no data."""
    question, today = readout.question, around.today
    if readout.reading is None or not readout.connected:
        return FollowUps()
    if not readout.reading.n:
        return FollowUps.that_fit((*_newest(readout), *drill_downs.back(question)), _periods(question, today))
    apart, by_time = drill_downs.apart(question, around.dimensions), drill_downs.over_time(readout, today)
    ways, more_ways = drill_downs.buttons_and_menu([*apart, *by_time])
    unclassified = readout.distribution.unclassified.hits if readout.distribution is not None else 0
    return FollowUps.that_fit(
        asks=(
            *ways,
            *_top(question),
            _tickets(question),
            _explanation(question),
            *labelling(unclassified),
            *drill_downs.back(question),
        ),
        periods=_periods(question, today),
        share=question.text if can_share else "",
        menus=(*drill_downs.parts(readout), *more_ways, *drill_downs.compare_menu(question, today, around.since)),
    )


def after_tickets(readout: Readout, today: date, listed: str, *, can_share: bool) -> FollowUps:
    """After the conversations behind a number; `listed` is the question of the list as it is sorted."""
    question = readout.question
    if readout.reading is None or not readout.connected:
        return FollowUps()
    if not readout.reading.n:
        return FollowUps.that_fit(_newest(readout, "tickets"), _periods(question, today, "tickets"))
    return FollowUps.that_fit(
        asks=(_number(question), _explanation(question)),
        periods=_periods(question, today, "tickets"),
        share=listed if can_share else "",
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


def after_overview(
    readouts: Iterable[Readout], counts: Iterable[Readout], over: Period, today: date, *, can_share: bool
) -> FollowUps:
    """After all KPIs: those that are connected, what misses its target first, the `counts` last; and other periods."""
    connected = sorted((each for each in readouts if each.connected), key=lambda each: _RANKS.get(each.state, 2))
    asks = [FollowUp(each.kpi.title, each.kpi.key, each.question.text) for each in connected]
    periods = [FollowUp(label, words, f"overview {words}") for label, words in other_periods(over, today)]
    if not asks:
        return FollowUps()
    has_intents = any(each.kpi == INTENT_DISTRIBUTION and each.reading and each.reading.n for each in connected)
    top = [FollowUp("Top three intents", "top", f"top {over.text}")] if has_intents else []
    beside = [FollowUp(each.kpi.title, each.kpi.key, each.question.text) for each in counts if each.connected]
    rest = Menu.that_fits("Another KPI …", "kpi", [*asks[_MOST_KPIS:], *beside])
    share = f"overview {over.text}" if can_share else ""
    return FollowUps.that_fit([*asks[:_MOST_KPIS], *top], periods, share, [rest])


def _top(question: Question) -> Iterator[FollowUp]:
    """The three questions of a weekly look, below the distribution."""
    if question.kpi == INTENT_DISTRIBUTION and question.breakdown is None and question.series is None:
        yield FollowUp("Top three", "top", question.text.replace(question.kpi.name, "top", 1))


def labelling(unclassified: float | None) -> Iterator[FollowUp]:
    """Where one says what those are about that have no intent that says something, if there are any."""
    if unclassified:
        yield FollowUp("Label the unclassified", "unclassified", "unclassified")


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
    for label, words in other_periods(question.period, today):
        yield FollowUp(label, words, f"{verb} {replace(terms, period=words).text}".strip())


def other_periods(over: Period, today: date) -> Iterator[tuple[str, str]]:
    """What a menu of periods offers beside the one that is shown, each as it is called there and as one types it."""
    for label, words in PERIODS:
        other = period.parse(words, today, over.zone)
        if (other.first, other.end) != (over.first, over.end):
            yield label, words
