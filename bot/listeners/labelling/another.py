"""Somebody pressed *Another intent…*, and then submitted the modal that it opens."""

from typing import Any

from slack_bolt import Ack

from bot import label_buttons
from bot.carried import read
from bot.commands import label
from bot.commands.deciding import deciding
from bot.label_buttons import ANOTHER, Key
from bot.listeners.desk import Desk
from bot.listeners.labelling.label import labelled, show_next
from bot.listeners.labelling.spot import Spot, put_submitted
from bot.listeners.opening import put_opening
from bot.listeners.press import Press
from bot.listeners.reviews.carried import typed
from kpi.errors import UserError
from kpi.ingest.columns.values import LONGEST_LABEL
from kpi.labelling import finding

FIELD = "intent"


class Another:
    """A modal in which one types an intent that the menu has not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, ANOTHER, self._open)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """What names nothing is refused beside the field."""
        intent = typed(view, FIELD)
        try:
            label.check(self._desk.bench, intent)
        except UserError as error:
            ack(response_action="errors", errors={FIELD: error.sentence})
            return
        ack()
        put_submitted(self._desk, body, view, lambda person, carried: self._label(person, carried, intent))

    def _open(self, press: Press, trigger_id: str) -> None:
        self._desk.people.admit(press.person)
        key = label_buttons.read_conversation(press.value)
        with deciding(self._desk.bench) as at:
            found = finding.told(at.connection, key)
        view = self._desk.bench.messages.modal(
            "intent_modal.j2",
            name=ANOTHER,
            carried=Spot.of(press).carried(key=press.value),
            id=key[1],
            subject=found.subject if found else "",
            longest=LONGEST_LABEL,
        )
        self._desk.delivery.open(trigger_id, view)

    def _label(self, person: str, carried: str, intent: str) -> None:
        key = _key(carried)
        done = labelled(self._desk, person, key, intent)
        show_next(self._desk, Spot.read(carried), person, key, done)


def _key(carried: str) -> Key:
    match read(carried):
        case {"key": str(key)}:
            return label_buttons.read_conversation(key)
    return label_buttons.read_conversation("")
