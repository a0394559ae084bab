"""The parts that the payloads of all interactions share.

https://docs.slack.dev/reference/interaction-payloads
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.content import as_slack_shows_it
from bot.playground.shapes import view_shape
from bot.playground.views import View
from bot.playground.workspace import APP_ID, TEAM_DOMAIN, TEAM_ID, Channel, Json, Member, Message

# The word by which commands and interactions call every private channel, as Slack always has.
PRIVATE_NAME = "privategroup"


@dataclass(frozen=True)
class Outcome:
    """How something that a person did ended: Slack's word for the failure, if any, and what came of it, if anything.

    `errors` are those that the app (or Slack itself) has against the inputs of a modal, by block_id.
    """

    error: str | None = None
    message: Message | None = None
    errors: Mapping[str, str] | None = None


class Payloads:
    """Makes what is the same in all payloads of one app."""

    def __init__(self) -> None:
        self.verification_token = secrets.token_hex(12)

    def common(self, type_: str, member: Member) -> Json:
        """Every interaction begins with this."""
        return {
            "type": type_,
            "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": TEAM_ID},
            "api_app_id": APP_ID,
            "token": self.verification_token,
            "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
        }


def channel_name(channel: Channel) -> str:
    """The channel's name as commands and interactions tell it."""
    return PRIVATE_NAME if channel.kind == "private" else channel.name


def in_message(channel: Channel, message: Message) -> Json:
    """Where an element stands that is part of a message; an ephemeral message itself cannot come along."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    return place if message.seen_by else place | {"message": as_slack_shows_it(message)}


def in_view(view: View, values: Json) -> Json:
    """Where an element stands that is part of a modal or of the home tab."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_shape(view, values)}
