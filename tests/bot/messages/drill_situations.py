"""What somebody finds who looks into an intent, or asks for the three largest."""

from kpi.grammar.words import quoted
from tests.bot.messages.situations import EVERYTHING as EVERYTHING_TOLD
from tests.bot.messages.situations import (
    LAST_WEEK,
    Situation,
    Tickets,
    answered,
    desk,
    labelled,
    nothing,
    numbered,
    rated,
)
from tests.bot.messages.slack_client import HOSTILE
from tests.bot.messages.team_situations import CONVERSING, EVERYTHING

ADA = "U0ADA00001"
RIGHT_TO_LEFT, EMOJI = "مشكلة تسجيل الدخول", "👩‍👩‍👧 app 💥"


def _strange(intent: str) -> Tickets:
    """Conversations about it of which everything is as strange."""
    labels = {"intent": intent, "channel": intent, "team": intent, "subject": intent}
    links = {"url": f"https://desk.example/{intent[:50]}"}
    found = labelled(rated(LAST_WEEK, 3, 2), **labels, **links) + labelled(answered(LAST_WEEK, 600, 1_200), **labels)
    return [{**row, "external_id": f"{intent[:60]}{number}"} for number, row in enumerate(found)]


FIELDS = (*EVERYTHING_TOLD, "channel", "intent", "team", "subject", "url")
STRANGE = desk(*map(_strange, (HOSTILE, RIGHT_TO_LEFT, EMOJI)), fields=FIELDS)
REFUNDS = desk(numbered(labelled(rated(LAST_WEEK, 2, 1), intent="refund")), fields=FIELDS)
UNTOLD = desk(labelled(rated(LAST_WEEK, 2, 1), intent="refund"))
FOUND = 'intent "login bug"'

DRILLED = (
    Situation("an intent", f"{FOUND} last week", EVERYTHING),
    Situation("an intent, shared", f"{FOUND} last week", EVERYTHING, shared_by=ADA),
    Situation("an intent, last month", f"{FOUND} last month", EVERYTHING),
    Situation("an intent by email, beside an earlier week", f"{FOUND} last week channel:email vs 2026-W26", EVERYTHING),
    Situation("an intent by a part of its name", "intent login last week", CONVERSING),
    Situation("an intent, told apart", f"{FOUND} last week by channel", CONVERSING),
    Situation("an intent in a week without it", f"{FOUND} 2025-W30", CONVERSING),
    Situation("a single intent", "intent refund last week", REFUNDS),
    Situation("an intent that no source tells any more", "intent refund last week", UNTOLD),
    Situation("a hostile intent", f"intent {quoted(HOSTILE)} last week", STRANGE),
    Situation("an intent from right to left", f"intent {quoted(RIGHT_TO_LEFT)} last week", STRANGE),
    Situation("an intent with emoji", f"intent {quoted(EMOJI)} last week", STRANGE),
    Situation("three intents", "top last week", EVERYTHING),
    Situation("three intents, shared", "top three last week", EVERYTHING, shared_by=ADA),
    Situation("three strange intents", "top last week", STRANGE),
    Situation("three intents of nothing", "top last week", nothing),
    Situation("three intents in an empty week", "top 2025-W30", CONVERSING),
)
