"""What one may want to ask after the card of an intent, or after the three largest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.commands import drill_downs
from bot.commands.drill_downs import FollowUp, Menu
from bot.commands.follow_ups import Around, FollowUps, labelling, other_periods
from kpi.answering.intent_card import IntentCard
from kpi.answering.top_intents import TopIntents
from kpi.catalogue import INTENT_DISTRIBUTION, VOLUME
from kpi.dimensions import CHANNEL, INTENT, TEAM
from kpi.filters import Filter, in_order
from kpi.grammar.terms import Terms
from kpi.question import Question
from kpi.readings.intent_distribution import UNCLASSIFIED
from kpi.span import Grain

TOP = "top"


def after_card(card: IntentCard, question: Question, around: Around, *, can_share: bool) -> FollowUps:
    """Told apart, by week, its conversations, each KPI; beside other periods, and back to all intents.

    Without any of it in the period: when there was, and other periods.
    """
    line, periods = drill_downs.card_line(question, card.spelling), _periods(card, question, around.today)
    everything = FollowUp("All intents", "intents", question.text)
    if not card.count.hits:
        return FollowUps.that_fit((*_newest(card), *_by_week(card, question), everything), periods)
    unsaid = card.share.reading.parts[UNCLASSIFIED].value if card.share.reading is not None else 0
    asks = (*_further(card, question, around), everything, *labelling(unsaid))
    menus = (_kpis(card, question), *_beside(card, question, around))
    return FollowUps.that_fit(asks, periods, line if can_share else "", menus, line)


def after_top(top: TopIntents, today: date, *, can_share: bool) -> FollowUps:
    """All intents, and other periods; nothing where no source tells any."""
    readout, question = top.readout, top.readout.question
    if not readout.connected:
        return FollowUps()
    periods = [
        FollowUp(label, words, top_line(_over(question, words)))
        for label, words in other_periods(question.period, today)
    ]
    if not top.intents:
        newest = [readout.newest] if readout.newest else []
        return FollowUps.that_fit(
            (FollowUp("The newest data", "newest", top_line(each.text)) for each in newest), periods
        )
    line = top_line(question.text)
    unsaid = readout.distribution.unclassified.hits if readout.distribution is not None else 0
    asks = (FollowUp("All intents", "intents", question.text), *labelling(unsaid))
    return FollowUps.that_fit(asks, periods, line if can_share else "")


def top_line(line: str) -> str:
    """What asks for the three largest, of a line that asks for all of them."""
    return f"{TOP} {line.removeprefix(INTENT_DISTRIBUTION.name).strip()}".strip()


def _further(card: IntentCard, question: Question, around: Around) -> Iterator[FollowUp]:
    volume = replace(question, kpi=VOLUME, filters=_only(card, question))
    yield from drill_downs.apart(volume, [each for each in around.dimensions if each in (CHANNEL, TEAM)])
    yield from _by_week(card, question)
    yield FollowUp("The tickets", "tickets", f"tickets {volume.text}")
    yield FollowUp("How it was made", "explain", f"explain {volume.text}")


def _by_week(card: IntentCard, question: Question) -> Iterator[FollowUp]:
    """Of a period with other intents at least."""
    grain = Grain.MONTH if question.period.grain is Grain.ALL else Grain.WEEK
    volume = replace(question, kpi=VOLUME, filters=_only(card, question), series=grain)
    if card.count.n:
        yield FollowUp("By week" if grain is Grain.WEEK else "By month", "series", volume.text)


def _newest(card: IntentCard) -> Iterator[FollowUp]:
    if card.share.newest is not None:
        yield FollowUp("The newest data", "newest", drill_downs.card_line(card.share.newest, card.spelling))


def _only(card: IntentCard, question: Question) -> tuple[Filter, ...]:
    return in_order((*question.filters, Filter(INTENT, card.intent, card.spelling)))


def _kpis(card: IntentCard, question: Question) -> Menu:
    """Those of the table, of the intent alone."""
    only = in_order((*question.filters, Filter(INTENT, card.intent, card.spelling)))
    asks = (
        FollowUp(each.kpi.title, each.kpi.key, replace(question, kpi=each.kpi, filters=only).text)
        for each in card.beside
    )
    return Menu.that_fits("One KPI of it …", "kpi", asks)


def _beside(card: IntentCard, question: Question, around: Around) -> Iterator[Menu]:
    found = drill_downs.beside(question, around.today, around.since)
    asks = [replace(each, question=drill_downs.as_card(each.question, card.spelling)) for each in found]
    if asks:
        yield Menu.that_fits("Compare with …", "beside", asks)


def _periods(card: IntentCard, question: Question, today: date) -> Iterator[FollowUp]:
    for label, words in other_periods(question.period, today):
        yield FollowUp(label, words, drill_downs.as_card(_over(question, words), card.spelling))


def _over(question: Question, words: str) -> str:
    return Terms(INTENT_DISTRIBUTION, words, None, question.filters).text
