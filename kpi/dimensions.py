"""What conversations can be told apart by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """One of them.

    `key` is the ticket's column, but for `ARRIVED`: whether it was opened in opening hours, which is worked out. `name`
    is for people, one and many, and `aliases` are the words under which it can be asked for.
    """

    key: str
    name: tuple[str, str]
    aliases: tuple[str, ...]


CHANNEL = Dimension("channel", ("channel", "channels"), ("channel", "channels"))
INTENT = Dimension("intent", ("intent", "intents"), ("intent", "intents", "topic", "topics", "reason", "reasons"))
TEAM = Dimension("team", ("team", "teams"), ("team", "teams", "group", "groups"))
PRIORITY = Dimension("priority", ("priority", "priorities"), ("priority", "priorities", "prio"))
LANGUAGE = Dimension("language", ("language", "languages"), ("language", "languages", "lang"))
SOURCE = Dimension("source", ("source", "sources"), ("source", "sources", "helpdesk", "helpdesks"))

ARRIVED = Dimension("arrived", ("arrival", "arrivals"), ("arrived", "arrival", "arrivals"))

ASSIGNEE = Dimension("assignee", ("assignee", "assignees"), ("assignee", "assignees", "agent", "agents", "rep", "reps"))

DIMENSIONS = (CHANNEL, INTENT, TEAM, PRIORITY, LANGUAGE, SOURCE, ARRIVED)
"""Those of conversations, which everybody may see. No finding and no post is about any other."""

ALL_DIMENSIONS = (*DIMENSIONS, ASSIGNEE)
"""With the one that is about people: admins alone may ask for it, and nothing else ever looks at it."""


def dimension(word: str) -> Dimension | None:
    """The dimension that goes by this word, in small letters; None if none does."""
    return next((each for each in ALL_DIMENSIONS if word in each.aliases), None)
