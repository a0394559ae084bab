"""The bot's app as slack-app-manifest.yaml declares it: what it may do, and what people can ask it for.

https://docs.slack.dev/reference/app-manifest
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Command:
    """A slash command, and some lines worth trying. With `should_escape`, names in its text become ids."""

    name: str
    description: str
    usage_hint: str
    examples: tuple[str, ...]
    should_escape: bool = True


@dataclass(frozen=True)
class Shortcut:
    """An entry of the menu beside a message ("message") or of the workspace's own menu ("global")."""

    name: str
    kind: Literal["global", "message"]
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """`scopes` are the bot token's, `events` the event types that the app is subscribed to."""

    scopes: tuple[str, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    events: tuple[str, ...]


MANIFEST = Manifest(
    scopes=(
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "users:read",
    ),
    commands=(
        Command(
            "/kpi",
            "Ask for a support KPI",
            "KPI [period] [vs period] [by channel] [channel:email] [weekly] | help",
            examples=("/kpi csat", "/kpi frt last month", "/kpi help"),
        ),
    ),
    shortcuts=(
        Shortcut("Overview of your KPIs", "global", "overview", "How your support team does, at a glance"),
        Shortcut("Import into kpibot", "message", "import_file", "Import the file in this message"),
    ),
    events=("app_home_opened", "app_mention", "member_joined_channel", "message.im"),
)
