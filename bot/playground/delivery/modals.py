"""Modals that people submit and close, and what the app's answer does to them.

https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from collections.abc import Mapping
from typing import Any

from bot.playground.content import RefusalError, read_view
from bot.playground.delivery.actions import Actions
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.elements import is_empty
from bot.playground.delivery.payloads import Outcome, Payloads
from bot.playground.delivery.selections import Selections
from bot.playground.delivery.triggers import Triggers
from bot.playground.faults import Faults
from bot.playground.shapes import view_shape
from bot.playground.transport import UndeliveredError
from bot.playground.views import StackIsFullError, View, Views
from bot.playground.workspace import Json, Member

REQUIRED = "Please complete this required field."
# What stands at the foot of a modal whose app did not answer, or answered with something that Slack does not take.
TROUBLE = "We had some trouble connecting. Try again?"


class Modals:
    """The life of a modal after the app has opened it."""

    def __init__(
        self,
        views: Views,
        courier: Courier,
        payloads: Payloads,
        triggers: Triggers,
        selections: Selections,
        actions: Actions,
        faults: Faults,
    ) -> None:
        self._views = views
        self._courier = courier
        self._payloads = payloads
        self._triggers = triggers
        self._selections = selections
        self._actions = actions
        self._faults = faults

    def fill(self, member: Member, view: View, values: Mapping[str, Mapping[str, Any]]) -> None:
        """What stands in the inputs: `{block_id: {action_id: value}}`; raise `NotOfferedError`."""
        for block_id, of_block in values.items():
            for action_id, value in of_block.items():
                self._actions.keep(member, view, block_id, action_id, value)

    async def submit(self, member: Member, view: View) -> Outcome:
        """Press the modal's submit button; the view stays open where `Outcome` has an error or errors."""
        values = self._values(member, view)
        if missing := _missing(view.content["blocks"], values):
            return Outcome(errors=missing)
        payload = self._payloads.common("view_submission", member) | {
            "trigger_id": self._triggers.open(member),
            "view": view_shape(view, values),
            "response_urls": [],
        }
        try:
            answer = await self._courier.ask("interactive", payload, accepts_response=True)
            return self._follow(view, answer)
        except UndeliveredError as failure:
            return Outcome(error=failure.error)
        except (RefusalError, StackIsFullError):
            return Outcome(error="invalid_response")

    async def close(self, member: Member, view: View) -> Outcome:
        """Close the modal and those above it; the app hears of each that it asked to hear of."""
        stack = self._views.stack_of(member.id)
        closed = stack[[each.id for each in stack].index(view.id) :]
        values = {each.id: self._values(member, each) for each in closed}
        self._views.close(view)
        outcome = Outcome()
        for each in reversed(closed):
            self._selections.forget(member.id, (each.id,))
            if each.content.get("notify_on_close"):
                shape = view_shape(each, values[each.id])
                outcome = await self._told_of_closing(member, shape, is_cleared=len(closed) > 1)
        return outcome

    async def _told_of_closing(self, member: Member, view: Json, *, is_cleared: bool) -> Outcome:
        """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed"""
        payload = self._payloads.common("view_closed", member) | {"view": view, "is_cleared": is_cleared}
        try:
            await self._courier.ask("interactive", payload)
        except UndeliveredError as failure:
            return Outcome(error=failure.error)
        return Outcome()

    def _follow(self, view: View, answer: Json) -> Outcome:
        """https://docs.slack.dev/surfaces/modals#updating_response; without an answer this modal alone closes."""
        match answer.get("response_action"):
            case None:
                self._views.close(view)
            case "clear":
                self._views.close_all(view.person)
            case "update":
                self._views.update(view, self._read(answer))
            case "push":
                self._views.push(view.person, self._read(answer))
            case "errors":
                return self._refused(view, answer.get("errors"))
            case _:
                raise RefusalError("invalid_response_action")
        return Outcome()

    def _read(self, answer: Json) -> Json:
        return read_view(answer.get("view"), ("modal",), self._faults.refused_blocks)

    def _refused(self, view: View, errors: Any) -> Outcome:
        """Errors name blocks that are inputs, or Slack shows none of them."""
        inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
            raise RefusalError("invalid_errors")
        return Outcome(errors={block_id: str(why) for block_id, why in errors.items()})

    def _values(self, member: Member, view: View) -> Json:
        return self._selections.values(member.id, (view.id,), view.content["blocks"])


def _missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself refuses to submit: https://docs.slack.dev/reference/block-kit/blocks/input-block (optional)."""
    required = (block for block in blocks if block["type"] == "input" and not block.get("optional"))
    return {
        block["block_id"]: REQUIRED
        for block in required
        if is_empty(values.get(block["block_id"], {}).get(block["element"]["action_id"], {}))
    }
