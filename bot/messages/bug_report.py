"""An intent as a bug report: plain text for whoever can fix it at the source."""

from collections.abc import Iterator

from bot.messages.measuring import size
from bot.messages.mrkdwn import address
from kpi import words
from kpi.answering.behind import Conversation
from kpi.answering.intent_card import IntentCard, Part
from kpi.catalogue import CSAT
from kpi.span import MONTHS
from kpi.wording import change_words, count_words

LONGEST = 3_000
"""Characters of a field: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""

MOST_LINKS = 10
_NAME, _SUBJECT, _ID = 60, 80, 40  # characters


def bug_report(card: IntentCard) -> str:
    """Title, what it is, since when, how many, by channel, and the newest conversations with their subjects, as many as
    the field has room for."""
    said = "\n".join(_head(card))
    for place, each in enumerate(card.newest[:MOST_LINKS]):
        line = f"\n{'' if place else _newest(card)}- {_conversation(each)}"
        if size(said + line) > LONGEST:
            break
        said += line
    return said


def _head(card: IntentCard) -> Iterator[str]:
    name, dates, count = words.shorten(card.spelling, _NAME), card.share.question.period.called, card.count
    yield f"{words.sentence(name)}: {count_words.many(count.hits, _CONVERSATIONS)} with support in {dates}"
    yield ""
    share = words.percent(count.value or 0)
    yield f"What: {share} of what customers wrote to support about in {dates} was “{name}” ({_of(card)})."
    yield f"Since: {_since(card)}"
    if card.saving.reached is not None:
        yield f"How many took a person: {words.count(card.saving.reached)} first replies in that time."
    rated = next((each for each in card.beside if each.kpi == CSAT), None)
    if rated is not None:
        mine, team = (change_words.value(each.value or 0, CSAT.unit) for each in (rated.mine, rated.team))
        yield f"How content they were: {mine} of {count_words.many(rated.mine.n, CSAT.counts)}; all customers {team}."
    if card.channels:
        yield f"By channel: {', '.join(map(_channel, card.channels))}"


_CONVERSATIONS = ("conversation", "conversations")


def _of(card: IntentCard) -> str:
    """ "52 of 130, usually 14 a week" """
    usual = f", usually {words.count(card.usual)} a week" if card.usual is not None else ""
    return f"{words.count(card.count.hits)} of {words.count(card.count.n)}{usual}"


def _since(card: IntentCard) -> str:
    day = card.since
    if day is not None:
        return f"the week of {day.day} {MONTHS[day.month - 1]} {day.year}, when it came to more than usual."
    if card.usual is None:
        return "not known, for want of weeks to compare with."
    return "it is no more than usual in these weeks."


def _channel(part: Part) -> str:
    return f"{words.shorten(part.spelling, _NAME)} {words.count(part.share.hits)}"


def _newest(card: IntentCard) -> str:
    return f"\nThe newest of {words.count(card.count.hits)}:\n"


def _conversation(found: Conversation) -> str:
    """Its link, or its number where it has none, and its subject, where that is kept."""
    where = address(found.url) or words.shorten(found.external_id, _ID)
    return f"{where} {words.shorten(found.subject, _SUBJECT)}" if found.subject else where
