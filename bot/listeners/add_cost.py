"""Somebody pressed *Add a cost*, and then submitted the modal that it opens."""

from typing import Any

from slack_bolt import Ack

from bot.buttons import ADD_COST
from bot.commands import costs
from bot.commands.deciding import deciding
from bot.listeners import cost_form
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.cost_form import CostForm
from bot.listeners.desk import Desk
from bot.listeners.opening import put_opening
from bot.listeners.press import Press
from bot.listeners.submitting import FormError, Submitting
from bot.messages.message import Message
from kpi.grammar.errors import QuestionError
from kpi.ingest.records.categories import CATEGORIES, OTHER
from kpi.team.typed_costs import LONGEST_NOTE


class AddCost:
    """A modal for whoever may change costs. That is looked at when it is opened, and again when it is submitted."""

    def __init__(self, desk: Desk, submitting: Submitting) -> None:
        self._desk = desk
        self._submitting = submitting

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, ADD_COST, self._open)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keeps the cost."""
        form = CostForm.read(view["state"])
        self._submitting.take(ack, body, view, lambda person, _carried: self._keep(person, form))

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
            raise FormError({cost_form.NOTE: error.sentence}, cost_form.AGAIN) from error
