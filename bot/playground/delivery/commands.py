"""Slash commands: the app's own on their way to the bot, and what the person sees when that fails.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from bot.playground.content import RefusalError, escaped
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.own_commands import OwnCommands
from bot.playground.delivery.payloads import Outcome, Payloads, channel_name
from bot.playground.delivery.triggers import Triggers
from bot.playground.manifest import Command
from bot.playground.references import referenced
from bot.playground.response_urls import Interaction, ResponseUrls
from bot.playground.transport import UndeliveredError
from bot.playground.workspace import (
    APP_ID,
    SLACKBOT_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Json,
    Member,
    Workspace,
)

NOT_A_COMMAND = (
    '{name} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands.\n\nIf you are trying to send a message and not run a command, try preceding "
    'the "/" with an empty space.'
)
NOT_IN_THREADS = "{name} is not supported in threads. Sorry!"
FAILED = '{name} failed with the error "{error}"'


class Commands:
    """What happens to a text that begins with "/"."""

    def __init__(
        self,
        workspace: Workspace,
        courier: Courier,
        payloads: Payloads,
        triggers: Triggers,
        response_urls: ResponseUrls,
        own: OwnCommands,
    ) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._triggers = triggers
        self._response_urls = response_urls
        self._own = own

    async def run(self, member: Member, channel: Channel, typed: str, thread_ts: str | None) -> Outcome:
        """Deliver a text that starts with "/"; the acknowledgement's payload becomes the answer."""
        if outcome := self._own.run(member, channel, typed):
            return outcome
        name = typed.split(maxsplit=1)[0]
        command = self._workspace.command(name)
        if command is None:
            return self._tell(member, channel, thread_ts, "unknown_command", NOT_A_COMMAND.format(name=escaped(name)))
        if thread_ts:
            # https://docs.slack.dev/interactivity/implementing-slash-commands: not in message threads
            return self._tell(member, channel, thread_ts, "not_in_threads", NOT_IN_THREADS.format(name=name))
        interaction = Interaction(channel, member, command=typed)
        try:
            answer = await self._courier.ask(
                "slash_commands", self._payload(interaction, command), accepts_response=True
            )
            message = self._response_urls.respond(interaction, answer) if answer else None
        except UndeliveredError as failure:
            error = failure.error
        except RefusalError:
            error = "invalid_command_response"
        else:
            return Outcome(message=message)
        return self._tell(member, channel, None, error, FAILED.format(name=name, error=error))

    def _tell(self, member: Member, channel: Channel, thread_ts: str | None, error: str, words: str) -> Outcome:
        message = self._workspace.post(channel, SLACKBOT_ID, words, thread_ts=thread_ts, seen_by=member.id)
        return Outcome(error, message)

    def _payload(self, interaction: Interaction, command: Command) -> Json:
        """https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling"""
        text = (interaction.command or "").removeprefix(command.name).strip()
        if command.should_escape:
            text = referenced(text, self._workspace, interaction.member.id, "command")
        return {
            "token": self._payloads.verification_token,
            "team_id": TEAM_ID,
            "team_domain": TEAM_DOMAIN,
            "channel_id": interaction.channel.id,
            "channel_name": channel_name(interaction.channel),
            "user_id": interaction.member.id,
            "user_name": interaction.member.name,
            "command": command.name,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_urls.open(interaction),
            "trigger_id": self._triggers.open(interaction.member),
        }
