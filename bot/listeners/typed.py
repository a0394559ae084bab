"""What people type, as they see it: Slack hands it over escaped, with entities for people, channels and links.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

import re

_ENTITY = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_CODE_MARKS = str.maketrans("", "", "`")
_PROMPT = re.compile(r"^\s*(?:/kpi|@?kpibot)(?![\w-])[:,]?", re.IGNORECASE)


def plain(text: str) -> str:
    """The text without entities and escapes. Backticks go: who copies a line that is offered copies them too."""
    shown = _ENTITY.sub(_shown, text)
    return unescaped(shown).translate(_CODE_MARKS).strip()


def unescaped(text: str) -> str:
    """The text without the escapes of the three characters that Slack wants escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def said_to(bot_user_id: str, text: str) -> str:
    """What a message asks, without mentions of the bot, and without a `/kpi` or `@kpibot` at its beginning."""
    unmentioned = re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>[:,]?", " ", text)
    return _PROMPT.sub("", plain(unmentioned)).strip()


def _shown(entity: re.Match[str]) -> str:
    kind, target, label = entity.groups()
    match kind:
        case "@":
            return f"@{target}"  # a name may change, and may be another's
        case "#":
            return f"#{label or target}"
        case "!":
            return label or f"@{target.partition('^')[0]}"
        case _:
            return label or target
