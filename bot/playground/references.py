"""Names, channels and links in texts as Slack keeps them: as references.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from typing import Literal

from bot.playground.content import escaped
from bot.playground.workspace import BOT_NAME, BOT_USER_ID, Workspace

Form = Literal["message", "command"]

EVERYONE = {"here", "channel", "everyone"}
_NAME = r"(?<![\w&/])@(?P<person>[A-Za-z0-9._-]*[A-Za-z0-9])|(?<![\w&/])#(?P<channel>[a-z0-9_-]+)"
# On escaped text. A link ends before an escaped bracket, and before punctuation that ends a sentence.
_TYPED = re.compile(rf"(?P<kept>https?://(?:(?!&[lg]t;)\S)*[^\s.,;:!?)\"'&])|{_NAME}")
# On a bot's text. What stands in angle brackets is a reference already.
_MARKED_UP = re.compile(rf"(?P<kept><[^>]*>)|{_NAME}")


def referenced(text: str, workspace: Workspace, viewer: str, form: Form) -> str:
    """What this person has typed: `@ada` as `<@U0ADA00001>`, `#support` as `<#C0SUPPORT1|support>`, links in brackets.

    A channel that they do not see stays as it was typed. In a command a private channel comes without its name:
    https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands (escaping).
    """

    def reference(found: re.Match[str]) -> str:
        return f"<{found['kept']}>" if found["kept"] else _named(found, workspace, viewer, form)

    return _TYPED.sub(reference, escaped(text))


def names_linked(text: str, workspace: Workspace, viewer: str) -> str:
    """What a bot has written, with the names of people and channels in it as references.

    https://docs.slack.dev/reference/methods/chat.postMessage#formatting (`parse` and `link_names`)
    """
    return _MARKED_UP.sub(lambda found: found["kept"] or _named(found, workspace, viewer, "message"), text)


def _named(found: re.Match[str], workspace: Workspace, viewer: str, form: Form) -> str:
    """The reference to a person or a channel; what names neither stays as it is."""
    if person := found["person"]:
        return _person(person, workspace, form) or found[0]
    channel = workspace.channel(found["channel"])
    if channel is None or not channel.visible_to(viewer):
        return found[0]
    name = "" if form == "command" and channel.kind == "private" else channel.name
    return f"<#{channel.id}|{name}>"


def _person(name: str, workspace: Workspace, form: Form) -> str | None:
    if name in EVERYONE:
        return f"<!{name}>" if form == "message" else None
    ids = {member.name: member.id for member in workspace.members} | {BOT_NAME: BOT_USER_ID}
    return f"<@{ids[name.lower()]}>" if name.lower() in ids else None
