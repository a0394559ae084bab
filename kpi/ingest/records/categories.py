"""What a cost is for."""

import re
from functools import lru_cache

OTHER = "other"
_WORDS = {
    "automation": "automation automations automated bot bots chatbot chatbots ai llm",
    "training": "training trainings onboarding coaching course courses workshop workshops learning education",
    "software": (
        "software saas tool tools tooling license licenses licence licences subscription subscriptions app apps"
        " helpdesk system systems platform hosting telephony"
    ),
    "management": "management manager managers lead leads leader leaders leadership supervisor supervisors director",
    "facilities": "facilities facility rent rents office offices utilities electricity cleaning furniture equipment",
    "agents": (
        "agents agent salary salaries wage wages payroll staff staffing personnel people employee employees team"
        " headcount freelancer freelancers contractor contractors outsourcing labor labour compensation"
    ),
    OTHER: "other others misc miscellaneous sundry",
}
_BY_WORD = {word: category for category, words in _WORDS.items() for word in words.split()}
CATEGORIES = tuple(_WORDS)
"""Of several that a text mentions the first here is meant: “agent training” is training, “AI software” automation."""


@lru_cache(4_096)
def category_of(text: str) -> str | None:
    """None if no word of the text is known."""
    mentioned = {_BY_WORD.get(word) for word in re.findall(r"[^\W_]+", text.casefold())}
    return next((category for category in CATEGORIES if category in mentioned), None)
