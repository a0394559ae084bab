"""What people type, as Slack keeps it: escaped, with names, channels and links as references.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from typing import Literal

from bot.playground.content import escaped
from bot.playground.workspace import BOT_NAME, BOT_USER_ID, Workspace

EVERYONE = {"here", "channel", "everyone"}
# On escaped text. A link ends before an escaped bracket, and before punctuation that ends a sentence.
REFERENCE = re.compile(
    r"(?P<url>https?://(?:(?!&[lg]t;)\S)*[^\s.,;:!?)\"'&])"
    r"|(?<![\w&/])@(?P<person>[A-Za-z0-9._-]*[A-Za-z0-9])"
    r"|(?<![\w&/])#(?P<channel>[a-z0-9_-]+)"
)


def referenced(text: str, workspace: Workspace, form: Literal["message", "command"]) -> str:
    """`@ada` as `<@U0ADA00001>`, in a command with her name behind it; `#support` and links likewise.

    Commands: https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands (escaping).
    """

    def reference(found: re.Match[str]) -> str:
        if url := found["url"]:
            return f"<{url}>"
        if person := found["person"]:
            return _person(person, workspace, form) or found[0]
        channel = workspace.channel(found["channel"])
        return f"<#{channel.id}|{channel.name}>" if channel else found[0]

    return REFERENCE.sub(reference, escaped(text))


def _person(name: str, workspace: Workspace, form: Literal["message", "command"]) -> str | None:
    if name in EVERYONE:
        return f"<!{name}>" if form == "message" else None
    ids = {member.name: member.id for member in workspace.members} | {BOT_NAME: BOT_USER_ID}
    if name.lower() not in ids:
        return None
    behind = f"|{name.lower()}" if form == "command" else ""
    return f"<@{ids[name.lower()]}{behind}>"
