"""Slash commands and pressed buttons on their way to the bot, and what the person sees when that fails."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.content import RefusalError, as_slack_shows_it, escaped
from bot.playground.response_urls import Interaction, ResponseUrls
from bot.playground.socket_mode import EnvelopeKind, NobodyConnectedError, NotAcknowledgedError, SocketMode
from bot.playground.workspace import (
    APP_ID,
    BOT_NAME,
    BOT_USER_ID,
    SLACKBOT_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Json,
    Member,
    Message,
    Workspace,
)

# https://docs.slack.dev/interactivity/implementing-slash-commands#responding_basic_receipt
ACKNOWLEDGE_WITHIN = 3.0

NOT_A_COMMAND = (
    '{name} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands.\n\nIf you are trying to send a message and not run a command, try preceding "
    'the "/" with an empty space.'
)
# https://slack.com/help/articles/201259356-Slash-commands-in-Slack
INVITE = re.compile(rf"/invite\s+@{BOT_NAME}\s*", re.IGNORECASE)
INVITED = "{name} was added to #{channel} by <@{by}>."
NOT_IN_THREADS = "{name} is not supported in threads. Sorry!"
FAILED = '{name} failed with the error "{error}"'


@dataclass(frozen=True)
class Outcome:
    """How a delivery ended: Slack's word for the failure, if any, and the message that came of it, if any."""

    error: str | None = None
    message: Message | None = None


class Delivery:
    """`address` is where this server is reached, without a slash at its end."""

    def __init__(
        self,
        workspace: Workspace,
        socket_mode: SocketMode,
        response_urls: ResponseUrls,
        address: Callable[[], str],
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
    ) -> None:
        self._workspace = workspace
        self._socket_mode = socket_mode
        self._response_urls = response_urls
        self._address = address
        self._within = acknowledge_within
        self._verification_token = secrets.token_hex(12)

    async def run_command(self, member: Member, channel: Channel, typed: str, thread_ts: str | None) -> Outcome:
        """Deliver a text that starts with "/"; the acknowledgement's payload becomes the answer."""
        if INVITE.fullmatch(typed):
            return self._invite(member, channel)
        name = typed.split(maxsplit=1)[0]
        if self._workspace.command(name) is None:
            return self._tell(member, channel, thread_ts, "unknown_command", NOT_A_COMMAND.format(name=escaped(name)))
        if thread_ts:
            # https://docs.slack.dev/interactivity/implementing-slash-commands: not in message threads
            return self._tell(member, channel, thread_ts, "not_in_threads", NOT_IN_THREADS.format(name=name))
        interaction = Interaction(channel, member, command=typed)
        payload = self._command_payload(interaction, name, typed.removeprefix(name).strip())
        try:
            answer = await self._ask("slash_commands", payload, accepts_response=True)
            message = self._response_urls.respond(interaction, answer) if answer else None
        except NobodyConnectedError:
            error = "dispatch_failed"
        except NotAcknowledgedError:
            error = "operation_timeout"
        except RefusalError:
            error = "invalid_command_response"
        else:
            return Outcome(message=message)
        return self._tell(member, channel, None, error, FAILED.format(name=name, error=error))

    def _invite(self, member: Member, channel: Channel) -> Outcome:
        """One of Slack's own commands, without which an app would never get into a channel."""
        self._workspace.invite_bot(channel)
        words = INVITED.format(name=BOT_NAME, channel=channel.name, by=member.id)
        return Outcome(message=self._workspace.post(channel, BOT_USER_ID, words))

    async def press(self, member: Member, message: Message, block_id: str, action_id: str) -> Outcome:
        """Deliver a pressed button; the acknowledgement of a press carries no answer."""
        channel = self._workspace.channel(message.channel)
        button = _button(message, block_id, action_id)
        if channel is None or button is None:
            return Outcome(error="no_such_button")
        interaction = Interaction(channel, member, message=message)
        try:
            await self._ask("interactive", self._press_payload(interaction, message, button), accepts_response=False)
        except NobodyConnectedError:
            return Outcome(error="dispatch_failed")
        except NotAcknowledgedError:
            return Outcome(error="operation_timeout")
        return Outcome()

    async def _ask(self, kind: EnvelopeKind, payload: Json, *, accepts_response: bool) -> Json:
        return await self._socket_mode.ask(kind, payload, accepts_response=accepts_response, within=self._within)

    def _tell(self, member: Member, channel: Channel, thread_ts: str | None, error: str, words: str) -> Outcome:
        message = self._workspace.post(channel, SLACKBOT_ID, words, thread_ts=thread_ts, seen_by=member.id)
        return Outcome(error, message)

    def _command_payload(self, interaction: Interaction, name: str, text: str) -> Json:
        """https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling"""
        return {
            "token": self._verification_token,
            "team_id": TEAM_ID,
            "team_domain": TEAM_DOMAIN,
            "channel_id": interaction.channel.id,
            "channel_name": interaction.channel.name,
            "user_id": interaction.member.id,
            "user_name": interaction.member.name,
            "command": name,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(interaction),
            "trigger_id": _trigger_id(),
        }

    def _press_payload(self, interaction: Interaction, message: Message, button: Json) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
        member, channel = interaction.member, interaction.channel
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.seen_by is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload: Json = {
            "type": "block_actions",
            "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": TEAM_ID},
            "api_app_id": APP_ID,
            "token": self._verification_token,
            "container": container,
            "trigger_id": _trigger_id(),
            "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel.id, "name": channel.name},
            "state": {"values": {}},
            "response_url": self._response_url(interaction),
            "actions": [button | {"action_ts": self._workspace.next_ts()}],
        }
        if message.seen_by is None:
            # Slack keeps no ephemeral message, so it cannot send one along.
            payload["message"] = as_slack_shows_it(message)
        return payload

    def _response_url(self, interaction: Interaction) -> str:
        return self._address() + self._response_urls.open(interaction)


def _button(message: Message, block_id: str, action_id: str) -> Json | None:
    """The button as an action names it, or None when the message has no such button (any more)."""
    for block in message.blocks:
        if block["block_id"] != block_id:
            continue
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if element.get("action_id") == action_id:
                return {**element, "block_id": block_id}
    return None


def _trigger_id() -> str:
    return f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
