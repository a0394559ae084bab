"""Shortcuts: entries of the workspace's own menu, and of the menu beside a message.

https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
"""

from bot.playground.content import as_slack_shows_it
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.payloads import Outcome, Payloads, channel_name
from bot.playground.delivery.triggers import Triggers
from bot.playground.response_urls import Interaction, ResponseUrls
from bot.playground.transport import UndeliveredError
from bot.playground.workspace import Channel, Json, Member, Message, Workspace


class Shortcuts:
    """What happens when a person picks one."""

    def __init__(
        self,
        workspace: Workspace,
        courier: Courier,
        payloads: Payloads,
        triggers: Triggers,
        response_urls: ResponseUrls,
    ) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._triggers = triggers
        self._response_urls = response_urls

    async def use(self, member: Member, callback_id: str) -> Outcome:
        """A global one, which belongs to no channel and so has no response_url."""
        return await self._send(self._payload("shortcut", member, callback_id))

    async def use_on(self, member: Member, channel: Channel, message: Message, callback_id: str) -> Outcome:
        """One on a message."""
        interaction = Interaction(channel, member, message=message, may_replace=False)
        return await self._send(
            self._payload("message_action", member, callback_id)
            | {
                "channel": {"id": channel.id, "name": channel_name(channel)},
                "message_ts": message.ts,
                "message": as_slack_shows_it(message),
                "response_url": self._response_urls.open(interaction),
            }
        )

    def _payload(self, type_: str, member: Member, callback_id: str) -> Json:
        return self._payloads.common(type_, member) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.next_ts(),
            "trigger_id": self._triggers.open(member),
        }

    async def _send(self, payload: Json) -> Outcome:
        try:
            await self._courier.ask("interactive", payload)
        except UndeliveredError as failure:
            return Outcome(error=failure.error)
        return Outcome()
