"""What a column may tell, in the words of the form *Change columns*."""

from kpi.ingest.columns.meaning import MEANINGS
from kpi.ingest.planning.questions import plain_meaning
from kpi.words import sentence

OFFERED = {
    "external_id": "Ticket number",
    "created_at": "When it was opened",
    "status": "Status",
    "resolved_at": "When it was resolved",
    "first_response_at": "When it was first answered",
    "first_human_response_at": "When a person first answered",
    "first_automated_response_at": "When the bot first answered",
    "channel": "Channel",
    "intent": "Intent: what it is about",
    "team": "Team",
    "rating": "Rating of satisfaction",
    "nps": "NPS, 0 to 10",
    "rated_at": "When it was rated",
    "priority": "Priority",
    "language": "Language",
    "requester": "Who asked (kept as a hash)",
    "subject": "Subject",
    "updated_at": "When it was last updated",
    "reopened_at": "When it was opened again",
    "handed_over_at": "When the bot handed it over",
    "first_response_time": "Time to the first answer",
    "first_human_response_time": "Time to a person's first answer",
    "resolution_time": "Time to the resolution",
    "url": "Link",
}
"""Those that matter, in the order in which they are offered. What else a file tells is offered for it alone."""


def called(meaning: str) -> str:
    """A meaning in words."""
    return OFFERED.get(meaning) or sentence(plain_meaning(meaning))


def tells(meaning: str) -> str:
    """What a column tells instead of what was asked: "It tells: Team" """
    return f"It tells: {called(meaning)}"


def offered(also: set[str]) -> list[str]:
    """Those that matter, and those that the file tells `also`."""
    return [*OFFERED, *sorted((also & MEANINGS) - OFFERED.keys())]
