"""Somebody pressed *Add a cost*, and then submitted the modal that it opens.

https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from concurrent.futures import Executor, Future
from typing import Any

from slack_bolt import Ack

from bot.buttons import ADD_COST
from bot.commands import costs
from bot.commands.deciding import deciding
from bot.listeners import cost_form
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.cost_form import CostForm, FormError
from bot.listeners.desk import ACKNOWLEDGE_WITHIN, COMMAND, Desk
from bot.listeners.press import Press
from bot.messages.message import Message
from kpi.grammar.errors import QuestionError
from kpi.ingest.records.categories import CATEGORIES, OTHER
from kpi.team.typed_costs import LONGEST_NOTE


class AddCost:
    """A modal for whoever may change costs. That is looked at when it is opened, and again when it is submitted."""

    def __init__(self, desk: Desk, executor: Executor, within: float = ACKNOWLEDGE_WITHIN) -> None:
        self._desk = desk
        self._executor = executor
        self._within = within

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        press = Press.read(body)
        # A lane of its own: a trigger is good for three seconds, and another answer may have to wait for longer.
        lane = f"{ADD_COST} {press.person}"
        self._desk.put(lane, lambda: self._open(press, body["trigger_id"]), press.tell(self._desk), prompt=COMMAND)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keeps the cost. What is wrong with a field is shown there, in the modal; the rest where it was opened."""
        person, carried = body["user"]["id"], view.get("private_metadata", "")
        keeping = self._executor.submit(self._keep, person, CostForm.read(view["state"]))
        try:
            keeping.exception(self._within)
        except TimeoutError:
            pass  # Slack closes the modal, and everything is told where it was opened
        else:
            error = keeping.exception()
            if isinstance(error, FormError):
                ack(response_action="errors", errors=error.problems)
                return
        ack()
        self._desk.put(
            f"{ADD_COST} {person}",
            lambda: self._tell(person, carried, keeping),
            lambda message: self._desk.tell_directly(person, message),
            prompt=COMMAND,
        )

    def _open(self, press: Press, trigger_id: str) -> None:
        self._desk.people.author(press.person)
        with deciding(self._desk.bench) as at:
            today, currency = at.today, at.team.currency
        view = self._desk.bench.messages.modal(
            "cost_modal.j2",
            name=ADD_COST,
            carried=AnswerPlace.of(press).carried,
            currency=currency,
            categories=[*sorted(set(CATEGORIES) - {OTHER}), OTHER],
            first_day=str(today.replace(day=1)),
            longest_note=LONGEST_NOTE,
        )
        self._desk.delivery.open(trigger_id, view)

    def _keep(self, person: str, form: CostForm) -> Message:
        """FormError for what has to be mended in the modal; KpibotError for anything else that people can mend."""
        who = self._desk.people.author(person)
        with deciding(self._desk.bench) as at:
            new = form.cost(at.team.currency)
        try:
            return costs.enter(self._desk.bench, new, who)
        except QuestionError as error:
            raise FormError({cost_form.NOTE: error.sentence}) from error

    def _tell(self, person: str, carried: str, keeping: Future[Message]) -> None:
        place = AnswerPlace.read(carried)
        message = self._desk.replies.instead(keeping.result, COMMAND)
        place.tell(self._desk, person, message)
