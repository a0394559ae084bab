"""`/kpi intent "login bug" last week`: the card of one intent, or, without a name, all of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.commands import assignees, drill_downs
from bot.commands.asking import Asking, asking
from bot.commands.intent_asking import VERB, Meant, meant, names_one
from bot.commands.intent_follow_ups import after_card
from bot.commands.readout import around
from bot.commands.registry import Asked, Command, Remark, Workbench
from bot.messages.card_rows import CardRows
from bot.messages.message import Message
from bot.messages.plots import plot
from kpi.answering.intent_card import CardDesk, IntentCard, intent_card
from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.filters import Filter
from kpi.labelling.in_force import in_force
from kpi.question import Question, QuestionError
from kpi.review.record.normal_intents import normal
from kpi.team import settings

Answer = Callable[[Asked], Message]


def command(bench: Workbench, everything: Answer) -> Command:
    """The card; `everything` answers the question about all intents."""
    return Command(
        verb=VERB,
        usage="NAME [period] [channel:email]",
        does="One intent: how much of it, how well it is answered, where it comes from, and what a fix would save.",
        examples=('intent "login bug"', 'intent "login bug" last month'),
        answer=partial(_answer, bench, everything),
    )


def looking_into(bench: Workbench, everything: Answer) -> Remark:
    """Answers "intents login bug", which is about one of them, as one says it after all of them."""

    def remark(asked: Asked) -> Message | None:
        if not asked.text.lower().lstrip().startswith("intent"):
            return None
        with bench.store.reading() as connection:
            team = settings.read(connection, bench.zone)
            today = bench.clock().astimezone(team.zone).date()
            if not names_one(asked.text, today, team.zone, assignees.labels(connection, asked, team)):
                return None
        return _answer(bench, everything, replace(asked, text=asked.text.strip().partition(" ")[2]))

    return remark


def _answer(bench: Workbench, everything: Answer, asked: Asked) -> Message:
    wanted = _meant(bench, asked)
    if wanted.intent is None:
        return everything(replace(asked, text=wanted.question.text))
    with asking(bench, replace(asked, text=_plain(wanted.question).text)) as found:
        intent = _told(wanted.intent, found)
        card = intent_card(found.question, intent, desk(found))
        follow = after_card(card, found.question, around(found), can_share=found.can_share)
    line = drill_downs.card_line(card.share.question, card.spelling)
    message = bench.messages.render(
        "intent_card.j2",
        asked=replace(asked, corrected=(*asked.corrected, *wanted.question.corrected)),
        card=card,
        rows=CardRows.of(card),
        readout=card.share,
        plot=plot(card.trend),
        line=line,
        set_aside=_set_aside(wanted.question),
        follow=follow,
    )
    return replace(message, question=line)


def desk(found: Asking) -> CardDesk:
    """What cards are made from."""
    return CardDesk(found.facts, found.connection, found.team, found.now, normal(found.connection))


def card_of(bench: Workbench, asker: Asked, line: str, newest: int) -> IntentCard:
    """The card that a line asks for, with so many of the newest conversations; QuestionError without an intent."""
    wanted = _meant(bench, replace(asker, text=line))
    if wanted.intent is None:
        raise QuestionError("Of which intent?", "intents")
    with asking(bench, replace(asker, text=_plain(wanted.question).text)) as found:
        return intent_card(found.question, _told(wanted.intent, found), desk(found), newest)


def _meant(bench: Workbench, asked: Asked) -> Meant:
    with bench.store.reading() as connection:
        team = settings.read(connection, bench.zone)
        today = bench.clock().astimezone(team.zone).date()
        labels = assignees.labels(connection, asked, team)
        try:
            return meant(asked.text, today, team.zone, labels)
        except QuestionError as error:
            if labels.values(INTENT):
                raise
            hint = "Give them some with `/kpi unclassified`."
            raise UserError("No conversation has an intent yet.", hint) from error


def _plain(question: Question) -> Question:
    """A card is not told apart, and always shows weeks."""
    return replace(question, breakdown=None, series=None)


def _set_aside(question: Question) -> str:
    """What of the question a card has no use for."""
    return f"by {question.breakdown.key}" if question.breakdown else ""


def _told(named: Filter, found: Asking) -> str:
    """The intent, by what the team calls it; QuestionError for one that does not say what it is about."""
    if not named.value or named.value in found.team.unclassified:
        name = f"“{named.spelling}”" if named.value else "No intent"
        raise QuestionError(f"{name} counts as unclassified: it does not say what they are about.", "unclassified")
    return in_force(found.connection).called(named.value) or named.value
