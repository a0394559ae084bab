"""What people do with the interactive parts: buttons and choices, modals, the home tab, shortcuts."""

from dataclasses import dataclass

from bot.playground.control.guards import BadRequestError, Json
from bot.playground.control.outcomes import Outcomes, told
from bot.playground.control.seen import Seen
from bot.playground.delivery.actions import Actions
from bot.playground.delivery.elements import NotOfferedError
from bot.playground.delivery.events import Events
from bot.playground.delivery.modals import Modals
from bot.playground.delivery.payloads import Outcome
from bot.playground.delivery.shortcuts import Shortcuts
from bot.playground.views import View
from bot.playground.workspace import Member


@dataclass(frozen=True)
class Interactions:
    """The handlers of `act`, `options`, `submit`, `close_view`, `open_home` and `shortcut`."""

    seen: Seen
    actions: Actions
    modals: Modals
    shortcuts: Shortcuts
    events: Events
    outcomes: Outcomes

    async def act(self, asked: Json) -> Json:
        """`{person, channel+ts or view_id, block_id, action_id, value?, values?, wait?}`: press or choose.

        `value` is an option's value or a list of them, an id, a date, a time or a text. `values` are what stands in a
        view's other inputs meanwhile, as for `submit`.
        """
        member = self.seen.member(asked.get("person"))
        at = str(asked.get("block_id")), str(asked.get("action_id"))
        try:
            if view_id := asked.get("view_id"):
                view = self.seen.view(view_id, member)
                self._fill(member, view, asked)
                acting = self.actions.in_view(member, view, *at, asked.get("value"))
            else:
                channel = self.seen.channel(asked.get("channel"), member)
                message = self.seen.message(channel, asked.get("ts"), member)
                acting = self.actions.in_message(member, channel, message, *at, asked.get("value"))
        except NotOfferedError as mistake:
            raise BadRequestError(str(mistake)) from None
        return await self.outcomes.of(acting, asked)

    async def options(self, asked: Json) -> Json:
        """`{person, channel+ts or view_id, block_id, action_id, typed}`: what the app offers in an external select."""
        member = self.seen.member(asked.get("person"))
        at, typed = (str(asked.get("block_id")), str(asked.get("action_id"))), str(asked.get("typed") or "")
        if view_id := asked.get("view_id"):
            offered = await self.actions.suggest_in_view(member, self.seen.view(view_id, member), *at, typed)
        else:
            channel = self.seen.channel(asked.get("channel"), member)
            message = self.seen.message(channel, asked.get("ts"), member)
            offered = await self.actions.suggest_in_message(member, channel, message, *at, typed)
        return told(offered) if isinstance(offered, Outcome) else {"error": None, "options": offered}

    async def submit(self, asked: Json) -> Json:
        """`{person, view_id, values: {block_id: {action_id: value}}, wait?}`: submit a modal."""
        member = self.seen.member(asked.get("person"))
        view = self.seen.view(asked.get("view_id"), member)
        if view.is_home:
            raise BadRequestError("The home tab cannot be submitted.")
        self._fill(member, view, asked)
        return await self.outcomes.of(self.modals.submit(member, view), asked)

    async def close_view(self, asked: Json) -> Json:
        """`{person, view_id, wait?}`: close a modal, and those above it."""
        member = self.seen.member(asked.get("person"))
        view = self.seen.view(asked.get("view_id"), member)
        if view.is_home:
            raise BadRequestError("The home tab cannot be closed.")
        return await self.outcomes.of(self.modals.close(member, view), asked)

    async def open_home(self, asked: Json) -> Json:
        """`{person, tab?}`: open the app's "home" tab, or its "messages"."""
        tab = "messages" if asked.get("tab") == "messages" else "home"
        self.events.open_home(self.seen.member(asked.get("person")), tab)
        return {}

    async def shortcut(self, asked: Json) -> Json:
        """`{person, callback_id, channel?, ts?, wait?}`: a shortcut, on a message where one is named."""
        member, callback_id = self.seen.member(asked.get("person")), str(asked.get("callback_id"))
        if not asked.get("ts"):
            return await self.outcomes.of(self.shortcuts.use(member, callback_id), asked)
        channel = self.seen.channel(asked.get("channel"), member)
        message = self.seen.message(channel, asked["ts"], member)
        return await self.outcomes.of(self.shortcuts.use_on(member, channel, message, callback_id), asked)

    def _fill(self, member: Member, view: View, asked: Json) -> None:
        try:
            self.modals.fill(member, view, asked.get("values") or {})
        except NotOfferedError as mistake:
            raise BadRequestError(str(mistake)) from None
