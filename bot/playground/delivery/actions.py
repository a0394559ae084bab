"""Pressed buttons and other choices, in messages, modals and the home tab, on their way to the bot.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.playground.delivery.courier import Courier
from bot.playground.delivery.elements import NotOfferedError, action, chosen, find
from bot.playground.delivery.file_inputs import attached
from bot.playground.delivery.payloads import Outcome, Payloads, in_message, in_view
from bot.playground.delivery.selections import Place, Selections
from bot.playground.delivery.triggers import Triggers
from bot.playground.response_urls import Interaction, ResponseUrls
from bot.playground.transport import UndeliveredError
from bot.playground.views import View
from bot.playground.workspace import Channel, Json, Member, Message, Workspace


@dataclass(frozen=True)
class _Scene:
    """Where somebody acts: the blocks, their place, and how a payload tells of it."""

    blocks: list[Json]
    place: Place
    told: Callable[[Json], Json]


class Actions:
    """What happens when a person acts on an element."""

    def __init__(
        self,
        workspace: Workspace,
        courier: Courier,
        payloads: Payloads,
        triggers: Triggers,
        selections: Selections,
        response_urls: ResponseUrls,
    ) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._triggers = triggers
        self._selections = selections
        self._response_urls = response_urls
        self._suggested: dict[tuple[str, Place, str], list[Json]] = {}

    def in_message(
        self, member: Member, channel: Channel, message: Message, block_id: str, action_id: str, value: Any
    ) -> Coroutine[Any, Any, Outcome]:
        """Act in a message; raise `NotOfferedError` at once."""
        interaction = Interaction(channel, member, message=message)
        more = {"response_url": self._response_urls.open(interaction)}
        return self._send(self._choice(member, self._message(channel, message, more), block_id, action_id, value))

    def in_view(
        self, member: Member, view: View, block_id: str, action_id: str, value: Any
    ) -> Coroutine[Any, Any, Outcome]:
        """Act in a modal or in the home tab; raise `NotOfferedError` at once."""
        return self._send(self._choice(member, self._view(view), block_id, action_id, value))

    async def suggest_in_message(
        self, member: Member, channel: Channel, message: Message, block_id: str, action_id: str, typed: str
    ) -> Outcome | list[Json]:
        """The options that the app offers in an external select for what has been typed."""
        return await self._suggest(member, self._message(channel, message, {}), block_id, action_id, typed)

    async def suggest_in_view(
        self, member: Member, view: View, block_id: str, action_id: str, typed: str
    ) -> Outcome | list[Json]:
        """The same for a select in a modal or in the home tab."""
        return await self._suggest(member, self._view(view), block_id, action_id, typed)

    def keep(self, member: Member, view: View, block_id: str, action_id: str, value: Any) -> None:
        """Remember what stands in an input of a view without telling the bot; raise `NotOfferedError`."""
        self._choose(member, self._view(view), block_id, action_id, value)

    def _choice(self, member: Member, scene: _Scene, block_id: str, action_id: str, value: Any) -> Json:
        """The payload of a press or a choice."""
        element, entry = self._choose(member, scene, block_id, action_id, value)
        payload = self._payloads.common("block_actions", member) | scene.told(self._values(member, scene))
        payload["trigger_id"] = self._triggers.open(member)
        payload["actions"] = [action(element, block_id, entry, self._workspace.next_ts())]
        return payload

    def _choose(
        self, member: Member, scene: _Scene, block_id: str, action_id: str, value: Any
    ) -> tuple[Json, Json | None]:
        """The element and its entry of `state.values`, which is None for a button."""
        element = find(scene.blocks, block_id, action_id)
        if element is None:
            raise NotOfferedError(f"There is no {action_id!r} in a block {block_id!r} (any more).")
        if element["type"] in ("button", "workflow_button"):
            return element, None
        if element["type"] == "file_input":
            value = attached(element, value or [], member, self._workspace)
        entry = chosen(element, value, self._suggested.get((member.id, scene.place, action_id)))
        self._selections.choose(member.id, scene.place, block_id, action_id, entry)
        return element, entry

    async def _send(self, payload: Json) -> Outcome:
        """The acknowledgement carries no answer."""
        try:
            await self._courier.ask("interactive", payload)
        except UndeliveredError as failure:
            return Outcome(error=failure.error)
        return Outcome()

    async def _suggest(
        self, member: Member, scene: _Scene, block_id: str, action_id: str, typed: str
    ) -> Outcome | list[Json]:
        """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
        payload = self._payloads.common("block_suggestion", member) | scene.told(self._values(member, scene))
        payload |= {"action_id": action_id, "block_id": block_id, "value": typed}
        try:
            answer = await self._courier.ask("interactive", payload, accepts_response=True)
        except UndeliveredError as failure:
            return Outcome(error=failure.error)
        groups = answer.get("option_groups", ())
        options = [*answer.get("options", ()), *(option for group in groups for option in group.get("options", ()))]
        self._suggested[member.id, scene.place, action_id] = options
        return options

    def _values(self, member: Member, scene: _Scene) -> Json:
        return self._selections.values(member.id, scene.place, scene.blocks)

    def _message(self, channel: Channel, message: Message, more: Json) -> _Scene:
        def told(values: Json) -> Json:
            return in_message(channel, message) | {"state": {"values": values}} | more

        return _Scene(message.blocks, (channel.id, message.ts), told)

    def _view(self, view: View) -> _Scene:
        return _Scene(view.content.get("blocks", []), (view.id,), lambda values: in_view(view, values))
