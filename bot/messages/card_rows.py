"""What stands on the card of an intent, and in the list of the three largest: values in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import buttons
from bot.messages import review_conversations
from bot.messages.review_conversations import Row
from kpi import words
from kpi.answering.intent_card import IntentCard, Part
from kpi.answering.one_intent import Beside, Saving
from kpi.answering.readout import few
from kpi.answering.top_intents import TopIntent, TopIntents
from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Unit
from kpi.readings import reading
from kpi.span import Grain, Span
from kpi.state import State
from kpi.wording import change_words, count_words, sentences

_NAME, _PART = 60, 40  # characters
_ENDED = (
    ("automation", "by the bot"),
    ("person", "by people"),
    ("otherwise", "otherwise"),
    ("unresolved", "by nobody"),
)


@dataclass(frozen=True)
class KpiRow:
    """A KPI of the intent beside the team's own; `said` is the same in a sentence."""

    title: str
    value: str
    number: int
    team: str
    difference: str
    said: str


@dataclass(frozen=True)
class PartRow:
    """A channel or a team: how many of the intent came by it, and how much of all that came by it is the intent."""

    name: str
    count: str
    share: str


@dataclass(frozen=True)
class CardRows:
    """The card in words."""

    name: str
    headline: str
    scope: str
    kpis: list[KpiRow]
    channels: list[PartRow]
    teams: list[PartRow]
    saving: list[str]
    assumed: str
    newest: list[Row]
    lowest: list[Row]
    listed: str

    @classmethod
    def of(cls, card: IntentCard) -> "CardRows":
        """Of a card, with ids, but without subjects: all in a channel may see it."""
        zone, days = card.share.question.period.zone, card.listed
        span = Span(days.first, days.end, Grain.DAYS)
        is_all = (days.first, days.end) == (card.share.question.period.first, card.share.question.period.end)
        return cls(
            name=words.shorten(card.spelling, _NAME),
            headline=_headline(card),
            scope=_scope(card),
            kpis=[_kpi(each, card.share.currency) for each in card.beside] if card.count.hits else [],
            channels=[_part(each) for each in card.channels],
            teams=[_part(each) for each in card.teams],
            saving=saving(card.saving, card.share.currency),
            assumed=assumed([card.saving]),
            newest=review_conversations.rows(card.newest, Unit.SECONDS, zone, opened=True),
            lowest=review_conversations.rows(card.lowest, Unit.POINTS, zone),
            listed="" if is_all else f"of {span.dates}",
        )


@dataclass(frozen=True)
class TopRow:
    """One of the three largest intents, and what asks for its card: "" where no button can carry it."""

    name: str
    much: str
    who: str
    fix: str
    question: str

    @classmethod
    def of(cls, top: TopIntent, line: str, among: TopIntents) -> "TopRow":
        """The three questions, answered in a line each."""
        currency = among.readout.currency
        return cls(
            words.shorten(top.share.spelling, _NAME),
            _much(top, among),
            _who(top, currency),
            " ".join(saving(top.saving, currency)),
            line if buttons.fits_a_button(line) else "",
        )


def saving(found: Saving, currency: str) -> list[str]:
    """What a fix at the source would save, in sentences."""
    said = []
    if found.reached == 0:
        said.append("A person gave the first reply in none of them.")
    elif found.reached is not None:
        said.append(f"A person gave the first reply in {count_words.many(found.reached, _CONVERSATIONS)}.")
    if not found.resolved:
        return [*said, "People resolved none of it in the period."]
    resolved = f"People resolved {words.count(found.resolved)}, which a fix at the source would spare them"
    if found.each is None or found.worth is None:
        return [*said, f"{resolved}."]
    each, worth = words.money(found.each, currency), words.money(round(found.worth), currency)
    return [*said, f"{resolved}: {worth} of work, at {each} each."]


def assumed(found: Sequence[Saving]) -> str:
    """What it takes for granted that their work is worth so much; "" where no cost is told."""
    if not any(each.worth is not None for each in found):
        return ""
    return (
        "The cost is that of the average conversation that people resolved (all costs but automation ÷ their number): "
        "these may take more, or less."
    )


_CONVERSATIONS = ("conversation", "conversations")


def _headline(card: IntentCard) -> str:
    """ "login bug": 40 % of conversations, up 25 points (beyond noise), above its limit of 25 %" """
    share, name = card.share, words.shorten(card.spelling, _NAME)
    count = card.count
    if not count.hits or count.value is None:
        return f"“{name}”: none"
    said = f"“{name}”: {words.percent(count.value)} of conversations"
    if share.change.absolute is not None:
        said += f", {change_words.difference(share.change.absolute, count.value, Unit.PERCENT)}"
        if noise := change_words.in_brackets(INTENT_DISTRIBUTION, share.change, count):
            said += f" ({noise})"
    return said + _limit(card)


def _limit(card: IntentCard) -> str:
    target, value = card.share.target, card.count.value
    if target is None or value is None or value <= target.value:
        return ""
    perhaps = "perhaps " if card.share.state is State.PERHAPS_SHORT else ""
    return f", {perhaps}above its limit of {words.percent(target.value)}"


def _scope(card: IntentCard) -> str:
    """ "Last 7 days (20–26 July 2026): 52 of 130 conversations with an intent." """
    count, readout = card.count, card.share
    if readout.reading is None:
        return sentences.caveats(readout)[0]
    if not count.n:
        return f"{sentences.scope(readout)}."
    said = f"{words.count(count.hits)} of {count_words.many(count.n, INTENT_DISTRIBUTION.counts)}"
    if readout.few:
        said += ", too few to say much"
    return f"{words.sentence(sentences.over(readout.question.period))}: {said}."


def _kpi(each: Beside, currency: str) -> KpiRow:
    title = "First reply by a person" if each.kpi == FIRST_RESPONSE_TIME else each.kpi.title
    mine, team = (change_words.value(sample.value or 0, each.kpi.unit, currency) for sample in (each.mine, each.team))
    difference = _difference(each)
    counted = count_words.many(each.mine.n, each.kpi.counts)
    return KpiRow(
        title,
        mine,
        each.mine.n,
        f"{team} (of {words.count(each.team.n)})",
        difference,
        f"{title}: {mine} of {counted}, the team's own {team} of {words.count(each.team.n)}: {difference}",
    )


def _difference(each: Beside) -> str:
    """Against all others: "worse, beyond noise", "within noise", "too few to say much"."""
    if each.change.absolute is None:
        return each.change.why
    if few(each.mine):
        return "too few to say much"
    return change_words.in_brackets(each.kpi, each.change, each.mine) or "the same"


def _part(part: Part) -> PartRow:
    return PartRow(
        words.shorten(part.spelling, _PART), words.count(part.share.hits), words.percent(part.share.value or 0)
    )


def _much(top: TopIntent, among: TopIntents) -> str:
    """ "52 of 130 (40 %, above the limit), usually 14; up 12 points (worse, beyond noise)" """
    share = top.share
    said = f"{words.count(share.share.hits)} of {words.count(share.share.n)} ({words.percent(share.share.value or 0)}"
    said += f", above its limit of {words.percent(share.limit)})" if share.above_limit and share.limit else ")"
    if share.usual is not None:
        said += f", usually {words.count(share.usual)}"
    baseline = among.readout.baseline
    if share.change.absolute is None or baseline is None:
        return f"{said}."
    moved = change_words.moved(share.change, share.share, INTENT_DISTRIBUTION)
    return f"{said}; {moved} against {baseline.period.called}."


def _who(top: TopIntent, currency: str) -> str:
    """ "Of 140 that had their 7 days, 40 % by the bot, 44 % by people and 16 % by nobody. CSAT …" """
    said = _ended(top.ended)
    if top.csat is None:
        return f"{said} No ratings."
    row = _kpi(top.csat, currency)
    return f"{said} {row.said}."


def _ended(parts: Mapping[str, reading.Part]) -> str:
    automation = parts.get("automation")
    if automation is None or not automation.n:
        return "Who answers is not known of those that had their 7 days."
    shares = [
        f"{words.percent(part.value)} {how}"
        for name, how in _ENDED
        if (part := parts.get(name)) is not None and part.value is not None and (part.value or name != "otherwise")
    ]
    number = count_words.many(automation.n, _CONVERSATIONS)
    their = "its" if automation.n == 1 else "their"
    return f"Of {number} that had {their} 7 days, resolved {words.joined(shares, 'and')}."
